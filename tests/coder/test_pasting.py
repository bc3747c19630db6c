"""Nothing in what is pasted is a key."""

import pytest
from textual import events

from coder.pasting import BEGIN, END, PasteParser

ODD = "é\u202e\x1b[31m\x1b\x1b"


def parsed(*chunks: str) -> list[events.Event]:
    """What comes of these chunks of input."""
    parser = PasteParser()
    return [event for chunk in chunks for event in parser.feed(chunk) if isinstance(event, events.Event)]


def keys(found: list[events.Event]) -> list[str]:
    return [event.key for event in found if isinstance(event, events.Key)]


def pastes(found: list[events.Event]) -> list[str]:
    return [event.text for event in found if isinstance(event, events.Paste)]


def test_an_escape_character_in_a_paste_presses_no_key() -> None:
    found = parsed(f"a{BEGIN}{ODD * 1500}{END}b")
    assert keys(found) == ["a", "b"]
    assert pastes(found) == [ODD.replace("\x1b", "␛") * 1500]


@pytest.mark.parametrize("cut", range(1, len(BEGIN + END) + 5))
def test_a_paste_may_come_in_two_pieces_or_letter_by_letter(cut: int) -> None:
    whole = f"a{BEGIN}x\x1b[y{END}b"
    assert pastes(parsed(whole[:cut], whole[cut:])) == pastes(parsed(*whole)) == ["x␛[y"]
    assert keys(parsed(whole[:cut], whole[cut:])) == keys(parsed(*whole)) == ["a", "b"]


def test_keys_are_what_they_were() -> None:
    assert keys(parsed("\x1b[A", "\x1b", "[B", "x\x1b[1;2C")) == ["up", "down", "x", "shift+right"]


def test_two_pastes_are_two() -> None:
    assert pastes(parsed(f"{BEGIN}1{END}{BEGIN}2\x1b[20{END}")) == ["1", "2␛[20"]


def test_input_may_end_anywhere() -> None:
    assert pastes(parsed(f"{BEGIN}1", "")) == []
