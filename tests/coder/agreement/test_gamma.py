"""Gamma: the best alignment is the best one; what chance gives is drawn as other programs draw it."""

import math
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.agreement import alignment
from coder.agreement.alignment import NEEDS_SCIPY, NOBODY, TOO_MANY, Costs, best_alignments
from coder.agreement.chance import by_habits, by_shuffling
from coder.agreement.continuum import continuum
from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure
from coder.agreement.gamma import NOT_ALIGNED, _disorders, _units, gamma
from coder.agreement.spans import NO_SPANS
from tests.coder.agreement.continua import (
    CODES,
    cases,
    documents_of,
    overlapping_spans,
    renamed,
    reordered,
    same,
    texts,
)

needs_scipy = pytest.mark.skipif(not alignment.available(), reason="gamma is an extra")
GAMMA = [case for case in cases("unitizing_*.json") if "best_alignment_disorder" in case["expected"]]
COSTS = st.sampled_from([Costs(), Costs(3, 2, 1), Costs(1, 0, 1), Costs(0.5, 1, 2)])


def costs_of(case):
    return Costs(case["params"]["alpha"], case["params"]["beta"], case["params"]["deltaEmpty"])


def test_there_are_cases():
    assert len(GAMMA) >= 6


@needs_scipy
@pytest.mark.parametrize("case", GAMMA, ids=lambda case: case["name"])
def test_a_figure_is_the_verified_one_within_what_chance_leaves(case):
    documents, _ = documents_of(case)
    expected, tolerance = case["expected"], case["tolerance"]
    found = gamma(documents, samples=250, seed=1, costs=costs_of(case))
    assert found.observed == pytest.approx(
        expected["best_alignment_disorder"], abs=tolerance["best_alignment_disorder"]
    )
    assert found.expected == pytest.approx(expected["expected_disorder"], abs=tolerance["expected_disorder"])
    assert found.gamma.value == pytest.approx(expected["gamma"], abs=tolerance["gamma"])
    assert found.gamma_cat_pygamma.value == pytest.approx(expected["gamma_cat"], abs=tolerance["gamma_cat"])


# The best alignment


def plain_dissimilarity(one, other, costs):
    if one is None or other is None:
        return costs.delta
    (start, stop, code), (begin, end, key) = one, other
    apart = (abs(start - begin) + abs(stop - end)) / (stop - start + end - begin)
    return (costs.alpha * apart**2 + costs.beta * (code != key)) * costs.delta


def plain_best(coders, costs):
    """The least total disorder, by trying every alignment: the first unit left goes with each choice of others."""
    m = len(coders)

    @cache
    def best(left):
        if not any(left):
            return 0.0
        first = next(coder for coder in range(m) if left[coder])
        others = [(None, *left[coder]) if coder > first else (None,) for coder in range(m)]
        totals = []
        for choice in product(*others[:first], [left[first][0]], *others[first + 1 :]):
            pairs = [plain_dissimilarity(choice[i], choice[j], costs) for i in range(m) for j in range(i)]
            rest = tuple(tuple(u for u in units if u != own) for units, own in zip(left, choice, strict=True))
            totals.append(sum(pairs) / len(pairs) + best(rest))
        return min(totals)

    return best(tuple(tuple(tuple(unit) for unit in units) for units in coders))


