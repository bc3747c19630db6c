"""The report in words, the methods paragraph and the places behind a cell, of one made-up project."""

import dataclasses
import datetime
import json
import re

import pytest

from coder.agreement.figures import Figure
from coder.agreement_report import Wanted, apart, as_json, places, report
from coder.agreement_words import alpha_words, columns, gain, interval, lines, points, row, share
from coder.cautions import Thresholds
from coder.leverage import leverage
from coder.methods import methods, planning
from corpus.readers import Imported
from corpus.refused import Refused
from db import coders, documents, readings, rounds, tags
from db.values import NewTag

WORDS = "The mill stood by the river. Nobody was asked about number {}. They sold the flour and laughed."
QUOTES = {"mill": (4, 8), "nobody": (29, 35), "flour": (70, 79)}


@pytest.fixture
def agree(study):
    """A function: so many documents that Ann and Ben finished; they mostly agree."""

    def run(number):
        for n in range(number):
            document, _ = documents.add(study.project, study.lea, Imported(f"text {n:02}", WORDS.format(n)))
            for who in (study.ann, study.ben):
                reading = readings.of(study.project, who, document, rounds.current(study.project))
                new = [NewTag("D1", *QUOTES["mill"])] if n % 2 and (who is study.ann or n % 7) else []
                new += [NewTag("R1" if who is study.ann or n % 5 else "D2", *QUOTES["nobody"])]
                new += [NewTag("D3.mistreatment" if n % 3 else "D3", *QUOTES["flour"])] if n % 4 < 2 else []
                tags.add(study.project, who, reading, new)
                readings.finish(study.project, who, reading)
        return study.project

    return run


# --- numbers in words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.7124, ".712"), (-0.05, "-.050"), (1, "1.000"), (0, ".000"), (-0.00001, ".000"), (-1.25, "-1.250"),
        (0.79996, ".799"), (0.8, ".800"), (0.66699, ".666"), (0.667, ".667"), (0.99999, ".999"), (0.12, ".120"),
    ],
)  # fmt: skip
def test_a_figure_is_never_rounded_up_to_a_limit_that_it_misses(value, words):
    assert points(value) == words


def test_nor_to_a_limit_that_was_set_or_with_fewer_digits():
    assert points(0.7496) == ".750"
    assert points(0.7496, limits=Thresholds(0.75, 0.6)) == ".749"
    assert (points(0.796, 2), points(0.664, 2), points(0.996, 2)) == (".79", ".66", ".99")


def test_a_share_is_all_or_nothing_only_when_it_is():
    assert [share(value) for value in (0, 0.001, 0.285, 0.996, 1)] == ["0 %", "<1 %", "28 %", ">99 %", "100 %"]


def test_reasons_get_a_mark_each():
    notes = {}
    told = [alpha_words(Figure(None, reason), notes) for reason in ("no variation", "not used", "no variation")]
    assert told == ["(a)", "(b)", "(a)"]
    assert alpha_words(Figure(0.5), notes) == ".500"


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_bar_is_from_0_to_1_with_the_figure_its_interval_and_the_limits(agree):
    answer = report(agree(3), Wanted())

    def bar(figure, **limits):
        codes = {"D1": {"krippendorff_alpha": figure}}
        level = dataclasses.replace(answer.levels["document"], codes=codes)
        wanted = dataclasses.replace(answer.wanted, thresholds=Thresholds(**limits))
        changed = dataclasses.replace(answer, levels={"document": level}, wanted=wanted)
        scale = re.search("0 +1", columns("document")[36:])
        return row(changed, "document", "D1", {})[36:][scale.start() : scale.end()]

    assert bar(Figure(0.5, low=0.0, high=1.0)) == "├───●────┤"
    assert bar(Figure(0.0)) == "●     ··  "
    assert bar(Figure(1.0)) == "      ·· ●"
    assert bar(Figure(-0.2, low=-0.5, high=0.1)).startswith("◂┤")
    assert bar(Figure(None, "not used")) == "      ··  "
    assert bar(Figure(0.0), reliable=0.55, tentative=0.2) == "● ·  ·    "


