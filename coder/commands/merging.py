"""package, merge, conflicts: work apart, and bring it together."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    expanded,
    json_option,
    kept,
    opened,
    plural,
    print_json,
    project_argument,
    reader,
    say,
    when,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from db.conflicts import Conflict
    from db.merge import Merged


@command("merge", "coder merge study.coder ann.coder ben.coder --as dana --dry-run")
@project_argument
@click.argument("copies", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IN…")
@click.option("--dry-run", is_flag=True, help="Only tell what would come.")
@json_option
@as_option
def merge_(project: str, copies: tuple[Path, ...], dry_run: bool, as_json: bool, name: str | None) -> None:
    """Bring in what was done in packages or other copies.

    Leads only. IN is a package or another copy of this project. In any order, and twice, gives the same; what was
    changed on both sides is listed as a conflict, and both are kept (see coder conflicts). All of it or nothing; a
    backup is made first.
    """
    from db import coders
    from db.merge import merge

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        merged = merge(opened_project, who, [expanded(path) for path in copies], dry_run=dry_run)
        names = {coder.id: coder.name for coder in coders.listed(opened_project)}
        path = opened_project.path
    if as_json:
        print_json(_described(merged, names))
        return
    would = "would come" if dry_run else "came"
    for id_, of in merged.coders.items():
        told = [plural(of.new, "new tag")] if of.new else []
        told += [f"{number} {what}" for number, what in ((of.changed, "changed"), (of.removed, "removed")) if number]
        told += [f"{plural(of.finished, 'document')} finished"] if of.finished else []
        if told:
            say(f"{names.get(id_, id_[:8])}: {', '.join(told)}")
    if merged.also:
        say("new: " + ", ".join(plural(number, kind) for kind, number in sorted(merged.also.items())))
    if merged.erased:
        say(
            f"{plural(merged.erased, 'text or memo')} {'would be' if dry_run else 'was'} erased: purged in another copy"
        )
    _tell(merged.conflicts)
    for doubled in merged.doubles:
        say(doubled, err=True)
    if merged.hidden:
        say(f"changes {would}; those of blind rounds are not counted", err=True)
    else:
        say(f"{plural(merged.events, 'change')} {would}" if merged.events else "nothing new", err=True)
    if merged.backup:
        say(f"what was there before is in {merged.backup}", err=True)
        say(f"to take it back while nothing newer is done: coder restore {path} {merged.backup}", err=True)


def _described(merged: "Merged", names: dict[str, str]) -> dict[str, Any]:
    return {
        "changes": None if merged.hidden else merged.events,
        "coders": {names.get(id_, id_): vars(of) for id_, of in merged.coders.items()},
        "new": merged.also,
        "erased": merged.erased,
        "conflicts": _conflicts_json(merged.conflicts),
        "doubles": merged.doubles,
        "backup": str(merged.backup) if merged.backup else None,
    }


@command("package", "coder package study.coder --for ann ann.coder --as dana")
@project_argument
@click.option("--for", "coder_name", required=True, metavar="NAME", help="Who will work on it.")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@json_option
@as_option
def package_(project: str, coder_name: str, out: Path, as_json: bool, name: str | None) -> None:
    """Write what one coder needs into a file of its own.

    Leads only. OUT is a project file with the project, this coder's own readings, and the texts of their documents,
    and nothing of the other coders. They work on it anywhere; coder merge brings it home.
    """
    from db import coders
    from db.package import package

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        coder = coders.named(opened_project, coder_name)
        written = package(opened_project, who, coder, expanded(out))
        kept()
    if as_json:
        print_json({"path": str(out), "coder": coder.name, "documents": [document.title for document in written]})
    else:
        say(f"{out}: {plural(len(written), 'document')} for {coder.name}")


@command("conflicts", "coder conflicts study.coder --settle 3f9c2a11 --take 81cd02aa --as dana")
@project_argument
@click.option("--settle", "entity", metavar="ID", help="Decide this one, by the id that is listed.")
@click.option("--take", "version", metavar="VERSION", help="With --settle: the version to keep.")
@json_option
@as_option
@click.pass_context
def conflicts_(
    ctx: click.Context, project: str, entity: str | None, version: str | None, as_json: bool, name: str | None
) -> None:
    """List what was changed on two sides, or decide.

    After a merge; the version that is shown until somebody decides is marked. Any later change of the same thing
    settles it too. Exit status 1 when there are none.
    """
    from db import conflicts

    if (entity is None) != (version is None):
        raise Refused("Say --settle ID and --take VERSION together.")
    with opened(project) as opened_project:
        if entity is not None and version is not None:
            who = actor(opened_project, name)
            conflicts.settle(opened_project, who, conflicts.named(opened_project, entity), version)
            say(f"{entity}: settled", err=as_json)
        else:
            reader(opened_project, name)
        found = conflicts.listed(opened_project)
    if as_json:
        print_json(_conflicts_json(found))
    elif entity is None:
        _tell(found)
        say(plural(len(found), "conflict"), err=True)
    if entity is None:
        ctx.exit(0 if found else 1)


def _tell(found: "list[Conflict]") -> None:
    for conflict in found:
        about = [words for words in (conflict.document, conflict.whose) if words]
        say(f"conflict {conflict.entity[:12]}: {conflict.kind}{' of ' + ', '.join(about) if about else ''}")
        for version in conflict.versions:
            words = " ".join(version.words.split())
            words = words if len(words) <= 200 else f"{words[:199]}…"
            shown = "  (shown now)" if version.shown else ""
            say(f"    {version.event[:8]}  {version.coder}, {when(version.at)}: {words}{shown}")


def _conflicts_json(found: "list[Conflict]") -> list[dict[str, Any]]:
    return [
        {"id": c.entity, "kind": c.kind, "document": c.document, "coder": c.whose,
         "versions": [{"version": v.event, "by": v.coder, "at": when(v.at), "words": v.words, "shown": v.shown}
                      for v in c.versions]}
        for c in found
    ]  # fmt: skip
