"""Foreign text does nothing to the terminal, and offsets into what is shown are offsets into the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.display import show

EVERYTHING = "".join(map(chr, range(0x110000)))
ACTING = [
    *(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff",
]


def test_nothing_that_acts_on_a_terminal_is_left() -> None:
    shown = set(show(EVERYTHING))
    assert not shown.intersection(ACTING)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in shown)
    assert not any(0xE0000 <= ord(character) < 0xE0080 for character in shown)


def test_every_character_becomes_one_character() -> None:
    assert len(show(EVERYTHING)) == len(EVERYTHING)


def test_what_is_shown_can_be_written_as_utf_8() -> None:
    assert show("a\udcffb") == "a\ufffdb"
    show(EVERYTHING).encode()


@given(st.text())
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert show(show(text)) == show(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;PWNED\x07", "␛]0;PWNED␇"),
        ("\x9b2J", "\ufffd2J"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x7f\x00", "␡␀"),
        ("user\u202etxt.exe", "user␦txt.exe"),
        ("\ufeffstart", "␦start"),
        ("a\u2028b", "a␦b"),
        ("hidden\U000e0041", "hidden␦"),
    ],
)
def test_controls_become_signs(text: str, shown: str) -> None:
    assert show(text) == shown


@pytest.mark.parametrize(
    "text", ["سَلَام", "می\u200cروم", "👨‍👩‍👧", "a\u200eb\u200f", "שָׁלוֹם", "e\u0301", "他说", "[bold]x[/bold]", "1️⃣"]
)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert show(text) == text


def test_line_ends_and_tabs_may_be_kept() -> None:
    assert show("a\n\tb\x1b", keep="\n") == "a\n␉b␛"
    assert show("a\n\tb\x1b", keep="\n\t") == "a\n\tb␛"
    assert show("a\nb") == "a␊b"


@pytest.mark.parametrize("keep", ["\x1b", "\r", "\n\x07", "a"])
def test_nothing_else_may_be_kept(keep: str) -> None:
    with pytest.raises(ValueError, match="only line ends and tabs"):
        show("text", keep=keep)
