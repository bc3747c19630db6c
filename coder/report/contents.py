"""What stands in the report. Nothing of a round that is blind and not revealed, whoever writes it."""

import importlib.metadata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, zip_longest
from typing import Any

from coder import disagreements, methods, mirror
from coder import register as registers
from coder.agreement_report import Wanted as Compared
from coder.agreement_report import as_json as agreement_json
from coder.agreement_report import report as agreement
from coder.agreement_words import points
from coder.cautions import Thresholds
from coder.final_coding import Final
from coder.given import Given, Wanted, given
from coder.measures import main_figure
from coder.report.blocks import Block, Cell, Quotation, Report, Section, SharesChart, Table, TimeChart, Words
from coder.shares import Shares, between, percent, remarks, shares
from coder.wording import many, qualifiers
from corpus.codebook import Codebook
from corpus.dates import PERIODS
from corpus.refused import Refused
from db import cases, codebooks, coded, coders, comments, documents, readings, rounds, rulings
from db.project import Project
from db.values import Document, Round

MOST_PERIODS = 12
"""A time line with more points than this is told in longer periods."""
MOST_RULINGS = 200


@dataclass(frozen=True)
class Names:
    """By id, what people call documents, coders and cases."""

    documents: dict[str, str]
    coders: dict[str, str]
    cases: dict[str, str]


def reported(project: Project) -> tuple[list[Round], list[Round]]:
    """The rounds that may be shown, and those of them that count: nothing of a round that is blind and not revealed.

    Raises Refused when none counts."""
    shown = [r for r in rounds.listed(project) if r.revealed or not r.blind]
    again = rounds.retests(project)
    counting = [r for r in shown if r.purpose != "training" and r.id not in again]
    if not counting:
        raise Refused("Every round is blind and not revealed yet, training or a retest; there is nothing to report.")
    return shown, counting


def report(project: Project, title: str, quotations: int | None = 20) -> Report:
    """The report as the viewer may write it. `quotations`: so many of each code at most; None: none at all.

    Raises Refused when there is nothing that may be reported."""
    shown, counting = reported(project)
    gave = given(project, Wanted(rounds=counting))
    found = shares(gave)
    known = documents.listed(project)
    titles = [document.title for document in known]
    names = Names(
        {d.id: d.title if titles.count(d.title) == 1 and not d.purged else d.id[:12] for d in known},
        {coder.id: coder.name for coder in coders.listed(project)},
        {case.id: case.key for case in cases.listed(project)},
    )
    codebook = codebooks.of_round(project, counting[-1])
    sections = [
        _coded(project, shown, names),
        _shares(found),
        _mirror(gave),
        _time(gave),
        *_agreement(project, counting),
        _disagreements(project, counting),
        _rulings(project, counting, names),
        *(_quotations(project, gave, names, known, codebook, quotations) if quotations is not None else ()),
        _exclusions(gave, found),
        _codebook(codebook),
    ]
    made = f"{datetime.now(UTC):%Y-%m-%d}, with coder {importlib.metadata.version('coder')}"
    return Report(title, made, tuple(sections))


# --- who, what --------------------------------------------------------------------------------------------------------


def _coded(project: Project, shown: Sequence[Round], names: Names) -> Section:
    done: dict[str, list[Any]] = {}
    for reading in readings.listed(project):
        done.setdefault(reading.round, []).append(reading)
    rows = []
    for round_ in shown:
        finished = [r for r in done.get(round_.id, ()) if r.finished]
        by_coder = sorted({names.coders[r.coder] for r in finished}, key=str.casefold)
        rows.append(
            (
                round_.name, round_.purpose, "blind, revealed" if round_.blind else "not blind",
                ", ".join(by_coder) or "nobody yet", len({r.document for r in finished}), len(finished),
                sum(r.tags for r in finished), round_.codebook[:12],
            )
        )  # fmt: skip
    header = ("round", "purpose", "seen", "coders", "documents finished", "readings finished", "passages", "codebook")
    blocks: list[Block] = [Table("Rounds, and what was finished in them", header, tuple(rows))]
    left_out = len(rounds.listed(project)) - len(shown)
    if left_out:
        blocks.append(
            Words(f"{many(left_out, 'round')} blind and not revealed: nothing of it is in this report.", True)
        )
    return Section("coded", "What was coded, by whom", tuple(blocks))


