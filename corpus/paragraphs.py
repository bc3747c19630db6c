"""Where paragraphs begin, as positions in a text; `corpus.text` makes spans of them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import regex

WIDE = 120  # code points: nobody wraps lines later than this, so a longer line is a paragraph that was never wrapped
NARROW = 45  # code points: lines that are all shorter are verses, lists or columns of a table, not wrapped text

# The standard library's `re` where it can: with a literal first character it is several times faster than `regex`.
_BLANK_LINES = re.compile(r"\n\s*\n")
_BULLET = re.compile(
    r"\n[ \t]*(?=[•●▪◦‣⁃∙·–—*+#(\d a-z-])"  # most lines are told by this one character
    r"(?:[•●▪◦‣⁃∙·–—*+-][ \t]|#{1,6}[ ]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})\)[ \t]|\d{1,2}\.[ \t]+(?=[^\W\d_]))"
)
_COLON = re.compile(r":(?=[\s*_])")  # not the colons of clock times
_WIDE_COLON = re.compile("：")
_NAME_PART = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’-]{0,24}"
_TURN = regex.compile(
    r"\s*[*_]{0,2}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s+)?"  # [00:12:31]
    rf"(?P<label>(?![\p{{Ll}}\p{{N}}]){_NAME_PART}(?:[ ](?!\p{{Ll}}){_NAME_PART}){{0,3}})"  # Q, SPEAKER 2, Umm Khalid
    r"(?:[ ]\([^()\n]{1,40}\))?[*_]{0,2}[:：]"  # (through an interpreter):
)
_QUESTION_OR_ANSWER = regex.compile(r"[QA]\d{0,3}|[سج问答問]")
_ENDED = re.compile(r"[.?!…:;؟۔。！？][\"'”’»)\]*_」』]*\s*\Z")


def paragraph_breaks(text: str) -> set[int]:
    """Where paragraphs begin: after blank lines, at bullets and turns, and where a line end was meant as an end."""
    blanks = [m.end() for m in _BLANK_LINES.finditer(text)]
    blocks = pairwise([0, *blanks, len(text)])
    meant = (start + at for start, stop in blocks for at in _meant_line_ends(text[start:stop].rstrip()))
    return {*blanks, *_bullets(text), *_turns(text), *meant}


def block_breaks(text: str) -> set[int]:
    """Where blank lines, bullets, headings and interview turns begin something, whatever the lines are like."""
    return {*(m.end() for m in _BLANK_LINES.finditer(text)), *_bullets(text), *_turns(text)}


def _bullets(text: str) -> Iterator[int]:
    return (m.start() + 1 for m in _BULLET.finditer(text) if not _goes_on(text, m.start(), m.end()))


def _goes_on(text: str, line_end: int, after: int) -> bool:
    """Whether "- as" or "12. may" at a line's start is no bullet but goes on with the sentence of a wrapped line."""
    mark = text[line_end:after].strip()
    if mark[-1] not in "-–—." or not text[after : after + 1].islower():
        return False
    line = text[max(text.rfind("\n", 0, line_end) + 1, line_end - WIDE) : line_end]
    return len(line) >= NARROW and not _ended(line) and line.lstrip()[:1] not in "-–—0123456789"


def _turns(text: str) -> Iterator[int]:
    """Where interview turns begin: a name and a colon at the start of a line.

    "Islamic State: he" at the start of a wrapped line looks like a turn too; so a name that is no Q or A counts only
    after a line that ended, or if it stands there twice.
    """
    found = {a: turn["label"] for a, b in _first_colons(text) if (turn := _TURN.fullmatch(text, a, b))}
    times = Counter(found.values())
    for start, label in found.items():
        if times[label] > 1 or _QUESTION_OR_ANSWER.fullmatch(label) or _ended(text[max(0, start - 12) : start]):
            yield start


def _first_colons(text: str) -> Iterator[tuple[int, int]]:
    """The start of every line that has a colon, and the place after its first one."""
    for colon in (_COLON, _WIDE_COLON):
        line = 0
        while found := colon.search(text, line):
            yield text.rfind("\n", line, found.start()) + 1 or line, found.end()
            line = text.find("\n", found.start()) + 1
            if not line:
                break


def _ended(line: str) -> bool:
    return not line.strip() or _ENDED.search(line) is not None


def _meant_line_ends(block: str) -> Iterable[int]:
    """The places after line ends that end a paragraph, in a block without blank lines.

    Where most characters are in lines longer than WIDE, nothing was wrapped and all do. Where the lines are wrapped at
    a width, those do that left much room in their line, or come before a line that is set in.
    """
    if "\n" not in block:
        return ()
    lines = block.split("\n")
    lengths = [len(line) for line in lines]
    ranked = sorted(lengths)
    if ranked[-1] > WIDE and 2 * sum(n for n in lengths if n > WIDE) > len(block):
        return accumulate(n + 1 for n in lengths[:-1])
    width = ranked[len(lines) * 9 // 10]  # not the widest: a footnote in smaller type is wider
    if len(lines) < 4 or width < NARROW or 2 * sum(ranked[bisect_left(ranked, 0.75 * width) :]) < len(block):
        return ()
    return _ends_in_wrapped(lines, list(accumulate(n + 1 for n in lengths)), width)


def _ends_in_wrapped(lines: list[str], ends: list[int], width: int) -> Iterator[int]:
    """Where paragraphs end in lines wrapped at `width`; a heading between two of them is one, too."""
    full = 0.85 * width
    for i, (line, after) in enumerate(pairwise(lines)):
        if (len(line) < full or after[0].isspace()) and _parts(line, after, width, first=i == 0):
            if i and len(line) <= 0.6 * width and not _ended(line) and _ended(lines[i - 1]):
                yield ends[i - 1]  # a heading
            yield ends[i]


def _parts(line: str, after: str, width: int, first: bool) -> bool:
    """Whether a paragraph ends between two lines of a block wrapped at `width`."""
    word = after.split(maxsplit=1)[0]
    if word.lstrip("\"'‘“«([¿¡")[:1].islower():
        return False
    set_in = after[0].isspace() and not line[:1].isspace()
    room = 0.85 if first or _ended(line) else 0.6  # a heading has no full stop, but stands first or is short
    return (set_in or len(line) + 1 + len(word) <= room * width) and any(map(str.isalpha, line + word))
