"""A memo that is being written is lost neither when the program dies nor when another window writes the same one."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import TextArea

from coder.app import CoderApp
from coder.coding import Coding
from coder.screens.memo import MemoEditor
from coder.widgets.line import Line
from db import cases, drafts, local, purge, readings, tags
from db.project import open_project
from db.values import NewTag, Tag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, notices, rows, screen_text, settled, typed

Opened = Callable[..., OnDesk]


def status(app: OnDesk) -> str:
    return app.desk.query_one("#status", Line).left


def area(app: OnDesk) -> TextArea:
    """Where the memo is written."""
    assert isinstance(app.screen, MemoEditor)
    return app.screen.query_one(TextArea)


def kept_drafts() -> list[Path]:
    """The files of the drafts there are."""
    return [path for path in (local.folder() / "drafts").rglob("*") if path.is_file()]


def add_tag(study: Study, **more: object) -> Tag:
    """A tag of Ann's at the beginning of the mill."""
    reading = study.coding().reading
    return tags.add(study.project, study.ann, reading, [NewTag("D1", 0, 9, **more)])[0]  # type: ignore[arg-type]


def elsewhere(study: Study, change: Callable[[Coding, Tag], object]) -> None:
    """Ann has a second window open, and does something there to the only tag."""
    with open_project(study.path) as other:
        coding = Coding.open(other, study.ann, study.mill)
        change(coding, coding.tags[0])


async def written_and_killed(study: Study, on_desk: Opened, *keys: str) -> None:
    """Keys are pressed, and the program ends without asking."""
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert isinstance(app.screen, MemoEditor)


@pytest.mark.parametrize("key", ["m", "M"])
async def test_what_was_being_written_is_there_when_the_memo_is_opened_again(
    study: Study, on_desk: Opened, key: str
) -> None:
    add_tag(study)
    await written_and_killed(study, on_desk, key, "w", "h", "y")
    [file] = kept_drafts()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert area(app).text == "why"
        assert "You had not closed this memo" in screen_text(app)
        await pilot.press("question_mark", "escape")
        assert kept_drafts() == []
        await pilot.press(key)
        assert area(app).text == "why?"
        assert "You had not closed this memo" not in screen_text(app)


async def test_a_memo_that_was_not_closed_is_found_where_it_is(study: Study, on_desk: Opened) -> None:
    add_tag(study)
    at = MILL.index("He laughed")
    tag = tags.add(study.project, study.ann, study.coding().reading, [NewTag("D2", at, at + 10)])[0]
    drafts.Draft(study.project.id, study.mill.id, tag.id, study.ann.id).write("why", "")
    app = on_desk(at=None)
    async with app.run_test() as pilot:
        assert app.desk.reader.cursor == at
        assert status(app) == " You had not closed a memo here; what you typed is kept: m opens it."
        app.desk._look()
        assert "m opens it" in status(app)
        await pilot.press("m")
        assert area(app).text == "why"
        await pilot.press("escape")
    again = on_desk(at=None)
    async with again.run_test():
        assert "not closed" not in screen_text(again)


async def test_the_tag_of_a_memo_that_was_not_closed_is_the_one_that_m_is_about(study: Study, on_desk: Opened) -> None:
    outer = add_tag(study)
    tags.add(study.project, study.ann, study.coding().reading, [NewTag("D2", 0, 4)])
    drafts.Draft(study.project.id, study.mill.id, outer.id, study.ann.id).write("why", "")
    app = on_desk(at=None)
    async with app.run_test() as pilot:
        await pilot.press("m")
        assert area(app).text == "why"


async def test_a_document_memo_that_was_not_closed_is_told_too(study: Study, on_desk: Opened) -> None:
    await written_and_killed(study, on_desk, "M", "x")
    app = on_desk(at=None)
    async with app.run_test():
        assert "what you typed is kept: M opens it." in status(app)


async def test_several_memos_that_were_not_closed_are_counted_and_a_finished_document_is_reopened_first(
    study: Study, on_desk: Opened
) -> None:
    add_tag(study)
    await written_and_killed(study, on_desk, "M", "x")
    await written_and_killed(study, on_desk, "m", "x")
    study.coding().finish()
    app = on_desk(at=None)
    async with app.run_test(size=(100, 24)) as pilot:
        assert "You had not closed 2 memos here" in status(app)
        assert status(app).endswith("d, then m opens the first.")
        await pilot.press("d", "m")
        assert area(app).text == "x"


