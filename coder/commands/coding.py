"""tag, untag, edit, undo, redo, finish, reopen: what a coder does, without the screen."""

import contextlib
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from coder.codes import code_named
from coder.commands.common import (
    MAY_BE_EMPTY,
    actor,
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    project_argument,
    reading_of,
    round_option,
    say,
)
from coder.commands.rows import described
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.text import Span
    from db.events import Action
    from db.project import Project
    from db.values import Coder, Document, Reading, Tag

SET_HELP = "A qualifier of the codebook; repeatable."


@command("tag", 'coder tag study.coder interview-3 --as ann --code D3 --quote "the emirs ate first"')
@project_argument
@click.argument("document", metavar="DOCUMENT")
@click.option("--code", "codes", multiple=True, required=True, metavar="CODE", help="Repeat it for several codes.")
@click.option("--start", type=int, metavar="N", help="Where the passage begins, in characters from 0.")
@click.option("--stop", type=int, metavar="M", help="Where it ends: the first character after it.")
@click.option("--quote", metavar="TEXT", help="The passage's words, surely in one place only.")
@click.option("--memo", default="", type=MAY_BE_EMPTY, metavar="TEXT", help="Why, or what to think about.")
@click.option("--case", "key", metavar="ID", help="Whose words these are.")
@click.option("--new-case", is_flag=True, help="With --case: make the case, if it is not there.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=SET_HELP)
@click.option("--query", is_flag=True, help='Mark it "ask the lead".')
@round_option
@json_option
@as_option
def tag_(
    project: str,
    document: str,
    codes: tuple[str, ...],
    start: int | None,
    stop: int | None,
    quote: str | None,
    memo: str,
    key: str | None,
    new_case: bool,
    settings: tuple[str, ...],
    query: bool,
    round_name: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Tag a passage of a document with a code.

    DOCUMENT is a title or id; the passage is given by --start and --stop, or by --quote.
    """
    from db import documents, tags
    from db.values import NewTag

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        chosen = documents.named(opened_project, document)
        span = span_of(opened_project, chosen, start, stop, quote)
        qualifiers = _qualifiers(settings, {})
        reading = reading_of(opened_project, who, chosen, round_name)
        keys = _keys(opened_project, reading, codes)
        new = [NewTag(code, span.start, span.stop, memo, None, qualifiers, query) for code in keys]
        if key:
            if _missing(opened_project, key, new=new_case):
                _rehearse(opened_project, lambda copied: tags.add(copied, who, reading, new))
            case = _case(opened_project, who, key, new=new_case)
            new = [replace(tag, case=case) for tag in new]
        made = tags.add(opened_project, who, reading, new)
        _tell(opened_project, made, "tagged", as_json=as_json)


def _keys(project: "Project", of: "Reading | Tag", codes: Sequence[str]) -> list[str]:
    """The keys of codes, in the codebook of the round."""
    from db import codebooks, rounds

    book = codebooks.of_round(project, rounds.named(project, of.round))
    return [code_named(project, code, book) for code in codes]


def span_of(project: "Project", document: "Document", start: int | None, stop: int | None, quote: str | None) -> "Span":
    from coder.quoting import one_place
    from corpus.text import Span
    from db import documents

    if quote is not None and start is None and stop is None:
        return one_place(quote, {document.id: documents.text(project, document)}).span
    if quote is None and start is not None and stop is not None:
        return Span(start, stop)
    raise Refused("Say where: --start N --stop M, or --quote TEXT.")


class _Rehearsed(Exception):
    """What was tried would have been done."""


def _rehearse(project: "Project", attempt: "Callable[[Project], object]") -> None:
    """Try something that writes, with all its checks, and keep nothing of it. Raises Refused as it does."""

    @contextlib.contextmanager
    def write(actor: str) -> "Iterator[Action]":
        with project.write(actor) as action:
            yield action
            raise _Rehearsed

    copied = copy.copy(project)
    copied.write = write  # type: ignore[method-assign,assignment]
    with contextlib.suppress(_Rehearsed):
        attempt(copied)


def _missing(project: "Project", key: str, *, new: bool) -> bool:
    """Whether a case is to be made."""
    from db import cases, names

    return new and not any(names.same(case.key, key) for case in cases.listed(project))


def _case(project: "Project", who: "Coder", key: str, *, new: bool) -> str:
    from db import cases

    if _missing(project, key, new=new):
        return cases.add(project, who, key).id
    try:
        return cases.named(project, key).id
    except Refused as refused:
        raise Refused(f"{refused} Add --new-case to make it.") from None


def _qualifiers(settings: Sequence[str], now: dict[str, str]) -> dict[str, str]:
    """Qualifiers after `--set key=value` (an empty value takes one away)."""
    chosen = dict(now)
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise Refused(f"--set takes KEY=VALUE; {setting!r} is not that.")
        chosen[key] = value
    return {key: value for key, value in chosen.items() if value}


def _tell(project: "Project", some: "Sequence[Tag]", what: str, *, as_json: bool = False) -> None:
    rows = described(project, some)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        words = row["quote"] if len(row["quote"]) <= 60 else f"{row['quote'][:59]}…"
        place = f"{row['document']} {row['start']}-{row['stop']}"
        say(f"{row['id'][:8]}  {what} {row['code']} at {place}: {' '.join(words.split())}")


@command("untag", "coder untag study.coder 3f9c2a11 --as ann")
@project_argument
@click.argument("tags", nargs=-1, required=True, metavar="TAG…")
@as_option
def untag_(project: str, tags: tuple[str, ...], name: str | None) -> None:
    """Take away your own tags.

    TAG is the id that `coder tags` shows; 6 letters of it are enough. They stay in the history.
    """
    from db import tags as kept

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        wanted = list({tag.id: tag for tag in (kept.get(opened_project, id_) for id_ in tags)}.values())
        kept.remove(opened_project, who, *wanted)
        for tag in wanted:
            _tell(opened_project, [tag], "removed")


@command("edit", "coder edit study.coder 3f9c2a11 --as ann --code D2 --set voice=own")
@project_argument
@click.argument("tag", metavar="TAG")
@click.option("--code", metavar="CODE", help="Another code.")
@click.option("--start", type=int, metavar="N", help="Another beginning.")
@click.option("--stop", type=int, metavar="M", help="Another end.")
@click.option("--memo", type=MAY_BE_EMPTY, metavar="TEXT", help="Another memo; an empty one takes it away.")
@click.option("--case", "key", type=MAY_BE_EMPTY, metavar="ID", help="Another case; an empty one takes it away.")
@click.option("--new-case", is_flag=True, help="With --case: make the case, if it is not there.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=SET_HELP)
@click.option("--query/--no-query", default=None, help='Mark it "ask the lead", or no longer.')
@json_option
@as_option
def edit_(
    project: str,
    tag: str,
    code: str | None,
    start: int | None,
    stop: int | None,
    memo: str | None,
    key: str | None,
    new_case: bool,
    settings: tuple[str, ...],
    query: bool | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Change your own tag.

    TAG is the id that `coder tags` shows. What you don't name stays as it is.
    """
    from db import tags

    with opened(project) as opened_project:
        who, found = actor(opened_project, name), tags.get(opened_project, tag)
        code = _keys(opened_project, found, [code])[0] if code else None
        given = {"code": code, "start": start, "stop": stop, "memo": memo, "query": query}
        changes: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
        if settings:
            changes["qualifiers"] = _qualifiers(settings, dict(found.qualifiers))
        if key and _missing(opened_project, key, new=new_case):
            _rehearse(opened_project, lambda copied: tags.edit(copied, who, found, **changes))
        if key is not None:
            changes["case"] = _case(opened_project, who, key, new=new_case) if key else None
        if not changes:
            raise Refused("Say what to change; see coder edit --help")
        _tell(opened_project, [tags.edit(opened_project, who, found, **changes)], "now", as_json=as_json)


@command("undo", "coder undo study.coder --as ann")
@project_argument
@click.option("--document", metavar="DOCUMENT", help="In this document (default: where you worked last).")
@round_option
@as_option
@click.pass_context
def undo_(ctx: click.Context, project: str, document: str | None, round_name: str | None, name: str | None) -> None:
    """Take back your own last action. Exit status 1 when there is nothing to undo."""
    from db.undo import undo

    _turn(ctx, undo, project, document, round_name, name)


@command("redo", "coder redo study.coder --as ann")
@project_argument
@click.option("--document", metavar="DOCUMENT", help="In this document (default: where you worked last).")
@round_option
@as_option
@click.pass_context
def redo_(ctx: click.Context, project: str, document: str | None, round_name: str | None, name: str | None) -> None:
    """Do again what you took back last. Exit status 1 when there is nothing to redo."""
    from db.undo import redo

    _turn(ctx, redo, project, document, round_name, name)


def _turn(
    ctx: click.Context,
    turn: "Callable[[Project, Coder, Reading | None], str | None]",
    project: str,
    document: str | None,
    round_name: str | None,
    name: str | None,
) -> None:
    from db import documents

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        chosen = documents.named(opened_project, document) if document else None
        words = turn(opened_project, who, reading_of(opened_project, who, chosen, round_name) if chosen else None)
    if words is None:
        say(f"nothing to {ctx.info_name}", err=True)
        ctx.exit(1)
    say(f"{'undone' if ctx.info_name == 'undo' else 'done again'}: {words}")


@command("finish", "coder finish study.coder interview-3 --as ann")
@project_argument
@click.argument("document", metavar="DOCUMENT")
@round_option
@as_option
def finish_(project: str, document: str, round_name: str | None, name: str | None) -> None:
    """Say that you have finished a document.

    You have read DOCUMENT (title or id) to its end and have nothing more to tag. A finished document without a tag
    counts: you looked and found nothing.
    """
    from db import documents, readings

    with opened(project) as opened_project:
        who, chosen = actor(opened_project, name), documents.named(opened_project, document)
        finished = readings.finish(opened_project, who, reading_of(opened_project, who, chosen, round_name))
        say(f"{chosen.title}: finished by {who.name} with {plural(finished.tags, 'tag')}")


@command("reopen", "coder reopen study.coder interview-3 --as ann")
@project_argument
@click.argument("document", metavar="DOCUMENT")
@round_option
@as_option
def reopen_(project: str, document: str, round_name: str | None, name: str | None) -> None:
    """Take your finish back, to change something.

    DOCUMENT is a title or id.
    """
    from db import documents, readings

    with opened(project) as opened_project:
        who, chosen = actor(opened_project, name), documents.named(opened_project, document)
        readings.reopen(opened_project, who, reading_of(opened_project, who, chosen, round_name))
        say(f"{chosen.title}: open again for {who.name}")
