"""The figures equal those of published examples and of other programs (cases, key `verified_by`), and their meaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.agreement import unitizing as u
from coder.agreement.coincidences import cover_statistics, statistics
from coder.agreement.continuum import continuum
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from tests.coder.agreement.continua import (
    CODES,
    QUICK,
    cases,
    documents_of,
    joined,
    overlapping_spans,
    plain_alpha,
    plain_cover,
    renamed,
    reordered,
    same,
    texts,
    values_of,
)

FAMILY = [case for case in cases("unitizing_*.json") if "u_alpha" in case["expected"]]


def family(documents, codes=CODES):
    """Every figure of the family, by name."""
    counts = statistics(documents, codes)
    return {
        "u_alpha": u.u_alpha_figure(counts),
        "u_alpha_binary": u.u_alpha_binary_figure(cover_statistics(documents, None)),
        "cu_alpha": u.cu_alpha_figure(counts),
        "cu_coverage": u.cu_coverage_figure(counts),
        "ku_alpha": u.ku_alpha_figures(counts),
        "u_alpha_binary_by_code": u.u_alpha_binary_figures(cover_statistics(documents, codes)),
    }


def numbers(documents, codes=CODES):
    found = family(documents, codes)
    return {name: values_of(f) if isinstance(f, tuple) else f.value for name, f in found.items()}


def test_there_are_cases():
    assert len(FAMILY) >= 14


@pytest.mark.parametrize("case", FAMILY, ids=lambda case: case["name"])
def test_a_figure_is_the_verified_one_or_undefined_with_a_reason(case):
    documents, codes = documents_of(case)
    expected, found = case["expected"], family(documents, len(codes))
    for name in ("u_alpha", "u_alpha_binary", "cu_alpha", "cu_coverage"):
        assert same(found[name].value, expected[name], case["tolerance"]), name
        assert (found[name].reason is None) == (found[name].value is not None)
    assert same(values_of(found["ku_alpha"]), [expected["ku_alpha"][code] for code in codes], case["tolerance"])
    assert all((figure.reason is None) == (figure.value is not None) for figure in found["ku_alpha"])


# What they mean


@QUICK
@given(texts())
def test_a_figure_is_what_counting_characters_one_by_one_gives(documents):
    found = numbers(documents)
    assert same(found["u_alpha"], plain_alpha(documents))
    assert same(found["cu_alpha"], plain_alpha(documents, coded=True))
    assert same(found["ku_alpha"], [plain_alpha(documents, only=code, coded=True) for code in range(CODES)])
    assert same(found["u_alpha_binary"], plain_alpha(documents, value=lambda code: 0))


@QUICK
@given(texts(overlapping_spans))
def test_with_overlapping_codes_each_code_s_cover_and_that_of_any_are_still_measured(documents):
    found = numbers(documents)
    of_code = [[kept(document, code) for document in documents] for code in range(CODES)]
    assert same(found["u_alpha_binary"], plain_alpha(documents, value=lambda code: 0))
    assert same(found["u_alpha_binary_by_code"], [plain_alpha(only) for only in of_code])


def kept(document, code):
    spans = [None if rows is None else rows[rows[:, 2] == code] for rows in document.coders]
    return continuum(document.length, spans)


@QUICK
@given(texts(overlapping_spans))
def test_a_partition_is_never_forced(documents):
    counts = statistics(documents, CODES)
    for row, document in zip(counts, documents, strict=True):
        coded = [
            [plain_cover(document, coder, code) for code in range(CODES)]
            for coder, spans in enumerate(document.coders)
            if spans is not None
        ]
        overlaps = any(sum(map(len, covers)) > len(set.union(*covers)) for covers in coded)
        assert np.isnan(row).any() == (overlaps and len(coded) >= 2)


def test_overlapping_codes_are_undefined_with_the_reason_in_the_whole_family():
    document = continuum(30, [[(0, 10, 0), (5, 15, 1)], [(0, 10, 0)]])
    found = family([document, continuum(30, [[(0, 10, 0)], [(0, 10, 1)]])])
    for name in ("u_alpha", "cu_alpha", "cu_coverage"):
        assert found[name] == Figure(None, u.OVERLAPS)
    assert set(found["ku_alpha"]) == {Figure(None, u.OVERLAPS)}
    assert found["u_alpha_binary"].value is not None


@QUICK
@given(texts(), st.randoms())
def test_the_order_of_coders_does_not_matter(documents, chance):
    order = list(range(len(documents[0].coders)))
    chance.shuffle(order)
    assert same_numbers(numbers(documents), numbers([reordered(document, order) for document in documents]))


@QUICK
@given(texts(), st.permutations(range(CODES)))
def test_the_numbers_of_the_codes_do_not_matter(documents, order):
    found, other = numbers(documents), numbers([renamed(document, order) for document in documents])
    for name, value in found.items():
        if isinstance(value, list):
            other[name] = [other[name][order[code]] for code in range(CODES)]
    assert same_numbers(found, other)


@QUICK
@given(texts(), st.integers(0, 5))
def test_codes_that_nobody_uses_change_nothing(documents, more):
    found, other = numbers(documents), numbers(documents, CODES + more)
    assert same_numbers(found, {name: v[:CODES] if isinstance(v, list) else v for name, v in other.items()})


@QUICK
@given(texts(missing=False))
def test_documents_are_one_text_that_is_cut_between_them(documents):
    assert same_numbers(numbers(documents), numbers([joined(documents)]))


@QUICK
@given(texts())
def test_counts_add_over_documents(documents):
    whole = statistics(documents, CODES)
    for row, document in zip(whole, documents, strict=True):
        alone, sums = statistics([document], CODES)[0], row
        assert same(u.u_alpha(alone), u.u_alpha(sums))
        assert same(u.ku_alpha(u.by_code(alone)), u.ku_alpha(u.by_code(sums)))
    assert same(cover_statistics(documents, CODES).sum(axis=0), sum(cover_statistics([d], CODES)[0] for d in documents))


@QUICK
@given(texts(), st.integers(1, 30))
def test_an_empty_tail_leaves_the_codes_alone_and_counts_as_agreement_on_gaps(documents, tail):
    longer = [continuum(document.length + tail, document.coders) for document in documents]
    found, other = numbers(documents), numbers(longer)
    for name in ("cu_alpha", "ku_alpha"):
        assert same(found[name], other[name])


@QUICK
@given(texts(missing=False))
def test_an_endless_tail_gives_one_less_the_observed_over_all_that_was_marked(documents):
    coders = len(documents[0].coders)
    marked = sum(len(plain_cover(d, coder, None)) for d in documents for coder in range(coders))
    counts = cover_statistics([*documents, continuum(10**9, [[]] * coders)], None).sum(axis=0)
    observed = cover_statistics(documents, None).sum(axis=0)[2]
    if marked:
        assert u.u_alpha_binary(counts) == pytest.approx(1 - observed / marked, abs=1e-5)


@QUICK
@given(texts(), st.integers(2, 4))
def test_duplicated_documents_change_only_the_correction_for_a_unit_with_itself(documents, times):
    counts = statistics(documents, CODES).sum(axis=0)
    once, more = u.u_alpha(counts), u.u_alpha(times * counts)
    assert same(u.cu_coverage(u.intersecting(counts)), u.cu_coverage(u.intersecting(times * counts)))
    if np.isfinite(once):
        values = CODES + 1
        total, squares = counts[: values**2].sum(), counts[values**2 : values**2 + values].sum()
        change = (total**2 - squares / times) / (total**2 - squares)
        assert 1 - more == pytest.approx((1 - once) * change)


@QUICK
@given(texts())
def test_a_coefficient_works_on_many_sums_at_once(documents):
    counts = np.stack([statistics(documents, CODES).sum(axis=0)] * 6).reshape(2, 3, -1)
    covers = np.stack([cover_statistics(documents, CODES).sum(axis=0)] * 2)
    meeting = u.intersecting(counts)
    for coefficient, sums in (
        (u.u_alpha, counts),
        (u.cu_alpha, meeting),
        (u.cu_coverage, meeting),
        (u.cu_share_of_marked, meeting),
    ):
        assert coefficient(sums).shape == (2, 3)
        assert same(coefficient(sums), [coefficient(sums[0, 0])] * 6)
    assert u.ku_alpha(u.by_code(counts)).shape == (2, 3, CODES)
    assert u.u_alpha_binary(covers).shape == (2, CODES)


@QUICK
@given(texts())
def test_two_coders_agree_fully_with_themselves(documents):
    twins = [reordered(document, [0, 0]) for document in documents]
    for name, value in numbers(twins).items():
        if "coverage" not in name:
            assert same(np.nan_to_num(np.array(value, float), nan=1.0), np.ones(np.shape(value))), name


# Where there is no figure


def test_without_two_coders_on_a_document_everything_is_undefined():
    for documents in ([], [continuum(9, [[(1, 3, 0)], None])], [continuum(9, [[], None]), continuum(9, [None, []])]):
        found = family(documents)
        assert found["u_alpha"] == found["cu_alpha"] == found["cu_coverage"] == Figure(None, TOO_FEW)
        assert found["u_alpha_binary"] == Figure(None, TOO_FEW)
        assert set(found["ku_alpha"]) == set(found["u_alpha_binary_by_code"]) == {Figure(None, TOO_FEW)}


def test_a_document_that_one_coder_finished_counts_nothing():
    both = continuum(30, [[(0, 10, 0)], [(5, 12, 1)]])
    assert family([both, continuum(99, [[(0, 50, 0), (20, 60, 1)], None])]) == family([both])


def test_no_variation_is_undefined_however_long_the_text():
    for length in (1, 30, 10**8):
        nothing, all_of_it = continuum(length, [[], []]), continuum(length, [[(0, length, 0)]] * 2)
        for document in (nothing, all_of_it):
            found = family([document], 1)
            assert found["u_alpha"] == found["u_alpha_binary"] == Figure(None, NO_VARIATION)
        assert family([nothing], 1)["cu_coverage"] == Figure(0.0)
        assert family([nothing], 1)["cu_alpha"] == Figure(None, u.NO_INTERSECTION)
        assert family([all_of_it], 1)["cu_alpha"] == Figure(None, u.ONE_CODE)
        assert family([all_of_it], 1)["u_alpha_binary_by_code"] == (Figure(None, NO_VARIATION),)


def test_a_code_that_nobody_used_says_so():
    found = family([continuum(30, [[(0, 10, 0)], [(5, 15, 1)]])])
    assert found["ku_alpha"][2] == found["u_alpha_binary_by_code"][2]
    assert found["ku_alpha"][2] == Figure(None, NOT_USED)


def test_a_code_that_meets_no_other_passage_says_so():
    found = family([continuum(40, [[(0, 10, 0), (20, 30, 2)], [(5, 15, 1)]])])
    assert found["ku_alpha"][2] == Figure(None, u.NEVER_SHARED)


def test_leaving_a_document_out_leaves_no_trace_of_it():
    """With three coders here and four there, thirds do not spoil the test for "only one code"."""
    only = continuum(10, [[(0, 7, 0)], [(1, 8, 0)], [(2, 9, 0)], None])
    also = continuum(10, [[(0, 7, 0)], [(1, 8, 1)], [(2, 9, 2)], [(3, 10, 0)]])
    counts = statistics([also, only], CODES)
    left = counts.sum(axis=0) - counts[0]
    assert np.isnan(u.cu_alpha(u.intersecting(left)))
    assert np.isnan(u.ku_alpha(u.by_code(left))).all()
    of_code = u.by_code(counts)
    assert np.isnan(u.ku_alpha(of_code.sum(axis=0) - of_code[0])).all()


def test_ten_million_characters_do_not_overflow():
    small, large = (
        [continuum(12 * n, [[(0, 4 * n, 0), (6 * n, 9 * n, 1)], [(n, 4 * n, 0), (6 * n, 8 * n, 2)], [(0, 3 * n, 0)]])]
        for n in (10**5, 10**7)
    )
    assert same(list(flat(numbers(small))), list(flat(numbers(large))), 1e-4)


def flat(found):
    for value in found.values():
        yield from value if isinstance(value, list) else [value]


def same_numbers(found, other):
    return all(same(found[name], other[name]) for name in found)
