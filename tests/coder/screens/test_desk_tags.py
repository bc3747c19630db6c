"""What a tag says beside its code, said on the desk; and codebooks with more codes than there are digits."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from textual.widgets import Input, TextArea

from coder.screens.choose import Choose
from coder.screens.memo import MemoEditor
from coder.widgets.codebar import CodeBar
from coder.widgets.codebook_pane import CodebookPane
from coder.widgets.line import Line
from corpus.codebook import Code, Codebook, builtin, loads
from db import cases, codebooks, purge, readings, rounds, tags
from db.project import open_project
from db.values import NewTag, Tag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, notices, rows, screen_text, settled, typed

Opened = Callable[..., OnDesk]


def status(app: OnDesk) -> str:
    return app.desk.query_one("#status", Line).left


def kept(study: Study) -> Tag:
    """The only tag, as it is on disk."""
    (tag,) = tags.listed(study.project)
    return tag


@contextmanager
def held(study: Study) -> Iterator[None]:
    """Another program is writing all the while."""
    with open_project(study.path) as other, other.write(study.ben.id):
        yield


async def test_qualifiers_are_chosen_from_a_list_and_taken_off_again(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "y")
        assert isinstance(app.screen, Choose)
        assert len(rows(app)) == 5
        await typed(pilot, "reported")
        assert kept(study).qualifiers == {"voice": "reported"}
        assert "reported by the source" in status(app)
        await pilot.press("y")
        await typed(pilot, "criticism")
        assert kept(study).qualifiers == {"voice": "reported", "strength": "criticism"}
        await pilot.press("y")
        assert sum("✓" in row for row in rows(app)) == 2
        await typed(pilot, "reported")
        assert kept(study).qualifiers == {"strength": "criticism"}
        await pilot.press("y", "escape", "u")
        assert kept(study).qualifiers == {"voice": "reported", "strength": "criticism"}


async def test_a_case_is_made_on_the_spot_and_found_again(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "i")
        assert "Nothing is called that." in screen_text(app)
        await typed(pilot, "c07")
        assert "Case c07, which is new" in status(app)
        assert [case.key for case in cases.listed(study.project)] == ["c07"]
        assert kept(study).case == cases.listed(study.project)[0].id
        await pilot.press("i")
        await typed(pilot, "not an id")
        assert "A case's id is letters" in (status(app) + "".join(notices(app)))
        assert kept(study).case is not None
        await pilot.press("i")
        assert rows(app)[0].startswith("▸ no case")
        await typed(pilot, "C07")
        assert len(cases.listed(study.project)) == 1
        await pilot.press("i", "enter")
        assert kept(study).case is None


async def test_a_memo_on_a_tag_is_written_kept_and_taken_back(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "m")
        assert isinstance(app.screen, MemoEditor)
        assert "Memo on 1 Infighting “They said the mill was ours" in screen_text(app)
        await pilot.press("w", "h", "y", "enter", "question_mark", "escape")
        assert kept(study).memo == "why\n?"
        assert "Memo kept" in status(app)
        await pilot.press("m", "escape")
        await pilot.press("u")
        assert kept(study).memo == ""


async def test_a_memo_that_cannot_be_kept_stays_in_the_editor_until_it_can(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    study.project.close()
    study.project = open_project(study.path, patience=0.05)
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "m", "n", "o", "w")
        with held(study):
            await pilot.press("escape")
            await pilot.pause()
            assert "Another program is writing" in screen_text(app)
            assert isinstance(app.screen, MemoEditor)
            assert app.screen.query_one(TextArea).text == "now"
        await pilot.press("escape")
        assert app.screen_stack[-1] is app.desk
        assert kept(study).memo == "now"


async def test_a_memo_on_the_document_is_kept_too(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M")
        assert "Memo on The [mill]" in screen_text(app)
        await pilot.press("o", "k", "ctrl+s")
        assert [reading.memo for reading in readings.listed(study.project)] == ["ok"]
        await pilot.press("M", "backspace", "backspace", "escape")
        assert "No memo on the document" in status(app)


async def test_a_tag_gets_another_code_and_keeps_its_memo(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "m", "k", "escape", "r")
        assert "Instead of 1 Infighting" in screen_text(app)
        await typed(pilot, "D2.s")
        tag = kept(study)
        assert (tag.code, tag.memo) == ("D2.sunni", "k")
        assert app.desk.query_one(CodebookPane).key == "D2.sunni"
        await pilot.press("u")
        assert kept(study).code == "D1"


async def test_without_a_tag_there_is_nothing_to_say(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        for key in ("m", "y", "i", "f", "r", "x", "less_than_sign", "tab"):
            await pilot.press(key)
            assert app.screen is app.desk
            assert "No tag is under the cursor" in status(app)
        await pilot.press("a")
        assert "Select a passage first" in status(app)
        assert tags.listed(study.project) == []


async def test_a_code_is_looked_up_by_name(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("C")
        await typed(pilot, "faith")
        pane = app.desk.query_one(CodebookPane)
        assert pane.display
        assert pane.key == "R2"


# More codes than digits


def forty() -> Codebook:
    """A codebook of forty codes of one family, flat."""
    codes = "\n".join(
        f"  - {{key: C{n}, family: F, name: Code number {n}, definition: This is {n}.}}" for n in range(40)
    )
    return loads(f"title: Forty\nfamilies:\n  - {{key: F, name: All}}\ncodes:\n{codes}\n")


@pytest.fixture
def with_forty(study: Study, on_desk: Opened) -> Callable[[], OnDesk]:
    """Ann at the mill, with forty codes."""
    codebooks.load(study.project, study.lea, forty())
    return lambda: on_desk()


async def test_the_first_nine_of_forty_codes_have_a_digit(study: Study, with_forty: Callable[[], OnDesk]) -> None:
    app = with_forty()
    async with app.run_test() as pilot:
        await pilot.press("s", *"123456789")
        assert [tag.code for tag in tags.listed(study.project)] == [f"C{n}" for n in range(9)]
        assert app.desk.query_one(CodeBar).checked == {f"C{n}" for n in range(9)}


async def test_the_others_are_given_by_name_and_get_a_lane_where_they_stand(
    study: Study, with_forty: Callable[[], OnDesk]
) -> None:
    app = with_forty()
    async with app.run_test() as pilot:
        await pilot.press("s")
        for key in ("C39", "C20", "C31"):
            await pilot.press("a")
            await typed(pilot, key)
        assert sorted(tag.code for tag in tags.listed(study.project)) == ["C20", "C31", "C39"]
        assert "C31 Code number 31" in status(app)
        reader = app.desk.reader
        gutter = reader.render_line(0).text[: reader._text_column]
        assert gutter.count("C") == 3
        await pilot.press("a")
        assert rows(app)[0].startswith("▸ C31")
        await pilot.press("escape", "escape", "a")
        assert [row[2:].split()[0] for row in rows(app)[:3]] == ["C31", "C20", "C39"]


async def test_forty_codes_fit_a_narrow_and_a_wide_window(study: Study, with_forty: Callable[[], OnDesk]) -> None:
    app = with_forty()
    async with app.run_test() as pilot:
        await pilot.press("s", "9", "c")
        assert MILL[:20] in screen_text(app)
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert MILL[:20] in screen_text(app)
        assert app.desk.reader.size.width >= 90


async def test_a_digit_without_a_code_says_so(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "9")
        assert notices(app) == ["No code is under 9; a lists all codes."]


async def test_a_codebook_without_qualifiers_says_so(study: Study, with_forty: Callable[[], OnDesk]) -> None:
    app = with_forty()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "y")
        assert notices(app) == ["This codebook has no qualifiers."]


async def test_a_finished_document_offers_no_editor_for_its_memo(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        app.desk.coding.finish()
        await pilot.press("M")
        assert app.screen is app.desk
        assert "You finished this document" in status(app)


async def test_a_memo_that_cannot_be_kept_twice_is_on_the_clipboard_and_there_again(
    study: Study, on_desk: Opened
) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M", "n", "o", "w")
        app.desk.coding.finish()  # as another program might
        await pilot.press("escape")
        assert isinstance(app.screen, MemoEditor)
        assert "You finished this document" in screen_text(app)
        await pilot.press("escape")
        assert app.screen_stack[-1] is app.desk
        assert app.clipboard == "now"
        assert "clipboard" in notices(app)[-1]
        app.desk.coding.reopen()
        await pilot.press("M")
        assert app.screen.query_one(TextArea).text == "now"
        await pilot.press("escape")
        assert app.screen_stack[-1] is app.desk
        assert [reading.memo for reading in readings.listed(study.project)] == ["now"]
        await pilot.press("M")
        assert app.screen.query_one(TextArea).text == "now"


async def test_a_memo_on_a_document_that_was_erased_meanwhile_is_on_the_clipboard(
    study: Study, on_desk: Opened
) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M", "n", "o", "w")
        with open_project(study.path) as other:
            purge.purge_document(other, study.lea, study.mill)
        await pilot.press("escape")
        await settled(pilot)
        assert app.is_running
        assert app.clipboard == "now"
        assert not isinstance(app.screen, MemoEditor)


def another(study: Study) -> None:
    """The lead loads another codebook, and Ann tags with its new code in a second window."""
    book = builtin()
    codes = [replace(code, name="Renamed", definition="Another.") if code.key == "D1" else code for code in book.codes]
    with open_project(study.path) as other:
        codebooks.load(other, study.lea, replace(book, codes=(*codes, Code("Z1", "New one", book.families[0].key))))
        reading = readings.of(other, study.ann, study.mill, rounds.current(other))
        tags.add(other, study.ann, reading, [NewTag("Z1", 0, 9)])


async def test_the_desk_takes_another_codebook_and_says_so(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test(size=(160, 40)) as pilot:
        another(study)
        app.desk._look()
        await pilot.pause()
        assert notices(app) == ["The lead loaded another codebook."]
        assert "8 New one" in status(app)
        assert app.desk.query_one(CodeBar).entries[0].name == "Renamed"
        assert app.desk.query_one(CodebookPane).told.plain.startswith("8 New one")
        await pilot.press("s", "1")
        assert "Another." in app.desk.query_one(CodebookPane).told.plain


async def test_a_code_is_put_on_nothing_before_its_new_meaning_was_shown(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("s")
        another(study)
        await pilot.press("1")
        assert [tag.code for tag in tags.listed(study.project)] == ["Z1"]
        assert "look at it before you go on" in status(app)
        assert app.desk.query_one(CodeBar).entries[0].name == "Renamed"
        await pilot.press("1")
        assert sorted(tag.code for tag in tags.listed(study.project)) == ["D1", "Z1"]


async def test_a_list_of_codes_from_the_codebook_before_tags_nothing(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "a")
        another(study)
        app.desk._look()
        await typed(pilot, "D3")
        assert [tag.code for tag in tags.listed(study.project)] == ["Z1"]


async def test_a_code_that_is_not_in_the_codebook_is_shown_by_its_key(study: Study, on_desk: Opened) -> None:
    tag = tags.add(study.project, study.ann, study.coding().reading, [NewTag("D3.deals", 0, 9)])[0]
    tags.remove(study.project, study.ann, tag)
    book = builtin()  # undo does not bring back what could not be given now
    codes = tuple(code for code in book.codes if code.key != "D3.deals")
    codebooks.load(study.project, study.lea, replace(book, codes=codes))
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("u")
        assert tags.listed(study.project) == []
        app.desk.query_one(CodebookPane).look_up("D3.deals")
        assert app.desk.query_one(CodebookPane).told.plain == "D3.deals (no longer in the codebook)"


async def test_a_desk_shows_what_was_written_between_its_reading_and_its_opening(study: Study, on_desk: Opened) -> None:
    coding = study.coding()
    study.coding = lambda *_: coding  # type: ignore[method-assign]
    with open_project(study.path) as other:
        tags.add(other, study.ann, readings.of(other, study.ann, study.mill, coding.round), [NewTag("D3", 0, 9)])
    app = on_desk()
    async with app.run_test():
        app.desk._look()
        assert [tag.code for tag in app.desk.coding.tags] == ["D3"]


async def test_a_desk_opens_while_another_program_commits(study: Study, on_desk: Opened) -> None:
    study.project.close()
    study.project = open_project(study.path, patience=0.05)
    coding = study.coding()
    study.coding = lambda *_: coding  # type: ignore[method-assign]
    app = on_desk()
    with closing(sqlite3.connect(study.path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        async with app.run_test() as pilot:
            await pilot.press("right")
            assert app.desk.reader.cursor == 1


@pytest.mark.parametrize(("typed_words", "paragraph"), [("2", 1), ("9" * 5000, 59), ("1" * 30 + "x", 0), ("000003", 2)])
async def test_any_answer_to_the_number_of_a_paragraph_is_harmless(
    study: Study, on_desk: Opened, typed_words: str, paragraph: int
) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+g")
        await pilot.pause()
        app.screen.query_one(Input).value = typed_words
        await pilot.press("enter")
        assert app.desk.reader.current_paragraph == paragraph
