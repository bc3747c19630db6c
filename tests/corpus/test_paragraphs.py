"""Where paragraphs begin: every string in a list of these tests is one paragraph."""

import pytest

from corpus.text import paragraphs, sentences

BUS = (
    "The bus left the square before anybody was awake, and we sat in the\n"
    "back of it with our bags on our knees. My uncle had paid the driver and\n"
    "did not look at us again.\n"
)
RIVER = (
    "We came to the river at noon. The bridge was gone, so we waited for a\n"
    "boat that a boy from the next village rowed across for money, one by\n"
    "one, until it was dark.\n"
)
FULL = (
    "They let us wait in a yard behind the school until the evening came. We\n"
    "had no water there. An old man went from one to the other and asked all\n"
    "of us for our names, and wrote them on the back of a calendar. Nobody\n"
    "told him a true one, and he knew it, and thanked every one of us for it.\n"
)
LONG = "Nobody took us across that day, " + "so we waited for the boat " * 5 + "until it was dark.\n"


def are_the_paragraphs(split):
    text = "".join(split)
    assert [text[span.start : span.stop] for span in paragraphs(text)] == split


def test_blank_lines_separate_and_belong_to_the_paragraph_before_them():
    are_the_paragraphs(["We left.\n\n", "It was cold.\n \n\t\n\n", "  Nobody came.\n\n"])


def test_blank_lines_at_the_top_belong_to_the_first():
    are_the_paragraphs(["\n\n \nWe left.\n\n", "It was cold."])


def test_a_text_without_words_is_one_paragraph():
    are_the_paragraphs([" \n\n \n"])


# --- hard-wrapped lines -----------------------------------------------------------------------------------------------


def test_hard_wrapped_lines_are_one_paragraph():
    are_the_paragraphs([FULL])
    are_the_paragraphs([FULL + "\n", FULL])


def test_a_wrapped_paragraph_ends_where_a_line_has_room_left_after_a_full_stop():
    are_the_paragraphs([BUS, RIVER, FULL])


def test_a_wrapped_paragraph_begins_where_a_line_is_set_in():
    are_the_paragraphs([FULL, "   " + FULL, "\t" + RIVER])


def test_a_short_line_before_a_small_letter_ends_nothing():
    are_the_paragraphs([BUS.replace("did not look at us again.", "did not look\nat us again.")])


def test_wrapped_lines_stay_together_beside_a_table_in_the_same_block():
    table = "".join(f"{number}\n" for number in range(1, 59))
    are_the_paragraphs([BUS, RIVER, BUS, RIVER, table])


@pytest.mark.parametrize("heading", ["Waiting\n", "The third reason: bread and\n", "What we were told, and by whom\n"])
def test_a_heading_between_wrapped_lines_is_a_paragraph(heading):
    are_the_paragraphs([heading, FULL, heading, BUS, heading, RIVER])


def test_a_long_heading_is_known_by_standing_first():
    are_the_paragraphs(["The fourth reason: the bread, the wages, the cold\n", FULL + "\n", FULL])


def test_the_lines_of_a_text_that_was_never_wrapped_are_paragraphs():
    are_the_paragraphs(["The crossing\n", LONG, "It was cold.\n", LONG])


def test_lines_that_are_short_by_themselves_stay_together():
    are_the_paragraphs(["The moon was low,\nthe dogs were still,\nwe did not know\nthe way uphill.\n\n", "We left."])
    are_the_paragraphs(["Name\nUmm Sara\nAbu Sara\nSara\n\n", "Age\n51\n54\n19\n"])


def test_one_long_line_is_one_paragraph():
    are_the_paragraphs(["We left. " * 20_000])


# --- lists and headings -----------------------------------------------------------------------------------------------


def test_every_item_of_a_list_is_a_paragraph_with_its_wrapped_lines():
    are_the_paragraphs(
        [
            "We took:\n",
            "- bread\n",
            "- water for\n  two days\n",
            "* a lamp\n",
            "+ salt\n",
            "• a rope\n",
            "1. the first letter\n",
            "2. The second\n",
            "3) the third\n",
            "(4) the fourth\n",
            "a) one\n",
            "iv) two\n\n",
            "Then we left.\n",
        ]
    )


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dash_at_the_start_of_a_wrapped_line_is_no_bullet(dash):
    are_the_paragraphs([f"He came, as he told us, from a town that nobody among us had heard of\n{dash} and left.\n"])


def test_a_date_at_the_start_of_a_wrapped_line_is_no_number_of_a_list():
    are_the_paragraphs(["Wir warteten in dem Dorf am Fluss, und niemand kam vor dem\n3. ersten Markttag.\n"])


def test_numbers_that_are_no_bullets_begin_nothing():
    are_the_paragraphs(["We were\n19 then.\n3.50 was the price.\n-5 degrees.\n"])


def test_markdown_headings_are_paragraphs():
    are_the_paragraphs(["# The road\n", "## By bus\n", BUS, "### On foot\n", RIVER])


# --- interviews -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Q:", "A:"),
        ("Q1:", "A1:"),
        ("INTERVIEWER:", "SPEAKER 2:"),
        ("Interviewer:", "Umm Khalid (through an interpreter):"),
        ("**Lea:**", "**O'Brien:**"),
        ("[00:12:31] Lea:", "[00:12:40] Omar:"),
        ("س:", "ج:"),
        ("الصحفي:", "أم خالد:"),
    ],
)
def test_every_turn_is_a_paragraph_with_its_wrapped_lines(asks, answers):
    are_the_paragraphs(
        [
            f"{asks} When did you leave?\n",
            f"{answers} In the spring. I had no money and the road\nwas closed, so I waited with the others.\n",
            f"{asks} And your brother?\n",
            f"{answers} He stayed.\n",
        ]
    )


def test_turns_with_wide_colons_are_paragraphs():
    are_the_paragraphs(["问：你什么时候走的？\n", "答：春天。\n"])


def test_a_name_and_a_colon_in_the_middle_of_a_sentence_is_no_turn():
    are_the_paragraphs(["He told me of the town, and of the\nIslamic Court: he had seen it.\n"])


def test_a_clock_time_is_no_turn():
    are_the_paragraphs(["We left at\n12:30 and came at\n13:15 to the river.\n"])


# --- with sentences ---------------------------------------------------------------------------------------------------


def test_sentences_of_a_paragraph_are_those_of_the_whole_text_in_it():
    text = (
        "The road\n" + BUS + RIVER + "\n" + FULL + "\n- one item. And more.\n- Two.\n\nQ: Why? Who?\nA: No. Nobody.\n"
    )
    assert [cut for span in paragraphs(text) for cut in sentences(text, *span)] == sentences(text)
