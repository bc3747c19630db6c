"""A text cut wherever a coder's passage begins or stops: what each coder gave each piece, and who confused what.

Between two cuts nothing changes, so a piece stands for all its characters: set-valued agreement over the text is
agreement over the pieces, weighted by their lengths.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coder.agreement.continuum import Bools, Continuum, Ints, edges_of, merged, on_one_line, steps

MISSING = -1
MOST_CODES = 62
"""A set of codes is the bits of one 64-bit whole number, of which one is for MISSING."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Pieces of texts, in order; together they are all of each text.

    `document`, `start`, `stop` (pieces): which document, and from where to where in it, in code points, stop exclusive.
    `masks` (pieces, coders): the set of codes that the coder gave the piece, code c being the bit 2^c, 0 none; MISSING
    where the coder has not finished the document. `codes`: how many codes there are."""

    document: Ints
    start: Ints
    stop: Ints
    masks: Ints
    codes: int

    @property
    def lengths(self) -> Ints:
        """The weight of each piece: its characters."""
        return self.stop - self.start


def segments(continua: Sequence[Continuum], codes: int) -> Segments:
    """Cut documents where any coder's span begins or stops. O(n log n) for n spans, whatever the length of the texts.

    Raises ValueError for more codes than a mask has bits, when documents list different coders, or when a code is not
    below `codes`."""
    if codes > MOST_CODES:
        raise ValueError(f"sets of at most {MOST_CODES} codes can be compared, here are {codes}")
    line = on_one_line(continua, codes)
    units = [merged(line, coder) for coder in range(len(line.spans))]
    edges = edges_of(line.offsets, *(end for start, stop, _ in units for end in (start, stop)))
    document = np.searchsorted(line.offsets, edges[:-1], side="right") - 1
    masks = np.full((len(document), len(units)), MISSING, dtype=np.int64)
    for coder, (start, stop, code) in enumerate(units):
        held = steps(len(document), np.searchsorted(edges, start), np.searchsorted(edges, stop), np.left_shift(1, code))
        masks[:, coder] = np.where(line.finished[document, coder], held, MISSING)
    before = line.offsets[document]
    return Segments(document, edges[:-1] - before, edges[1:] - before, masks, codes)


@dataclass(frozen=True, eq=False)
class Confusion:
    """Code by code, what two coders gave the same text; (q + 1, q + 1), the last row and column being "no code".

    `characters`: how much text. `passages`: in how many stretches of it."""

    characters: Ints
    passages: Ints


def confusion(pieces: Segments, first: int, second: int) -> Confusion:
    """How the codes of one coder (rows) meet those of another (columns) over the text of documents both finished.

    A code that both gave is on the diagonal, and then it stands against no other code: who agree on two overlapping
    codes confuse nothing. A code that only one gave stands against each code that only the other gave, and against "no
    code" when there is none. Text to which neither gave a code is in the last cell."""
    seen, which = _seen(pieces, first, second)
    cells = _cells(seen, pieces.codes)
    size = cells.shape[1:]
    cells = cells.reshape(len(seen), math.prod(size))
    characters = np.bincount(which, weights=pieces.lengths, minlength=len(seen)) @ cells
    stretches = _begins(cells[which], pieces.document).sum(axis=0)
    return Confusion(characters.astype(np.int64).reshape(size), stretches.reshape(size))


def passages(pieces: Segments, first: int, second: int, row: int, column: int) -> Ints:
    """The stretches of text behind a cell of `confusion`: rows (document, start, stop), in order; q is "no code"."""
    seen, which = _seen(pieces, first, second)
    held = _cells(seen, pieces.codes)[:, row, column][which]
    begins, stops = ends(held, pieces.document)
    return np.stack([pieces.document[begins], pieces.start[begins], pieces.stop[stops]], axis=1)


def _seen(pieces: Segments, first: int, second: int) -> tuple[Ints, Ints]:
    """The different pairs of masks that occur (n, 2), and which of them each piece has."""
    one, of_first = np.unique(pieces.masks[:, first], return_inverse=True)
    other, of_second = np.unique(pieces.masks[:, second], return_inverse=True)
    both, which = np.unique(of_first * len(other) + of_second, return_inverse=True)
    width = max(len(other), 1)
    return np.stack([one[both // width], other[both % width]], axis=1), which


def _cells(seen: Ints, codes: int) -> Bools:
    """Which cells a pair of masks is in: (n, q + 1, q + 1); in none where a coder is missing."""
    bits = (seen[:, :, None] >> np.arange(codes)) & 1 == 1
    shared = bits[:, 0] & bits[:, 1]
    alone = bits & ~shared[:, None]
    none = ~alone.any(axis=2, keepdims=True)
    row, column = np.concatenate([alone, none], axis=2).transpose(1, 0, 2)
    cells: Bools = row[:, :, None] & column[:, None, :]
    cells[:, codes, codes] &= ~shared.any(axis=1)
    cells[:, range(codes), range(codes)] |= shared
    cells[(seen == MISSING).any(axis=1)] = False
    return cells


def _begins(held: Bools, document: Ints) -> Bools:
    """Where a stretch begins that is held: the piece before is not, or is of another document."""
    goes_on = np.zeros_like(held)
    same = (document[1:] == document[:-1]).reshape(-1, *(1,) * (held.ndim - 1))
    goes_on[1:] = held[:-1] & same
    return held & ~goes_on


def ends(held: Bools, document: Ints) -> tuple[Bools, Bools]:
    """Which pieces (or segments) are the first, and which the last, of a stretch that is held within a document."""
    return _begins(held, document), _begins(held[::-1], document[::-1])[::-1]
