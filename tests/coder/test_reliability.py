"""The figures of made-up readings against figures that are counted here once more, character by character."""

import dataclasses
import datetime
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.comparison import Coded, Passage, compare
from coder.measures import MARKED, READ_FIRST
from coder.reliability import Settings, figures, weeks

CODERS = ("ann", "ben", "cem")
WITHIN = {"D1": ("D1",), "D3": ("D3",), "D3.racism": ("D3.racism", "D3"), "R1": ("R1",)}
FAMILIES = {"D": ("D1", "D3"), "R": ("R1",)}
CASES = (None, "amal", "bassam")
ALWAYS = Settings(families=FAMILIES, resamples=200)
POINTS = Settings(families=FAMILIES, resamples=2, full=False)


def made_up(*paragraphs):
    """A text of three-letter words; and of each word where it starts and stops, its sentence and its paragraph."""
    text, words, sentence = "", [], 0
    for paragraph, sentences in enumerate(paragraphs):
        text += "\n\n" if text else ""
        for number, length in enumerate(sentences):
            text += " " if number else ""
            for word in range(length):
                text += " " if word else ""
                words.append((len(text), len(text) + 3, sentence, paragraph))
                text += "Abc" if word == 0 else "def"
            text += "."
            sentence += 1
    return text, words


TEXTS = dict(zip("abc", (made_up((3, 2), (4,), (1, 3)), made_up((2,), (3, 3)), made_up((4, 4))), strict=True))


def text_of(text_id):
    return TEXTS[text_id][0]


# --- counted here -----------------------------------------------------------------------------------------------------


def units_of(document, level):
    """For each unit, by coder who finished: the codes that the unit carries."""
    text, words = TEXTS[document[0].text_id]
    cases = {p.case or document[0].case for coded in document for p in coded.passages}
    if document[0].case or not cases:
        cases.add(document[0].case)
    names = {
        "document": [0],
        "case": sorted(cases, key=str),
        "sentence": sorted({word[2] for word in words}),
        "segment": sorted({word[3] for word in words}),
        "character": range(len(text)),
    }[level]
    units = [{coded.coder: set() for coded in document} for _ in names]
    for coded in document:
        for p in coded.passages:
            if level == "document":
                touched = {0}
            elif level == "case":
                touched = {p.case or document[0].case}
            elif level == "character":
                touched = set(range(p.start, p.stop))
            else:
                whole = [w for w in words if p.start <= w[0] and w[1] <= p.stop]
                following = [*(w[0] for w in words[1:]), len(text)]
                part = [w for w, then in zip(words, following, strict=True) if w[0] < p.stop and p.start < then]
                touched = {w[2 if level == "sentence" else 3] for w in whole or part}
            for name, unit in zip(names, units, strict=True):
                if name in touched:
                    unit[coded.coder].update(WITHIN[p.code])
    return units


def alpha(units, distance):
    """1 - D_o / D_e over all pairs of values, in fractions; None where it is undefined."""
    ways = Counter(tuple(values) for values in units if len(values) >= 2)
    every = Counter(value for values, times in ways.items() for value in values for _ in range(times))
    n = sum(every.values())
    expected = sum(every[a] * every[b] * distance(a, b) for a, b in permutations(every, 2))
    if expected == 0:
        return None
    observed = Fraction(0)
    for values, times in ways.items():
        observed += times * sum(distance(a, b) for a, b in permutations(values, 2)) / (len(values) - 1)
    return 1 - (n - 1) * observed / expected


def unequal(a, b):
    return Fraction(int(a != b))


def masi(a, b):
    if a == b:
        return Fraction(0)
    share = Fraction(len(a & b), len(a | b))
    return 1 - share * (Fraction(2, 3) if a <= b or b <= a else Fraction(1, 3) if a & b else 0)


def percent(units):
    ways = Counter(tuple(values) for values in units if len(values) >= 2)
    total = Fraction(0)
    for values, times in ways.items():
        pairs = list(combinations(values, 2))
        total += times * Fraction(sum(a == b for a, b in pairs), len(pairs))
    return total / ways.total() if ways else None


def positive(units):
    pairs = [pair for values in units for pair in permutations(values, 2)]
    given_first = [second for first, second in pairs if first]
    return Fraction(sum(given_first), len(given_first)) if given_first else None


def cover(passages):
    """Overlapping passages are one unit, touching ones two."""
    merged = []
    for start, stop in sorted(passages):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def spans_of(coded, code):
    return {(p.start, p.stop) for p in coded.passages if code in WITHIN[p.code]}


