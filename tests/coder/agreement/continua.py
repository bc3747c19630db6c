"""Cases from files, made-up texts, and the figures on spans written out character by character, slowly and plainly."""

import json
from collections import Counter
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from coder.agreement.continuum import Continuum, continuum

CASES = Path(__file__).parent / "cases"
CODES = 3
QUICK = settings(deadline=None, max_examples=60)
GAP = None


def cases(pattern):
    return [json.loads(path.read_text("utf-8")) for path in sorted(CASES.glob(pattern))]


def documents_of(case):
    """The case's documents as continua, and its codes in the order of their numbers."""
    documents = case["data"].get("documents", [case["data"]])
    codes = sorted({code for document in documents for coder in document["coders"] for _, _, code in coder["spans"]})
    return [
        continuum(
            document["length"],
            [
                [(start, stop, codes.index(code)) for start, stop, code in coder["spans"]]
                for coder in document["coders"]
            ],
        )
        for document in documents
    ], codes


# Made-up texts


@st.composite
def partitions(draw, length, codes=CODES):
    """Spans that do not overlap."""
    ends = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [(start, stop, draw(st.integers(0, codes - 1))) for start, stop in pairwise(ends) if draw(st.booleans())]


@st.composite
def overlapping_spans(draw, length, codes=CODES):
    """Spans as they come."""
    count = draw(st.integers(0, 6)) if length else 0
    found = []
    for _ in range(count):
        start = draw(st.integers(0, length - 1))
        found.append((start, draw(st.integers(start + 1, length)), draw(st.integers(0, codes - 1))))
    return found


@st.composite
def texts(draw, spans=partitions, missing=True, coders=None):
    """One to three documents that two to four coders read, or did not finish."""
    coders = coders or draw(st.integers(2, 4))
    documents = []
    for _ in range(draw(st.integers(1, 3))):
        length = draw(st.integers(0, 16))
        absent = st.booleans() if missing else st.just(False)
        documents.append(
            continuum(length, [None if draw(absent) and draw(absent) else draw(spans(length)) for _ in range(coders)])
        )
    return documents


def renamed(document, numbers):
    """The same with other numbers for the codes."""
    spans = [None if rows is None else [(a, b, numbers[c]) for a, b, c in rows.tolist()] for rows in document.coders]
    return continuum(document.length, spans)


def reordered(document, order):
    return Continuum(document.length, tuple(document.coders[coder] for coder in order))


def joined(documents):
    """One document that is these, one after another; all by the same coders, who finished all."""
    spans = [[] for _ in documents[0].coders]
    offset = 0
    for document in documents:
        for coder, rows in enumerate(document.coders):
            spans[coder] += [(a + offset, b + offset, c) for a, b, c in rows.tolist()]
        offset += document.length
    return continuum(offset, spans)


# What the figures mean, character by character


def units_of(document, coder, value=lambda code: code):
    """The coder's units as (value, set of characters): spans of one value that share a character are one."""
    units = []
    for start, stop, code in document.coders[coder].tolist():
        unit = (value(code), set(range(start, stop)))
        for other in [u for u in units if u[0] == unit[0] and u[1] & unit[1]]:
            units.remove(other)
            unit = (unit[0], unit[1] | other[1])
        units.append(unit)
    return units


def characters_of(documents, value=lambda code: code):
    """By document, by coder who finished: (value, unit) of each character; a gap's character is a unit of its own."""
    found = []
    for number, document in enumerate(documents):
        of_document = []
        for coder, spans in enumerate(document.coders):
            if spans is None:
                continue
            characters = [(GAP, (number, coder, at)) for at in range(document.length)]
            for unit, (code, held) in enumerate(units_of(document, coder, value)):
                for at in held:
                    assert characters[at][0] is GAP, "no partition"
                    characters[at] = (code, (number, coder, "unit", unit))
            of_document.append(characters)
        found.append(of_document if len(of_document) >= 2 else [])
    return found


def plain_alpha(documents, only=None, coded=False, value=lambda code: code):
    """Alpha for unitizing: disagreeing pairs at the same place, over disagreeing pairs that chance would make.

    Chance pairs each character with each other one, but for those of its own unit. `coded`: where two coders both have
    a unit. `only`: pairs of which one at least has this code."""
    found = characters_of(documents, value)
    weights, observed, all_observed = Counter(), 0.0, 0.0
    for coders in found:
        for one, other in permutations(coders, 2):
            for (a, unit), (b, _) in zip(one, other, strict=True):
                if coded and (a is GAP or b is GAP):
                    continue
                weights[a, unit] += 1 / (len(coders) - 1)
                observed += (a != b) * (only is None or a == only) / (len(coders) - 1)
                all_observed += (only is None or a == only) / (len(coders) - 1)
    expected = all_expected = 0.0
    for (a, unit), of_a in weights.items():
        for (b, other), of_b in weights.items():
            if unit != other and (only is None or a == only):
                expected += (a != b) * of_a * of_b
                all_expected += of_a * of_b
    if not expected:
        return None
    return 1 - (observed / all_observed) / (expected / all_expected)


def plain_cover(document, coder, code):
    return {at for a, b, c in document.coders[coder].tolist() if code is None or c == code for at in range(a, b)}


def both_finished(documents, i, j):
    return [d for d in documents if d.coders[i] is not None and d.coders[j] is not None]


def plain_mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else None


def plain_jaccard(documents, code):
    values = []
    for i, j in combinations(range(len(documents[0].coders)), 2):
        covers = [(plain_cover(d, i, code), plain_cover(d, j, code)) for d in both_finished(documents, i, j)]
        either = sum(len(a | b) for a, b in covers)
        values.append(sum(len(a & b) for a, b in covers) / either if either else None)
    return plain_mean(values)


def plain_f1(documents, alike, code=None):
    values = []
    for i, j in combinations(range(len(documents[0].coders)), 2):
        matched = marked = 0
        for document in both_finished(documents, i, j):
            first, second = (
                [tuple(row) for row in document.coders[coder].tolist() if code is None or row[2] == code]
                for coder in (i, j)
            )
            matched += most_pairs(first, second, alike)
            marked += len(first) + len(second)
        values.append(2 * matched / marked if marked else None)
    return plain_mean(values)


def most_pairs(first, second, alike):
    """The size of a largest matching, by trying everything."""
    if not first:
        return 0
    best = most_pairs(first[1:], second, alike)
    for other in second:
        if alike(first[0], other):
            best = max(best, 1 + most_pairs(first[1:], [span for span in second if span != other], alike))
    return best


def shared(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def values_of(figures):
    return [figure.value for figure in figures]


def same(found, expected, tolerance=1e-9):
    """Equal but for rounding; None and nan are the same."""
    found = [np.nan if value is None else value for value in np.ravel(np.array(found, dtype=object))]
    expected = [np.nan if value is None else value for value in np.ravel(np.array(expected, dtype=object))]
    return np.allclose(np.array(found, float), np.array(expected, float), rtol=0, atol=tolerance, equal_nan=True)
