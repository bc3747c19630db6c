"""The list of documents: how far one has come, where one goes on, what one brings in."""

from pathlib import Path

from coder.app import CoderApp
from coder.screens.choose import Choose
from coder.screens.desk import Desk
from coder.screens.documents import Documents
from coder.screens.passages import Passages
from coder.screens.warning import ContentWarning
from coder.widgets.listing import Listing
from corpus.readers import Imported
from corpus.text import text_id
from db import documents, events, local, purge, readings, rounds, tags
from db.values import Coder, Document, NewTag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import line, notices, rows, settled, typed


def read(study: Study, coder: Coder, document: Document, position: int = 0, *new: NewTag, finish: bool = False) -> None:
    """Somebody has read that far, tagged that, finished or not."""
    reading = readings.of(study.project, coder, document, rounds.current(study.project))
    if position:
        reading = readings.advance(study.project, coder, reading, position)
    if new:
        tags.add(study.project, coder, reading, new)
    if finish:
        readings.finish(study.project, coder, reading)


def many(study: Study, number: int) -> None:
    """As if so many documents had been imported, in one transaction."""
    with study.project.write(study.lea.id) as action:
        for n in range(number):
            words = f"I am witness {n}."
            text = text_id(words)
            documents._keep(action, text, words, len(words), 4)
            about = {"title": f"Witness {n:04}", "source": "", "date": "", "language": "", "warning": ""}
            state = {"text": text, "@about": action.body(events.canonical(about)), "case_id": None}
            action.append(events.PROJECT, "document.add", f"{n:032}", state)


def looking(app: CoderApp) -> Documents:
    """The screen, which is the list of documents."""
    assert isinstance(app.screen, Documents)
    return app.screen


def chosen(app: CoderApp) -> str:
    """The row that is chosen."""
    return next(row for row in rows(app) if row.startswith("▸"))


