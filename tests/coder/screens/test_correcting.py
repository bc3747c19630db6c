"""A lead corrects a text on the screen; its coder confirms what is in doubt."""

from collections.abc import Callable
from pathlib import Path

from coder.screens.correcting import Correcting
from coder.screens.desk import Desk
from coder.screens.documents import Documents
from coder.screens.placing import Placing
from corpus.text import Span
from db import corrections, documents, project, tags
from db.values import NewTag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, notices, rows, settled, typed
from tests.coder.screens.test_deciding import OnDocuments

Opened = Callable[..., OnDesk]
GONE = " He laughed, and I walked home that night."
SHORT = MILL.replace(GONE, "")


def tagged(study: Study, quote: str, code: str) -> None:
    start = MILL.index(quote)
    reading = study.coding().reading
    tags.add(study.project, study.ann, reading, [NewTag(code, start, start + len(quote))])


def correct(study: Study, text: str) -> None:
    """In another program."""
    with project.open_project(study.path) as opened:
        now = documents.named(opened, study.mill.id)
        corrections.correct(opened, study.lea, now, corrections.proposed(opened, now, text))


async def test_a_lead_sees_the_differences_puts_the_text_in_force_and_takes_it_back(
    study: Study, tmp_path: Path
) -> None:
    tagged(study, "sold the flour", "D3")
    file = tmp_path / "mill-2.txt"
    file.write_text(SHORT.replace("flour", "flower"), encoding="utf-8")
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        await pilot.press("T")
        await typed(pilot, str(file))
        assert isinstance(app.screen, Correcting)
        await settled(pilot)
        assert "2 differences" in line(app, "head")
        assert "1 moved or changed" in line(app, "reason")
        assert [row.strip() for row in rows(app) if row.strip().startswith(("-", "+"))][:2] == ["- flour.", "+ flower."]
        await pilot.press("escape")
        assert documents.named(study.project, study.mill.id).text_id == study.mill.text_id
        await pilot.press("T")
        await typed(pilot, str(file))
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert documents.text(study.project, documents.named(study.project, study.mill.id)) == SHORT.replace(
            "flour", "flower"
        )
        await pilot.press("U")
        await settled(pilot)
        assert documents.named(study.project, study.mill.id).text_id == study.mill.text_id


async def test_a_wholly_other_text_is_asked_about(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text("A ferry went at noon. No one on that shore knew why its mail was left behind.\n", encoding="utf-8")
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        for keys, same in ((["enter", "enter"], True), (["enter", "down", "enter"], False)):
            if not isinstance(app.screen, Correcting):
                await pilot.press("T")
                await typed(pilot, str(file))
                await settled(pilot)
            await pilot.press(*keys)
            await settled(pilot)
            assert (documents.named(study.project, study.mill.id).text_id == study.mill.text_id) is same
        assert isinstance(app.screen, Documents)


async def test_a_coder_can_t_correct_a_text(study: Study) -> None:
    app = OnDocuments(study, None, study.ann, None)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("T", "U")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert any("Only leads" in told for told in notices(app))
        assert documents.named(study.project, study.mill.id).text_id == study.mill.text_id


async def test_an_open_desk_takes_the_corrected_text_and_asks_where_passages_are(study: Study, on_desk: Opened) -> None:
    tagged(study, GONE.strip(), "D4")
    tagged(study, "sold the flour", "D3")
    app = on_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        correct(study, SHORT)
        app.desk._look()
        await settled(pilot)
        assert app.desk.coding.text == SHORT
        assert [tag.code for tag in app.desk.coding.tags] == ["D3"]
        assert "1 passage of yours" in line(app, "status")
        await pilot.press("T")
        await settled(pilot)
        assert isinstance(app.screen, Placing)
        assert "1 of 1 waiting" in line(app, "head")
        assert any("nor is anything like them" in row for row in rows(app))
        await pilot.press("enter")
        await settled(pilot)
        assert "1 of 1 waiting" in line(app, "head")
        await pilot.press("x")
        await settled(pilot)
        assert "all confirmed" in line(app, "head")
        await pilot.press("escape", "u")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert [tag.code for tag in app.desk.coding.waiting] == ["D4"]


async def test_what_is_selected_is_offered_as_the_place(study: Study, on_desk: Opened) -> None:
    tagged(study, GONE.strip(), "D4")
    study.coding().finish()
    correct(study, SHORT)
    app = on_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert any("T shows them" in told for told in notices(app))
        at = SHORT.index("I asked")
        app.desk._select(Span(at, at + len("I asked the commander why.")))
        await pilot.press("T")
        await settled(pilot)
        assert any("what you selected" in row for row in rows(app))
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        [tag] = app.desk.coding.tags
        assert SHORT[tag.start : tag.stop] == "I asked the commander why."
        assert app.desk.coding.reading.finished


async def test_places_in_a_text_that_was_corrected_again_are_not_taken(study: Study, on_desk: Opened) -> None:
    tagged(study, GONE.strip(), "D4")
    correct(study, SHORT)
    app = on_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.desk._select(Span(0, 9))
        await pilot.press("T")
        await settled(pilot)
        correct(study, "Interviewer: Go on.\n\n" + SHORT)
        app.desk._look()  # it lies below, and reads the text again
        await pilot.press("enter")
        await settled(pilot)
        assert any("corrected again" in told for told in notices(app))
        assert "1 of 1 waiting" in line(app, "head")
        assert not any("what you selected" in row for row in rows(app))
        assert [tag.lost for tag in tags.listed(study.project)] == [True]
        await pilot.press("x")
        await settled(pilot)
        assert tags.listed(study.project) == []
