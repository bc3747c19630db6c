"""What the desk asks about a code or a tag, and what it does with the answer.

Another window may have changed the tag while one chose or wrote: then nothing of that is written over unseen.
The small screens are imported when they are needed: the text is on the screen sooner."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from coder import wording
from coder.coding import OTHER_CODEBOOK
from coder.screens.modal import was_left
from corpus.refused import Refused
from corpus.text import Span
from db import drafts
from db.drafts import Draft
from db.values import Tag

if TYPE_CHECKING:
    from coder.screens.choose import Item
    from coder.screens.desk import Desk


def ask_code(desk: "Desk", title: str, then: Callable[[str], None]) -> None:
    """Any code of the codebook, the last used first."""
    from coder.screens.choose import Item

    codebook = desk.coding.codebook
    keys = desk.coding.codes_for_choice()
    items = [Item(key, desk.coding.name(key), " ".join(codebook.code(key).definition.split()), key) for key in keys]

    def chosen(key: str) -> None:
        if desk.coding.codebook is codebook:
            then(key)
        else:
            desk.refuse(Refused(OTHER_CODEBOOK))

    _choose(desk, title, items, chosen)


def ask_other_code(desk: "Desk", tag: Tag) -> None:
    """Another code for a tag."""

    def chosen(key: str) -> None:
        desk.do(lambda: desk.coding.recode(_unchanged(desk, tag, "code"), key))

    ask_code(desk, f"Instead of {desk.coding.name(tag.code)}", chosen)


def ask_qualifiers(desk: "Desk", tag: Tag) -> None:
    """Whose words a passage is, and the like."""
    from coder.screens.choose import Item

    items = [
        Item(f"{q.key}={value}", f"{'✓' if tag.qualifiers.get(q.key) == value else ' '} {label}", q.name)
        for q in desk.coding.codebook.qualifiers
        for value, label in q.values
    ]

    def chosen(said: str) -> None:
        desk.do(lambda: desk.coding.qualify(_unchanged(desk, tag, "qualifiers"), *said.split("=", 1)))

    _choose(desk, f"Qualify {desk.coding.name(tag.code)}", items, chosen)


def ask_case(desk: "Desk", tag: Tag) -> None:
    """Whose words a passage is: a case that is known, or a new one."""
    from coder.screens.choose import Item

    known = sorted((case for case in desk.coding.cases.values() if not case.purged), key=lambda case: case.key)
    items = [Item(case.id, case.key, case.name) for case in known]
    if tag.case is not None:
        items.insert(0, Item("-", "no case", "take it off this tag"))

    def chosen(key: str) -> None:
        if key in desk.coding.cases or key == "-":
            case = None if key == "-" else key
            desk.do(lambda: desk.coding.set_case(_unchanged(desk, tag, "case"), case))
        else:
            desk.do(lambda: desk.coding.new_case(_unchanged(desk, tag, "case"), key))

    _choose(desk, "Case: choose, or type a new id", items, chosen, create="make it new")


def ask_memo(desk: "Desk", tag: Tag) -> None:
    """A memo on a tag."""
    from coder.screens.memo import About, write_memo

    coding = desk.coding
    words = wording.quote(coding.text, Span(tag.start, tag.stop), 30)

    def now() -> str:
        return _now(desk, tag).memo

    title = f"Memo on {coding.name(tag.code)} {words}"
    about = About(title, _draft(desk, tag.id), now, lambda memo: coding.set_memo(tag, memo))
    write_memo(desk.app, about, tag.memo, lambda words: _kept(desk, words))


def ask_document_memo(desk: "Desk") -> None:
    """A memo on the document as a whole."""
    from coder.screens.memo import About, write_memo

    coding = desk.coding

    def now() -> str:
        _catch_up(desk)
        return coding.reading.memo

    title = f"Memo on {coding.document.title}"
    about = About(title, _draft(desk, coding.document.id), now, coding.set_document_memo)
    write_memo(desk.app, about, coding.reading.memo, lambda words: _kept(desk, words))


def unclosed(desk: "Desk", *, elsewhere: bool) -> tuple[Tag | None, str]:
    """Memos of this document that were being written when the program ended: the first tag that has one, if one has,
    and what to say of them, "" when there are none. `elsewhere`: the desk shows another place than that tag."""
    coding = desk.coding
    memos = {tag.id: tag.memo for tag in coding.tags}
    memos[coding.document.id] = coding.reading.memo
    found = drafts.unclosed(coding.project.id, coding.coder.id, coding.document.id, memos)
    if not found:
        return None, ""
    on = next((tag for tag in coding.tags if tag.id == found[0]), None)
    key = "M" if on is None else "m"
    opens = f"d, then {key} opens" if coding.reading.finished else f"{key} opens"
    many, it = ("a memo", "it") if len(found) == 1 else (f"{len(found)} memos", "the first")
    where = "here" if on is None or not elsewhere else f"in ¶ {coding.paragraph(on.start) + 1}"
    return on, f"You had not closed {many} {where}; what you typed is kept: {opens} {it}."


def _choose(
    desk: "Desk", title: str, items: Iterable["Item"], then: Callable[[str], None], *, create: str = ""
) -> None:
    from coder.screens.choose import Choose

    def chosen(key: str | None) -> None:
        if key is not None:
            then(key)

    desk.app.push_screen(Choose(title, list(items), create), chosen)


def _kept(desk: "Desk", words: str) -> None:
    """A memo was kept, though the desk may have been left meanwhile."""
    if was_left(desk):
        desk.app.say(words)
    else:
        desk.show_tags(words)


def _draft(desk: "Desk", about: str) -> Draft:
    coding = desk.coding
    return Draft(coding.project.id, coding.document.id, about, coding.coder.id)


def _catch_up(desk: "Desk") -> None:
    """Read what other windows wrote, if they did. Raises Refused."""
    if desk.coding.project.changes_elsewhere() != desk.coding.seen:
        desk.coding.refresh()


def _now(desk: "Desk", tag: Tag) -> Tag:
    """A tag as it is now, after one wrote or chose for a while. Raises Refused when it is gone."""
    _catch_up(desk)
    now = next((known for known in desk.coding.tags if known.id == tag.id), None)
    if now is None:
        raise Refused("This tag was removed meanwhile.")
    return now


def _unchanged(desk: "Desk", tag: Tag, what: str) -> Tag:
    """The same, and refused too when that of it which one chose anew was changed in another window meanwhile."""
    codebook, now = desk.coding.codebook, _now(desk, tag)
    if desk.coding.codebook is not codebook:
        raise Refused(OTHER_CODEBOOK)
    if getattr(now, what) != getattr(tag, what):
        raise Refused("Another window changed this tag meanwhile: look, and choose again.")
    return now