async def test_a_coder_sees_their_own_progress_and_nobody_elses(study: Study) -> None:
    read(study, study.ann, study.mill, len(MILL) // 2, NewTag("D1", 0, 9), NewTag("R1", 0, 9))
    read(study, study.ann, study.long, finish=True)
    read(study, study.ben, study.harsh, 0, NewTag("D4", 0, 5), finish=True)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert line(app, "head") == " study.coder · main round|Ann (coder) · 1 of 3 finished "
        assert [row[2:].split("  ")[0].strip() for row in rows(app)] == ["The [mill]", "The cellar", "The road"]
        mill, cellar, road = rows(app)
        assert "(!)" in cellar
        assert "(!)" not in mill + road
        assert "39 words" in mill
        assert "read 50 %" in mill
        assert mill.endswith("read 50 %")
        assert cellar.endswith("not begun")
        assert "finished ✓" in road
        assert not any("tag" in row for row in rows(app))
        assert line(app, "status") == " 2 tags|"
        await pilot.press("down")
        assert line(app, "status") == " (!) Tells of a beating.|"


async def test_a_lead_sees_how_many_have_finished_and_who(study: Study) -> None:
    read(study, study.ann, study.mill, len(MILL) // 2)
    read(study, study.ben, study.mill, finish=True)
    app = CoderApp(study.path, "Lea")
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        assert [row[-13:] for row in rows(app)] == ["1 of 2 finished"[-13:], *["0 of 2 finished"[-13:]] * 2]
        assert line(app, "status") == " Ann read 50 %, 0 tags; Ben finished ✓, 0 tags|"
        await pilot.press("down")
        assert line(app, "status") == " (!) Tells of a beating.|"


async def test_the_status_line_says_where_a_document_comes_from(study: Study) -> None:
    documents.edit(study.project, study.lea, study.mill, source="The Lantern", date="2015-03-18", language="en")
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert line(app, "status") == " The Lantern · 2015-03-18 · en|"


async def test_a_warning_of_several_lines_is_told_in_one(study: Study) -> None:
    documents.edit(study.project, study.lea, study.mill, warning="Tells of a beating.\nIt is short.")
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert line(app, "status") == " (!) Tells of a beating. It is short.|"


async def test_one_begins_at_the_first_document_that_is_not_finished(study: Study) -> None:
    read(study, study.ann, study.mill, finish=True)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "The cellar" in chosen(app)
        await pilot.press("e")
        assert "The road" in chosen(app)
        await pilot.press("e")
        assert "The cellar" in chosen(app)


async def test_one_goes_on_in_the_document_that_one_has_begun(study: Study) -> None:
    read(study, study.ann, study.harsh, finish=True)
    read(study, study.ann, study.long, 10)
    read(study, study.ben, study.mill, 10)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "The road" in chosen(app)


async def test_one_who_has_finished_all_is_told_so(study: Study) -> None:
    for document in (study.mill, study.long, study.harsh):
        read(study, study.ann, document, finish=True)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("e")
        assert notices(app) == ["You have finished them all."]


async def test_enter_goes_on_where_one_left_off(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("G", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        await pilot.press("right_curly_bracket", "right_curly_bracket", "s", "2")
        at = app.screen.reader.cursor
        await pilot.press("q")
        assert isinstance(app.screen, Documents)
        assert line(app, "status") == " 1 tag|"
        assert "read 3 %" in chosen(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == at > 0
        await pilot.press("q", "q")
    assert app.return_code == 0
    assert local.cursor(study.project.id, study.ann.id, study.long.id) == at


async def test_a_content_warning_is_answered_before_the_text_is_shown(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ContentWarning)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)


async def test_some_letters_of_its_title_find_a_document(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("slash")
        await typed(pilot, "ROAD")
        assert "The road" in chosen(app)
        await pilot.press("slash")
        await typed(pilot, "mill", "escape")
        assert "The road" in chosen(app)


async def test_a_number_finds_the_titles_it_stands_in_and_no_others(study: Study) -> None:
    for n in range(10, 30):
        documents.add(study.project, study.lea, Imported(f"Interview {n}", f"This is what number {n} said."))
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("slash", "2", "5")
        assert [row.split("  ")[0] for row in rows(app)] == ["▸ Interview 25"]


async def test_files_are_imported_and_a_bad_one_does_not_stop_the_rest(study: Study, tmp_path: Path) -> None:
    for name, words in (("b one.txt", b"One."), ("b two.md", b"Two words."), ("b bad.txt", b"\x00\x01\x02")):
        (tmp_path / name).write_bytes(words)
    app = CoderApp(study.path, "Ann")
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.press("I")
        await typed(pilot, str(tmp_path / "b *"))
        assert len(rows(app)) == 5
        assert "1 word " in next(row for row in rows(app) if "b one" in row)
        assert any("b bad.txt" in notice for notice in notices(app))
        assert notices(app)[-1] == "2 documents imported; 1 refused"
        assert "The [mill]" in chosen(app)


async def test_files_that_are_not_there_are_notices(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        for path in ("missing.txt", "[", "*", "a**b/*.txt", "/", "~nobody-of-that-name/x"):
            before = len(notices(app))
            await pilot.press("I")
            await typed(pilot, str(folder / path) if path[0] not in "/~" else path)
            assert notices(app)[before + 1 :] == ["0 documents imported; 1 refused"]
        assert len(rows(app)) == 3


async def test_of_many_bad_files_only_the_first_are_told_one_by_one(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for n in range(40):
        (folder / f"scan {n:02}.pdf").write_bytes(b"%PDF")
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("I")
        await typed(pilot, str(folder / "*"))
        assert len(notices(app)) <= 7
        assert notices(app)[-1] == "0 documents imported; 40 refused"


async def test_a_file_whose_name_looks_like_a_pattern_is_that_file(study: Study, tmp_path: Path) -> None:
    (tmp_path / "talk [1].txt").write_text("The one with brackets.")
    (tmp_path / "talk 1.txt").write_text("Another one.")
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("I")
        await typed(pilot, str(tmp_path / "talk [1].txt"))
        assert any("talk [1]" in row for row in rows(app))
        assert not any("talk 1" in row for row in rows(app))


async def test_another_person_goes_on_in_the_same_program(study: Study) -> None:
    read(study, study.ben, study.mill, finish=True)
    app = CoderApp(study.path, "Ann")
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.press("w")
        await typed(pilot, "Ben")
        assert line(app, "head").endswith("|Ben (coder) · 1 of 3 finished ")
        assert "finished ✓" in rows(app)[0]
        await pilot.press("w", "escape")
        assert app.coder == study.ben
        await pilot.press("w")
        await typed(pilot, "Lea")
        assert line(app, "head").endswith("|Lea (lead) · 0 of 3 finished ")
        assert "of 2 finished" in rows(app)[0]


async def test_what_another_program_imports_appears(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("G")
        assert "The road" in chosen(app)
        documents.add(study.project, study.lea, Imported("A new one", "It came later."))
        looking(app)._look()
        await pilot.pause()
        assert "A new one" in rows(app)[0]
        assert "The road" in chosen(app)


async def test_a_project_that_is_gone_leaves_what_is_shown(study: Study, tmp_path: Path) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        before = rows(app)
        study.path.rename(tmp_path / "gone")
        looking(app)._look()
        await pilot.press("enter")
        await settled(pilot)
        assert rows(app) == before
        assert "was moved, deleted or replaced" in notices(app)[0]
        (tmp_path / "gone").rename(study.path)


async def test_a_project_that_is_gone_is_told_whatever_key_is_pressed(study: Study, tmp_path: Path) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        study.path.rename(tmp_path / "gone")
        for number, key in enumerate(("f4", "w"), 1):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, Documents)
            assert len(notices(app)) == number
            assert "was moved, deleted or replaced" in notices(app)[-1]
        (tmp_path / "gone").rename(study.path)


async def test_below_another_screen_the_list_reads_nothing_and_afterwards_all(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        below = app.screen
        assert isinstance(below, Documents)
        await pilot.press("enter")
        await settled(pilot)
        documents.add(study.project, study.lea, Imported("A new one", "It came later."))
        below._look()
        assert len(below.documents) == 3
        await pilot.press("q")
        assert "A new one" in rows(app)[0]


async def test_a_document_is_found_though_others_came_while_one_typed(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        below = app.screen
        assert isinstance(below, Documents)
        await pilot.press("slash")
        documents.add(study.project, study.lea, Imported("A new one", "It came later."))
        below._look()
        await typed(pilot, "road")
        assert "The road" in chosen(app)


async def test_an_erased_document_stays_in_the_list_without_its_words(study: Study) -> None:
    read(study, study.ann, study.mill, 0, NewTag("D1", 0, 9))
    purge.purge_document(study.project, study.lea, study.mill)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "mill" not in "".join(rows(app))
        assert "erased" in rows(app)[0]
        await pilot.press("home", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert "was erased" in notices(app)[0]


async def test_titles_can_do_nothing_to_the_terminal(study: Study) -> None:
    title = "[red]A\x1b[31m\u202e title\t" + "very " * 20 + "long"
    documents.add(study.project, study.lea, Imported(title, "Words.", source="[b]\x1b", warning="\x07[/]"))
    documents.add(study.project, study.lea, Imported("字" * 60, "Wide."))
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("home")
        while "[red]" not in chosen(app):
            await pilot.press("down")
        assert "[red]A␛[31m␦ title␉" in chosen(app)
        assert line(app, "status") == " (!) ␇[/] · [b]␛|"
        listing = app.screen.query_one(Listing)
        assert {listing.render_line(y).cell_length for y in range(listing.size.height)} == {listing.size.width}
        assert all("…" in row for row in rows(app) if "字" in row or "[red]" in row)


async def test_a_thousand_documents_are_listed(study: Study) -> None:
    many(study, 1000)
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert line(app, "head").endswith("0 of 1003 finished ")
        await pilot.press("G")
        assert "Witness 0999" in chosen(app)
        await pilot.press("g")
        assert "The [mill]" in chosen(app)
        await pilot.press("pagedown")
        assert "Witness" in chosen(app)
        app.screen.query_one(Listing).choose(500)
        await pilot.pause()
        assert "Witness 0497" in chosen(app)


async def test_a_click_chooses_and_another_opens(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.click("#list", offset=(5, 2))
        assert "The road" in chosen(app)
        await pilot.click("#list", offset=(5, 2))
        await settled(pilot)
        assert isinstance(app.screen, Desk)


async def test_a_project_that_cannot_be_opened_ends_the_program_with_its_reason(tmp_path: Path) -> None:
    app = CoderApp(tmp_path / "missing.coder", "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
    assert app.return_value == 2
    assert "There is no project at" in str(app.failure)


async def test_one_who_does_not_say_who_they_are_leaves(study: Study) -> None:
    app = CoderApp(study.path)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("escape")
        await settled(pilot)
    assert app.return_value == 0
    assert app.failure is None


async def test_every_command_can_be_called_by_its_name(study: Study) -> None:
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *"next unf")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "The cellar" in chosen(app)
        await pilot.press("ctrl+p", *"across", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Passages)


async def test_a_project_of_one_asks_nobody_who_they_are(tmp_path: Path) -> None:
    from corpus.codebook import builtin
    from db.project import create

    create(tmp_path / "own.coder", "Mina", builtin()).close()
    app = CoderApp(tmp_path / "own.coder")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        assert rows(app)[0].strip() == "No documents yet."
        await pilot.press("enter", "e", "w")
        await settled(pilot)
        assert isinstance(app.screen, Documents)
        await pilot.press("slash")
        assert isinstance(app.screen, Choose)


async def test_without_an_open_round_one_is_told_so_once(study: Study) -> None:
    round_ = rounds.current(study.project)
    with study.project.write(study.lea.id) as action:
        state = events.state_of(action.connection, round_.id)
        assert state is not None
        action.append(events.PROJECT, "round.edit", round_.id, {**state, "open": 0})
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        for _ in range(3):
            looking(app)._look()
        assert notices(app) == ["No round is open in this project; a lead opens one."]


async def test_a_document_never_has_two_desks(study: Study) -> None:
    read(study, study.ann, study.mill, 0, NewTag("D1", MILL.index("My brother"), len(MILL)))
    app = CoderApp(study.path, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        looking(app).documents.sort(key=lambda known: known.id != study.mill.id)
        looking(app).query_one(Listing).choose(0)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+f")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == MILL.index("My brother")
        assert sum(isinstance(screen, Desk) for screen in app.screen_stack) == 1
        await pilot.press("q")
        assert isinstance(app.screen, Documents)
