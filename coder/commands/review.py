"""disagreements, rule, agree, comment, reasons, agenda: where coders differ, and how it is settled."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from coder.commands.common import (
    MAY_BE_EMPTY,
    actor,
    as_option,
    command,
    expanded,
    json_option,
    opened,
    plural,
    print_json,
    project_argument,
    reader,
    say,
    when,
    write_new,
)
from coder.commands.review_rows import belongs, names, place_row, quoted, show_place
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.disagreements import Chosen, Place
    from db.project import Project
    from db.values import Coder, NewRuling, Outcome

KIND = click.Choice(["omission", "boundary", "code", "case"])
STATE = click.Choice(["open", "proposed", "settled", "changed"])


@command("disagreements", "coder disagreements study.coder --kind code --state open --as dana")
@project_argument
@click.option("--kind", "kinds", multiple=True, type=KIND, help="Only where they differ so; repeatable.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this code and its sub-codes; repeatable.")
@click.option(
    "--coder", "coder_names", multiple=True, metavar="NAME", help="Only where they gave something; repeatable."
)
@click.option("--document", "titles", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="Only of this round; repeatable.")
@click.option("--state", type=STATE, help="Only these; open: all that are not settled.")
@click.option("--sort", type=click.Choice(["text", "leverage"]), default="text", show_default=True,
              help="In the order of the text, or what costs most agreement first.")  # fmt: skip
@click.option("--sample", type=click.IntRange(1), metavar="N", help="With so many places where all agree, drawn.")
@click.option("--seed", type=click.IntRange(0), default=0, metavar="S", help="Of that draw (default: 0).")
@json_option
@as_option
def disagreements_(
    project: str, sort: str, sample: int | None, seed: int, as_json: bool, name: str | None, **given: Any
) -> None:
    """List the places where coders who finished differ.

    A place is one decision, however many coders; its id stands first. Settle it with coder rule. What is one place,
    and what the kinds mean, is in docs/leads.md.
    """
    from coder.disagreements import listed

    with opened(project) as opened_project:
        reader(opened_project, name)
        found = listed(opened_project, _chosen(opened_project, **given), sample=sample or 0, seed=seed)
        weights: dict[str, float | None] = {}
        if as_json or sort == "leverage":
            from coder.weighing import weights as weigh

            weights = weigh(opened_project, found)
        if sort == "leverage":
            found.sort(key=lambda place: -(weights[place.id] or 0.0))
        called = names(opened_project)
        if as_json:
            print_json([place_row(place, called, weights[place.id]) for place in found])
            return
        for place in found:
            show_place(opened_project, place, called, weights.get(place.id))
    settled = sum(place.state == "settled" for place in found)
    say(f"{plural(len(found), 'place')}, {settled} settled", err=True)


def _chosen(
    project: "Project",
    kinds: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    coder_names: tuple[str, ...] = (),
    titles: tuple[str, ...] = (),
    round_names: tuple[str, ...] = (),
    state: str | None = None,
) -> "Chosen":
    from coder.codes import in_some_version
    from coder.disagreements import Chosen
    from db import coders, documents, rounds

    return Chosen(
        cast(Any, kinds),
        in_some_version(project, codes) if codes else (),
        [coders.named(project, coder).id for coder in coder_names],
        [documents.named(project, title).id for title in titles],
        cast(Any, state),
        [rounds.named(project, round_name) for round_name in round_names],
    )


@command("rule", 'coder rule study.coder 3f9c2a11 --take ann --why "He names who was favoured" --as dana')
@project_argument
@click.argument("place", metavar="[ID]", required=False)
@click.option("--take", metavar="CODER", help="What this coder gave there, or that they gave nothing.")
@click.option("--all", "everything", is_flag=True, help="What anybody gave there.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="This code; repeatable.")
@click.option("--start", "starts", multiple=True, type=int, metavar="N", help="With --code: from here; repeatable.")
@click.option("--stop", "stops", multiple=True, type=int, metavar="M", help="With --code: to before here; repeatable.")
@click.option("--case", "key", type=MAY_BE_EMPTY, metavar="ID", help="Whose words these are; empty: nobody's.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A qualifier; repeatable.")
@click.option("--nothing", is_flag=True, help="Nothing belongs there.")
@click.option("--open", "opening", is_flag=True, help="Leave it open: take back what was said.")
@click.option("--slips", type=click.IntRange(0), metavar="WORDS",
              help="Instead of ID: all open places that differ by at most so many words at each edge.")  # fmt: skip
@click.option(
    "--document", "titles", multiple=True, metavar="DOCUMENT", help="With --slips: only in this one; repeatable."
)
@click.option("--undo", "undoing", is_flag=True, help="Instead of ID: take back what you ruled last.")
@click.option("--redo", "redoing", is_flag=True, help="Instead of ID: rule again what you took back last.")
@click.option("--agreed", is_flag=True, help="Propose it to the coders: settled when each has said yes (coder agree).")
@click.option("--reason", "picked", metavar="REASON", help="Of the pick list: its words or number (coder reasons).")
@click.option("--why", default="", metavar="TEXT", help="Why, in words.")
@click.option(
    "--codebook", "proposal", default="", metavar="TEXT", help="A sentence that you propose for the codebook."
)
@json_option
@as_option
@click.pass_context
def rule_(
    ctx: click.Context, /, project: str, place: str | None, undoing: bool, redoing: bool, opening: bool,
    as_json: bool, name: str | None, **given: Any,
) -> None:  # fmt: skip
    """Settle a disagreement.

    ID is what coder disagreements shows; 6 letters of it are enough. Leads rule; with --agreed coders may propose,
    too. Nobody's tags are changed. A code without --start and --stop goes for the whole place; whose words they are,
    and the qualifiers, stay what all tags there say.

    --slips takes each edge where most coders have it (where as many do, the wider), or what --take says; all of it
    is one action, which one --undo takes back.
    """
    from db import rulings, rulings_undo

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        if undoing or redoing:
            if place or opening or _decisions(given) or (undoing and redoing):
                raise Refused("--undo and --redo are for what you ruled last; give nothing else with them.")
            turn, told, otherwise = (
                (rulings_undo.undo, "took back", "there is nothing to take back") if undoing
                else (rulings_undo.redo, "did again", "there is nothing to do again")
            )  # fmt: skip
            words = turn(opened_project, who)
            say(f"{told}: {words}" if words else otherwise)
            ctx.exit(0 if words else 1)
        if place is not None and opening:
            if _decisions(given):
                raise Refused("Leave it open, or say what belongs there; not both.")
            chosen = _place(opened_project, place)
            if chosen.ruling is None or chosen.ruling.id != chosen.id:
                raise Refused("Nothing was said about this place; it is open.")
            rulings.open_again(opened_project, who, chosen.ruling)
            ruled = [place]
        else:
            new = _new(opened_project, who, place, **given)
            rulings.rule(opened_project, who, new, "agreed" if given["agreed"] else "ruled")
            ruled = [one.id for one in new]
        _tell(opened_project, ruled, as_json=as_json, one=place is not None)


def _decisions(given: dict[str, Any]) -> list[str]:
    return [
        option
        for option in ("take", "everything", "codes", "nothing", "slips")
        if given[option] not in (None, False, ())
    ]


def _new(project: "Project", who: "Coder", id_: str | None, **given: Any) -> "list[NewRuling]":
    """What is to be said: about one place, or about all boundary slips."""
    from coder.disagreements import listed
    from coder.settling import settled, slips, taken, usual_edges
    from db import coders, comments

    decisions = _decisions(given)
    reason = comments.reason_named(project, given["picked"]).id if given["picked"] else None
    took = coders.named(project, given["take"]).id if given["take"] else None
    said = {"picked": reason, "reason": given["why"], "proposal": given["proposal"]}
    if id_ is None:
        if given["slips"] is None:
            raise Refused("Name the place by its ID, or say --slips WORDS for all boundary slips, or --undo.")
        if set(decisions) - {"slips", "take"}:
            raise Refused("With --slips only --take says what belongs there.")
        if given["starts"] or given["stops"] or given["key"] is not None or given["settings"]:
            raise Refused("--start, --stop, --case and --set are for one place, not for --slips.")
        open_ = listed(project, _chosen(project, titles=given["titles"], state="open"))
        found = slips(open_, given["slips"], project.text)
        if took:
            found = [place for place in found if took in place.coders]
        if not found:
            raise Refused(f"No open place differs by at most {plural(given['slips'], 'word')} at each edge.")
        return [
            settled(place, taken(place, took) if took else usual_edges(place), took=took, **said) for place in found
        ]
    if given["slips"] is not None or given["titles"]:
        raise Refused("Name one place by its ID, or say --slips; not both.")
    if len(decisions) != 1:
        raise Refused("Say what belongs there, in one way: --take CODER, --all, --code CODE, or --nothing.")
    place = _place(project, id_)
    return [settled(place, _outcome(project, place, took, **given), took=took, **said)]


def _outcome(project: "Project", place: "Place", took: str | None, **given: Any) -> "list[Outcome]":
    from dataclasses import replace

    from coder.codes import code_named
    from coder.settling import all_of, coded, taken
    from corpus.text import Span
    from db import cases, codebooks, rounds

    if not given["codes"] and (given["starts"] or given["stops"]):
        raise Refused("--start and --stop go with --code.")
    if took is not None:
        outcome = taken(place, took)
    elif given["everything"]:
        outcome = all_of(place)
    elif given["nothing"]:
        outcome = ()
    else:
        if len(given["starts"]) != len(given["stops"]):
            raise Refused("Give a --stop with each --start.")
        book = codebooks.of_round(project, rounds.named(project, place.round))
        keys = [code if code in place.codes else code_named(project, code, book) for code in given["codes"]]
        outcome = coded(place, keys, [Span(*edges) for edges in zip(given["starts"], given["stops"], strict=True)])
    if given["key"] is not None or given["settings"]:
        if took is not None or not outcome:
            raise Refused("--case and --set go with --code or --all.")
        for setting in given["settings"]:
            key, equals, value = setting.partition("=")
            if not equals:
                raise Refused(f"--set takes KEY=VALUE; {setting!r} is not that.")
            kept = [{k: v for k, v in {**one.qualifiers, key: value}.items() if v} for one in outcome]
            outcome = tuple(replace(one, qualifiers=some) for one, some in zip(outcome, kept, strict=True))
        if given["key"] is not None:
            case = cases.named(project, given["key"]).id if given["key"] else None
            outcome = tuple(replace(one, case=case) for one in outcome)
    return list(outcome)


def _place(project: "Project", id_: str) -> "Place":
    from coder.disagreements import named

    return named(project, id_)


def _tell(project: "Project", ids: list[str], *, as_json: bool, one: bool) -> None:
    """What was said about one place, or how many were settled."""
    called = names(project)
    if one:
        place = _place(project, ids[0])
        if as_json:
            print_json(place_row(place, called, None))
            return
        ruling = place.ruling
        words = belongs(ruling, called) if ruling and place.state in ("settled", "proposed") else ""
        say(f"{place.id[:8]}  {place.state}{': ' + words if words else ''}")
    elif as_json:
        print_json({"ruled": ids})
    else:
        say(f"{plural(len(ids), 'place')} ruled; coder rule --undo takes all of it back")


@command("agree", "coder agree study.coder 3f9c2a11 --as ann")
@project_argument
@click.argument("place", metavar="ID")
@click.option("--no", "taking_back", is_flag=True, help="Take your yes back.")
@json_option
@as_option
def agree_(project: str, place: str, taking_back: bool, as_json: bool, name: str | None) -> None:
    """Say yes to what is proposed for a place.

    For those who finished its document. When each of them has, the place is settled: agreed by the coders.
    """
    from db import rulings

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        chosen = _place(opened_project, place)
        if chosen.ruling is None or chosen.state == "changed":
            raise Refused("Nothing is proposed here to say yes to.")
        rulings.agree(opened_project, who, chosen.ruling, yes=not taking_back)
        _tell(opened_project, [chosen.id], as_json=as_json, one=True)


@command("comment", 'coder comment study.coder 3f9c2a11 "Favoured, or only better off?" --as ann')
@project_argument
@click.argument("place", metavar="ID")
@click.argument("words", metavar="[TEXT]", required=False)
@json_option
@as_option
def comment_(project: str, place: str, words: str | None, as_json: bool, name: str | None) -> None:
    """Say something about a place, or read what was said.

    Everybody who finished its document, and every lead, may; not while the round is blind.
    """
    from db import coders, comments

    with opened(project) as opened_project:
        if words is None:
            reader(opened_project, name)
        else:
            who = actor(opened_project, name)
        chosen = _place(opened_project, place)
        if words is not None:
            comments.add(opened_project, who, chosen.id, chosen.document, chosen.round, words)
        people = {coder.id: coder.name for coder in coders.listed(opened_project)}
        said = comments.listed(opened_project, chosen.id)
    if as_json:
        print_json([{"at": when(c.at), "coder": people[c.coder], "words": c.words} for c in said])
        return
    for comment in said:
        say(f"{when(comment.at)}  {people[comment.coder]}: {' '.join(comment.words.split())}")


@command("reasons", 'coder reasons study.coder --add "The speaker names no victim" --as dana')
@project_argument
@click.option("--add", "words", metavar="TEXT", help="Put this on the list; leads only.")
@click.option("--remove", "removed", metavar="REASON", help="Take this one off, by its words or number; leads only.")
@json_option
@as_option
def reasons_(project: str, words: str | None, removed: str | None, as_json: bool, name: str | None) -> None:
    """The pick list of reasons for rulings.

    coder rule --reason takes one by its words or its number here. Rulings keep a reason that was taken off.
    """
    from db import comments

    with opened(project) as opened_project:
        if words and removed:
            raise Refused("Add a reason or remove one, not both.")
        if words:
            comments.add_reason(opened_project, actor(opened_project, name), words)
        elif removed:
            who = actor(opened_project, name)
            comments.remove_reason(opened_project, who, comments.reason_named(opened_project, removed))
        else:
            reader(opened_project, name)
        known = comments.reasons(opened_project)
    if as_json:
        print_json([{"id": reason.id, "words": reason.words} for reason in known])
        return
    for number, reason in enumerate(known, 1):
        say(f"{number:>3}  {quoted(reason.words, 200)}")


@command("agenda", "coder agenda study.coder meeting.md --as dana")
@project_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--kind", "kinds", multiple=True, type=KIND, help="Only where they differ so; repeatable.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this code and its sub-codes; repeatable.")
@click.option("--document", "titles", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="Only of this round; repeatable.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="With so many places where all agree, drawn.")
@click.option("--seed", type=click.IntRange(0), default=0, metavar="S", help="Of that draw (default: 0).")
@click.option("--masked", is_flag=True, help="Coder A, Coder B … for the coders' names.")
@click.option("--context", type=click.IntRange(0), default=200, show_default=True, metavar="N",
              help="Characters of text around each place.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace OUT.")
@as_option
def agenda_(
    project: str, out: Path, sample: int | None, seed: int, masked: bool, context: int, force: bool,
    name: str | None, **given: Any,
) -> None:  # fmt: skip
    """Write the open places down, to be talked over.

    OUT is a Markdown file, to print; - prints it here. Each place with its context, what the coders gave, their memos,
    and what was said about it.
    """
    from coder.agenda import agenda
    from coder.commands.common import print_file
    from coder.disagreements import listed

    with opened(project) as opened_project:
        reader(opened_project, name)
        chosen = _chosen(opened_project, state="open", **given)
        found = listed(opened_project, chosen, sample=sample or 0, seed=seed)
        words = agenda(opened_project, found, masked=masked, context=context)
    if str(out) == "-":
        print_file(words)
        return
    write_new(expanded(out), words, force=force)
    say(f"{out}: {plural(len(found), 'place')}")
