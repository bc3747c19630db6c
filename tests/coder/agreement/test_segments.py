"""Texts cut at every boundary: the pieces are the text, and a confusion leads back to its passages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.agreement.continuum import continuum
from coder.agreement.segments import MISSING, confusion, passages, segments
from tests.coder.agreement.continua import CODES, QUICK, overlapping_spans, plain_cover, texts


def plain_sets(document, coder):
    """The codes that a coder gave each character; None where they did not finish."""
    if document.coders[coder] is None:
        return [None] * document.length
    covers = [plain_cover(document, coder, code) for code in range(CODES)]
    return [{code for code in range(CODES) if at in covers[code]} for at in range(document.length)]


@QUICK
@given(texts(overlapping_spans))
def test_the_pieces_are_the_text_with_the_codes_that_each_coder_gave_it(documents):
    found = segments(documents, CODES)
    written_out = np.repeat(found.masks, found.lengths, axis=0).tolist()
    expected = []
    for document in documents:
        sets = [plain_sets(document, coder) for coder in range(len(document.coders))]
        expected += [
            [MISSING if s is None else sum(1 << code for code in s) for s in row] for row in zip(*sets, strict=True)
        ]
    assert written_out == expected
    places = [(d, at) for d, a, b in zip(found.document, found.start, found.stop, strict=True) for at in range(a, b)]
    assert places == [(d, at) for d, document in enumerate(documents) for at in range(document.length)]


def plain_cells(one, other):
    """The cells that a character is in, by what two coders gave it."""
    if one is None or other is None:
        return set()
    shared = one & other
    row, column = one - shared or {CODES}, other - shared or {CODES}
    alone = {(a, b) for a in row for b in column} - ({(CODES, CODES)} if shared else set())
    return alone | {(code, code) for code in shared}


@QUICK
@given(texts(overlapping_spans))
def test_a_confusion_counts_characters_and_the_stretches_that_they_form(documents):
    pieces = segments(documents, CODES)
    found = confusion(pieces, 0, 1)
    for row in range(CODES + 1):
        for column in range(CODES + 1):
            stretches = []
            for number, document in enumerate(documents):
                held = [
                    (row, column) in plain_cells(one, other)
                    for one, other in zip(plain_sets(document, 0), plain_sets(document, 1), strict=True)
                ]
                starts = [at for at, now in enumerate(held) if now and not (at and held[at - 1])]
                stops = [at + 1 for at, now in enumerate(held) if now and not [*held, False][at + 1]]
                stretches += [[number, *stretch] for stretch in zip(starts, stops, strict=True)]
            assert passages(pieces, 0, 1, row, column).tolist() == stretches
            assert found.characters[row, column] == sum(stop - start for _, start, stop in stretches)
            assert found.passages[row, column] == len(stretches)


@QUICK
@given(texts(overlapping_spans))
def test_the_other_way_round_is_the_transpose(documents):
    pieces = segments(documents, CODES)
    one, other = confusion(pieces, 0, 1), confusion(pieces, 1, 0)
    assert (one.characters == other.characters.T).all()
    assert (one.passages == other.passages.T).all()


def test_who_agree_on_two_overlapping_codes_confuse_nothing():
    both = [(0, 10, 0), (5, 15, 1)]
    found = confusion(segments([continuum(20, [both, both])], 2), 0, 1)
    assert found.characters.tolist() == [[10, 0, 0], [0, 10, 0], [0, 0, 5]]
    assert found.passages.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_a_cell_leads_to_its_passages():
    document = continuum(40, [[(0, 10, 0), (20, 30, 0)], [(2, 12, 1), (20, 25, 0)]])
    pieces = segments([continuum(5, [[], []]), document], 2)
    assert passages(pieces, 0, 1, 0, 1).tolist() == [[1, 2, 10]]
    assert passages(pieces, 0, 1, 0, 2).tolist() == [[1, 0, 2], [1, 25, 30]]
    assert passages(pieces, 0, 1, 0, 0).tolist() == [[1, 20, 25]]


def test_sixty_two_codes_fit_and_more_are_refused():
    document = continuum(9, [[(0, 5, code) for code in range(62)], [(0, 5, 61)]])
    assert segments([document], 62).masks.tolist() == [[2**62 - 1, 2**61], [0, 0]]
    with pytest.raises(ValueError, match="at most 62 codes"):
        segments([document], 63)


@QUICK
@given(st.integers(0, 3))
def test_without_documents_there_are_no_pieces(codes):
    assert len(segments([], codes).lengths) == 0
    assert confusion(segments([continuum(0, [[], []])], codes), 0, 1).characters.sum() == 0
