"""F1 and Jaccard by pair, alpha over characters: verified values, and what trying everything gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.agreement import spans
from coder.agreement.coincidences import cover_statistics
from coder.agreement.continuum import continuum
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.matching import alike, overlapping
from coder.agreement.nominal import krippendorff_alpha
from tests.coder.agreement.continua import (
    CODES,
    QUICK,
    cases,
    documents_of,
    most_pairs,
    overlapping_spans,
    plain_cover,
    plain_f1,
    plain_jaccard,
    renamed,
    reordered,
    same,
    shared,
    texts,
    values_of,
)

SPANS = cases("spans_*.json")


def of_all(counts):
    return spans.mean_figure(counts.sum(axis=1)).value


def figures(documents, codes=CODES):
    counts = {
        "f1_exact": spans.exact_counts(documents, codes),
        "f1_overlap": spans.overlap_counts(documents, codes),
        "f1_half": spans.overlap_counts(documents, codes, 0.5),
        "char_jaccard": spans.jaccard_counts(documents, codes),
    }
    found = {name: [of_all(one), *values_of(spans.mean_figures(one))] for name, one in counts.items()}
    alphas = values_of(spans.char_alpha_figures(cover_statistics(documents, codes)))
    return found | {"char_alpha": [spans.char_alpha_figure(cover_statistics(documents, None)).value, *alphas]}


def test_there_are_cases():
    assert SPANS


@pytest.mark.parametrize("case", SPANS, ids=lambda case: case["name"])
def test_a_figure_is_the_verified_one(case):
    documents, codes = documents_of(case)
    expected, found = case["expected"], figures(documents, len(codes))
    assert same(found["f1_exact"][0], expected["pairwise_f1_exact_mean"], case["tolerance"])
    assert same(found["f1_overlap"][0], expected["pairwise_f1_overlap_mean"], case["tolerance"])
    pairs = values_of(spans.pair_figures(spans.exact_counts(documents, len(codes)).sum(axis=1)))
    assert same(pairs, list(expected["pairwise_f1_exact"].values()), case["tolerance"])
    by_code = [expected["by_code_char_level"][code] for code in codes]
    assert same(found["char_jaccard"][1:], [code["char_jaccard_mean"] for code in by_code], case["tolerance"])
    assert same(found["char_alpha"][1:], [code["char_alpha"] for code in by_code], case["tolerance"])


# What they mean


def meet(a, b):
    return a[2] == b[2] and shared(a, b) > 0


def half(a, b):
    return meet(a, b) and 2 * shared(a, b) >= max(a[1], b[1]) - min(a[0], b[0])


@QUICK
@given(texts(overlapping_spans))
def test_f1_is_what_trying_every_way_to_pair_spans_gives(documents):
    found = figures(documents)
    for name, rule in (("f1_exact", lambda a, b: a == b), ("f1_overlap", meet), ("f1_half", half)):
        assert same(found[name], [plain_f1(documents, rule, code) for code in (None, *range(CODES))]), name


@QUICK
@given(texts(overlapping_spans))
def test_jaccard_is_what_counting_characters_gives(documents):
    assert same(figures(documents)["char_jaccard"][1:], [plain_jaccard(documents, code) for code in range(CODES)])
    of_any = spans.mean_figure(spans.jaccard_counts(documents, None)).value
    assert same(of_any, plain_jaccard(documents, None))


@QUICK
@given(texts(overlapping_spans))
def test_alpha_over_characters_is_nominal_alpha_with_a_unit_a_character(documents):
    found = figures(documents)["char_alpha"]
    for code in (None, *range(CODES)):
        ratings = []
        for document in documents:
            covers = [None if s is None else plain_cover(document, c, code) for c, s in enumerate(document.coders)]
            ratings += [[-1 if cover is None else at in cover for cover in covers] for at in range(document.length)]
        expected = krippendorff_alpha(np.array(ratings, dtype=np.int64).reshape(-1, len(documents[0].coders))).value
        assert same(found[0 if code is None else code + 1], expected)


SIDES = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=7)


@QUICK
@given(SIDES, SIDES, st.sampled_from([0.0, 0.01, 0.3, 0.5, 0.9, 1.0]))
def test_no_more_spans_can_be_paired_than_are(first, second, iou):
    first, second = ([(start, start + size, n) for n, (start, size) in enumerate(side)] for side in (first, second))

    def rule(a, b):
        return shared(a, b) > 0 and shared(a, b) / (max(a[1], b[1]) - min(a[0], b[0])) >= iou

    a, b = (np.array([(start, stop) for start, stop, _ in side]).reshape(-1, 2).T for side in (first, second))
    pairs = overlapping(a, b).tolist() if iou == 0 else alike(a, b, iou).tolist()
    assert all(rule(first[one], second[other]) for one, other in pairs)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert len(pairs) == most_pairs(first, second, rule)


@QUICK
@given(st.integers(0, 2**32 - 1), st.integers(1, 120), st.integers(2, 400))
def test_the_greedy_matching_is_as_large_as_the_one_by_augmenting_paths(seed, size, room):
    chance = np.random.default_rng(seed)
    first, second = (np.cumsum(chance.integers(1, room, (2, size)), axis=0) for _ in range(2))
    assert len(overlapping(first, second)) == len(alike(first, second, 1e-9))


@QUICK
@given(texts(overlapping_spans), st.randoms())
def test_the_order_of_coders_does_not_matter(documents, chance):
    order = list(range(len(documents[0].coders)))
    chance.shuffle(order)
    found, other = figures(documents), figures([reordered(document, order) for document in documents])
    assert all(same(found[name], other[name]) for name in found)


@QUICK
@given(texts(overlapping_spans), st.permutations(range(CODES)))
def test_the_numbers_of_the_codes_do_not_matter(documents, order):
    found, other = figures(documents), figures([renamed(document, order) for document in documents])
    for name, (of_any, *by_code) in found.items():
        assert same([of_any, *by_code], [other[name][0], *(other[name][1 + order[code]] for code in range(CODES))])


@QUICK
@given(texts(overlapping_spans), st.integers(1, 50))
def test_neither_an_empty_tail_nor_duplicated_documents_change_f1_and_jaccard(documents, tail):
    longer = [continuum(document.length + tail, document.coders) for document in documents]
    found = figures(documents)
    for other in (figures(longer), figures(documents * 2)):
        for name in ("f1_exact", "f1_overlap", "f1_half", "char_jaccard"):
            assert same(found[name], other[name]), name


@QUICK
@given(texts(overlapping_spans))
def test_counts_add_over_documents(documents):
    for count in (spans.exact_counts, spans.overlap_counts, spans.jaccard_counts):
        whole = count(documents, CODES)
        assert same(whole, np.concatenate([count([document], CODES) for document in documents]))
        assert spans.mean_over_pairs(whole).shape == (len(documents), CODES)


# Where there is no figure


def test_without_two_coders_on_a_document_everything_is_undefined():
    documents = [continuum(9, [[(1, 3, 0)], None]), continuum(9, [None, [(1, 3, 0)]])]
    for count in (spans.exact_counts, spans.overlap_counts, spans.jaccard_counts):
        assert set(spans.mean_figures(count(documents, 2))) == {Figure(None, TOO_FEW)}
    assert set(spans.char_alpha_figures(cover_statistics(documents, 2))) == {Figure(None, TOO_FEW)}


def test_where_nobody_marked_anything_there_is_no_figure():
    documents = [continuum(9, [[], []])]
    counts = spans.exact_counts(documents, 2)
    assert set(spans.mean_figures(counts)) == {Figure(None, NOT_USED)}
    assert spans.mean_figure(counts.sum(axis=1)) == Figure(None, spans.NO_SPANS)
    assert spans.pair_figures(counts.sum(axis=1)) == (Figure(None, spans.NO_SPANS),)
    assert set(spans.char_alpha_figures(cover_statistics(documents, 2))) == {Figure(None, NOT_USED)}
    assert spans.char_alpha_figure(cover_statistics(documents, None)) == Figure(None, NO_VARIATION)


def test_a_pair_without_a_passage_is_left_out_of_the_mean():
    documents = [continuum(9, [[(1, 3, 0)], [(1, 3, 0)], []]), continuum(9, [[], [], []])]
    assert spans.mean_figure(spans.exact_counts(documents, 1)[:, 0]).value == pytest.approx(1 / 3)
    nothing = [continuum(9, [[(1, 3, 0)], [(1, 3, 0)], None]), continuum(9, [[], None, []])]
    assert spans.mean_figure(spans.exact_counts(nothing, 1)[:, 0]) == Figure(1.0)


def test_a_share_that_is_no_share_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        spans.overlap_counts([], 1, 1.5)


def test_an_intersection_of_exactly_the_threshold_is_enough():
    for shared_, joint in ((1, 10), (3, 10), (7, 10), (9, 10), (2, 3)):
        pair = np.array([[0], [joint]]), np.array([[0], [shared_]])
        assert len(alike(*pair, shared_ / joint)) == 1
