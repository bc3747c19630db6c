"""Documents and their texts. A text is known by its hash; a document's id comes from its first text."""

import dataclasses
import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select

from corpus import text as texts
from corpus.readers import Imported
from corpus.refused import Erased, Refused
from db import corrections, events, rows, schema
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Case, Coder, Document

_ABOUT = ("title", "source", "date", "language", "warning")


def listed(project: Project) -> list[Document]:
    """All, by title."""
    with project.read() as connection:
        return rows.documents(connection)


def named(project: Project, title_or_id: str) -> Document:
    """The document of that title, id, or beginning of an id (6 letters or more).

    Raises Refused: unknown, or several have the title (with their ids)."""
    known = listed(project)
    found = [d for d in known if d.id == title_or_id] or [d for d in known if d.title == title_or_id]
    if not found:
        found = [d for d in known if d.title.casefold() == title_or_id.casefold()]
    if not found and len(title_or_id) >= 6:
        found = [d for d in known if d.id.startswith(title_or_id)]
    if not found:
        raise Refused(f"No document is called {title_or_id!r}; see them with: coder documents {project.path}")
    if len(found) > 1:
        ids = ", ".join(d.id[:12] for d in found)
        raise Refused(f"{len(found)} documents are called {title_or_id!r}; name one by its id: {ids}")
    return found[0]


def text(project: Project, document: Document) -> str:
    """Its canonical text. Raises Refused when it was erased."""
    return project.text(document.text_id)


def add(project: Project, actor: Coder, imported: Imported) -> tuple[Document, bool]:
    """Add a document; (it, True), or (the one that has or had the same text, False): nothing is doubled.

    Raises Refused when another text has its title already, or the text was erased by a purge."""
    text_id = texts.text_id(imported.text)
    id_ = hashlib.sha256(f"document\n{text_id}".encode()).hexdigest()[:32]
    about = {f: getattr(imported, f) for f in _ABOUT}
    with project.write(actor.id) as action:
        d = schema.document.c
        known = rows.documents(action.connection, (d.text == text_id) | (d.id == id_) | _called(imported.title))
        if text_id in (events.absent(action.connection) or ()):
            raise Refused(f"{imported.title}: the project has this text already, but it is not in this package.")
        for other in known:
            if other.text_id == text_id or other.id == id_:
                if other.purged:
                    raise Refused(f"{imported.title}: this text was erased here on purpose and is not taken again.")
                return other, False
        if (had := corrections.whose_within(action.connection, text_id)) is not None:
            return had, False
        _title_is_free(known, imported.title)
        length, words = len(imported.text), texts.count_words(imported.text)
        _keep(action, text_id, imported.text, length, words)
        state = {"text": text_id, "@about": action.body(events.canonical(about)), "case_id": None}
        action.append(events.PROJECT, "document.add", id_, state)
    return Document(id_, text_id=text_id, length=length, words=words, **about), True


def title_is_free(project: Project, title: str) -> None:
    """Raises Refused when another document has this title, as `add` does."""
    _title_is_free(listed(project), title)


def edit(project: Project, actor: Coder, document: Document, **changes: Any) -> Document:
    """Change title, source, date, language, warning, or the default `case` (a Case; None: none any more).

    Raises Refused: not a lead, no title, title taken."""
    if not changes.keys() <= {*_ABOUT, "case"}:
        raise TypeError(f"of a document can't be changed: {sorted(changes.keys() - {*_ABOUT, 'case'})}")
    only_leads(actor, "change what is said about documents")
    if isinstance(changes.get("case"), Case):
        changes["case"] = changes["case"].id
    if not changes.get("title", document.title).strip():
        raise Refused("A document needs a title; this one is empty.")
    with project.write(actor.id) as action:
        known = {d.id: d for d in rows.documents(action.connection)}
        if known[document.id].purged:
            raise Erased("This document was erased (a withdrawn consent); nothing is said about it any more.")
        new = dataclasses.replace(known[document.id], **changes)
        if any(d.title == new.title for d in known.values() if d.id != new.id):
            raise Refused(f"Another document is called {new.title!r} already.")
        told: dict[str, Any] = {f: getattr(new, f) for f in _ABOUT}
        state = {"text": new.text_id, "@about": action.body(events.canonical(told)), "case_id": new.case}
        action.append(events.PROJECT, "document.edit", new.id, state)
    return new


def _title_is_free(known: Iterable[Document], title: str) -> None:
    if any(other.title == title for other in known):
        raise Refused(f"{title}: another text has this title already; rename the file to tell them apart.")


def _called(title: str) -> ColumnElement[bool]:
    """Whether that may be a document's title: what is kept of a document is canonical JSON, in which only a key stands
    between quotes that are not escaped. Without reading all 5,000 for each of 5,000 files."""
    return func.instr(schema.body.c.words, f'"title":{events.canonical(title)}') > 0


def _keep(action: Action, text_id: str, content: str, length: int, words: int) -> None:
    known = action.connection.scalar(select(schema.text.c.id).where(schema.text.c.id == text_id))
    if known is None:
        row = {"id": text_id, "length": length, "words": words, "content": content}
        action.connection.execute(insert(schema.text), row)
