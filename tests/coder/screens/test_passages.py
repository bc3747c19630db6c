"""Passages across documents: whose, of which code, in which document; and to the place and back."""

from collections.abc import Callable

import pytest

from coder.app import CoderApp
from coder.coding import Place
from coder.screens.choose import Choose
from coder.screens.desk import Desk
from coder.screens.documents import Documents
from coder.screens.passages import Passages
from coder.screens.warning import ContentWarning
from coder.widgets.listing import Listing
from corpus.readers import Imported
from db import cases, documents, readings, rounds, tags
from db.values import Coder, Document, NewTag
from tests.coder.conftest import LONG, MILL, Study
from tests.coder.screens.conftest import line, notices, rows, screen_text, settled, typed

HARSH = "It was dark there."


def tag(study: Study, coder: Coder, document: Document, text: str, code: str, words: str, **more: object) -> None:
    """Somebody gave a code to these words."""
    reading = readings.of(study.project, coder, document, rounds.current(study.project))
    start = text.index(words)
    tags.add(study.project, coder, reading, [NewTag(code, start, start + len(words), **more)])  # type: ignore[arg-type]


@pytest.fixture
def coded(study: Study) -> Study:
    """Ann has four tags in two documents, Ben two."""
    case = cases.add(study.project, study.lea, "c07", "Somebody")
    tag(study, study.ann, study.mill, MILL, "D3.deals", "then they sold the flour", memo="The mill\nwheel")
    tag(study, study.ann, study.mill, MILL, "D2", "Nobody was asked.", query=True)
    tag(study, study.ann, study.long, LONG, "R1", "Paragraph 40 tells of the road.", case=case.id)
    tag(study, study.ann, study.harsh, HARSH, "D3", "dark", qualifiers={"voice": "reported"})
    tag(study, study.ben, study.mill, MILL, "D4", "the bread was good there", case=case.id)
    tag(study, study.ben, study.long, LONG, "D3", "Paragraph 3 tells of the road.")
    return study


def codes(app: CoderApp) -> list[str]:
    """The codes of what is listed."""
    assert isinstance(app.screen, Passages)
    return [passage.tag.code for passage in app.screen.shown]


def heads(app: CoderApp) -> list[str]:
    """The first rows of the entries."""
    return [row for row in rows(app) if " ¶ " in row]


def opened(study: Study, name: str) -> CoderApp:
    return CoderApp(study.path, name)


