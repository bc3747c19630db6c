"""round, reveal: plan who codes what, see how far it is, and end its blindness."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

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
    print_table,
    project_argument,
    reader,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from db.project import Project
    from db.segments import Cut
    from db.values import Coder, Purpose, Round

_CODE, _FIGURE = 14, 22
"""Columns of the frozen figure."""
MOST = 5
"""So many unfinished documents are named."""


@command(
    "round", "coder round study.coder first --purpose reliability --coder ann --coder ben --draw 10 --each 2 --blind"
)
@project_argument
@click.argument("round_name", metavar="NAME", required=False)
@click.option("--purpose", type=click.Choice(["training", "reliability", "main"]), help="Plan a round, for this.")
@click.option("--coder", "coder_names", multiple=True, metavar="NAME", help="Who codes in it; repeatable.")
@click.option("--document", "wanted", multiple=True, metavar="DOCUMENT", help="This document; repeatable.")
@click.option("--draw", type=click.IntRange(1), metavar="N", help="Draw so many documents (default: all).")
@click.option("--each", type=click.IntRange(1), metavar="K", help="So many coders a document (default: all of them).")
@click.option("--by", type=click.Choice(["source", "language", "date", "year"]), help="Draw in proportion to these.")
@click.option("--seed", type=click.IntRange(0), metavar="S", help="Of the draw (default: a new one, which is kept).")
@click.option("--blind", is_flag=True, help="Nobody sees the others' coding until it is revealed.")
@click.option("--codebook", "version", metavar="VERSION", help="Codebook version (default: the one in force).")
@click.option("--segments", "segmented", metavar="BY", help="Units: paragraph, sentence, or a CSV file of them.")
@click.option("--retest", "earlier", metavar="ROUND", help="The coders read again what they finished in that round.")
@click.option("--close", "closing", is_flag=True, help="It takes no tags any more.")
@click.option("--open", "opening", is_flag=True, help="It takes tags again.")
@json_option
@as_option
def round_(
    project: str,
    round_name: str | None,
    closing: bool,
    opening: bool,
    as_json: bool,
    name: str | None,
    **given: Any,
) -> None:
    """Plan a round, or show the rounds.

    Without NAME all; with NAME that one: who codes what, and how far they are. With --purpose and --coder NAME is
    planned and opened; leads only. --segments fixes what is coded as one: a CSV file has the columns
    document,start,stop. With --retest and --coder each coder is given again, blind to what they coded before, all that
    they have finished in ROUND, or --document, or --draw of it for each; coder retest tells how steady they are.
    """
    from db import rounds

    planning = [option for option, value in given.items() if value]
    with opened(project) as opened_project:
        if round_name is None:
            if planning or closing or opening:
                raise Refused("Name the round.")
            reader(opened_project, name)
            found = rounds.listed(opened_project)
        elif planning:
            if closing or opening:
                raise Refused("Plan a round, or close or open one; not both.")
            found = [_planned(opened_project, round_name, given, name)]
        else:
            if closing or opening:
                who = actor(opened_project, name)
                if closing and opening:
                    raise Refused("Say --close or --open, not both.")
                rounds.set_open(opened_project, who, rounds.named(opened_project, round_name), open_=opening)
            else:
                reader(opened_project, name)
            found = [rounds.named(opened_project, round_name)]
        rows = [_described(opened_project, one) for one in found]
    if as_json:
        print_json(rows if round_name is None else rows[0])
    elif round_name is None:
        header = ["name", "purpose", "open", "blind", "documents", "seed"]
        print_table(header, [_line(row) for row in rows], right=[4, 5])
    else:
        _show(rows[0])


def _planned(project: "Project", round_name: str, given: dict[str, Any], name: str | None) -> "Round":
    from db import coders, documents, rounds

    who = actor(project, name)
    if given["earlier"] is not None:
        return _retested(project, who, round_name, given)
    if given["purpose"] is None:
        raise Refused("To plan a round, say its --purpose; to show one, only its NAME.")
    if given["seed"] is not None and given["draw"] is None and given["each"] is None:
        raise Refused("--seed goes with --draw or --each: nothing else is drawn.")
    return rounds.plan(
        project,
        who,
        round_name,
        purpose=cast("Purpose", given["purpose"]),
        people=[coders.named(project, coder) for coder in given["coder_names"]],
        chosen=[documents.named(project, title) for title in given["wanted"]],
        draw=given["draw"],
        each=given["each"],
        by=given["by"],
        seed=given["seed"],
        blind=given["blind"],
        codebook=given["version"],
        cut=_cut(project, given["segmented"]) if given["segmented"] else None,
    )


def _retested(project: "Project", who: "Coder", round_name: str, given: dict[str, Any]) -> "Round":
    from db import coders, documents, retests, rounds

    for option, key in (("--each", "each"), ("--by", "by"), ("--codebook", "version"), ("--segments", "segmented")):
        if given[key]:
            raise Refused(f"{option} does not go with --retest: all is as in the earlier round.")
    if given["blind"]:
        raise Refused("--blind does not go with --retest: it is blind to what its coders did before by itself.")
    if given["seed"] is not None and given["draw"] is None:
        raise Refused("--seed goes with --draw: nothing else is drawn.")
    return retests.plan(
        project,
        who,
        round_name,
        rounds.named(project, given["earlier"]),
        people=[coders.named(project, coder) for coder in given["coder_names"]],
        chosen=[documents.named(project, title) for title in given["wanted"]],
        draw=given["draw"],
        seed=given["seed"],
        purpose=given["purpose"],
    )


def _cut(project: "Project", words: str) -> "Cut":
    """What is said with --segments."""
    from coder.segmenting import by_unit, from_table
    from db import documents

    if words in ("paragraph", "sentence"):
        return by_unit(words)
    path = expanded(Path(words))
    must_be_read(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path} can't be read: {error.strerror}. Say --segments paragraph, sentence, or name a CSV file."
        ) from None
    return from_table(raw, str(path), lambda title: documents.named(project, title))


def _described(project: "Project", of: "Round") -> dict[str, Any]:
    """A round, with its assignments as far as the viewer sees them, and the figures frozen at its reveal."""
    from db import coders, documents, readings, rounds, segments

    plan = rounds.plan_of(project, of)
    names = {coder.id: coder.name for coder in coders.listed(project)}
    known = documents.listed(project)
    called = titles(known)
    cut, made = segments.of_round(project, of), {one.id: one.name for one in rounds.listed(project)}
    done = {(r.coder, r.document): r for r in readings.progress(project) if r.round == of.id}
    pairs = [(one.document, one.coder) for one in rounds.assignments(project, of)] if plan else [
        (document, coder) for coder, document in done
    ]  # fmt: skip
    by_document: dict[str, list[dict[str, Any]]] = {document.id: [] for document in known}
    for document, coder in sorted(pairs, key=lambda pair: names[pair[1]].casefold()):
        reading = done.get((coder, document))
        about = {"coder": names[coder], "position": reading.position if reading else 0}
        by_document.setdefault(document, []).append({**about, "finished": bool(reading and reading.finished)})
    return {
        "id": of.id, "name": of.name, "purpose": of.purpose, "codebook": of.codebook, "blind": of.blind,
        "revealed": of.revealed, "open": of.open,
        "drawn": {"documents": plan.draw, "each": plan.each, "by": plan.by, "seed": plan.seed} if plan else None,
        "retest": made.get(plan.retest) if plan and plan.retest else None,
        "documents": [
            {"document": called.get(id_, id_), "coders": some, "segments": cut.get(id_)}
            for id_, some in by_document.items() if some
        ],
        "figures": rounds.figures(project, of),
    }  # fmt: skip


def _line(row: dict[str, Any]) -> list[object]:
    blind = "revealed" if row["revealed"] else "blind" if row["blind"] else "no"
    number, seed = (len(row["documents"]), row["drawn"]["seed"]) if row["drawn"] else ("all", "-")
    return [row["name"], row["purpose"], "yes" if row["open"] else "no", blind, number, seed]


def _show(row: dict[str, Any]) -> None:
    state = ["open" if row["open"] else "closed"]
    state += ["revealed" if row["revealed"] else "blind"] if row["blind"] else []
    drawn = f", seed {row['drawn']['seed']}" if row["drawn"] else ", every document"
    retest = f", a retest of {row['retest']}" if row["retest"] else ""
    say(f"{row['name']}: {row['purpose']}, {', '.join(state)}{retest}{drawn}")
    for one in row["documents"]:
        told = [f"{c['coder']}{' finished' if c['finished'] else ''}" for c in one["coders"]]
        units = f" ({plural(len(one['segments']), 'segment')})" if one["segments"] else ""
        say(f"  {one['document']}{units}: {', '.join(told)}")
    if row["figures"]:
        for line in frozen(row["figures"], row["name"]):
            say(line)


def frozen(report: dict[str, Any], name: str) -> list[str]:
    """A round's reliability figure, in lines: of each code that was used, its alpha by case (else by document) and its
    |u-alpha by passage, with their intervals, or the mark of the reason why there is none."""
    from coder.measures import main_figure

    levels = report["levels"]
    main = report["settings"].get("main", "document")  # what was frozen by an earlier program does not say it
    used = [code for code, of in report["counts"].items() if sum(of.values())]
    notes: dict[str, str] = {}
    told = [
        f"The reliability figure of {name}, frozen at the reveal, as it was then:",
        f"  {'':{_CODE}} {f'alpha by {main}':{_FIGURE}} |u-alpha by passage",
    ]
    for code in used:
        figures = [
            _figure(levels.get(level, {}).get("codes", {}).get(code, {}).get(main_figure(level)), notes)
            for level in (main, "passage")
        ]
        told.append(f"  {code:{_CODE}} {figures[0]:{_FIGURE}} {figures[1]}".rstrip())
    if not used:
        told.append("  undefined: no code was used in documents that two coders finished")
    return [*told, *(f"  {mark} {reason}" for reason, mark in notes.items())]


def _figure(figure: dict[str, Any] | None, notes: dict[str, str]) -> str:
    """.712 [.550, .830]; where something is missing the mark of the reason, which `notes` collects."""
    from coder.agreement_words import points

    def note(reason: str | None) -> str:
        return notes.setdefault(reason or "not reckoned", f"({chr(ord('a') + len(notes) % 26)})")

    if figure is None or figure["value"] is None:
        return f"undefined {note(figure['reason'] if figure else None)}"
    if figure["low"] is None or figure["high"] is None:
        return f"{points(figure['value'])} no interval {note(figure.get('interval_reason'))}"
    return f"{points(figure['value'])} [{points(figure['low'])}, {points(figure['high'])}]"


@command("reveal", "coder reveal study.coder first --as dana")
@project_argument
@click.argument("round_name", metavar="ROUND")
@click.option(
    "--unfinished", is_flag=True, help="Also while some have not finished; what they do later does not count."
)
@json_option
@as_option
def reveal_(project: str, round_name: str, unfinished: bool, as_json: bool, name: str | None) -> None:
    """End a round's blindness, and freeze its agreement.

    Leads only, and for ever. From then on everybody sees everybody's coding of this round, and what was finished can't
    be reopened. The agreement as it is now is kept as the reliability figure: nothing that is done later changes it.
    """
    from coder.agreement_report import Wanted, report
    from coder.agreement_report import as_json as in_json
    from db import coders, documents, rounds, sight

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        coders.only_leads(who, "reveal rounds")
        chosen = rounds.named(opened_project, round_name)
        missing = rounds.unfinished(opened_project, chosen)
        if missing and not (unfinished or chosen.revealed or not chosen.blind):
            names = {coder.id: coder.name for coder in coders.listed(opened_project)}
            called = titles(documents.listed(opened_project))
            shown = [one for one in rounds.assignments(opened_project, chosen) if one in missing]
            shown.sort(key=lambda one: (names[one.coder].casefold(), called.get(one.document, "")))
            some = "; ".join(f"{names[one.coder]}: {called.get(one.document, one.document)}" for one in shown[:MOST])
            more = f" and {len(shown) - MOST} more" if len(shown) > MOST else ""
            which = f" ({some}{more})" if some else ""
            raise Refused(f"Not all is finished{which}; merge what is missing first, or say --unfinished.")
        seen = opened_project.changes()
        everything = sight.whole(opened_project)
        figures = in_json(report(everything, Wanted(rounds=[chosen], full=True)))
        content = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        rounds.reveal(opened_project, who, chosen, content, seen)
        kept = rounds.figures(opened_project, chosen)
    assert kept is not None
    if as_json:
        print_json({"round": chosen.name, "figures": kept})
        return
    left = f"; {plural(len(missing), 'document')} unfinished" if missing else ""
    say(f"{chosen.name} is revealed: everybody sees everybody's coding of it{left}")
    for line in frozen(kept, chosen.name):
        say(line)
