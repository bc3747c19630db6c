"""check, backup, restore, purge: keep the project safe, and erase what must go."""

from pathlib import Path

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    expanded,
    json_option,
    kept,
    login,
    opened,
    print_json,
    project_argument,
    project_path,
    reader,
    say,
)
from corpus.refused import Refused


@command("check", "coder check study.coder")
@project_argument
@json_option
@as_option
@click.pass_context
def check_(ctx: click.Context, project: str, as_json: bool, name: str | None) -> None:
    """Look whether a project is sound.

    Is the file whole, and does it say what its log says? It is not changed. A file of an earlier coder is sound too:
    opening it brings it up to date. Exit status 1 when something is wrong.
    """
    from db.check import check, notes, older
    from db.files import look

    path = project_path(project)
    if not path.exists():
        look(path.resolve())  # says so, as for every command
    faults = check(path)
    earlier = not faults and older(path)
    told = [] if faults else notes(path)
    if as_json:
        print_json({"sound": not faults, "faults": faults, "older": earlier, "notes": told})
    elif faults:
        for fault in faults:
            say(fault)
    elif earlier:
        say(f"{path} is sound, in the format of an earlier coder; opening it makes a backup and brings it up to date")
    else:
        say(f"{path} is sound")
    for note in told:
        say(note, err=True)
    if faults:
        ctx.exit(1)


@command("backup", "coder backup study.coder /media/usb")
@project_argument
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@as_option
def backup_(project: str, folder: Path, name: str | None) -> None:
    """Write a backup into a folder, also while others work."""
    from db import backups

    with opened(project) as opened_project:
        reader(opened_project, name)
        made = backups.backup(opened_project, expanded(folder))
        kept()
        say(f"{made}")


@command("restore", "coder restore study.coder /media/usb/study-2026-11-24-231527.coder --as dana")
@project_argument
@click.argument("backup", type=click.Path(path_type=Path), metavar="BACKUP")
@click.option("--anyway", is_flag=True, help="Also when something was done since the backup.")
@as_option
def restore_(project: str, backup: Path, anyway: bool, name: str | None) -> None:
    """Put a backup in the project's place.

    Leads only. Refused when something was done in the project since the backup was made, unless you say --anyway; so a
    merge or a correction is taken back with the backup that it names, as long as nothing newer was done. What is there
    now is kept as a backup first. What was purged since the backup is erased again.
    """
    from db.restore import restore

    path = project_path(project)
    restored = restore(path, expanded(backup), name or login(), anyway=anyway)
    kept()
    before = f"; what was there before is in {restored.before}" if restored.before else ""
    say(f"{path} is as it was in {backup}{before}")
    for words in restored.words:
        say(words)


@command("purge", "coder purge study.coder --document interview-3 --as ann")
@project_argument
@click.option("--document", metavar="DOCUMENT", help="Erase this document: its text, what is said about it, its memos.")
@click.option("--case", "key", metavar="ID", help="Erase this case: its name, attributes and note.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@json_option
@as_option
@click.pass_context
def purge_(
    ctx: click.Context, project: str, document: str | None, key: str | None, yes: bool, as_json: bool, name: str | None
) -> None:
    """Erase a document or a case for good.

    For a withdrawn consent; leads only. It is the one thing that deletes and can't be undone. Backups made before
    still hold the words: it names the automatic ones, which may hold them; those made with `coder backup` it doesn't
    know.
    """
    from db import cases, coders, documents, purge

    if (document is None) == (key is None):
        raise Refused("Say what to erase: --document DOCUMENT or --case ID.")
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        if document is not None:
            chosen = documents.named(opened_project, document)
            what = f"the document {chosen.title} ({chosen.length:,} characters)"
        else:
            case = cases.named(opened_project, key or "")
            what = f"the case {case.key}"
        coders.only_leads(who, "erase what was kept")
        if not yes and not _agreed(what):
            say("nothing was erased", err=True)
            ctx.exit(1)
        if document is not None:
            report = purge.purge_document(opened_project, who, chosen)
        else:
            report = purge.purge_case(opened_project, who, case)
    if as_json:
        print_json({"words": report.words, "backups": [str(path) for path in report.backups]})
        return
    for words in report.words:
        say(words)
    if report.backups:
        say("These automatic backups may still hold it; delete them when you may:")
        for path in report.backups:
            say(f"  {path}")


def _agreed(what: str) -> bool:
    from coder.display import show

    try:
        return click.confirm(show(f"Erase {what} for good? This can't be undone."), default=False, err=True)
    except click.Abort:
        return False