def test_five_documents_carry_intervals_and_the_report_shows_the_figures_of_the_json(agree):
    answer = report(agree(14), Wanted())
    told = "\n".join(lines(answer))
    figures = as_json(answer)["levels"]
    for level, name in (("document", "krippendorff_alpha"), ("passage", "u_alpha_binary")):
        found = figures[level]["codes"]["D1"][name]
        assert found["interval"] == "document jackknife t, approximate"
        line = row(answer, level, "D1")
        assert line in told
        assert points(found["value"]) in line
        assert f"[{points(found['low'])}, {points(found['high'])}]" in line
    assert "14 documents of 17" in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_verdict_is_given_to_every_code_that_has_a_row(agree):
    told = lines(report(agree(8), Wanted(levels=("document",))))
    first = next(
        n for n, line in enumerate(told) if re.match(r"reliable|tentative|not shown|no interval|undefined:", line)
    )
    verdicts = " ".join(told[first:])
    for code in ("D1", "D2", "D3", "D4", "R1", "R2", "R3"):
        assert re.search(rf"\b{code}\b", verdicts)


def test_every_part_is_told_on_demand(agree):
    told = "\n".join(lines(report(agree(5), Wanted(full=True))))
    for words in ("every coefficient by document", "gwet_ac1", "week 20", "BY SENTENCE", "BY CHARACTER", "char_alpha"):
        assert words in told


def test_the_places_of_the_greatest_leverage_and_who_gave_how_many_passages_are_told_with_all(agree):
    answer = report(agree(22), Wanted(full=True))
    told = lines(answer)
    codes = answer.levels["passage"].codes
    assert 0 < len(answer.costliest) <= 10
    assert [place.gain for place in answer.costliest] == sorted((p.gain for p in answer.costliest), reverse=True)
    for place in answer.costliest:
        assert 0 < place.gain <= 1 - codes[place.code]["u_alpha_binary"].value + 1e-9
        title = next(d.title for d in answer.found.documents if d.id == place.document)
        assert any(
            line.startswith(f"{gain(place.gain):>6} {place.code} ")
            and line.endswith(f" {title}, {place.start:,} to {place.stop:,}")
            for line in told
        )
    assert [p["gain"] for p in as_json(answer)["leverage"]] == [p.gain for p in answer.costliest]
    assert any(re.fullmatch(r"D1 Infighting +11 +9", line) for line in told)
    assert report(agree(0), Wanted()).costliest == []


def test_the_leverage_of_a_place_is_none_where_there_is_no_figure_or_nothing_is_compared(agree):
    answer = report(agree(3), Wanted())
    found = leverage(answer.comparison)
    document = answer.comparison.documents[0][0].document
    assert found.of("D4", document, 0, 5) is None  # nobody used it
    assert found.of("D9", document, 0, 5) is found.of("R1", "elsewhere", 0, 5) is None
    assert found.of("R1", document, 0, 5) == 0


def test_what_a_figure_gains_is_told_in_three_digits_and_never_as_nothing():
    assert [gain(value) for value in (0.1234, 0.0004, 0.0, None)] == ["+.123", "+<.001", "+.000", ""]


def test_at_the_levels_of_documents_and_cases_it_is_told_on_which_coders_differ(agree):
    project = agree(8)
    comparison = report(project, Wanted()).comparison
    title = {document.id: document.title for document in documents.listed(project)}
    for level in ("document", "case"):
        found = apart(comparison, level, project.text, "R1")
        assert {(title[unit.document], unit.case, unit.gave, unit.did_not) for unit in found} == {
            (f"text {n:02}", None, ("Ann",), ("Ben",)) for n in (0, 5)
        }
    assert apart(comparison, "sentence", project.text, "R1") == []


# --- the methods paragraph --------------------------------------------------------------------------------------------


