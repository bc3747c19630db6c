"""import, documents: sources in, and what there is."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.importing import Version
    from db.project import Project
    from db.values import Document

ABOUT = ("title", "source", "date", "language", "warning", "case", "same-as")


@command("import", "coder import study.coder interviews/*.txt")
@project_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--encoding", metavar="E", help="Encoding of the files, when it is not UTF-8 or UTF-16 (windows-1256 …).")
@click.option("--same", "version", flag_value="same",
              help="Take other versions of a document, and keep that they are the same testimony.")  # fmt: skip
@click.option("--different", "version", flag_value="different",
              help="Take other versions of a document as testimonies of their own.")  # fmt: skip
@as_option
@click.pass_context
def import_(
    ctx: click.Context,
    project: str,
    files: tuple[Path, ...],
    encoding: str | None,
    version: "Version | None",
    name: str | None,
) -> None:
    """Take text and Markdown files in as documents.

    A title is the file's name without its extension. A text that is there already is told and not doubled. One that is
    another version of a document (the same article in two papers) is held until you say --same or --different: reports
    count a testimony once. A file that can't be taken is named with the reason and the others go on; the exit status is
    then 2, and 1 when one was held.
    """
    from coder.importing import import_files, summary

    outcomes = []
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        for outcome in import_files(opened_project, who, files, encoding, version or "hold"):
            outcomes.append(outcome)
            say(f"[{len(outcomes)}/{len(files)}] {outcome.told}", err=True)
    say(summary(outcomes))
    if any(outcome.document is None and outcome.held is None for outcome in outcomes):
        ctx.exit(2)
    if any(outcome.held for outcome in outcomes):
        say("Say --same (the same testimony) or --different for what was held.", err=True)
        ctx.exit(1)


@command("documents", "coder documents study.coder")
@project_argument
@click.option("--document", metavar="DOCUMENT", help="Only this one, by title or id.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
              help=f"Change this of --document ({', '.join(ABOUT)}; empty: nothing); leads only.")  # fmt: skip
@json_option
@as_option
def documents_(project: str, document: str | None, settings: tuple[str, ...], as_json: bool, name: str | None) -> None:
    """List the documents, and who has read how far."""
    from db import documents

    with opened(project) as opened_project:
        reader(opened_project, name)
        wanted = documents.named(opened_project, document).id if document else None
        if settings:
            _edit(opened_project, name, document, settings)
        found = [d for d in documents.listed(opened_project) if wanted in (None, d.id)]
        rows = _described(opened_project, found)
    if as_json:
        print_json(rows)
        return
    print_table(
        ["document", "words", "warning", "readings"],
        [[_title(row), f"{row['words']:,}", d.warning, _progress(row)] for row, d in zip(rows, found, strict=True)],
        right=[1],
    )


def _edit(project: "Project", name: str | None, document: str | None, settings: Sequence[str]) -> None:
    from db import cases, coders, documents, sameness

    if not document:
        raise Refused("Say which document to change: --document TITLE.")
    who, chosen = actor(project, name), documents.named(project, document)
    coders.only_leads(who, "change what is said about documents")
    changes: dict[str, Any] = {}
    same: list[Document | None] = []
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or key not in ABOUT:
            raise Refused(f"--set takes KEY=VALUE with KEY one of {', '.join(ABOUT)}; {setting!r} is not that.")
        if key == "same-as":
            same = [_stands_for_itself(project, documents.named(project, value)) if value else None]
        elif key == "case":
            changes[key] = cases.named(project, value) if value else None
        else:
            changes[key] = value.strip() if key == "title" else value
    if changes or not same:
        documents.edit(project, who, chosen, **changes)
    for other in same:
        sameness.say(project, who, chosen, other)
        if other is not None and _unlike(project, chosen, other):
            say(f"Their texts have few words in common; if {chosen.title} is no version of {other.title}, take it back "
                "with --set same-as=", err=True)  # fmt: skip


def _stands_for_itself(project: "Project", other: "Document") -> "Document":
    """The document; raises Refused where it is itself said to be the same as another one."""
    from db import documents, sameness

    every = documents.listed(project)
    first = sameness.testimonies(every)[other.id]
    if other.same_as is None or first == other.id:
        return other
    title = next(document.title for document in every if document.id == first)
    raise Refused(f"{other.title} is itself said to be the same as {title}; say same-as={title}.")


def _unlike(project: "Project", one: "Document", other: "Document") -> bool:
    """Whether the texts are too different to be versions of one."""
    from corpus.likeness import NEAR_DUPLICATE, containment, fingerprint
    from db import documents

    if one.purged or other.purged:
        return False
    a, b = (fingerprint(documents.text(project, document)) for document in (one, other))
    return bool(a.size and b.size) and containment(a, b) < NEAR_DUPLICATE


def _described(project: "Project", found: "Sequence[Document]") -> list[dict[str, Any]]:
    from db import coders, documents, readings, rounds

    called = titles(documents.listed(project))
    names = {coder.id: coder.name for coder in coders.listed(project)}
    round_names = {round_.id: round_.name for round_ in rounds.listed(project)}
    begun: dict[str, list[dict[str, Any]]] = {}
    for reading in sorted(readings.progress(project), key=lambda r: names[r.coder].casefold()):
        of_reading = {"coder": names[reading.coder], "round": round_names[reading.round], "position": reading.position}
        begun.setdefault(reading.document, []).append(
            {**of_reading, "finished": reading.finished, "tags": None if reading.hidden else reading.tags}
        )
    return [
        {"id": d.id, "title": d.title, "text_id": d.text_id, "length": d.length, "words": d.words, "source": d.source,
         "date": d.date, "language": d.language, "readings": begun.get(d.id, []),
         **({"same_as": called[d.same_as]} if d.same_as in called else {})}
        for d in found
    ]  # fmt: skip


def _title(row: dict[str, Any]) -> str:
    return f"{row['title']} (= {row['same_as']})" if "same_as" in row else str(row["title"])


def _progress(row: dict[str, Any]) -> str:
    told = []
    for reading in row["readings"]:
        share = min(100, 100 * reading["position"] // max(1, row["length"]))
        state = "finished" if reading["finished"] else f"read {share} %"
        tags = "" if reading["tags"] is None else f", {plural(reading['tags'], 'tag')}"  # a blind round hides them
        told.append(f"{reading['coder']}: {state}{tags}")
    return "; ".join(told) or "-"
