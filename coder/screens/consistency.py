"""The desk's suggestions to one coder from their own work: more like a passage, the same words tagged otherwise.

In a reliability round and in a retest there are none: they would make coders agree with the machine."""

from typing import TYPE_CHECKING

from coder import alike
from coder.screens.alike import AlikePlaces, Place
from corpus.refused import Refused
from corpus.text import Span
from db import documents
from db.project import Project
from db.values import Coder, Document, Tag

if TYPE_CHECKING:
    from coder.screens.desk import Desk


def tagged_otherwise(desk: "Desk") -> int:
    """How many passages of the document have words that the coder gave other codes somewhere; 0 where that is off."""
    coding = desk.coding
    try:
        found = alike.tagged_differently(coding.project, coding.coder, coding.document).groups
    except Refused:
        return 0
    return sum(place.document.id == coding.document.id for group in found for place in group)


def show_tagged_otherwise(desk: "Desk") -> None:
    """List them, with the places that have the same words."""
    coding = desk.coding
    project, coder, document = coding.project, coding.coder, coding.document

    def find() -> list[Place]:
        return _otherwise(project, coder, document)

    none = "No words here are tagged otherwise by you, here or elsewhere."
    desk.app.push_screen(AlikePlaces("The same words, tagged otherwise by you", find, none))


def show_more_like(desk: "Desk", tag: Tag) -> None:
    """List passages like a tag's that the coder has not tagged."""
    project, coder = desk.coding.project, desk.coding.coder

    def find() -> list[Place]:
        texts: dict[str, str] = {}
        found = []
        for (document, match), _ in alike.untagged_like(project, coder, tag):
            text = texts.setdefault(document.id, documents.text(project, document))
            found.append(Place(document, match.span, text, f"{int(100 * match.score)} % like it"))
        return found

    title = f"More like {desk.coding.quote(tag)}"
    desk.app.push_screen(AlikePlaces(title, find, "Nothing like it that you have not tagged."))


def _otherwise(project: Project, coder: Coder, document: Document) -> list[Place]:
    found = []
    groups = alike.tagged_differently(project, coder, document).groups
    for number, group in enumerate(groups, 1):
        for place in group:
            codes = ", ".join(dict.fromkeys(tag.code for tag in place.tags))
            text = documents.text(project, place.document)
            found.append(Place(place.document, Span(*place.span), text, f"{number} of {len(groups)} · {codes}"))
    return found