def test_the_methods_paragraph_holds_the_figures_of_the_json(agree):
    answer = report(agree(22), Wanted(seed=9))
    told, figures = methods(answer), as_json(answer)["levels"]["document"]
    for code in ("D1", "D2", "D3", "R1"):
        found = figures["codes"][code]["krippendorff_alpha"]
        expected = points(found["value"])
        if found["low"] is not None:
            expected += f" [{points(found['low'])}, {points(found['high'])}]"
        assert f"{code} {expected}" in told
    assert "bootstrap over documents (B = 2,000, seed 9)" in told
    masi = figures["overall"]["alpha_masi"]
    assert f"alpha with the MASI distance was {points(masi['value'])} [{points(masi['low'])}" in told
    for words in (
        "Two coders",
        "22 documents (88 % of 25)",
        "round main",
        "22 units",
        "Efron",
        "Passonneau",
        "at least one word",
    ):
        assert words in told


def test_what_is_not_used_is_not_cited(agree):
    told = methods(report(agree(3), Wanted(levels=("passage",))))
    assert "Krippendorff's |u-alpha for each code" in told
    assert "Efron" not in told
    assert "Passonneau" not in told


@pytest.mark.parametrize(
    "what_if", [{"merge": {"D1": "D2"}}, {"tolerance": 1}, {"without": ("Lea",)}, {"since": datetime.date(2020, 1, 1)}]
)
def test_of_an_exploration_there_is_no_methods_paragraph_and_the_report_begins_with_what_it_is(agree, what_if):
    answer = report(agree(3), Wanted(**what_if))
    assert lines(answer)[0].startswith("EXPLORATION, not for reporting")
    with pytest.raises(Refused, match="exploration"):
        methods(answer)
    assert as_json(answer)["settings"]["exploration"]


def test_the_plan_tells_the_units_needed_as_the_book_has_them(agree):
    told = planning(report(agree(8), Wanted()))
    half = next(line for line in told if line.startswith("D3 "))
    assert re.search(r"50 % +30 +52", half)
    assert not any(line.startswith("D4") for line in told)
    with pytest.raises(Refused, match="name another"):
        planning(report(agree(0), Wanted(levels=("passage",))))


# --- the places behind a cell -----------------------------------------------------------------------------------------


def test_the_places_behind_a_cell_are_as_many_and_as_long_as_the_cell_says(agree):
    project = agree(12)
    answer = report(project, Wanted(full=True))
    table = answer.confusion
    assert table.codes[-1] == ""
    seen = 0
    for i, one in enumerate(table.codes):
        for j, other in enumerate(table.codes):
            if one == other == "":
                continue
            found = places(answer.comparison, project.text, one, other)
            twice = 2 if one == other else 1  # a cell counts both ways
            assert table.passages[i][j] == twice * len(found)
            assert table.characters[i][j] == twice * sum(stop - start for _, start, stop, _, _ in found)
            assert table.passages[i][j] == table.passages[j][i]
            seen += len(found)
    assert seen
    swapped = places(answer.comparison, project.text, "R1", "D2")
    assert {(start, stop, gave, gave_other) for _, start, stop, gave, gave_other in swapped} == {
        (*QUOTES["nobody"], "Ann", "Ben")
    }


def test_a_sub_code_is_no_row_of_its_own_unless_apart(agree):
    project = agree(3)
    assert "D3.mistreatment" not in report(project, Wanted(full=True)).confusion.codes
    assert "D3.mistreatment" in report(project, Wanted(apart=True, full=True)).confusion.codes


# --- what was asked for -----------------------------------------------------------------------------------------------


def test_coders_and_rounds_that_were_named_are_compared(agree, study):
    project = agree(3)
    only = report(project, Wanted(coders=[coders.named(project, "ben"), coders.named(project, "ann")]))
    assert only.comparison.coders == ("Ben", "Ann")
    assert report(project, Wanted(rounds=[rounds.current(project)])).comparison == report(project, Wanted()).comparison
    assert report(project, Wanted(coders=[study.ben])).comparison.documents == ()


def test_the_same_seed_gives_the_same_bytes(agree):
    project = agree(22)
    first, second = (json.dumps(as_json(report(project, Wanted(seed=3)))) for _ in range(2))
    assert first == second
    assert interval(report(project, Wanted(seed=4)).levels["document"].codes["D1"]["krippendorff_alpha"])
