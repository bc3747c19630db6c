"""Where sentences begin within a paragraph: sentencex, shown the text without what misleads it, and some cuts undone.

Wrong or missing boundaries of five libraries in the five seeds (266 within paragraphs), 97 tricky lines that the masks
below were made with (118) and 50 lines written after them (59). As they come: sentencex 45, 21, 12; blingfire 12, 25,
11; pysbd 24, 27, 13; syntok 14, 38, 15; nltk's Punkt, untrained, 26, 71, 28. With the masks: sentencex 5, 7, 3; pysbd
7, 16, 8; blingfire 5, 16, 8; syntok 6, 29, 11; Punkt 9, 46, 21. So sentencex: its faults are of few kinds, a mask cures
them, and 0.9 million characters take it 0.08 s (pysbd 66 s; blingfire 0.07 s, but it takes 99 MB on the disk).
Still wrong: a name after a quoted question ("Why?" Omar asked), a footnote in mid-line (end. 5 Next), z. B., 3. Mai, г.
"""

from collections.abc import Iterator

import regex

# What sentencex is not shown: it looks for what an apostrophe, a bracket, a bullet or "a)" may belong to, and then cuts
# nothing for whole paragraphs; at a blank that is not ASCII before a full stop it panics. Blanks in their place cure
# both.
_PAIRS = "\"'‘’‚‛“”„‟«»‹›「」『』《》()[]{}•●▪◦‣⁃∙·*_#"
_BLANKS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))
_UNSEEN = str.maketrans(dict.fromkeys("".join((_PAIRS, *_BLANKS)), " "))
# What it is shown otherwise: a letter, a full stop, a blank instead.
_CLOSING = r"[\"'”’»)\]]{0,4}"
_END = rf"\p{{L}}{{2}}{_CLOSING}[.?!…]{_CLOSING}"
_NEXT = r"\s*[\"'‘“«(\[]*\p{Lu}"
_APART = regex.compile(
    r"(?P<letter>['’](?<=\p{L}.)(?=\p{L})"  # didn't: the t is no initial
    rf"|[\"'”’»)\]](?=[.?!…])(?<=[\p{{L}}\p{{N}}]{_CLOSING})"  # (in A).
    r"|[Nn]o(?<!\p{L}..)(?=\.\s+\p{L}))"  # No. I stayed.
    r"|(?P<stop>…(?=\s+(?!I\b)\p{Lu}))"  # … Nobody
    r"|(?<=[?!])[?!]+"  # ?!
    r"|\[(?<=\S.)\d{1,3}\](?=\s)"  # end.[3]
    rf"|\d{{1,3}}(?<={_END}\d{{1,3}})(?=\s{_NEXT})"  # end.3 Next
    rf"|\d{{1,3}}(?<={_END}[ ]\d{{1,3}})(?=\n{_NEXT})"  # end. 3, the footnote being the last in its line
)
_MARKS = r"\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}"
_JOINED = regex.compile(rf"[{_MARKS}][{_MARKS}\s]*")  # the second code point of ‼️
_OPENING = regex.compile(r"(?r)(?<=\s)[\"'‘‚“„«‹「『《(\[¿¡*_]+\s*|(?<=[。！？])[“「『《]+")
_NOT_AN_END = regex.compile(
    r"(?r)(?<!\p{L})(?:(?i:vols?|pp?|nos|figs?|approx|ca|cf|vs|viz|eds?|art|paras?|ch|e\.g|i\.e)|[دأمصه])\.[ ]?\d*\s*"
)
_CLOSED = regex.compile(r"(?r)[\"'”’»›」』)\]]\s*")
_NUMBER = regex.compile(r"[^\p{L}\p{N}]*(?:\d{1,3}|\p{L}|[ivx]{1,4})[.)]+\s*")  # "1." before what it numbers
_WORDLIKE = regex.compile(r"[\p{L}\p{N}]")
_WINDOW = 2_000  # code points: sentencex is quadratic in the length of a text without blanks, as Chinese is
_TAIL = 60  # code points: with less to see after it, a cut of sentencex is not final


def sentence_breaks(part: str) -> Iterator[int]:
    """Where sentences begin in a piece of running text, but for its start; closing quotation marks stay before them."""
    last = 0
    for cut, letter in _raw_breaks(_masked(part)):
        if joined := _JOINED.match(part, cut):
            cut = joined.end()
        if opening := _OPENING.match(part, last, cut):
            cut = opening.start()
        if _NUMBER.fullmatch(part, last, cut) or _NOT_AN_END.match(part, last, cut):
            continue
        if letter.islower() and _CLOSED.match(part, last, cut):  # “No.” he said
            continue
        if cut > last:
            yield cut
            last = cut


def _masked(part: str) -> str:
    """The part as sentencex should see it, character for character."""
    stands_for = {"letter": "x", "stop": ".", None: " "}
    return _APART.sub(lambda m: stands_for[m.lastgroup] * len(m[0]), part).translate(_UNSEEN)


def _raw_breaks(masked: str) -> Iterator[tuple[int, str]]:
    """Where sentencex cuts, and the first character after each cut that is no blank."""
    from sentencex import segment  # type: ignore[import-untyped]  # here: most commands need no sentences

    start, size = 0, _WINDOW
    while start < len(masked):
        window = masked[start : start + size]
        sure = len(window) if start + size >= len(masked) else size - _TAIL
        at, again = 0, start
        for piece in segment("en", window):
            if 0 < at < sure:
                again = start + at
                if _WORDLIKE.search(piece):
                    yield again, piece.lstrip()[0]
            at += len(piece)
        if sure == len(window):
            return
        start, size = (again, _WINDOW) if again > start else (start, size * 2)
