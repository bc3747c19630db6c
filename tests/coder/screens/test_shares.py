"""Shares of cases on the screen: the same figures as the commands', each view with what it leaves out."""

import pytest

from coder.app import CoderApp
from coder.given import Wanted, given
from coder.screens.cases import Giving
from coder.screens.shares import Shares
from coder.shares import remarks, shares
from coder.widgets.listing import Listing
from db import cases, documents, readings, rounds, sight, tags
from db.values import NewTag
from tests.coder.conftest import Study
from tests.coder.screens.conftest import line, rows, screen_text, settled, typed


def row(app: CoderApp, words: str) -> str:
    """The first row that begins so."""
    return next(found for found in (r.removeprefix("▸").strip() for r in rows(app)) if found.startswith(words))


async def test_each_code_has_its_cases_their_share_the_interval_and_a_plot(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f10")
        await settled(pilot)
        assert isinstance(app.screen, Shares)
        assert line(app, "head") == "▸Shares   Mirror   Same passages   Over time|2 of 3 cases "
        assert line(app, "told") == " the final coding|1 case left out: End tells "
        assert row(app, "D3 Corruption").split()[2:7] == ["2", "2", "100.0", "%", "34.2–100.0"]
        assert row(app, "D1 Infighting").split()[2:7] == ["0", "2", "0.0", "%", "0.0–65.8"]
        assert "●" in row(app, "D1 Infighting")
        app.screen.query_one(Listing).choose(1)
        await settled(pilot)
        assert line(app, "status") == " D2 Brutality: 1 of 2 cases, 50.0 % (9.5–90.5 %, Wilson)|"


@pytest.mark.parametrize("view", range(4))
async def test_every_view_says_what_it_leaves_out(people: Study, view: int) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(110, 60)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", *["tab"] * view)
        await settled(pilot)
        assert "1 case left out" in line(app, "told")
        told = screen_text(app)
        for remark in remarks(shares(given(people.project))):
            if not remark.startswith("cases:"):
                assert remark in told


async def test_by_an_attribute_and_enter_lists_exactly_the_cases_that_are_counted(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "b")
        await typed(pilot, "nationality:region")
        assert line(app, "told").startswith(" the final coding · by nationality:region|")
        shown = app.screen.query_one(Listing).entries
        assert [one.told.split(",")[0] for one in shown if one.code == "D2"] == [
            "D2 Brutality: 1 of 1 case of North",
            "D2 Brutality: 0 of 1 case of South",
        ]
        at = next(n for n, one in enumerate(shown) if one.code == "D3" and one.by == "South")
        app.screen.query_one(Listing).choose(at)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Giving)
        assert line(app, "head") == " D3 Corruption, by the final coding; South|1 shown, 1 count "
        assert rows(app)[0].split()[1:3] == ["k2", "Otto"]
        await pilot.press("q")
        await settled(pilot)
        assert isinstance(app.screen, Shares)


async def test_any_of_several_codes_and_each_by_itself_again(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "a")
        await typed(pilot, "D2 ")
        await pilot.press("a")
        await typed(pilot, "R1")
        assert line(app, "told").startswith(" the final coding · any of D2, R1|")
        assert line(app, "status").startswith(" D2,R1 Brutality or The Syrian conflict: 2 of 2 cases")
        await pilot.press("0")
        await settled(pilot)
        assert row(app, "D1 Infighting")


async def test_whose_coding_which_passages_which_round_which_cases(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "w")
        await typed(pilot, "what Ann gave")
        await pilot.press("v")
        await typed(pilot, "own words")
        await pilot.press("t")
        await typed(pilot, "main")
        await pilot.press("i")
        await typed(pilot, "sex")
        await typed(pilot, "F")
        assert line(app, "told").startswith(" what Ann gave; only voice own; round main; sex=F|")
        found = shares(given(people.project, Wanted("one", people.ann, {"voice": "own"}, where=["sex=F"])))
        of = {one.code: (one.cases, one.of) for one in found.of}
        for entry in app.screen.query_one(Listing).entries:
            if entry.code:
                cases_, all_ = of[entry.code]
                assert f": {cases_} of {all_} case" in entry.told
        await pilot.press("x")
        await settled(pilot)
        assert line(app, "told").startswith(" the final coding|")


async def test_the_mirror_the_same_passages_and_over_time(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "tab")
        await settled(pilot)
        assert "▸Mirror" in line(app, "head")
        assert row(app, "R1 ").split()[-9:] == ["0", "(0.0", "%)", "1", "(100.0", "%)", "0", "(0.0", "%)", "1"][-9:]
        assert row(app, "R1 × D2").split()[3:7] == ["0", "1", "1", "0"]
        await pilot.press("tab")
        await settled(pilot)
        assert row(app, "D3 Corruption").split()[2:] == ["0", "2", "1", "(50.0", "%)"]
        await pilot.press("tab")
        await settled(pilot)
        assert line(app, "columns").split()[:3] == ["date:year", "2014", "2015|"]
        assert row(app, "D2 Brutality").split()[2:] == ["0", "of", "1", "1", "of", "1"]
        await pilot.press("b")
        await typed(pilot, "season")
        assert line(app, "columns").startswith("  date:season")
        assert row(app, "D2 Brutality").split()[2:] == ["0", "of", "1", "1", "of", "1"]


async def test_columns_that_have_no_room_are_told_and_scrolled_to(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(50, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "tab")
        await settled(pilot)
        assert line(app, "columns").endswith(" more ")
        assert "gave it" not in line(app, "columns")
        await pilot.press(*["right"] * 9)
        await settled(pilot)
        assert "gave it" in line(app, "columns")
        await pilot.press(*["left"] * 9)
        await settled(pilot)
        assert line(app, "columns").split()[0] == "D1"


async def test_where_nothing_can_be_counted_it_is_said_why(study: Study) -> None:
    app = CoderApp(study.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f10", "shift+tab")
        await settled(pilot)
        assert "No attribute of the cases is a date" in screen_text(app)
        await pilot.press("enter", "w")
        await typed(pilot, "what all")
        await pilot.press("shift+tab")
        await settled(pilot)
        assert "What all coders gave is said of cases" in screen_text(app)


async def test_in_a_blind_round_a_coder_sees_nothing_of_the_others(study: Study) -> None:
    one = cases.add(study.project, study.lea, "k1", "Mina")
    study.mill = documents.edit(study.project, study.lea, study.mill, case=one)
    first = rounds.plan(
        study.project, study.lea, "first", purpose="reliability", people=[study.ann, study.ben],
        chosen=[study.mill], blind=True,
    )  # fmt: skip
    everything = sight.whole(study.project)
    reading = readings.of(everything, study.ben, study.mill, first)
    tags.add_many(everything, study.ben, {reading: [NewTag("D3", 0, 9)]}, finish=True)
    for name, most in (("Ann", 0), ("Lea", 0), ("Ben", 1)):
        app = CoderApp(study.path, name)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("f10", "w")
            await settled(pilot)
            assert ("Ben" in screen_text(app)) is (name == "Ben")
            await typed(pilot, "any coder")
            assert line(app, "head").endswith(f"|{most} of 1 case ")
            assert ("1 of 1 case" in " ".join(e.told for e in app.screen.query_one(Listing).entries)) is (name == "Ben")
