"""What is pasted is one piece of text, whatever stands in it.

Textual's parser takes an escape character inside a paste for the beginning of a key: what follows it is pressed, letter
by letter, and then pasted as well. Some terminals hand escape characters on, so pasted words could leave a memo and
change tags; and ten thousand keys take minutes. Here they are made visible before the parser sees them."""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"


class PasteParser(XTermParser):
    """Between the marks of a paste nothing is a key."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._before = ""
        """The end of what was typed so far, or what of a paste is held back: it may be the first half of a mark."""

    def feed(self, data: str) -> Iterable[Message]:
        """As it came, but inside a paste without escape characters."""
        if not data:  # the end of all input
            yield from super().feed(data)
        while data:
            fed, data = self._pasted(data) if self._pasting else self._typed(data)
            if fed:
                yield from super().feed(fed)

    def _typed(self, data: str) -> tuple[str, str]:
        """What can be fed now, and the rest. Nothing is held back: an escape character may be the key Esc."""
        words, begun, rest = (self._before + data).partition(BEGIN)
        fed = (words + begun)[len(self._before) :]
        self._pasting = bool(begun)
        self._before = "" if begun else words[1 - len(BEGIN) :]
        return fed, rest

    def _pasted(self, data: str) -> tuple[str, str]:
        words, ended, rest = (self._before + data).partition(END)
        half = next((n for n in range(len(END) - 1, 0, -1) if words.endswith(END[:n])), 0) if not ended else 0
        words, self._before = words[: len(words) - half], words[len(words) - half :]
        self._pasting = not ended
        return words.replace("\x1b", "␛") + ended, rest