async def test_a_coder_sees_their_own_first_and_everybodys_with_w(coded: Study) -> None:
    app = opened(coded, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert codes(app) == ["D3.deals", "D2", "D3", "R1"]
        assert line(app, "head") == " All codes|4 passages in 3 documents "
        assert line(app, "filters") == " Ann's|"
        assert "Ann" not in heads(app)[0]
        await pilot.press("w", "enter")
        assert len(codes(app)) == 6
        assert line(app, "filters") == " everybody's|"
        assert "The [mill] ¶ 1 · Ann · D3.deals" in heads(app)[0]
        await pilot.press("w")
        await typed(pilot, "Ben")
        assert codes(app) == ["D4", "D3"]
        assert line(app, "filters") == " Ben's|"
        await pilot.press("x")
        assert len(codes(app)) == 4


async def test_a_lead_sees_everybodys(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert len(codes(app)) == 6
        assert line(app, "head") == " All codes|6 passages in 3 documents "
        assert line(app, "filters") == " everybody's|"


async def test_a_digit_shows_a_code_with_its_sub_codes_and_0_all(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("3")
        assert codes(app) == ["D3.deals", "D3", "D3"]
        assert line(app, "head").startswith(" 3 Corruption")
        await pilot.press("0")
        assert len(codes(app)) == 6
        await pilot.press("9")
        assert notices(app) == ["No code is under 9; a lists all codes."]
        await pilot.press("a")
        await typed(pilot, "d3.d")
        assert codes(app) == ["D3.deals"]
        await pilot.press("a")
        assert "R2" not in rows(app)[0]
        await typed(pilot, "R2")
        assert codes(app) == []
        assert "No passage is like that." in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Passages)


async def test_documents_cases_questions_and_words_narrow_it_down(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("i")
        await typed(pilot, "c07")
        assert sorted(codes(app)) == ["D4", "R1"]
        await pilot.press("t")
        await typed(pilot, "road")
        assert codes(app) == ["R1"]
        assert line(app, "filters") == " everybody's · in The road · case c07|"
        await pilot.press("escape", "f")
        assert codes(app) == ["D2"]
        assert line(app, "filters") == " everybody's · questions to the lead|"
        await pilot.press("f", "slash")
        await typed(pilot, "MILL wheel")
        assert codes(app) == ["D3.deals"]
        assert line(app, "filters") == " everybody's · with “MILL wheel”|"


async def test_a_question_left_with_esc_changes_nothing(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("slash")
        await typed(pilot, "bread")
        for key in ("slash", "w", "t", "i", "a"):
            await pilot.press(key, "escape")
        assert codes(app) == ["D4"]
        await pilot.press("slash", "enter")
        assert len(codes(app)) == 6


async def test_enter_goes_to_the_place_and_q_comes_back_to_the_passage(coded: Study) -> None:
    app = opened(coded, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("G", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == LONG.index("Paragraph 40")
        assert "R1" in {tag.code for tag in app.screen.coding.here(app.screen.place)}
        await pilot.press("q")
        await settled(pilot)
        assert isinstance(app.screen, Passages)
        assert app.screen.query_one(Listing).chosen == 3
        await pilot.press("q")
        assert isinstance(app.screen, Documents)


async def test_anothers_passage_is_selected_and_said(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("G", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        reader, place = app.screen.reader, LONG.index("Paragraph 40")
        assert reader.selection == (place, place + len("Paragraph 40 tells of the road."))
        assert reader.cursor == place
        assert reader.visible_span.start <= place < reader.visible_span.stop
        assert "Ann’s passage: 5 " in line(app, "status")
        assert "case c07" in line(app, "status")
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("up", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == LONG.index("Paragraph 3 ")
        assert "Ben’s passage: " in line(app, "status")


async def test_ones_own_tag_is_the_one_at_the_cursor_even_where_tags_overlap(coded: Study) -> None:
    tag(coded, coded.ann, coded.mill, MILL, "D4", "Nobody")
    app = opened(coded, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        for code in ("D4", "D2"):
            chosen = codes(app).index(code)
            app.screen.query_one(Listing).choose(chosen)
            await pilot.press("enter")
            await settled(pilot)
            assert isinstance(app.screen, Desk)
            current = app.screen.coding.current(app.screen.place)
            assert current is not None
            assert current.code == code
            assert app.screen.reader.selection is None
            await pilot.press("f4")
            await settled(pilot)


async def test_a_memo_has_rows_of_its_own(coded: Study) -> None:
    words = "word " * 60
    tag(coded, coded.ann, coded.mill, MILL, "D1", "They said the mill was ours", memo=words + "end")
    app = opened(coded, "Ann")
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f4", "1")
        await settled(pilot)
        memo = next(row for row in rows(app) if "memo: word word" in row)
        assert memo.endswith("…")
        assert len(memo) > 70
        await pilot.press("z")
        assert sum("word word" in row for row in rows(app)) == 3
        assert any("They said the mill" in row for row in rows(app))


async def test_a_content_warning_stands_before_the_place_too(coded: Study) -> None:
    app = opened(coded, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ContentWarning)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == HARSH.index("dark")


async def test_a_tag_removed_on_the_desk_is_gone_when_one_comes_back(coded: Study) -> None:
    app = opened(coded, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        await pilot.press("x", "q")
        await settled(pilot)
        assert codes(app) == ["D3.deals", "D3", "R1"]
        assert app.screen.query_one(Listing).chosen == 1


async def test_from_a_desk_one_comes_to_the_same_list_and_back(coded: Study, on_desk: Callable[..., CoderApp]) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("2", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        await pilot.press("x", "f4")
        await settled(pilot)
        assert isinstance(app.screen, Passages)
        assert line(app, "head").startswith(" 2 ")
        assert codes(app) == []
        assert sum(isinstance(screen, Desk) for screen in app.screen_stack) == 1
        await pilot.press("q")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert [tag.code for tag in app.screen.coding.tags] == ["D3.deals"]


async def test_an_entry_says_all_that_a_tag_says(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        told = heads(app)
        assert told[0].endswith("· Ann · D3.deals Deals with the enemy")
        assert "  memo: The mill wheel" in rows(app)
        assert told[1].endswith("· asks the lead")
        assert told[2].endswith("· Ben · 4 Quality of life · case c07")
        assert "reported by the source" in told[3]


async def test_z_shows_more_of_the_context_or_less(coded: Study) -> None:
    app = opened(coded, "Ann")
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        listing = app.screen.query_one(Listing)
        sizes = [listing.height_of_one]
        for _ in range(3):
            await pilot.press("z")
            sizes.append(listing.height_of_one)
        assert sizes == [5, 10, 1, 5]
        await pilot.press("z", "z", "G")
        assert rows(app)[-1].startswith("▸ R1")
        assert "“Paragraph 40 tells of the road.”" in rows(app)[-1]


async def test_the_passage_itself_is_underlined_and_never_pushed_out_by_its_context(study: Study) -> None:
    before = "long before " * 40 + "字" * 300
    text = f"{before}THE WORDS{' and after' * 40}"
    document, _ = documents.add(study.project, study.lea, Imported("Deep", text))
    tag(study, study.ann, document, text, "D1", "THE WORDS")
    app = opened(study, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        for _ in range(3):
            listing = app.screen.query_one(Listing)
            strips = [listing.render_line(y) for y in range(listing.size.height)]
            segments = [segment for strip in strips for segment in strip]
            if listing.height_of_one > 1:
                assert " ".join(s.text for s in segments if s.style and s.style.underline) == "THE WORDS"
            assert "THE" in "".join(strip.text for strip in strips)
            await pilot.press("z")


async def test_a_long_passage_is_cut(study: Study) -> None:
    tag(study, study.ann, study.long, LONG, "D1", LONG)
    app = opened(study, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert len(rows(app)) == 4
        assert rows(app)[-1].endswith("…")
        await pilot.press("z")
        assert len(rows(app)) == 9
        await pilot.press("z")
        assert len(rows(app)) == 1
        assert rows(app)[0].endswith("…")


async def test_nothing_in_titles_texts_memos_or_names_acts_on_the_terminal(study: Study) -> None:
    text = "Before [red]and \x1b[31m\u202ethe words\x07 \u200d[/] 字字\tafter."
    document, _ = documents.add(study.project, study.lea, Imported("[b]T\x1b]0;x\x07", text))
    case = cases.add(study.project, study.lea, "c1")
    tag(
        study,
        study.ann,
        document,
        text,
        "D1",
        "\x1b[31m\u202ethe words\x07",
        memo="\x1b[2J[blink]\n\u2028m",
        case=case.id,
    )
    app = opened(study, "Ann")
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        listing = app.screen.query_one(Listing)
        for _ in range(3):
            shown = screen_text(app)
            assert not set(shown) & {"\x1b", "\x07", "\u202e", "\u2028", "\t"}
            assert "[b]T␛]0;x␇" in shown
            assert "␛[31m␦the words␇" in shown
            assert {listing.render_line(y).cell_length for y in range(listing.size.height)} == {listing.size.width}
            await pilot.press("z")
        assert "memo: ␛[2J[blink]" in screen_text(app)
        await pilot.press("t")
        assert isinstance(app.screen, Choose)
        assert "[b]T␛]0;x␇" in screen_text(app)


async def test_without_any_passage_it_says_so(study: Study) -> None:
    app = opened(study, "Ann")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert line(app, "head") == " All codes|0 passages in 0 documents "
        assert "No passage is like that." in screen_text(app)
        for key in ("w", "t", "i", "a"):
            await pilot.press(key, "enter")
        await pilot.press("z", "f", "enter", "down", "G")
        assert isinstance(app.screen, Passages)


async def test_a_narrow_window_shows_what_it_can(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test(size=(20, 8)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("G", "z", "z", "g")
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert len(rows(app)) == 6


async def test_a_lead_answers_a_question_and_its_coder_reads_the_answer(coded: Study) -> None:
    app = opened(coded, "Lea")
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("f", "A")
        await typed(pilot, "Yes, [bold] it is")
        assert any(row.strip() == "answer: Yes, [bold] it is" for row in rows(app))
    coded.project.viewer = coded.ann.id
    desk = coded.coding(coded.ann)
    [asked] = [known for known in desk.tags if known.query]
    assert "answer: Yes, [bold] it is" in desk.told(Place(asked.start))


async def test_only_leads_answer_and_only_what_is_asked(coded: Study) -> None:
    for who, keys, told in (("Ann", ("f",), "Only leads"), ("Lea", (), "Nothing is asked")):
        app = opened(coded, who)
        async with app.run_test(size=(110, 30)) as pilot:
            await settled(pilot)
            await pilot.press("f4")
            await settled(pilot)
            await pilot.press(*keys, "A")
            await typed(pilot, "Yes")
            assert any(told in notice for notice in notices(app))
