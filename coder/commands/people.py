"""coders, history: who is in the project, and who did what."""

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    opened,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
    when,
)


@command("coders", "coder coders study.coder --add ben --role coder --as ann")
@project_argument
@click.option("--add", "new_name", metavar="NAME", help="Add this coder; leads only.")
@click.option("--role", type=click.Choice(["coder", "lead"]), default="coder", show_default=True, help="With --add.")
@json_option
@as_option
def coders_(project: str, new_name: str | None, role: str, as_json: bool, name: str | None) -> None:
    """List the coders, or add one."""
    from db import coders, readings, sight

    with opened(project) as opened_project:
        if new_name:
            added = coders.add(
                opened_project, actor(opened_project, name), new_name, "lead" if role == "lead" else "coder"
            )
            say(f"{added.name} is a {added.role} of this project now", err=as_json)
        else:
            reader(opened_project, name)
        if new_name and not as_json:
            return
        begun = readings.progress(opened_project)
        rows: list[dict[str, object]] = [
            {
                "name": coder.name,
                "role": coder.role,
                "readings": sum(1 for r in begun if r.coder == coder.id),
                "finished": sum(1 for r in begun if r.coder == coder.id and r.finished),
                "tags": None
                if any(r.hidden for r in begun if r.coder == coder.id)
                else sum(r.tags for r in begun if r.coder == coder.id),
            }
            for coder in coders.listed(opened_project)
        ]
        seen = sight.now(opened_project)
        if seen.blind - seen.led:  # what the others do there is hidden, so the rest is no count of theirs
            for coder, row in zip(coders.listed(opened_project), rows, strict=True):
                if coder.id != seen.viewer:
                    row.update(readings=None, finished=None, tags=None)
    if as_json:
        print_json(rows)
    else:
        cells = [["-" if cell is None else cell for cell in row.values()] for row in rows]
        print_table(list(rows[0]), cells, right=[2, 3, 4])


@command("history", "coder history study.coder --coder ann --limit 20")
@project_argument
@click.option("--document", metavar="DOCUMENT", help="Only of this document, by title or id.")
@click.option("--coder", "coder_name", metavar="NAME", help="Only what this coder did.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the last N changes.")
@json_option
@as_option
def history_(
    project: str, document: str | None, coder_name: str | None, limit: int | None, as_json: bool, name: str | None
) -> None:
    """Who did what when, in words.

    The latest first. What a lead did in another coder's reading (tags brought in) says for whom.
    """
    from db import coders, documents
    from db.history import history

    with opened(project) as opened_project:
        reader(opened_project, name)
        changes = history(
            opened_project,
            document=documents.named(opened_project, document) if document else None,
            coder=coders.named(opened_project, coder_name) if coder_name else None,
            limit=limit,
        )
    if as_json:
        print_json(
            [
                {"at": when(c.at), "coder": c.actor, "for": c.whose, "document": c.document, "words": c.words}
                for c in changes
            ]
        )
        return
    for change in changes:
        who = f"{change.actor} for {change.whose}" if change.whose else change.actor
        where = f"{change.document}: " if change.document else ""
        say(f"{when(change.at)}  {who}  {' '.join((where + change.words).split())}")
