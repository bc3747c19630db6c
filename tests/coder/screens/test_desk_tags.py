"""What a tag says beside its code, said on the desk; and codebooks with more codes than there are digits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual.widgets import TextArea

from coder.screens.choose import Choose
from coder.screens.memo import MemoEditor
from coder.widgets.codebar import CodeBar
from coder.widgets.codebook_pane import CodebookPane
from coder.widgets.line import Line
from corpus.codebook import Codebook, loads
from db import cases, codebooks, readings, tags
from db.values import Tag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, notices, rows, screen_text, typed

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
    from db.project import open_project

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
    from db.project import open_project

    study.project = open_project(study.path, patience=0.05)
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "m", "n", "o", "w")
        with held(study):
            await pilot.press("escape")
            await pilot.pause()
            assert "Another program is writing" in notices(app)[0]
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
