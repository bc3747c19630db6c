"""Deciding the rows that an import could not place, one by one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coder.cli import main
from coder.csv_cells import parsed
from coder.screens.deciding import Deciding
from coder.screens.documents import Documents
from corpus.readers import Imported
from db import documents, readings, rounds, tags
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, notices, rows, settled, typed

Opened = Callable[..., OnDesk]
ROWS = """document,coder,code,quote,memo
The [mill],Ann,D1,the mill,=first
The [mill],Ben,D2,the bred was god,
The road,Ann,D3,Nothing of the kind was said by anyone at all,
The road,Ann,D99,"Paragraph 7 tells of the road",
"""


class OnDocuments(OnDesk):
    """The program, with the list of documents."""

    def begin(self) -> None:
        self.project, self.coder = self._study.project, self._who or self._study.ann
        self.push_screen(Documents())


@pytest.fixture
def refused(study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The rows that an import refused."""
    text = MILL.replace("He wrote", "The mill was gone, he wrote")
    assert text != MILL
    documents.edit(study.project, study.lea, study.mill, title="The old mill")
    documents.add(study.project, study.lea, Imported("The [mill]", text))
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, encoding="utf-8")
    assert main(["tags-import", str(study.path), str(file), "--as", "lea"]) == 1
    return tmp_path / "rows.refused.csv"


def codes(file: Path) -> list[tuple[str, str]]:
    """The rows of the file: code and what is to be taken."""
    header, found = parsed(file.read_bytes(), "x")
    code, take = header.index("code"), header.index("take")
    return [(cells[code], cells[take]) for _, cells in found]


async def test_rows_are_tagged_left_out_or_skipped(study: Study, refused: Path, tmp_path: Path) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("D")
        await typed(pilot, str(refused))
        assert isinstance(app.screen, Deciding)
        assert line(app, "head") == " The [mill] · Ann · D1|row 2 · 1 of 4 left "
        assert "stands there twice" in line(app, "reason")
        assert "Tag there" in str(app.screen.query_one("#keys").render())
        assert sum("the same words" in row for row in rows(app)) == 2
        await pilot.press("down", "enter")
        await settled(pilot)
        assert line(app, "head").startswith(" The [mill] · Ben · D2|row 3 · 1 of 3")
        await pilot.press("s")
        assert "nor anything like them" in app.screen.query_one("#list").empty
        await pilot.press("n", "b", "enter")
        await settled(pilot)
        assert line(app, "head").startswith(" The road · Ann · D99|row 5 · 1 of 1")
        assert "D99" in line(app, "reason")
        assert "mend it in the file" in app.screen.query_one("#list").empty
        await pilot.press("enter", "escape")
        assert isinstance(app.screen, Documents)
    found = {tag.code: tag for tag in tags.listed(study.project)}
    assert set(found) == {"D1", "D2"}
    assert found["D1"].memo == "=first"
    assert {found["D1"].coder, found["D2"].coder} == {study.ann.id, study.ben.id}
    assert codes(refused) == [("D3", "none"), ("D99", "")]
    assert main(["tags-import", str(study.path), str(refused), "--as", "lea"]) == 1


async def test_a_coder_decides_their_own_rows_only(study: Study, refused: Path) -> None:
    app = OnDocuments(study, None, study.ann, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("D")
        await typed(pilot, str(refused))
        await pilot.press("s")
        assert "Only leads" in line(app, "reason")
        assert "can't be decided here" in rows(app)[0]
        await pilot.press("enter", "b", "enter")
        await settled(pilot)
    assert [tag.code for tag in tags.listed(study.project)] == ["D1"]


async def test_a_finished_reading_refuses_and_the_row_stays(study: Study, refused: Path) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("D")
        await typed(pilot, str(refused))
        mill = documents.named(study.project, "The [mill]")
        reading = readings.of(study.project, study.ann, mill, rounds.current(study.project))
        readings.finish(study.project, study.ann, reading)
        await pilot.press("enter")
        await settled(pilot)
        assert any("finished" in notice for notice in notices(app))
        assert "1 of 4" in line(app, "head")
    assert tags.listed(study.project) == []
    assert len(codes(refused)) == 4


@pytest.mark.parametrize("name", ["gone.csv", "", "study.coder"])
async def test_what_is_no_such_file_is_refused(study: Study, tmp_path: Path, name: str) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("D")
        await typed(pilot, f"{tmp_path}/{name}")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert notices(app)


@pytest.mark.parametrize("size", [(1, 1), (8, 4), (80, 3), (20, 10)])
async def test_no_size_of_the_window_ends_it(study: Study, refused: Path, size: tuple[int, int]) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("D")
        await typed(pilot, str(refused))
        await pilot.resize_terminal(*size)
        await pilot.press("down", "s", "n", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Deciding)
        assert app.is_running