def u_alpha_binary(documents, code):
    """Krippendorff et al. 2016, equations 1, 4 and 6, character by character."""
    total = covered = squares = 0
    differing = Fraction(0)
    for document in documents:
        length, m = document[0].length, len(document)
        marks = [[any(a <= at < b for a, b in spans_of(coded, code)) for at in range(length)] for coded in document]
        total += m * length
        covered += sum(map(sum, marks))
        squares += sum(mark.count(False) for mark in marks)
        squares += sum((b - a) ** 2 for coded in document for a, b in cover(spans_of(coded, code)))
        for one, other in permutations(marks, 2):
            differing += Fraction(sum(x and not y for x, y in zip(one, other, strict=True)), m - 1)
    expected = Fraction(total * covered * (total - covered), total**2 - squares) if total**2 != squares else 0
    return None if expected == 0 else 1 - differing / expected


def largest(one, other):
    """The most pairs of overlapping spans, each span in one pair at most: by trying."""
    if not one:
        return 0
    (start, stop), rest = one[0], one[1:]
    without = largest(rest, other)
    taken = [1 + largest(rest, other[:k] + other[k + 1 :]) for k, (a, b) in enumerate(other) if a < stop and start < b]
    return max([without, *taken])


def f1(documents, code, shared):
    """The mean over the pairs of coders who have one."""
    found = []
    for one, other in combinations(CODERS, 2):
        agreed = marked = 0
        for document in documents:
            by_coder = {coded.coder: sorted(spans_of(coded, code)) for coded in document}
            if one in by_coder and other in by_coder:
                agreed += 2 * shared(by_coder[one], by_coder[other])
                marked += len(by_coder[one]) + len(by_coder[other])
        if marked:
            found.append(Fraction(agreed, marked))
    return sum(found, Fraction(0)) / len(found) if found else None


def same(figure, expected):
    if expected is None:
        return figure.value is None and figure.reason
    return figure.value == pytest.approx(float(expected), abs=1e-12) and figure.reason is None


# --- made-up readings -------------------------------------------------------------------------------------------------


def coded(coder, document, *passages, case=None, finished=None):
    """Passages as (code, start, stop) or (code, start, stop, case)."""
    return Coded(
        coder, document, document, len(text_of(document)), tuple(Passage(*p) for p in passages), case, finished
    )


THREE = (
    coded("ann", "a", ("D1", 0, 11), ("D3.racism", 5, 17), ("R1", 22, 30), case="amal"),
    coded("ben", "a", ("D1", 2, 11), ("D3", 5, 12), ("D3", 10, 18), ("R1", 21, 30, "bassam"), case="amal"),
    coded("cem", "a", case="amal"),
    coded("ann", "b", ("R1", 0, 7), ("R1", 7, 12)),
    coded("ben", "b", ("R1", 0, 12), ("D1", 9, 12)),
    coded("ann", "c", ("D3", 1, 2)),
    coded("ben", "c"),
    coded("cem", "c", ("D3.racism", 0, 3), ("D3", 16, 28)),
)


@st.composite
def readings(draw):
    found = []
    for document in "abc":
        for coder in draw(st.sampled_from([CODERS, CODERS[:2], CODERS[1:], CODERS[:1]])):
            length = len(text_of(document))
            passages = []
            for _ in range(draw(st.integers(0, 3))):
                start = draw(st.integers(0, length - 1))
                stop = draw(st.integers(start + 1, length))
                passages.append((draw(st.sampled_from(sorted(WITHIN))), start, stop, draw(st.sampled_from(CASES))))
            found.append(coded(coder, document, *passages))
    return found


def compared(some):
    return compare(some, tuple(WITHIN), WITHIN, CODERS)