def _codebook(codebook: Codebook) -> Section:
    families = {family.key: family.name for family in codebook.families}
    rows = tuple(
        (
            code.key, code.name, families.get(code.family, code.family), code.definition,
            " ".join(code.use), " ".join(code.dont),
        )
        for code in codebook.codes
    )  # fmt: skip
    header = ("code", "name", "family", "definition", "when to use it", "when not")
    return Section("codebook", "The codebook", (
        Words(f"{codebook.title}. Version {codebook.id[:12]}. A sub-code counts for the codes above it."),
        Table("The codes", header, rows),
    ))  # fmt: skip


# --- shares, mirror, time ---------------------------------------------------------------------------------------------


def _shares(found: Shares) -> Section:
    codes = found.given.codes
    of = {one.code: one for one in found.of}
    rows = tuple(
        (f"{code} {codes.names[code]}", one.share, *one.interval)
        for code in codes.top
        if (one := of[code]).share is not None and one.interval is not None
    )
    told = "; ".join(f"{name} {percent(share)} ({between((low, high))})" for name, share, low, high in rows)
    table = tuple(
        (one.code, codes.names[one.code], one.cases, one.of, percent(one.share), between(one.interval))
        for one in found.of
    )
    blocks: list[Block] = [
        Words(
            f"Of {many(len(found.given.of), 'case')}, how many gave each reason; with Wilson’s 95 % interval (1927). "
            "A case counts when it is not excluded and somebody finished a document with its words. Who did not give a "
            "reason may have had it all the same: “not given” is never “no”."
        )
    ]
    blocks += [SharesChart("Share of cases that gave each code", told, rows)] if rows else []
    header = ("code", "name", "cases", "of", "share", "95 % interval")
    blocks += [Table("Share of cases that gave each code", header, table)]
    return Section("shares", "Narrative shares", (*blocks, *_notes(found)))


def _notes(found: Shares) -> Iterator[Words]:
    return (Words(remark, note=True) for remark in remarks(found))


def _mirror(gave: Given) -> Section:
    try:
        found = mirror.mirror(gave)
    except Refused as refused:
        return Section("mirror", "The mirror", (Words(str(refused)),))
    header, rows = mirror.lines(found)
    pairs_header, pairs = mirror.pairs(found)
    return Section(
        "mirror",
        "The mirror: joining and leaving",
        (
            Words("How many of the cases that gave the reason in the row also gave the one in the column."),
            Table("Cases, and shares of the row", (header[0] or "code", *header[1:]), _cells(rows)),
            Table("Pair by pair, the strongest evidence first", tuple(pairs_header), _cells(pairs)),
            Words(mirror.CAUTION, note=True),
        ),
    )


def _time(gave: Given) -> Section:
    dates = [attribute for attribute in gave.register.attributes if attribute.type == "date"]
    if not dates or not gave.of:
        return Section("time", "Over time", (Words("The register has no date of the cases that count."),))
    name = dates[0].name
    variables = [registers.variable(gave.register, f"{name}:{period}") for period in reversed(PERIODS)]
    variable = next((v for v in variables if len(v.labels) <= MOST_PERIODS), variables[-1])
    found = shares(gave, by=variable.name)
    codes = gave.codes
    of = {(one.code, one.by): one for one in found.of}
    rows: tuple[tuple[str, tuple[int, ...]], ...] = tuple(
        (f"{code} {codes.names[code]}", tuple(of[code, label].cases for label in variable.labels)) for code in codes.top
    )
    cases_ = tuple(of[codes.top[0], label].of for label in variable.labels)
    told = "; ".join(
        f"{label}: {many(n, 'case')}" for label, n in zip(variable.labels, cases_, strict=True)
    )  # fmt: skip
    table: list[tuple[Cell, ...]] = [("all cases", *cases_)]
    table += [(row, *counts) for row, counts in rows]
    return Section(
        "time",
        "Over time",
        (
            Words(f"Cases that gave each code, by {variable.name}."),
            TimeChart(f"Cases by {variable.name}", told, variable.labels, rows),
            Table(f"Cases that gave each code, by {variable.name}", ("code", *variable.labels), tuple(table)),
            *(Words(f"doubtful: {doubt}", note=True) for doubt in variable.doubts),
        ),
    )


