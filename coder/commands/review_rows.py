"""Disagreements, rulings and what comes of them as people and files see them: names for ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coder.commands.common import say, titles

if TYPE_CHECKING:
    from coder.disagreements import Place
    from db.project import Project
    from db.values import Outcome, Ruling, Tag

ROOM = 120
"""So many characters of a passage are shown in a line."""


@dataclass(frozen=True)
class Names:
    """By id, what people call documents, coders, cases and reasons."""

    documents: Mapping[str, str]
    coders: Mapping[str, str]
    cases: Mapping[str, str]
    reasons: Mapping[str, str]


def names(project: "Project") -> Names:
    """The names in a project."""
    from db import cases, coders, comments, documents

    return Names(
        titles(documents.listed(project)),
        {coder.id: coder.name for coder in coders.listed(project)},
        {case.id: case.key for case in cases.listed(project)},
        {reason.id: reason.words for reason in comments.reasons(project)},
    )


def place_row(place: "Place", called: Names, leverage: float | None) -> dict[str, Any]:
    """A disagreement as JSON."""
    return {
        "id": place.id,
        "document": called.documents[place.document],
        "start": place.start,
        "stop": place.stop,
        "kinds": list(place.kinds),
        "codes": list(place.codes),
        "coders": {
            called.coders[coder]: [_tag(tag) for tag in place.coders[coder]] for coder in in_order(place, called)
        },
        "leverage": leverage,
        "state": place.state,
        "ruling": place.ruling and ruling_row(place.ruling, called),
    }


def in_order(place: "Place", called: Names) -> list[str]:
    """The ids of a place's coders, by name."""
    return sorted(place.coders, key=lambda coder: (called.coders[coder].casefold(), coder))


def ruling_row(ruling: "Ruling", called: Names) -> dict[str, Any]:
    """What was said about a place, as JSON."""
    return {
        "how": ruling.how,
        "by": called.coders[ruling.coder],
        "outcome": [outcome_row(one, called) for one in ruling.outcome],
        "took": ruling.took and called.coders[ruling.took],
        "picked": ruling.picked and called.reasons.get(ruling.picked, "(taken off the list)"),
        "reason": ruling.reason,
        "proposal": ruling.proposal,
        "agreed": sorted(called.coders[coder] for coder in ruling.agreed),
    }


def outcome_row(one: "Outcome", called: Names) -> dict[str, Any]:
    """What belongs in a place, as JSON."""
    return {
        "code": one.code, "start": one.start, "stop": one.stop, "case": one.case and called.cases[one.case],
        "qualifiers": dict(one.qualifiers),
    }  # fmt: skip


def show_place(project: "Project", place: "Place", called: Names, leverage: float | None = None) -> None:
    """Print a place: where, how they differ, its words, what each coder gave, and what was said about it."""
    head = [place.id[:8], called.documents[place.document], f"{place.start}-{place.stop}"]
    head += [", ".join(place.kinds) or "all agree", place.state]
    head += [f"leverage {leverage:.3f}"] if leverage is not None else []
    say("  ".join(head))
    say(f"    “{quoted(project.text(place.text_id)[place.start : place.stop])}”")
    for coder in in_order(place, called):
        given = "; ".join(_about(tag, called) for tag in place.coders[coder]) or "nothing"
        say(f"    {called.coders[coder]}: {given}")
    if place.ruling:
        show_ruling(place.ruling, called, changed=place.state == "changed")


def show_ruling(ruling: "Ruling", called: Names, *, changed: bool = False) -> None:
    """Print what was said about a place."""
    who = called.coders[ruling.coder]
    yes = ", ".join(sorted(called.coders[coder] for coder in ruling.agreed)) or "nobody yet"
    said = f"ruled by {who}" if ruling.how == "ruled" else f"proposed by {who} (yes: {yes})"
    say(f"    {'before it changed, ' if changed else ''}{said}: {belongs(ruling, called)}")
    for words in why(ruling, called):
        say(f"        {words}")


def belongs(ruling: "Ruling", called: Names) -> str:
    """What belongs in a place by what was said, in a line."""
    return "; ".join(_about(one, called) for one in ruling.outcome) or "nothing belongs here"


def why(ruling: "Ruling", called: Names) -> list[str]:
    """The reasons that were given, and the sentence for the codebook, a line each."""
    told = [called.reasons.get(ruling.picked, "")] if ruling.picked else []
    told += [quoted(ruling.reason, 1000)] if ruling.reason else []
    told += [f"for the codebook: {quoted(ruling.proposal, 1000)}"] if ruling.proposal else []
    return [words for words in told if words]


def quoted(words: str, room: int = ROOM) -> str:
    """Words on one line, the first `room` characters of them."""
    line = " ".join(words[: 4 * room].split())
    return line if len(line) <= room and len(words) <= 4 * room else f"{line[: room - 1]}…"


def _about(one: "Tag | Outcome", called: Names) -> str:
    told = [f"{one.code} {one.start}-{one.stop}"]
    told += [f"case {called.cases[one.case]}"] if one.case else []
    memo = getattr(one, "memo", "")
    return " ".join(told) + (f" (memo: {quoted(memo)})" if memo else "")


def _tag(tag: "Tag") -> dict[str, Any]:
    return {"code": tag.code, "start": tag.start, "stop": tag.stop, "memo": tag.memo}