def assert_same_as_counted(some):
    comparison = compared(some)
    found = figures(comparison, text_of, POINTS)
    for level in ("case", "document", "segment", "sentence", "character"):
        units = [unit for document in comparison.documents for unit in units_of(document, level)]
        sets = [[frozenset(codes & {"D1", "D3", "R1"}) for codes in unit.values()] for unit in units]
        if comparison.documents:
            assert found[level].units == len(units)
        assert same(found[level].overall["alpha_masi"], alpha(sets, masi)), level
        of_family = [[codes & {"D1", "D3"} for codes in unit] for unit in sets]
        assert same(found[level].families["D"]["alpha_masi"], alpha(of_family, masi)), level
        for code in WITHIN:
            values = [[code in codes for codes in unit.values()] for unit in units]
            of_code = found[level].codes[code]
            assert same(of_code["krippendorff_alpha"], alpha(values, unequal)), (level, code)
            assert same(of_code["percent_agreement"], percent(values)), (level, code)
            assert same(of_code["positive_agreement"], positive(values)), (level, code)
            if comparison.documents:
                numbers = [sum(map(sum, [v])) for v in values if len(v) >= 2]
                assert found[level].carried[code] == tuple(numbers.count(k) for k in range(len(CODERS) + 1))
                ratings = [one for v in values if len(v) >= 2 for one in v]
                assert found[level].prevalence[code] == pytest.approx(sum(ratings) / len(ratings))
    for code in WITHIN:
        of_code = found["passage"].codes[code]
        assert same(of_code["u_alpha_binary"], u_alpha_binary(comparison.documents, code)), code
        assert same(of_code["f1_exact"], f1(comparison.documents, code, lambda a, b: len(set(a) & set(b)))), code
        assert same(of_code["f1_overlap"], f1(comparison.documents, code, largest)), code


def test_the_figures_at_every_level_are_those_that_are_counted_by_hand():
    assert_same_as_counted(THREE)


@given(readings())
@settings(max_examples=40, deadline=None)
def test_so_they_are_of_any_readings(some):
    assert_same_as_counted(some)


def by_value(level):
    """The values of a level, without intervals, by what they are of."""
    return {
        (code, name): figure.value if figure.value is None else round(figure.value, 12)
        for code, of in {**level.codes, "all": level.overall}.items()
        for name, figure in of.items()
    }


