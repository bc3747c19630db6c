"""What the desk says about tags and places, in words. Pure; foreign text is made safe where it is painted."""

from collections.abc import Iterable, Mapping, Sequence

from corpus.codebook import Codebook
from corpus.text import Span, count_words
from db.values import Case, Tag

SHORT = 16
"""Names of cases up to so many characters stand beside their ids where there is little room."""


def code(codebook: Codebook, key: str) -> str:
    """A code as the screens name it: its digit if it has one, else its key, and its name."""
    for digit, top in enumerate(codebook.top, 1):
        if top.key == key:
            return f"{digit} {top.name}"
    names = {known.key: known.name for known in codebook.codes}
    return f"{key} {names.get(key, '(no longer in the codebook)')}"


def codes(codebook: Codebook, keys: Iterable[str], at: str | None = None) -> str:
    """Several, once each, in the codebook's order, with a ▸ before the one `at` which one is."""
    wanted = set(keys)
    order = [known.key for known in codebook.codes]
    known = [key for key in order if key in wanted] + sorted(wanted.difference(order))
    return ", ".join(f"{'▸' if key == at else ''}{code(codebook, key)}" for key in known)


def quote(text: str, span: Span, room: int = 40, *, from_end: bool = False) -> str:
    """The beginning of a passage (or its end) in quotation marks, on one line."""
    if from_end:
        words = " ".join(text[max(span.start, span.stop - 4 * room) : span.stop].split())
        return f"“…{words[-room + 1 :].lstrip()}”" if len(words) > room else f"“{words}”"
    words = " ".join(text[span.start : min(span.stop, span.start + 4 * room)].split())
    return f"“{words[: room - 1].rstrip()}…”" if len(words) > room else f"“{words}”"


def both_ends(text: str, span: Span, room: int = 60) -> str:
    """The first and the last words of a passage in quotation marks, on one line: where do its edges stand?"""
    words = " ".join(text[span.start : span.stop].split())
    if len(words) <= room:
        return f"“{words}”"
    return f"“{words[: room // 2].rstrip()} … {words[len(words) - room // 2 + 3 :].lstrip()}”"


def many(number: int, one: str) -> str:
    """`many(1, "word")` is "1 word", `many(2, "word")` "2 words"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def qualifiers(codebook: Codebook, values: Mapping[str, str]) -> list[str]:
    """The qualifiers of a tag by their labels, in the codebook's order."""
    return [
        label
        for qualifier in codebook.qualifiers
        for value, label in qualifier.values
        if values.get(qualifier.key) == value
    ]


def whose(case: str | None, default: str | None, cases: Mapping[str, Case]) -> str:
    """Whose words they are, where that is in question: the case (id) that was named, else the document's."""
    if (case or default) is None:
        return "no case"
    known = cases.get(case or default or "")
    if known is None:
        return "case (gone)"
    name = f" ({known.name})" if known.name and len(known.name) <= SHORT else ""
    return f"case {known.key}{name}"


def about(tag: Tag, codebook: Codebook, cases: Mapping[str, Case]) -> str:
    """What a tag says beside its code; empty if nothing."""
    said = qualifiers(codebook, tag.qualifiers)
    if tag.case is not None:
        said.append(f"case {cases[tag.case].key}" if tag.case in cases else "case (gone)")
    if tag.query:
        said.append("asks the lead")
    if tag.memo:
        memo = " ".join(tag.memo.split())
        said.append(f"memo: {memo[:40]}…" if len(memo) > 40 else f"memo: {memo}")
    return " · ".join(said)


def place(
    text: str, paragraph: int, selection: Span | None, here: Sequence[Tag], at: Tag | None, codebook: Codebook
) -> str:
    """Where the cursor is: the paragraph (from 0), what is selected, which codes hold, which of several one is at."""
    words = f"¶ {paragraph + 1}"
    if selection is not None:
        length = selection.stop - selection.start
        size = many(count_words(text[selection.start : selection.stop]), "word") if length < 20_000 else f"{length:,}"
        words += f" · {size} selected" if length < 20_000 else f" · {size} characters selected"
    if here:
        current = at.code if at is not None and len(here) > 1 else None
        words += f" · {codes(codebook, (tag.code for tag in here), current)}"
    return words
