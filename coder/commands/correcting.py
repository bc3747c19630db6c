"""correct, waiting, place: a text is corrected, and tags whose place is in doubt are given one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    expanded,
    json_option,
    must_be_read,
    opened,
    plural,
    print_json,
    project_argument,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.correcting import Change, Fates
    from corpus.quotes import Plain
    from corpus.text import Span
    from db.project import Project
    from db.values import Document, Tag

_MOST_SHOWN = 20
"""Differences that are printed without --all."""
_LONGEST = 300
"""Characters of words that went or came that are printed without --all."""


@command("correct", "coder correct study.coder interview-3 interview-3-corrected.txt --as lea")
@project_argument
@click.argument("document", metavar="DOCUMENT")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--undo", is_flag=True, help="Take the last correction back, whole.")
@click.option("--different", is_flag=True, help="Take it though hardly any words are the same.")
@click.option("--all", "show_all", is_flag=True, help=f"Show all differences, not the first {_MOST_SHOWN}.")
@click.option("--encoding", metavar="E", help="The file's encoding, when it is not UTF-8.")
@json_option
@as_option
def correct_(
    project: str,
    document: str,
    file: Path | None,
    dry_run: bool,
    undo: bool,
    different: bool,
    show_all: bool,
    encoding: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Put a corrected text in place of a document's text; the tags follow.

    The differences are shown. Tags keep their passages; those whose place is in doubt wait for their coder (coder
    waiting). Finished documents stay finished. A backup is made first, and --undo takes it back.
    """
    from coder import correcting
    from db import corrections, documents

    if undo and dry_run:
        raise Refused("--dry-run goes with a file; --undo can't be tried, but the file can be put in force again.")
    if undo == (file is not None):
        raise Refused("Name the file with the corrected text, or say --undo to take the last correction back.")
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        opened_project.viewer = who.id
        chosen = documents.named(opened_project, document)
        if file is None:
            corrections.take_back(opened_project, who, chosen)
            say(f"The text of {chosen.title} is as it was before its last correction.")
            return
        file = expanded(file)
        must_be_read(file)
        correction = correcting.of_file(opened_project, chosen, file, encoding)
        found = correcting.changes(correction)
        fates = correcting.fates(opened_project, chosen, correction)
        other = correcting.wholly_other(correction)
        if other and not (different or dry_run):
            corrections.check(opened_project, who, chosen, correction)  # what is refused anyway is told first
            raise Refused(f"{file} has hardly any words of {chosen.title}; is it the right file? "
                          "Say --different to take it all the same.")  # fmt: skip
        if not dry_run:
            corrections.correct(opened_project, who, chosen, correction)
        if as_json:
            print_json(_as_json(chosen, found, fates, done=not dry_run))
            return
        _tell(chosen, found, fates, show_all=show_all, done=not dry_run)
        if other and dry_run:
            say(f"It has hardly any words of {chosen.title}: to take it, say --different.", err=True)
        if fates.waits and not dry_run:
            say(f"Its coders see them with: coder waiting {opened_project.path} --as NAME")


def _tell(document: "Document", found: "list[Change]", fates: "Fates", *, show_all: bool, done: bool) -> None:
    most, longest = (len(found), None) if show_all else (_MOST_SHOWN, _LONGEST)
    for change in found[:most]:
        went, came = _shortened(change.went, longest), _shortened(change.came, longest)
        say(f"  {change.at[1].start:>7}  …{_line(change.before)}[-{_line(went)}-]{{+{_line(came)}+}}"
            f"{_line(change.after)}…")  # fmt: skip
    if len(found) > most:
        say(f"  … and {plural(len(found) - most, 'more difference')} (--all shows them)")
    say(f"{document.title}: {plural(len(found), 'difference')}{'' if done else '; nothing was changed'}.")
    say(f"Tags that you see: {fates.kept} kept, {fates.moved} moved or changed, {fates.lost} lost; "
        f"{fates.waits} wait for their coder.")  # fmt: skip


def _shortened(words: str, longest: int | None) -> str:
    if longest is None or len(words) <= longest:
        return words
    return f"{words[: longest // 2]} … {words[-longest // 2 :]}"


def _line(words: str) -> str:
    return words.replace("\n", "⏎")


