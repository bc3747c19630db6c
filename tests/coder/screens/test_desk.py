"""The desk on the screen: what one presses, what is on disk then, what one sees."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Static

from coder.screens.help import Help
from coder.widgets.codebar import CodeBar
from coder.widgets.codebook_pane import CodebookPane
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.passages_pane import PassagesPane
from corpus.refused import Refused
from db import local, tags
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk

Opened = Callable[..., OnDesk]


def kept(study: Study) -> list[tuple[str, str]]:
    return [(tag.code, MILL[tag.start : tag.stop]) for tag in tags.listed(study.project)]


def status(app: OnDesk) -> str:
    return app.desk.query_one("#status", Line).left


def head(app: OnDesk) -> str:
    line = app.desk.query_one("#head", Line)
    return f"{line.left}|{line.right}"


def bar(app: OnDesk) -> str:
    return app.desk.query_one(KeyBar).render().plain


def notices(app: OnDesk) -> list[str]:
    return [notification.message for notification in app._notifications]


async def test_s_and_a_digit_tag_the_sentence_on_disk(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "3", "4")
        assert kept(study) == [
            ("D3", "They said the mill was ours, and then they sold the flour."),
            ("D4", "They said the mill was ours, and then they sold the flour."),
        ]
        assert app.desk.query_one(CodeBar).checked == {"D3", "D4"}
        assert "4 " in status(app)


async def test_a_digit_with_nothing_selected_says_how_to_select(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert "Select a passage first: s, v or drag." in status(app)
        assert kept(study) == []


async def test_undo_takes_back_and_says_what(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "3", "u")
        assert kept(study) == []
        assert "Undone" in status(app)
        await pilot.press("ctrl+r")
        assert len(kept(study)) == 1


async def test_reading_on_shows_as_progress(study: Study, on_desk: Opened) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        assert "read to ¶ 0 of 60" in head(app)
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        assert "read to ¶ 2 of 60" in head(app)
        await pilot.press("G")
        assert "read to ¶ 2 of 60" in head(app)
        await pilot.press("e")
        assert app.desk.reader.current_paragraph == 2


async def test_a_finished_document_is_not_changed_before_it_is_reopened(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("d")
        assert "again" in status(app)
        await pilot.press("d")
        assert "finished" in head(app)
        await pilot.press("s", "1")
        assert "Press d to reopen it first." in status(app)
        assert kept(study) == []
        await pilot.press("d", "1")
        assert len(kept(study)) == 1


async def test_e_says_what_was_read_and_what_d_does(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("d", "d", "e")
        assert status(app) == " You finished this document, so all of it counts as read. d reopens it."
        await pilot.press("d", "e")
        assert status(app) == " Read to ¶ 3 of 3: no more to read. d says that you are done."


async def test_e_goes_to_what_is_unread_also_in_a_finished_document(study: Study, on_desk: Opened) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        coding = app.desk.coding
        coding.reading = replace(coding.reading, finished=True, position=coding.paragraphs[4].start)
        await pilot.press("e")
        assert app.desk.reader.current_paragraph == 4
        assert status(app) == " ¶ 5: not read, though you finished this document."


async def test_the_keys_say_that_esc_is_done_with_an_edge(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s")
        assert "Esc Clear" in bar(app)
        await pilot.press("2", "greater_than_sign")
        assert "Esc Enter Done" in bar(app)
        assert "Clear" not in bar(app)


async def test_an_edge_is_chosen_and_moved(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("W", "2", "greater_than_sign", "w", "w", "right", "enter")
        assert kept(study) == [("D2", "They said the m")]
        await pilot.press("right")
        assert kept(study) == [("D2", "They said the m")]


async def test_remove_walk_and_ask(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1", "s", "2", "escape", "g", "f")
        assert [tag.query for tag in tags.listed(study.project)] == [True, False]
        await pilot.press("right_square_bracket", "delete")
        assert [code for code, _ in kept(study)] == ["D1"]


async def test_leaving_keeps_the_cursor(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("right_curly_bracket")
        at = app.desk.reader.cursor
    assert local.cursor(study.project.id, study.ann.id, study.mill.id) == at > 0
    again = on_desk(at=None)
    async with again.run_test():
        assert again.desk.reader.cursor == at


async def test_what_another_program_tags_appears(study: Study, on_desk: Opened) -> None:
    from coder.coding import Coding, Place
    from corpus.text import Span
    from db import project

    app = on_desk()
    async with app.run_test() as pilot:
        with project.open_project(study.path) as other:
            Coding.open(other, study.ann, study.mill).toggle("R1", Place(4, Span(0, 4)))
        app.desk._look()
        await pilot.pause()
        assert len(app.desk.query_one(PassagesPane).tags) == 1
        assert app.desk.query_one(CodeBar).checked == {"R1"}


async def test_what_is_refused_changes_nothing_on_the_screen(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("s", "1")
        before = app.desk.coding.tags
        study.path.rename(study.path.with_suffix(".gone"))
        await pilot.press("2")
        study.path.with_suffix(".gone").rename(study.path)
        assert app.desk.coding.tags == before
        assert app.desk.query_one(CodeBar).checked == {"D1"}
        assert notices(app)


async def test_titles_and_texts_are_never_markup(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        assert "The [mill]" in head(app)
        app.refuse(Refused("[red]no[/red] \x1b[31m"))
        await pilot.pause()
        assert notices(app) == ["[red]no[/red] ␛[31m"]


@pytest.mark.parametrize(("width", "shown"), [(80, False), (140, True)])
async def test_panes_stand_beside_the_text_where_there_is_room(
    study: Study, on_desk: Opened, width: int, shown: bool
) -> None:
    app = on_desk()
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        for pane, key in ((CodebookPane, "c"), (PassagesPane, "p")):
            assert app.desk.query_one(pane).display == shown
            await pilot.press(key)
            assert app.desk.query_one(pane).display != shown
            await pilot.press(key)


async def test_a_click_on_a_code_is_its_digit(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test(size=(140, 30)) as pilot:
        await pilot.press("s")
        await pilot.click("#codes", offset=(3, 0))
        assert [code for code, _ in kept(study)] == ["D1"]


async def test_help_names_every_key_of_the_desk(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        await pilot.press("escape")
        assert app.screen is app.desk


async def test_a_content_warning_stands_before_the_text(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        app.open_document(study.harsh)
        await pilot.pause()
        assert "Tells of a beating." in " ".join(str(s.content) for s in app.screen.query(Static))
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.desk.coding.document == study.harsh


@pytest.mark.parametrize("theme", ["night", "paper", "ansi-dark", "ansi-light"])
async def test_every_theme_knows_the_code_colours(study: Study, on_desk: Opened, theme: str) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.press("s", "3")
        assert len({app.theme_variables[f"code-{n}"] for n in range(1, 8)}) == 7


async def test_a_document_that_another_program_erased_leaves_the_screen(study: Study, on_desk: Opened) -> None:
    from db import project, purge

    app = on_desk()
    async with app.run_test() as pilot:
        desk = app.desk
        with project.open_project(study.path) as other:
            purge.purge_document(other, study.lea, study.mill)
        desk._look()
        await pilot.pause()
        assert desk not in app.screen_stack
        assert any("erased" in notice for notice in notices(app))
