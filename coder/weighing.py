"""What a disagreement costs: by how much a code's agreement would rise, had the coders agreed there.

It is no order to work in: whoever settles what costs most first chases the coefficient. So it is reckoned when it is
asked for, and only then."""

from collections.abc import Iterable, Sequence

import numpy as np

from coder.agreement.continuum import continuum
from coder.agreement.leverage import leverage
from coder.agreement.segments import MISSING, MOST_CODES, Segments, segments
from coder.comparison import rolled_up
from coder.disagreements import Double, Place, doubles
from db import rounds
from db.project import Project


def weights(project: Project, places: Iterable[Place]) -> dict[str, float | None]:
    """By the places' ids: how much the alpha of one of its codes (that which gains most), on characters and within its
    round, would rise; None where that alpha is undefined. Sub-codes count for the codes above them."""
    of_round: dict[str, list[Place]] = {}
    for place in places:
        of_round.setdefault(place.round, []).append(place)
    found: dict[str, float | None] = {}
    for round_ in rounds.listed(project):
        if some := of_round.get(round_.id):
            found |= _of_round(doubles(project, [round_]), some)
    return found


def _of_round(of: Sequence[Double], places: Sequence[Place]) -> dict[str, float | None]:
    gains: dict[str, list[float]] = {place.id: [] for place in places}
    codes = sorted({code for place in places for code in place.codes})
    for at in range(0, len(codes), MOST_CODES):
        some = codes[at : at + MOST_CODES]
        pieces = _pieces(of, some)
        bounds = np.searchsorted(pieces.document, np.arange(len(of) + 1))
        number = {double.document: n for n, double in enumerate(of)}
        for bit, code in enumerate(some):
            ratings = np.where(pieces.masks == MISSING, MISSING, (pieces.masks >> bit) & 1)
            total = np.concatenate([[0.0], np.cumsum(leverage(ratings, pieces.lengths).gain)])
            for place in places:
                if code in place.codes and place.document in number:
                    first, last = bounds[number[place.document] : number[place.document] + 2]
                    begin = first + np.searchsorted(pieces.start[first:last], place.start)
                    end = first + np.searchsorted(pieces.start[first:last], place.stop)
                    gains[place.id].append(float(total[end] - total[begin]))
    return {id_: max((gain for gain in some if not np.isnan(gain)), default=None) for id_, some in gains.items()}


def _pieces(of: Sequence[Double], codes: Sequence[str]) -> Segments:
    """The documents, cut where any passage of these codes begins or stops; code c is `codes[c]`."""
    number = {code: at for at, code in enumerate(codes)}
    coders = sorted({coder for double in of for coder in double.of})
    lines = []
    for double in of:
        used = {tag.code for tags in double.of.values() for tag in tags}
        within = rolled_up(double.codebook, sorted(used))
        rows = {
            coder: [(tag.start, tag.stop, number[code]) for tag in tags for code in within[tag.code] if code in number]
            for coder, tags in double.of.items()
        }
        lines.append(continuum(double.length, [rows.get(coder) for coder in coders]))
    return segments(lines, len(codes))