async def test_in_a_narrow_window_and_at_another_place_it_is_a_notice(study: Study, on_desk: Opened) -> None:
    add_tag(study)
    await written_and_killed(study, on_desk, "m", "x")
    app = on_desk(at=None)
    async with app.run_test(size=(40, 12)):
        assert notices(app) == ["You had not closed a memo here; what you typed is kept: m opens it."]
    app = on_desk(at=MILL.index("He laughed"))
    async with app.run_test():
        assert notices(app) == ["You had not closed a memo in ¶ 1; what you typed is kept: m opens it."]
        assert app.desk.reader.cursor == MILL.index("He laughed")


async def test_only_ones_own_drafts_about_what_is_there_and_says_something_else_are_unclosed(
    study: Study, on_desk: Opened
) -> None:
    tag = add_tag(study, memo="kept")
    for about, coder, words in (
        (tag.id, study.ann, "kept"), ("gone", study.ann, "x"), (study.mill.id, study.ben, "x"),
    ):  # fmt: skip
        drafts.Draft(study.project.id, study.mill.id, about, coder.id).write(words, "")
    app = on_desk(at=None)
    async with app.run_test():
        assert "not closed" not in screen_text(app)
        assert notices(app) == []
    listed = CoderApp(study.path, "Ann")
    async with listed.run_test() as pilot:
        await settled(pilot)
        assert "not closed" not in screen_text(listed)


async def test_the_list_of_documents_says_where_a_memo_was_not_closed(study: Study, on_desk: Opened) -> None:
    await written_and_killed(study, on_desk, "M", "x")
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert ["memo not closed" in row for row in rows(app)] == [True, False, False]
        assert line(app, "status").startswith(" memo not closed")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("M", "backspace", "escape", "q")  # nothing is written in the project
        await settled(pilot)
        assert "not closed" not in screen_text(app)


async def test_one_goes_on_at_the_document_in_which_a_memo_was_not_closed(study: Study) -> None:
    drafts.Draft(study.project.id, study.long.id, study.long.id, study.ann.id).write("x", "")
    app = CoderApp(study.path, "Ann")
    async with app.run_test(size=(50, 12)) as pilot:
        await settled(pilot)
        assert rows(app)[2].startswith("▸ The road")
        assert "memo not closed" not in rows(app)[2]
        assert line(app, "status") == " memo not closed|"


async def test_a_draft_that_is_taken_back_to_what_it_had_been_is_gone(study: Study, on_desk: Opened) -> None:
    add_tag(study)
    await written_and_killed(study, on_desk, "m", "w")
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m", "backspace", "escape")
        assert kept_drafts() == []
        assert [tag.memo for tag in tags.listed(study.project)] == [""]


async def test_a_draft_of_a_memo_that_was_changed_since_is_shown_with_it(study: Study, on_desk: Opened) -> None:
    add_tag(study, memo="once")
    await written_and_killed(study, on_desk, "m", "x")
    elsewhere(study, lambda coding, tag: coding.set_memo(tag, "theirs"))
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m")
        assert area(app).text.startswith("oncex\n")
        assert area(app).text.endswith("\ntheirs")


async def test_a_memo_that_was_changed_in_another_window_is_not_written_over(study: Study, on_desk: Opened) -> None:
    add_tag(study)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m", *"mine")
        elsewhere(study, lambda coding, tag: coding.set_memo(tag, "theirs"))
        await pilot.press("escape")
        await settled(pilot)
        assert tags.listed(study.project)[0].memo == "theirs"
        assert "in another window" in screen_text(app)
        assert area(app).text.splitlines()[0] == "mine"
        assert area(app).text.splitlines()[-1] == "theirs"
        area(app).text = "mine and theirs"
        await pilot.press("escape")
        await settled(pilot)
        assert tags.listed(study.project)[0].memo == "mine and theirs"
        assert kept_drafts() == []


async def test_a_document_memo_that_was_changed_in_another_window_is_not_written_over(
    study: Study, on_desk: Opened
) -> None:
    add_tag(study)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M", *"mine")
        elsewhere(study, lambda coding, _: coding.set_document_memo("theirs"))
        await pilot.press("escape")
        await settled(pilot)
        assert [reading.memo for reading in readings.listed(study.project)] == ["theirs"]
        await pilot.press("escape")
        await settled(pilot)
        [memo] = [reading.memo for reading in readings.listed(study.project)]
        assert memo.startswith("mine\n")
        assert memo.endswith("\ntheirs")