@given(readings(), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_neither_the_order_of_the_readings_nor_that_of_the_coders_matters(some, random):
    shuffled = random.sample(some, len(some))
    expected = figures(compared(some), text_of, POINTS)
    assert figures(compared(shuffled), text_of, POINTS) == expected
    turned = compare(some, tuple(WITHIN), WITHIN, CODERS[::-1])
    for level, of_level in figures(turned, text_of, POINTS).items():
        assert by_value(of_level) == by_value(expected[level])


def test_other_names_of_coders_documents_and_codes_change_no_figure():
    new = {"D1": "x", "D3": "z", "D3.racism": "z.a", "R1": "y"}
    renamed = [
        dataclasses.replace(
            one,
            coder=one.coder[::-1],
            document=f"title {one.document}",
            passages=tuple(dataclasses.replace(p, code=new[p.code]) for p in one.passages),
        )
        for one in THREE
    ]
    within = {new[code]: tuple(new[of] for of in counts_for) for code, counts_for in WITHIN.items()}
    families = {name: tuple(new[code] for code in codes) for name, codes in FAMILIES.items()}
    found = figures(compare(renamed, tuple(within), within), text_of, dataclasses.replace(POINTS, families=families))
    for level, expected in figures(compared(THREE), text_of, POINTS).items():
        as_before = {(new.get(code, code), name): value for (code, name), value in by_value(expected).items()}
        assert by_value(found[level]) == as_before


# --- missing is not empty ---------------------------------------------------------------------------------------------


def test_a_coder_who_found_nothing_disagrees_and_one_who_did_not_finish_is_not_there():
    two = [coded("ann", "a", ("D1", 0, 11)), coded("ben", "a", ("D1", 0, 11))]
    with_empty = figures(compared([*two, coded("cem", "a")]), text_of, POINTS)
    without = figures(compared(two), text_of, POINTS)
    assert without["character"].codes["D1"]["percent_agreement"].value == 1
    assert with_empty["character"].codes["D1"]["percent_agreement"].value < 1
    assert without["document"].carried["D1"] == (0, 0, 1, 0)
    assert with_empty["document"].carried["D1"] == (0, 0, 1, 0)
    assert with_empty["document"].prevalence["D1"] == pytest.approx(2 / 3)
    assert without["document"].prevalence["D1"] == 1


def test_nothing_compared_is_undefined_everywhere_and_says_why():
    for comparison in (compared([]), compared([coded("ann", "a", ("D1", 0, 3))])):
        for level in figures(comparison, text_of, ALWAYS).values():
            every = [level.overall, *level.families.values(), *level.codes.values()]
            assert all(of for of in every)
            for figure in (figure for of in every for figure in of.values()):
                assert (figure.value, figure.reason) == (None, "fewer than two coders on the same unit")


def test_a_code_that_nobody_used_is_undefined_and_says_so():
    level = figures(compared([coded("ann", "a"), coded("ben", "a")]), text_of, POINTS)
    assert level["document"].codes["D1"]["krippendorff_alpha"].reason == "not used: no coder applied the code"
    assert level["passage"].codes["D1"]["u_alpha_binary"].reason == "not used: no coder applied the code"


def test_the_kappas_of_two_say_with_three_coders_that_they_are_for_two():
    kappa = figures(compared(THREE), text_of, POINTS)["document"].codes["D1"]["cohen_kappa"]
    assert kappa.value is None
    assert "two coders only" in kappa.reason


# --- parts ------------------------------------------------------------------------------------------------------------


def test_pairs_and_each_coder_left_out_are_the_figures_of_these_coders_alone():
    found = figures(compared(THREE), text_of, ALWAYS)
    for level in found:
        assert list(found[level].pairs) == list(combinations(CODERS, 2))
        for pair, of_pair in found[level].pairs.items():
            alone = figures(compare(THREE, tuple(WITHIN), WITHIN, pair), text_of, POINTS)[level]
            assert by_value(of_pair) == by_value(alone)
            left = next(coder for coder in CODERS if coder not in pair)
            assert by_value(found[level].without[left]) == by_value(alone)


def test_two_coders_have_no_pairs_to_show_and_nobody_to_leave_out():
    level = figures(compare(THREE[:2], tuple(WITHIN), WITHIN), text_of, ALWAYS)["document"]
    assert (level.pairs, level.without) == ({}, {})


def test_pairs_have_no_interval_that_takes_the_units_of_a_document_for_a_sample():
    found = figures(compared(THREE), text_of, ALWAYS)["sentence"]
    assert {figure.interval for of in found.pairs["ann", "ben"].codes.values() for figure in of.values()} == {None}


def test_a_documents_figures_are_those_of_the_document_alone_with_the_reason_why_there_are_none():
    found = figures(compared(THREE), text_of, ALWAYS)
    for document in "abc":
        alone = figures(compared([one for one in THREE if one.document == document]), text_of, POINTS)
        for level in found:
            part = found[level].documents[document]
            shared = {key for key in by_value(part) if key[1] not in ("cohen_kappa", "scott_pi")}
            expected = by_value(alone[level])
            assert {key: by_value(part)[key] for key in shared} == {key: expected[key] for key in shared}
            for code, of_code in part.codes.items():
                for name in of_code.keys() - {"cohen_kappa", "scott_pi"}:
                    assert of_code[name].reason == alone[level].codes[code][name].reason, (level, code, name)
            for name, figure in part.overall.items():
                assert figure.reason == alone[level].overall[name].reason, (level, name)


def test_weeks_are_those_in_which_the_last_coder_finished_and_hold_their_documents():
    day = datetime.date
    some = [
        coded("ann", "a", ("D1", 0, 3), finished=day(2026, 2, 9)),
        coded("ben", "a", finished=day(2026, 2, 18)),
        coded("ann", "b", ("D1", 0, 3), finished=day(2025, 12, 29)),
        coded("ben", "b", ("D1", 0, 3), finished=day(2025, 12, 29)),
        coded("ann", "c"),
        coded("ben", "c"),
    ]
    assert weeks(compared(some)) == {"2026-W01": [1], "2026-W08": [0]}
    found = figures(compared(some), text_of, ALWAYS)["document"].weeks
    assert found["2026-W01"].codes["D1"]["percent_agreement"].value == 1
    assert found["2026-W08"].codes["D1"]["percent_agreement"].value == 0


# --- passages ---------------------------------------------------------------------------------------------------------


def test_the_share_of_the_marked_text_that_cu_alpha_speaks_of_leaves_gaps_out():
    some = [coded("ann", "a", ("D1", 0, 10)), coded("ben", "a", ("R1", 5, 15))]
    overall = figures(compared(some), text_of, POINTS)["passage"].overall
    assert overall[MARKED].value == pytest.approx(10 / 20)
    assert overall["cu_coverage"].value == pytest.approx(10 / (2 * len(text_of("a"))))


def test_codes_that_overlap_are_no_partition_and_their_own_figures_stand():
    some = [coded("ann", "a", ("D1", 0, 10), ("R1", 5, 15)), coded("ben", "a", ("D1", 0, 10))]
    passage = figures(compared(some), text_of, POINTS)["passage"]
    for name in ("u_alpha", "cu_alpha", "cu_coverage", MARKED):
        assert passage.overall[name].value is None
        assert "overlapping" in passage.overall[name].reason
    assert passage.codes["D1"]["u_alpha_binary"].value == 1
    assert "overlapping" in passage.codes["D1"]["ku_alpha"].reason
    assert "parent" in passage.codes["D3.racism"]["ku_alpha"].reason


# --- intervals --------------------------------------------------------------------------------------------------------


def many(documents, order=lambda some: some, **settings):
    """Two coders, who disagree in every third document on D1, on so many documents of the same text."""
    some = []
    for number in range(documents):
        for coder in ("ann", "ben"):
            disagrees = number % 3 == 0 and coder == "ben"
            passages = [] if number % 2 == 0 and not disagrees else [Passage("D1", 0, 11)]
            passages += [Passage("R1", 4, 12 if coder == "ann" else 14 + number % 3)]
            some.append(Coded(coder, f"{number:03}", "a", len(text_of("a")), tuple(passages)))
    return figures(compared(order(some)), text_of, dataclasses.replace(ALWAYS, full=False, **settings))


def test_twenty_documents_carry_a_bootstrap_five_a_jackknife_and_fewer_none_over_documents():
    for documents, kinds in ((20, {"document BCa"}), (19, {"document jackknife t, approximate"}), (4, {None})):
        found = many(documents)
        for level, name in (("document", "krippendorff_alpha"), ("passage", "u_alpha_binary")):
            code = "D1" if level == "document" else "R1"
            figure = found[level].codes[code][name]
            assert {figure.interval} == kinds, (documents, level)
            assert (figure.low is None) == (kinds == {None})
            assert figure.interval_reason or figure.low <= figure.value <= figure.high
        assert found["document"].codes["D1"]["krippendorff_alpha"].below_800 is None or documents >= 5


def test_units_of_few_documents_have_an_interval_that_says_it_holds_for_these_only():
    alpha_ = many(4)["sentence"].codes["D1"]["krippendorff_alpha"]
    assert alpha_.interval == "unit t, conditional on these documents"
    assert alpha_.low < alpha_.value < alpha_.high


def test_a_handful_of_units_or_units_that_do_not_differ_carry_no_interval():
    perfect = [coded(coder, d, ("D1", 0, 11)) for coder in ("ann", "ben") for d in "ac"]
    found = figures(compared(perfect), text_of, POINTS)
    assert found["document"].units == 2
    for level, reason in (("document", "fewer than 5 units"), ("sentence", "the units do not differ")):
        percent_ = found[level].codes["D1"]["percent_agreement"]
        assert (percent_.value, percent_.low, percent_.interval_reason) == (1, None, reason)


def test_perfect_agreement_in_many_documents_shows_no_interval_of_no_width():
    some = [
        Coded(coder, f"{n:02}", "a", len(text_of("a")), (Passage("D1", 0, 11),) if n % 2 else ())
        for coder in ("ann", "ben")
        for n in range(30)
    ]
    alpha_ = figures(compared(some), text_of, POINTS)["document"].codes["D1"]["krippendorff_alpha"]
    assert (alpha_.value, alpha_.low, alpha_.interval_reason) == (1, None, "the documents do not differ")


def test_the_seed_gives_the_same_figures_again_and_another_seed_others():
    assert many(25) == many(25) == many(25, order=lambda some: some[::-1])
    first, second = (many(25, seed=seed)["document"].codes["D1"]["krippendorff_alpha"] for seed in (1, 2))
    assert first.value == second.value
    assert (first.low, first.high) != (second.low, second.high)


def test_what_is_read_first_is_reckoned_alone_and_the_same():
    alone, every = many(25, only=READ_FIRST), many(25)
    for level in ("document", "passage"):
        known, found = every[level].codes["D1"], alone[level].codes["D1"]
        assert {name: figure.value for name, figure in found.items()} == {
            name: figure.value for name, figure in known.items() if name in READ_FIRST.codes
        }
    found = alone["document"].codes["D1"]
    assert found["krippendorff_alpha"] == every["document"].codes["D1"]["krippendorff_alpha"]
    assert (found["gwet_ac1"].low, found["gwet_ac1"].interval_reason) == (None, None)
    assert alone["passage"].families == {name: {} for name in FAMILIES}
    assert alone["passage"].overall == {
        name: figure for name, figure in every["passage"].overall.items() if name in READ_FIRST.overall
    }


def test_more_codes_than_a_set_holds_are_compared_one_by_one():
    codes = tuple(f"c{n}" for n in range(63))
    some = [coded(coder, "a") for coder in ("ann", "ben")]
    found = figures(compare(some, codes), text_of, dataclasses.replace(ALWAYS, families={"all": codes}))["document"]
    assert "at most 62" in found.overall["alpha_masi"].reason
    assert found.codes["c62"]["percent_agreement"].value == 1
