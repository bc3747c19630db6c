"""Leverage: what a code's agreement on passages would gain at a place, had all agreed there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from coder import levels
from coder.agreement.leverage import Gains, passage_gains
from coder.comparison import Comparison


class Costly(NamedTuple):
    """A stretch [start, stop) of a document (its id), in code points, in which coders differ on a code throughout, and
    by how much the code's |u-alpha would rise if they had agreed there."""

    code: str
    document: str
    start: int
    stop: int
    gain: float


@dataclass(frozen=True)
class Leverage:
    """What the |u-alpha of each code would gain at a place, had all agreed there, chance agreement held fixed.

    No order to work in: whoever settles what costs most first chases the coefficient."""

    codes: Mapping[str, int]
    documents: Mapping[str, int]
    gains: Gains

    def of(self, code: str, document: str, start: int, stop: int) -> float | None:
        """Of any place [start, stop) of a document (its id); None where the code's |u-alpha is undefined, or the code
        or the document is not compared."""
        if code not in self.codes or document not in self.documents:
            return None
        gain = self.gains.of(self.codes[code], self.documents[document], start, stop)
        return None if np.isnan(gain) else gain

    def costliest(self, codes: Collection[str], most: int) -> list[Costly]:
        """The stretches that cost these codes most, at most so many; among equals, by code and text."""
        names, ids = list(self.codes), list(self.documents)
        found = [
            Costly(names[code], ids[document], start, stop, gain)
            for (code, document, start, stop), gain in zip(
                self.gains.stretches.tolist(), self.gains.gains.tolist(), strict=True
            )
            if names[code] in codes and not np.isnan(gain)
        ]
        return sorted(found, key=lambda place: -place.gain)[:most]


def leverage(comparison: Comparison) -> Leverage:
    """Of the passages of a comparison, sub-codes rolled up as `comparison.within` says."""
    lines = levels.continua(comparison, "passage", str)  # no text is asked for: passages are in code points
    return Leverage(
        {code: at for at, code in enumerate(comparison.codes)},
        {document[0].document: at for at, document in enumerate(comparison.documents)},
        passage_gains(lines, len(comparison.codes)),
    )
