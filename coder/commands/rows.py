"""Tags as people and files see them: names for ids, and the exact words."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coder.commands.common import titles, when
from coder.csv_cells import written

if TYPE_CHECKING:
    from db.project import Project
    from db.values import Tag

COLUMNS = ("document", "coder", "code", "start", "stop", "quote", "memo", "case", "round")


def described(project: "Project", found: "Iterable[Tag]") -> list[dict[str, Any]]:
    """One object a tag: COLUMNS, then id, text_id, qualifiers, query, created; where the text was corrected, also
    `corrected`: what became of the passage. The words of a purged text are ""."""
    from db import cases, coders, documents, rounds

    known = documents.listed(project)
    called, purged = titles(known), {document.id for document in known if document.purged}
    names = {coder.id: coder.name for coder in coders.listed(project)}
    keys = {case.id: case.key for case in cases.listed(project)}
    round_names = {round_.id: round_.name for round_ in rounds.listed(project)}
    order = {document.id: place for place, document in enumerate(known)}
    return [
        {
            "document": called[tag.document],
            "coder": names[tag.coder],
            "code": tag.code,
            "start": tag.start,
            "stop": tag.stop,
            "quote": "" if tag.document in purged else project.text(tag.text_id)[tag.start : tag.stop],
            "memo": tag.memo,
            "case": keys[tag.case] if tag.case else None,
            "round": round_names[tag.round],
            "id": tag.id,
            "text_id": tag.text_id,
            "qualifiers": dict(tag.qualifiers),
            "query": tag.query,
            "created": when(tag.created),
            **({"corrected": {"state": tag.was.state, "waits": tag.waits}} if tag.was else {}),
        }
        for tag in sorted(found, key=lambda t: (order[t.document], t.start, t.stop, names[t.coder], t.code, t.id))
    ]


def lost(row: Mapping[str, Any]) -> bool:
    """Whether a tag, as `described`, has no place in the corrected text: start and stop count in the old one."""
    return bool(row.get("corrected", {}).get("state") == "lost")


def csv_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """Tags, as `described`, as CSV with COLUMNS. A lost one has no start and stop: in the text in force, which whoever
    reads the file has, they would be the places of other words."""
    return written(COLUMNS, [[_cell(row, column) for column in COLUMNS] for row in rows])


def _cell(row: Mapping[str, Any], column: str) -> object:
    return None if column in ("start", "stop") and lost(row) else row[column]