def _cells(rows: Sequence[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cell if isinstance(cell, int) else str(cell) for cell in row) for row in rows)


# --- agreement, disagreements, rulings --------------------------------------------------------------------------------


def _agreement(project: Project, counting: Sequence[Round]) -> Iterator[Section]:
    """Round by round, since rounds of another purpose or codebook are not pooled."""
    yield Section("agreement", "Agreement of the coders", (
        Words("Krippendorff’s alpha by code, with its 95 % interval: 1 is perfect, 0 is what chance would give."),
    ))  # fmt: skip
    read = Counter((reading.round, reading.document) for reading in coded.finished(project))
    twice = {round_ for (round_, _), times in read.items() if times > 1}
    for number, round_ in enumerate(counting, 1):
        key, title = f"agreement-{number}", f"Round {round_.name}"
        frozen = rounds.figures(project, round_)
        if frozen is None and round_.id not in twice:
            yield Section(key, title, (Words("No document was finished by two coders: there is no agreement."),), 3)
            continue
        answer = agreement(project, Compared(rounds=[round_]))
        if frozen is not None:
            told = answer.comparison.documents and answer.main in frozen["levels"]
            paragraph = methods.methods(answer, frozen).split("\n\n") if told else []
            yield Section(key, title, (
                Words("As it was when the round was revealed; nothing that was done later changes these figures."),
                *_figures(frozen),
                *(Words(part) for part in paragraph),
            ), 3)  # fmt: skip
        else:
            paragraph = methods.methods(answer).split("\n\n")
            yield Section(key, title, (*_figures(agreement_json(answer)), *(Words(part) for part in paragraph)), 3)


def _figures(told: dict[str, Any]) -> Iterator[Block]:
    """Of agreement as JSON: a table by level and code, the reasons of what is undefined, the warnings."""
    rows, limits = [], Thresholds()
    reasons: dict[str, None] = {}
    for level, of in told["levels"].items():
        for code, figures in of["codes"].items():
            figure = figures.get(main_figure(level))
            if figure is None or "." in code:
                continue
            if figure["value"] is None:
                reasons[f"{level}, {code}: undefined, {figure['reason']}"] = None
                rows.append((level, code, "undefined", "–", _verdict(figure, limits)))
            else:
                low, high = figure["low"], figure["high"]
                interval = "none" if low is None or high is None else f"{points(low)} to {points(high)}"
                rows.append((level, code, points(figure["value"]), interval, _verdict(figure, limits)))
    coders_ = ", ".join(told["coders"])
    yield Words(f"{many(told['documents'], 'document')} finished by two or more of {coders_}.")
    yield Table("Agreement by level and code", ("level", "code", "alpha", "95 % interval", "by its lower end"),
                tuple(rows))  # fmt: skip
    yield from (Words(reason, note=True) for reason in reasons)
    yield from (Words(f"Caution: {warning['text']}", note=True) for warning in told["warnings"])


def _verdict(figure: dict[str, Any], limits: Thresholds) -> str:
    if figure["value"] is None:
        return "undefined"
    if figure["low"] is None:
        return "no interval"
    if figure["low"] >= limits.reliable:
        return "reliable"
    return "tentative" if figure["low"] >= limits.tentative else "not shown to be reliable"


def _disagreements(project: Project, counting: Sequence[Round]) -> Section:
    places = disagreements.listed(project, disagreements.Chosen(rounds=list(counting)))
    counted = Counter((" and ".join(place.kinds), place.state) for place in places if place.kinds)
    kinds = sorted(
        {kind for kind, _ in counted}, key=lambda kind: -sum(n for (k, _), n in counted.items() if k == kind)
    )
    rows: list[tuple[Cell, ...]] = []
    for kind in kinds:
        states = [counted[kind, state] for state in disagreements.STATES]
        rows.append((kind, *states, sum(states)))
    return Section(
        "disagreements",
        "Where the coders differed",
        (
            Words(
                f"{many(counted.total(), 'place')} where those who finished a document differed: an omission (somebody "
                "has nothing there), the boundary, the code, the case, or several of these."
            ),
            *([Table("Places by kind and state", ("kind", *disagreements.STATES, "all"), tuple(rows))] if rows else []),
        ),
    )