@needs_scipy
@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 4), COSTS)
def test_no_alignment_has_less_disorder_than_the_best_one(data, coders, costs):
    some = st.lists(st.tuples(st.integers(0, 25), st.integers(1, 9), st.integers(0, 1)), max_size=9 // coders)
    spans = [[(a, a + size, code) for a, size, code in data.draw(some)] for _ in range(coders)]
    document = continuum(40, spans)
    if sum(map(len, spans)):
        found, aligned = best_alignments([_units(document)], costs)[0]
        assert found == pytest.approx(plain_best([rows.tolist() for rows in document.coders], costs), abs=1e-6)
        used = aligned[aligned != NOBODY].tolist()
        assert len(used) == len(set(used))


@needs_scipy
@given(texts(overlapping_spans), st.randoms(), st.permutations(range(CODES)))
@settings(deadline=None, max_examples=30)
def test_neither_the_order_of_coders_nor_the_numbers_of_codes_matter(documents, chance, codes):
    order = list(range(len(documents[0].coders)))
    chance.shuffle(order)
    other = [renamed(reordered(document, order), codes) for document in documents]
    assert same(gamma(documents, samples=0).observed, gamma(other, samples=0).observed, 1e-6)


@needs_scipy
@given(texts(overlapping_spans), st.integers(1, 50), st.integers(2, 9))
@settings(deadline=None, max_examples=30)
def test_neither_an_empty_head_nor_tail_nor_the_unit_of_length_matters(documents, more, times):
    moved = [
        continuum(
            (document.length + 2 * more) * times,
            [
                None if rows is None else [((a + more) * times, (b + more) * times, c) for a, b, c in rows.tolist()]
                for rows in document.coders
            ],
        )
        for document in documents
    ]
    assert same(gamma(documents, samples=0).observed, gamma(moved, samples=0).observed, 1e-6)


@needs_scipy
@given(texts(overlapping_spans))
@settings(deadline=None, max_examples=30)
def test_duplicated_documents_have_the_same_disorder(documents):
    assert same(gamma(documents, samples=0).observed, gamma(documents * 2, samples=0).observed, 1e-6)


@needs_scipy
@pytest.mark.parametrize("seed", range(4))
def test_where_the_linear_program_cuts_units_in_two_whole_ones_are_found(seed):
    from scipy.optimize import Bounds, LinearConstraint, milp

    chance = np.random.default_rng(seed)
    spans = [[(a, a + size, c) for a, size, c in chance.integers([0, 20, 0], [3000, 80, 5], (40, 3))] for _ in range(3)]
    units = _units(continuum(3100, spans))
    ways, saves = alignment._worthwhile(units, Costs())
    holds = np.array([[unit in way for way in ways.tolist()] for unit in range(len(units.start))], dtype=float)
    whole = LinearConstraint(holds, -np.inf, 1)
    one = np.ones(len(saves))
    best = milp(-saves, integrality=one, bounds=Bounds(0, 1), constraints=whole, options={"mip_rel_gap": 0})
    assert best_alignments([units], Costs())[0][0] == pytest.approx(len(units.start) + best.fun, abs=2e-6)


# Chance


@needs_scipy
def test_the_same_seed_gives_the_same_figures_and_another_one_is_off_by_no_more_than_said():
    documents, _ = documents_of(next(case for case in GAMMA if "larger" in case["name"]))
    one, again, other = (gamma(documents, samples=60, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert 0 < abs(one.gamma.value - other.gamma.value) < 5 * math.hypot(one.error, other.error)


@pytest.mark.parametrize("chance", [by_habits, by_shuffling])
@given(texts(overlapping_spans), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_made_up_units_are_units(chance, documents, seed):
    for document in documents:
        if sum(rows is not None and len(rows) > 0 for rows in document.coders) >= 2:
            units = _units(document)
            made_up = chance(units, np.random.default_rng(seed))
            assert len(made_up.start) > 0
            assert (made_up.stop > made_up.start).all()
            assert made_up.coders == units.coders
            assert set(made_up.code.tolist()) <= set(units.code.tolist())
            places = list(zip(made_up.coder.tolist(), made_up.start.tolist(), strict=True))
            assert places == sorted(places)


@needs_scipy
def test_shuffled_texts_are_another_way_to_make_up_chance():
    documents, _ = documents_of(GAMMA[0])
    found = gamma(documents, samples=60, chance=by_shuffling)
    assert 0 < found.gamma.value < 1
    assert found.observed == gamma(documents, samples=1).observed


# Gamma-cat


@needs_scipy
@given(st.lists(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=3, max_size=3), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_with_units_given_beforehand_the_observed_part_of_gamma_cat_is_that_of_alpha(units):
    """Mathet 2017: gamma-cat behaves as alpha, also with missing values."""
    spans = [
        [(20 * u, 20 * u + 9, row[coder]) for u, row in enumerate(units) if row[coder] is not None]
        for coder in range(3)
    ]
    observed = values = 0.0
    for row in units:
        given_ = [code for code in row if code is not None]
        if len(given_) > 1:
            values += len(given_)
            observed += sum(a != b for a in given_ for b in given_) / (len(given_) - 1)
    if values:
        document = continuum(200, spans)
        costs = Costs(1, 0.25, 1)  # so small that units at the same place are aligned, whatever their codes
        text = [_units(document)]
        assert same(_disorders(text, best_alignments(text, costs), costs)[1], observed / values)


@needs_scipy
def test_without_aligned_units_there_is_no_gamma_cat():
    document = continuum(500, [[(0, 5, 0)], [(400, 405, 1)]])
    assert gamma([document], samples=5).gamma_cat == Figure(None, NOT_ALIGNED)


# Where there is no figure


@needs_scipy
def test_coders_who_agree_fully_have_a_gamma_of_one():
    spans = [(0, 9, 0), (20, 31, 1), (25, 40, 0)]
    found = gamma([continuum(50, [spans, spans, spans])], samples=10)
    assert found.gamma == Figure(1.0)
    assert found.error == 0.0


@needs_scipy
def test_without_two_coders_or_without_a_span_everything_is_undefined():
    for documents in ([], [continuum(9, [[(1, 3, 0)], None])], [continuum(9, [[], None]), continuum(9, [None, []])]):
        assert gamma(documents).gamma == gamma(documents).gamma_cat == Figure(None, TOO_FEW)
    assert gamma([continuum(9, [[], []])]).gamma == Figure(None, NO_SPANS)


@needs_scipy
def test_where_chance_can_only_repeat_the_text_gamma_is_undefined():
    assert gamma([continuum(9, [[(0, 3, 0)], [(0, 3, 0)]])], samples=5).gamma == Figure(None, NO_VARIATION)


@needs_scipy
def test_a_document_that_one_coder_finished_counts_nothing():
    both = continuum(50, [[(0, 9, 0), (20, 30, 1)], [(3, 9, 1)]])
    assert gamma([both, continuum(99, [[(0, 50, 0), (20, 60, 1)], None])], samples=5) == gamma([both], samples=5)


def test_without_scipy_it_says_in_one_line_what_is_missing(monkeypatch):
    monkeypatch.setattr("coder.agreement.gamma.available", lambda: False)
    found = gamma([continuum(9, [[(1, 3, 0)], [(1, 3, 0)]])])
    assert found.gamma == found.gamma_cat == Figure(None, NEEDS_SCIPY)
    assert "\n" not in NEEDS_SCIPY


@needs_scipy
def test_when_there_are_too_many_ways_to_align_it_says_so(monkeypatch):
    monkeypatch.setattr(alignment, "MOST", 10)
    spans = [(start, start + 9, 0) for start in range(0, 40, 3)]
    assert gamma([continuum(60, [spans, spans, spans])]).gamma == Figure(None, TOO_MANY)


@pytest.mark.parametrize("wrong", [{"alpha": 0}, {"delta": 0}, {"beta": -1}, {"alpha": math.nan}])
def test_weights_that_weigh_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="alpha and delta are above 0"):
        Costs(**wrong)