def _as_json(document: "Document", found: "list[Change]", fates: "Fates", *, done: bool) -> dict[str, Any]:
    return {
        "document": document.title,
        "done": done,
        "differences": [
            {"old": list(c.at[0]), "new": list(c.at[1]), "went": c.went, "came": c.came, "before": c.before,
             "after": c.after}
            for c in found
        ],
        "tags": {"kept": fates.kept, "moved and changed": fates.moved, "lost": fates.lost, "wait": fates.waits},
    }  # fmt: skip


@command("waiting", "coder waiting study.coder --as ann")
@project_argument
@json_option
@as_option
def waiting_(project: str, as_json: bool, name: str | None) -> None:
    """List passages whose place in a corrected text waits for their coder.

    A coder sees their own, a lead everybody's. Answer with: coder place.
    """
    from db import coders, corrections, documents

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        opened_project.viewer = who.id
        found = [t for t in corrections.waiting(opened_project) if who.role == "lead" or t.coder == who.id]
        called = titles(documents.listed(opened_project))
        names = {coder.id: coder.name for coder in coders.listed(opened_project)}
        known: dict[str, Plain] = {}
        rows = (_waiting(opened_project, tag, called, names, known) for tag in found)
        if as_json:
            print_json(list(rows))
        else:
            for row in rows:  # one after the other: to look for many in a long text takes a while
                say(f"{row['id'][:8]}  {row['document']} · {row['coder']} · {row['code']} · {row['state']}")
                say(f"    was: “{_line(row['was'])}”")
                for place in row["places"]:
                    say(f"    {place['start']}-{place['stop']}, {int(100 * place['score'])} % like it: "
                        f"“{_line(place['words'])}”")  # fmt: skip
            say(f"{plural(len(found), 'passage')} waiting.")
    if not found:
        click.get_current_context().exit(1)


def _waiting(
    project: "Project", tag: "Tag", called: dict[str, str], names: dict[str, str], known: "dict[str, Plain]"
) -> dict[str, Any]:
    from coder import correcting

    assert tag.was is not None
    places = correcting.places(project, tag, known)
    text = known[tag.document].texts[tag.document]
    return {
        "id": tag.id,
        "document": called[tag.document],
        "coder": names[tag.coder],
        "code": tag.code,
        "state": tag.was.state,
        "was": correcting.old_words(project, tag),
        "places": [
            {"start": span.start, "stop": span.stop, "score": round(place.score, 3), "words": text[slice(*span)]}
            for place in places
            if (span := place.span) is not None
        ],
    }


@command("place", "coder place study.coder 3f2a1c --as ann --yes")
@project_argument
@click.argument("tag", metavar="TAG")
@click.option("--yes", is_flag=True, help="It is where it seems to be (the first place that `waiting` tells).")
@click.option("--start", type=int, metavar="N", help="Where the passage begins, in characters from 0.")
@click.option("--stop", type=int, metavar="M", help="Where it ends: the first character after it.")
@click.option("--quote", metavar="TEXT", help="Its words, surely in one place only.")
@click.option("--gone", is_flag=True, help="It is nowhere in the corrected text: remove the tag.")
@as_option
def place_(
    project: str,
    tag: str,
    yes: bool,
    start: int | None,
    stop: int | None,
    quote: str | None,
    gone: bool,
    name: str | None,
) -> None:
    """Say where one of your passages is in a corrected text, also in a finished document.

    TAG is the id that `coder waiting` prints.
    """
    from coder import correcting
    from db import documents, tags

    given = (start is not None or stop is not None, quote is not None)
    if sum((yes, gone, *given)) != 1 or (start is None) != (stop is None):
        raise Refused("Say one of: --yes, --start N --stop M, --quote TEXT, --gone.")
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        opened_project.viewer = who.id
        found = tags.get(opened_project, tag)
        if gone:
            tags.gone(opened_project, who, found)
            say(f"Removed {found.code}; coder undo brings it back.")
            return
        document = documents.named(opened_project, found.document)
        text = documents.text(opened_project, document)
        span: Span
        if yes:
            likely = correcting.places(opened_project, found)
            if not likely or likely[0].span is None:
                raise Refused("Nobody knows where it is; give its place: --quote TEXT, or --gone.")
            if not correcting.likely(found, likely[0]):
                raise Refused("Nothing there is like it; give --start and --stop, or say --gone.")
            span = likely[0].span
        else:
            from coder.commands.coding import span_of

            span = span_of(opened_project, document, start, stop, quote)
        placed = tags.place(opened_project, who, found, span, text_id=document.text_id)
        say(f"{placed.code} is at {placed.start}-{placed.stop}: “{_line(text[placed.start : placed.stop])}”")