def _rulings(project: Project, counting: Sequence[Round], names: Names) -> Section:
    within = {round_.id for round_ in counting}
    found = [ruling for ruling in rulings.listed(project) if ruling.round in within]
    if not found:
        return Section("rulings", "Rulings", (Words("None yet."),))
    reasons = {reason.id: reason.words for reason in comments.reasons(project)}
    rows = []
    for ruling in sorted(found, key=lambda r: (names.documents[r.document], r.start))[:MOST_RULINGS]:
        codes = ", ".join(dict.fromkeys(outcome.code for outcome in ruling.outcome)) or "nothing belongs there"
        why = "; ".join(words for words in (reasons.get(ruling.picked or "", ""), ruling.reason) if words)
        held = "" if ruling.holds else " (changed since)"
        rows.append(
            (names.documents[ruling.document], f"{ruling.start}–{ruling.stop}", codes, ruling.how + held,
             names.coders[ruling.coder], why)
        )  # fmt: skip
    table = Table("Rulings", ("document", "where", "what belongs there", "how", "by", "why"), tuple(rows))
    rest = [Words(f"{len(found) - len(rows):,} more are in the project.", True)] if len(found) > len(rows) else []
    return Section("rulings", "Rulings", (Words(f"{many(len(found), 'place')} settled or proposed."), table, *rest))


# --- quotations, exclusions -------------------------------------------------------------------------------------------


def _quotations(
    project: Project,
    gave: Given,
    names: Names,
    known: Sequence[Document],
    codebook: Codebook,
    most: int,
) -> Iterator[Section]:
    """By code without a parent, at most so many passages: one of each case first, then the second of each."""
    by_id = {document.id: document for document in known}
    counting = set(gave.of)
    of: dict[str, list[Final]] = {}
    for value in gave.values:
        if value.case is None or value.case in counting:
            of.setdefault(gave.codes.above(value.code)[-1], []).append(value)
    yield Section("quotations", "In their words", (
        Words("Passages of the final coding, at least one of each case that has any, as far as there is room."),
    ))  # fmt: skip
    for number, code in enumerate((c for c in gave.codes.top if c in of), 1):
        by_case = groupby(sorted(of[code], key=lambda v: (v.case or "~", v.document, v.start)), lambda v: v.case)
        turns = zip_longest(*(list(some) for _, some in by_case))
        chosen = [value for turn in turns for value in turn if value is not None][:most]
        blocks = [_quotation(project, value, names, by_id[value.document], codebook, gave) for value in chosen]
        told = f"{len(chosen):,} of {many(len(of[code]), 'passage')}"
        yield Section(
            f"quotations-{number}", f"{code} {gave.codes.names[code]}", (Words(told, note=True), *blocks), 3
        )  # fmt: skip


def _quotation(
    project: Project, value: Final, names: Names, document: Document, codebook: Codebook, gave: Given
) -> Quotation:
    source = ", ".join(part for part in (document.source, document.date) if part)
    sub = [f"{value.code} {gave.codes.names[value.code]}"] if gave.codes.parents.get(value.code) else []
    return Quotation(
        project.text(value.text_id)[value.start : value.stop],
        (
            f"case {names.cases[value.case]}" if value.case in names.cases else "no case",
            *sub,
            *(qualifiers(codebook, value.qualifiers) or ["voice not said"]),
            names.documents[value.document] + (f" ({source})" if source else ""),
            value.provenance,
        ),
    )


def _exclusions(gave: Given, found: Shares) -> Section:
    rows = tuple((e.reason, len(e.cases), ", ".join(e.cases[:50]) + (" …" if len(e.cases) > 50 else ""))
                 for e in gave.register.exclusions)  # fmt: skip
    doubts = [Words(f"Doubtful: {doubt}", note=True) for doubt in found.doubts]
    table: list[Block] = [Table("Cases that are not counted", ("why", "cases", "which"), rows)] if rows else []
    return Section("exclusions", "What is left out", (
        *(table or [Words("No case of the register is left out.")]), *doubts,
    ))  # fmt: skip
