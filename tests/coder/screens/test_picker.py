"""The list of projects: the first screen of one who names no project."""

import sqlite3
from pathlib import Path

import pytest

from coder.app import CoderApp
from coder.screens.choose import Choose
from coder.screens.documents import Documents
from coder.screens.picker import Picker
from corpus.codebook import builtin
from db import coders
from db.project import create, open_project
from tests.coder.conftest import Study
from tests.coder.screens.conftest import line, notices, rows, settled, typed


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program is started in a folder of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_on_a_new_machine_it_says_what_one_can_do() -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Picker)
        assert [row.split()[0] for row in rows(app)[1:]] == ["n", "o", "t"]
        await pilot.press("enter")
        assert isinstance(app.screen, Picker)
        await pilot.press("q")
    assert app.return_code == 0


async def test_projects_of_this_machine_stand_there_latest_first(study: Study, tmp_path: Path) -> None:
    create(tmp_path / "later.coder", "Lea", builtin()).close()
    gone = tmp_path / "gone.coder"
    create(gone, "Lea", builtin()).close()
    gone.unlink()
    app = CoderApp(name="ann")
    async with app.run_test(size=(200, 24)) as pilot:
        await settled(pilot)
        assert [row.split()[:2] for row in rows(app)] == [["▸", "later"], ["study", str(tmp_path)]]
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert app.coder == study.ann
        await pilot.press("q")
        assert isinstance(app.screen, Picker)
        assert [row.split()[:2] for row in rows(app)] == [["▸", "study"], ["later", str(tmp_path)]]


async def test_a_project_is_opened_by_its_path_with_or_without_the_suffix(study: Study, tmp_path: Path) -> None:
    app = CoderApp(name="Ben")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("o")
        await typed(pilot, str(tmp_path / "study"))
        assert app.coder == study.ben
        await pilot.press("q", "o", "escape")
        assert isinstance(app.screen, Picker)


async def test_whoever_makes_a_project_is_its_lead_and_sees_its_documents(elsewhere: Path) -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("n")
        await typed(pilot, "orchard")
        await typed(pilot, "  Mina ")
        assert isinstance(app.screen, Documents)
        assert "orchard.coder · main round|Mina (lead) · 0 of 0 finished" in line(app, "head")
        assert rows(app)[0].strip() == "No documents yet."
    with open_project(elsewhere / "orchard.coder") as made:
        assert [(coder.name, coder.role) for coder in coders.listed(made)] == [("Mina", "lead")]


async def test_a_project_that_is_there_is_not_made_again(study: Study, elsewhere: Path) -> None:
    before = study.path.read_bytes()
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("n")
        await typed(pilot, str(study.path))
        await typed(pilot, "Mina")
        assert isinstance(app.screen, Picker)
        assert "exists already" in notices(app)[0]
    assert study.path.read_bytes() == before


async def test_a_path_at_which_nothing_can_be_made_or_opened_is_a_notice(elsewhere: Path) -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        for path in ("nowhere/study.coder", "/", "..", "~nobody-of-that-name/study", "s" * 300):
            before = len(notices(app))
            await pilot.press("n")
            await typed(pilot, path)
            await typed(pilot, "Mina")
            await pilot.press("o")
            await typed(pilot, path)
            assert isinstance(app.screen, Picker)
            assert len(notices(app)) == before + 2
    assert list(elsewhere.iterdir()) == []


async def test_the_demo_is_made_once_and_opened_as_ann(elsewhere: Path) -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert "demo.coder · main round|ann (coder) · 8 of 10 finished" in line(app, "head")
        await pilot.press("q")
        made = (elsewhere / "demo.coder").stat().st_ino
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
    assert (elsewhere / "demo.coder").stat().st_ino == made


@pytest.mark.damaged
async def test_what_is_no_sound_project_becomes_a_notice_and_the_program_goes_on(study: Study, tmp_path: Path) -> None:
    foreign, damaged, cut, folder = (tmp_path / f"{name}.coder" for name in ("foreign", "damaged", "cut", "folder"))
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE recipe (name)")
    other.close()
    study.project.close()
    sound = study.path.read_bytes()
    damaged.write_bytes(sound[:8192] + b"\xff" * 8192 + sound[16384:])
    cut.write_bytes(sound[:50])
    folder.mkdir()
    before = {path: path.read_bytes() for path in (foreign, damaged, cut)}
    app = CoderApp(name="Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        for path in (foreign, damaged, cut, folder, tmp_path / "missing.coder"):
            await pilot.press("o")
            await typed(pilot, str(path))
            assert isinstance(app.screen, Picker)
        assert len(notices(app)) == 5
        assert "another program" in notices(app)[0]
        assert "no project" in notices(app)[4]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
    assert before == {path: path.read_bytes() for path in before}


async def test_somebody_unknown_is_refused_and_the_program_goes_on(study: Study) -> None:
    app = CoderApp(name="Zoe")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Picker)
        assert "No coder is called 'Zoe'" in notices(app)[0]


async def test_who_is_there_is_asked_when_nobody_said_it(study: Study) -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        assert [row.split()[-1] for row in rows(app)] == ["coder", "coder", "lead"]
        await typed(pilot, "be")
        assert isinstance(app.screen, Documents)
        assert app.coder == study.ben


async def test_one_who_does_not_say_who_they_are_is_nobody(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create(tmp_path / "other.coder", "Mina", builtin()) as other:
        coders.add(other, coders.named(other, "Mina"), "Noor")
    monkeypatch.setenv("LOGNAME", "ann")
    app = CoderApp()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert app.coder == study.ann
        await pilot.press("q", "down", "enter")
        await settled(pilot)
        await pilot.press("escape", "f4")
        assert isinstance(app.screen, Picker)
        assert app.coder is None
