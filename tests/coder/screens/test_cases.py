"""The cases on the screen: found, looked at, left out of the counts, judged to be one person."""

from textual.widgets import Static

from coder.app import CoderApp
from coder.screens.cases import Cases
from coder.screens.desk import Desk
from coder.screens.one_case import OneCase
from coder.screens.pairs import Pairs
from coder.widgets.listing import Listing
from db import cases, documents, judgements, readings, rounds, sight, tags
from db.values import NewTag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import line, notices, rows, screen_text, settled, typed


async def test_the_register_is_listed_and_filtered_by_words_or_by_a_value(people: Study) -> None:
    app = CoderApp(people.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, Cases)
        assert line(app, "head") == " Cases|3 shown, 3 count "
        assert rows(app)[0].split() == ["▸", "k1", "Mina", "Kern", "14/07/15", "Sylvanian", "F"]
        assert line(app, "status") == " k1 Mina Kern: Asked [twice]|"
        await pilot.press("slash")
        await typed(pilot, "otto")
        assert [row.split()[1] for row in rows(app)] == ["k2"]
        await pilot.press("slash")
        await typed(pilot, "sex=F")
        assert line(app, "head") == " Cases|2 shown, 2 count "
        await pilot.press("slash")
        await typed(pilot, "height=F")
        assert any("The register has no 'height'" in words for words in notices(app))
        await pilot.press("x")
        await settled(pilot)
        assert line(app, "head") == " Cases|3 shown, 3 count "


async def test_a_case_shows_what_is_known_and_what_it_gave_and_enter_goes_to_the_words(people: Study) -> None:
    app = CoderApp(people.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "enter")
        await settled(pilot)
        assert isinstance(app.screen, OneCase)
        assert line(app, "head") == " k1 Mina Kern|included, counts "
        assert line(app, "told") == " the final coding; absent is “not given”, never “no”|"
        shown = [row.removeprefix("▸").strip() for row in rows(app)]
        assert "date  14/07/15  → 2015-07-14" in shown
        assert "note  Asked [twice]" in shown
        assert "1 document" in shown
        assert "D3 Corruption: 1 passage" in shown
        at = shown.index("“Nobody was asked.” · The [mill]")
        app.screen.query_one(Listing).choose(at)
        await settled(pilot)
        assert "they sold the flour. Nobody was asked." in str(app.screen.query_one("#about", Static).content)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.coding.document.id == people.mill.id
        assert app.screen.reader.cursor in (MILL.index("Nobody was asked."), MILL.index("Nobody was asked.") + 17)


async def test_a_case_of_which_nothing_is_coded_says_so(people: Study) -> None:
    app = CoderApp(people.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "G", "enter")
        await settled(pilot)
        assert "Nothing is given; no document with their words is finished" in screen_text(app)
        await pilot.press("w")
        await typed(pilot, "Ann")
        assert line(app, "told").startswith(" what Ann gave")


async def test_a_lead_says_with_a_reason_that_a_case_does_not_count(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "G", "s")
        await settled(pilot)
        await typed(pilot, "duplicate")
        await typed(pilot, "k1")
        await typed(pilot, "")
        assert any("Say why k3 is left out" in words for words in notices(app))
        await pilot.press("s")
        await settled(pilot)
        await typed(pilot, "duplicate")
        await typed(pilot, "k1")
        await typed(pilot, "the same scar")
        assert line(app, "head") == " Cases|3 shown, 2 count "
        assert line(app, "told") == " left out of counts, excluded as a duplicate: k3|"
        assert line(app, "status") == " k3 Mina Kern: duplicate of k1 (the same scar)|"
        await pilot.press("s")
        await settled(pilot)
        await typed(pilot, "unsure")
        await typed(pilot, "a cousin, perhaps")
        assert line(app, "told") == " counted, though nobody is sure of them: k3|"
    assert cases.named(people.project, "k3").status == "unsure"


async def test_a_coder_does_not_say_which_cases_count(people: Study) -> None:
    before = people.project.changes()
    app = CoderApp(people.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "s")
        await settled(pilot)
        assert isinstance(app.screen, Cases)
        await pilot.press("enter", "s")
        await settled(pilot)
        assert isinstance(app.screen, OneCase)
        assert set(notices(app)) == {"Only leads say which cases count."}
    assert people.project.changes() == before


async def test_a_person_judges_a_pair_and_it_is_not_asked_about_again(people: Study) -> None:
    app = CoderApp(people.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "a")
        await settled(pilot)
        assert isinstance(app.screen, Pairs)
        assert "k1 Mina Kern ~ k3 Mina Kern · check" in rows(app)[0]
        await pilot.press("d")
        await typed(pilot, "a mother and her daughter")
        assert "No two cases are like one person" in screen_text(app)
        await pilot.press("t")
        await settled(pilot)
        assert rows(app) == ["▸ k1 Mina Kern ~ k3 Mina Kern · two persons", "    Ann: a mother and her daughter"]
        await pilot.press("u")
        await typed(pilot, "who knows")
        assert rows(app) == ["▸ k1 Mina Kern ~ k3 Mina Kern · nobody can tell", "    Ann: who knows"]
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, OneCase)
        assert "judged unsure as k" in screen_text(app)
    assert [one.verdict for one in judgements.listed(people.project)] == ["unsure"]


async def test_a_lead_leaves_one_of_a_pair_out(people: Study) -> None:
    app = CoderApp(people.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "a")
        await settled(pilot)
        await pilot.press("s")
        await typed(pilot, "she says so")
        await typed(pilot, "leave k3")
        assert any(words == "k1 and k3: one person; k3 does not count" for words in notices(app))
        assert "not looked at, excluded as a duplicate: k3" in line(app, "told")
    assert cases.named(people.project, "k3").status == "duplicate"


async def test_in_a_blind_round_a_case_tells_a_coder_nothing_of_the_others(study: Study) -> None:
    one = cases.add(study.project, study.lea, "k1", "Mina")
    study.mill = documents.edit(study.project, study.lea, study.mill, case=one)
    first = rounds.plan(
        study.project, study.lea, "first", purpose="reliability", people=[study.ann, study.ben],
        chosen=[study.mill], blind=True,
    )  # fmt: skip
    everything = sight.whole(study.project)
    reading = readings.of(everything, study.ben, study.mill, first)
    tags.add_many(everything, study.ben, {reading: [NewTag("D3", 0, 9)]}, finish=True)
    app = CoderApp(study.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9", "enter")
        await settled(pilot)
        assert isinstance(app.screen, OneCase)
        assert "Nothing is given" in screen_text(app)
        await pilot.press("w")
        await settled(pilot)
        assert "Ben" not in screen_text(app)
        await typed(pilot, "any coder")
        assert line(app, "told").startswith(" what any coder gave")
        assert "Nothing is given" in screen_text(app)
        assert "D3" not in screen_text(app)
