"""export: the project in other programs' formats."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    as_option,
    command,
    opened,
    output,
    plural,
    print_file,
    project_argument,
    reader,
    say,
    titles,
    when,
    write_new,
)
from coder.commands.rows import csv_of, described

if TYPE_CHECKING:
    from db.project import Project


@command("export", "coder export study.coder --format csv tags.csv")
@project_argument
@click.option("--format", "kind", required=True, type=click.Choice(["json", "csv", "replication"]),
              help="json: everything in the project; csv: the tags, safe to open in a spreadsheet; "
              "replication: a zip without words and names, which coder verify reckons again.")  # fmt: skip
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--force", is_flag=True, help="Replace OUT.")
@as_option
def export_(project: str, kind: str, out: Path, force: bool, name: str | None) -> None:
    """Write the project, or its tags, to a file.

    OUT is the file; - prints.
    """
    from db import tags

    with opened(project) as opened_project:
        reader(opened_project, name)
        if kind == "replication":
            from coder.report.replication import package

            zipped = package(opened_project)
            if str(out) == "-":
                output(zipped, nl=False)
            else:
                write_new(out, zipped, force=force)
                say(f"{out}: {len(zipped):,} bytes; coder verify reckons it again")
            return
        rows = described(opened_project, tags.listed(opened_project))
        if kind == "csv":
            content = csv_of(rows)
        else:
            content = json.dumps(_everything(opened_project, rows), ensure_ascii=False, indent=1) + "\n"
    if str(out) == "-":
        print_file(content)
        return
    write_new(out, content, force=force)
    say(f"{out}: {plural(len(rows), 'tag')}")


def _everything(project: "Project", tag_rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Names for ids, as in `coder tags --json`; texts and codebooks whole."""
    from db import cases, codebooks, coders, documents, readings, rounds
    from db.history import history

    found, people, batches = documents.listed(project), coders.listed(project), rounds.listed(project)
    called, names, round_names = titles(found), {c.id: c.name for c in people}, {r.id: r.name for r in batches}
    keys = {case.id: case.key for case in cases.listed(project)}
    return {
        "format": "coder 1",
        "project": project.id,
        "coders": [{"id": c.id, "name": c.name, "role": c.role} for c in people],
        "codebooks": [
            {"id": id_, "created": when(at), **json.loads(codebooks.get(project, id_).canonical_json())}
            for id_, at, _ in codebooks.listed(project)
        ],
        "rounds": [
            {"id": r.id, "name": r.name, "purpose": r.purpose, "codebook": r.codebook, "blind": r.blind,
             "revealed": r.revealed, "open": r.open}
            for r in batches
        ],
        **_register(project, names),
        "documents": [
            {"id": d.id, "title": d.title, "text_id": d.text_id, "length": d.length, "words": d.words,
             "source": d.source, "date": d.date, "language": d.language, "warning": d.warning,
             "case": keys.get(d.case or ""), "erased": d.purged,
             "text": None if d.purged else documents.text(project, d)}
            for d in found
        ],
        "readings": [
            {"id": r.id, "document": called[r.document], "coder": names[r.coder], "round": round_names[r.round],
             "position": r.position, "finished": r.finished, "memo": r.memo, "tags": r.tags}
            for r in readings.listed(project)
        ],
        "tags": tag_rows,
        **_review(project),
        "history": [
            {"at": when(c.at), "coder": c.actor, "for": c.whose, "document": c.document, "words": c.words}
            for c in history(project)
        ],
    }  # fmt: skip


def _register(project: "Project", names: dict[str, str]) -> dict[str, Any]:
    """The cases, as written, with what was made of it; what attributes mean; what was said about pairs of cases."""
    from coder.commands.same_person import judgement_rows
    from coder.register import made_of, read
    from corpus.attributes import to_plain
    from db import attributes, cases

    register, known = read(project), cases.listed(project)
    keys = {case.id: case.key for case in known}
    made = {case.id: made_of(register, case) for case in register.known}
    return {
        "attributes": [to_plain(attribute) for attribute in attributes.listed(project)],
        "cases": [
            {"id": c.id, "key": c.key, "name": c.name, "attributes": dict(c.attributes),
             "values": {name: {"value": v.words, "state": v.state} for name, v in made.get(c.id, {}).items()},
             "note": c.note,
             "status": c.status, "of": keys.get(c.other or ""), "why": c.why, "by": names.get(c.by or "")}
            for c in known
        ],
        "judgements": judgement_rows(project),
    }  # fmt: skip


def _review(project: "Project") -> dict[str, Any]:
    """What was said about disagreements, and to those who asked."""
    from coder.commands.review_rows import names, ruling_row
    from db import comments, queries, rounds, rulings

    called = names(project)
    made = {round_.id: round_.name for round_ in rounds.listed(project)}
    return {
        "reasons": [{"id": reason.id, "words": reason.words} for reason in comments.reasons(project)],
        "rulings": [
            {"id": r.id, "document": called.documents[r.document], "round": made[r.round], "text_id": r.text_id,
             "start": r.start, "stop": r.stop, "tags": sorted(r.tags), "at": when(r.at), "holds": r.holds,
             **ruling_row(r, called)}
            for r in rulings.listed(project)
            if r.document in called.documents  # a package has not all of them
        ],
        "comments": [
            {"id": c.id, "place": c.about, "document": called.documents[c.document], "coder": called.coders[c.coder],
             "words": c.words, "at": when(c.at)}
            for c in comments.listed(project)
            if c.document in called.documents
        ],
        "answers": [
            {"tag": a.tag, "coder": called.coders[a.coder], "words": a.words, "at": when(a.at)}
            for _, a in sorted(queries.answers(project).items())
        ],
    }  # fmt: skip
