"""What a disagreement costs: by how much a code's agreement would rise, had the coders agreed there.

It is no order to work in: whoever settles what costs most first chases the coefficient. So it is reckoned when it is
asked for, and only then."""

from collections.abc import Iterable, Sequence

from coder.comparison import Coded, Comparison, Passage, compare, rolled_up
from coder.disagreements import Double, Place, doubles
from coder.leverage import Leverage, leverage
from db import rounds
from db.project import Project


def weights(project: Project, places: Iterable[Place]) -> dict[str, float | None]:
    """By the places' ids: how much the |u-alpha of one of its codes (that which gains most) would rise, within its
    round, as the agreement of the round reckons it; None where that is undefined. Sub-codes count for the codes above
    them."""
    of_round: dict[str, list[Place]] = {}
    for place in places:
        of_round.setdefault(place.round, []).append(place)
    found: dict[str, float | None] = {}
    for round_ in rounds.listed(project):
        if some := of_round.get(round_.id):
            gains = leverage(_compared(doubles(project, [round_])))
            found |= {place.id: _most(gains, place) for place in some}
    return found


def _most(gains: Leverage, place: Place) -> float | None:
    each = (gains.of(code, place.document, place.start, place.stop) for code in place.codes)
    return max((gain for gain in each if gain is not None), default=None)


def _compared(of: Sequence[Double]) -> Comparison:
    readings = [
        Coded(
            coder,
            double.document,
            double.text_id,
            double.length,
            tuple(Passage(tag.code, tag.start, tag.stop) for tag in tags),
        )
        for double in of
        for coder, tags in double.of.items()
    ]
    codes = sorted({passage.code for coded in readings for passage in coded.passages})
    within = rolled_up(of[0].codebook, codes) if of else {}
    above = [key for keys in within.values() for key in keys if key not in within]
    return compare(readings, tuple(dict.fromkeys([*codes, *above])), within)