async def test_a_memo_that_both_windows_wrote_alike_is_no_matter(study: Study, on_desk: Opened) -> None:
    add_tag(study)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m", *"same")
        elsewhere(study, lambda coding, tag: coding.set_memo(tag, "same"))
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is app.desk


async def test_a_memo_on_a_tag_that_another_window_removed_comes_back_with_the_tag(
    study: Study, on_desk: Opened
) -> None:
    add_tag(study)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m", *"mine")
        elsewhere(study, lambda coding, tag: coding.remove(tag))
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert app.clipboard == "mine"
        await pilot.press("u", "m")
        assert area(app).text == "mine"


async def test_qualifiers_case_and_code_that_another_window_changed_are_not_written_over(
    study: Study, on_desk: Opened
) -> None:
    add_tag(study)
    changes: list[tuple[str, str, Callable[[Coding, Tag], object]]] = [
        ("y", "criticism", lambda coding, tag: coding.qualify(tag, "voice", "reported")),
        ("i", "c07", lambda coding, tag: coding.new_case(tag, "c08")),
        ("r", "d2", lambda coding, tag: coding.recode(tag, "D3")),
    ]
    app = on_desk()
    async with app.run_test() as pilot:
        for key, answer, change in changes:
            await pilot.press(key)
            elsewhere(study, change)
            await typed(pilot, answer)
            assert "Another window changed this tag meanwhile" in screen_text(app)
        [tag] = tags.listed(study.project)
        assert (tag.code, tag.qualifiers) == ("D3", {"voice": "reported"})
        assert [case.key for case in cases.listed(study.project)] == ["c08"]
        await pilot.press("y")
        await typed(pilot, "criticism")
        assert tags.listed(study.project)[0].qualifiers == {"voice": "reported", "strength": "criticism"}


async def test_a_purge_erases_drafts_too(study: Study, on_desk: Opened) -> None:
    case = cases.add(study.project, study.ann, "c07")
    add_tag(study, case=case.id)
    await written_and_killed(study, on_desk, "m", "x")
    await written_and_killed(study, on_desk, "M", "x")
    other = drafts.Draft(study.project.id, study.long.id, study.long.id, study.ann.id)
    other.write("stays", "")
    assert len(kept_drafts()) == 3
    purge.purge_case(study.project, study.lea, case)
    assert len(kept_drafts()) == 2
    purge.purge_document(study.project, study.lea, study.mill)
    assert kept_drafts() == [other.path]


async def test_drafts_of_a_document_that_was_erased_on_another_machine_are_erased_here(
    study: Study, on_desk: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await written_and_killed(study, on_desk, "M", "x")
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "there"))
    purge.purge_document(study.project, study.lea, study.mill)
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "state"))
    assert len(kept_drafts()) == 1
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert kept_drafts() == []


async def test_where_no_draft_can_be_written_memos_are_kept_all_the_same(
    study: Study, on_desk: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "file"))
    add_tag(study)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("m", "x", "escape")
        await settled(pilot)
        assert tags.listed(study.project)[0].memo == "x"


@pytest.mark.parametrize("words", ["", "[", "[1, 2]", "{}", '["a"]', "[" * 5000, "null"])
def test_a_damaged_draft_is_none(study: Study, words: str) -> None:
    draft = drafts.Draft("p", "d", "a", "c")
    draft.path.parent.mkdir(parents=True)
    draft.path.write_text(words)
    assert draft.read() is None


async def test_a_memo_being_written_stays_when_its_document_is_erased(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M", *"now")
        with open_project(study.path) as other:
            purge.purge_document(other, study.lea, study.mill)
        app.desk._look()
        await settled(pilot)
        assert area(app).text == "now"
        await pilot.press("escape")
        await settled(pilot)
        assert app.clipboard == "now"
        assert kept_drafts() == []


async def test_what_is_typed_after_its_document_was_erased_leaves_no_draft(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("M", *"now")
        with open_project(study.path) as other:
            purge.purge_document(other, study.lea, study.mill)
        await pilot.press(*" and more")
        app.screen._save()
        assert kept_drafts() == []
        assert area(app).text == "now and more"
