"""The agenda for a meeting: open places with what the coders gave, as Markdown that can be printed.

Foreign words are escaped: nothing that a text, a memo or a name says becomes a heading, a link or a tag of HTML."""

from collections.abc import Sequence
from itertools import groupby

from coder.disagreements import Place
from coder.markdown import escaped
from db import cases, codebooks, coders, comments, documents, rounds
from db.project import Project
from db.values import Comment, Outcome, Ruling, Tag


def agenda(project: Project, places: Sequence[Place], *, masked: bool = False, context: int = 200) -> str:
    """The places in their order, each with so many characters of context. `masked`: letters for coders' names."""
    names = {coder.id: coder.name for coder in coders.listed(project)}
    if masked:  # by their ids, which are random: by their names, A would be the first of the alphabet
        here = {coder for place in places for coder in place.coders}
        names = {
            id_: f"Coder {_letter(at)}" for at, id_ in enumerate(sorted(names, key=lambda id_: (id_ not in here, id_)))
        }
    titles = {document.id: document.title for document in documents.listed(project)}
    keys = {case.id: case.key for case in cases.listed(project)}
    made = {round_.id: round_ for round_ in rounds.listed(project)}
    books = {id_: codebooks.of_round(project, round_) for id_, round_ in made.items()}
    said: dict[str, list[Comment]] = {}
    for comment in comments.listed(project):
        said.setdefault(comment.about, []).append(comment)
    lines = ["# Agenda", "", f"{len(places)} {'place' if len(places) == 1 else 'places'} to talk over.", ""]
    number = 0
    for (document, round_), some in groupby(places, key=lambda place: (place.document, place.round)):
        lines += [f"## {escaped(titles[document])} ({escaped(made[round_].name)})", ""]
        for place in some:
            number += 1
            called = {code.key: code.name for code in books[round_].codes}
            how = ", ".join(place.kinds) or "all agree"
            lines += [f"### {number}. {how}: {', '.join(escaped(_code(key, called)) for key in place.codes)}", ""]
            lines += [f"{place.start}–{place.stop}, {place.id[:8]}", "", _quoted(project, place, context), ""]
            for coder, tags in sorted(place.coders.items(), key=lambda item: names[item[0]].casefold()):
                given = "; ".join(_given(tag, keys) for tag in tags) or "nothing"
                lines.append(f"- **{escaped(names[coder])}**: {given}")
            if place.ruling:
                lines.append(f"- *{_before(place)}*: {_said(place.ruling, keys)}")
            lines += [f"- {escaped(names[c.coder])} says: {escaped(c.words)}" for c in said.get(place.id, ())]
            lines += ["", "Decision: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_", ""]
    return "\n".join(lines)


def _quoted(project: Project, place: Place, context: int) -> str:
    text = project.text(place.text_id)
    before, after = text[max(0, place.start - context) : place.start], text[place.stop : place.stop + context]
    words = [escaped(part) for part in (before, text[place.start : place.stop], after)]
    return f"> …{words[0]} **»** {words[1]} **«** {words[2]}…"


def _given(tag: Tag, keys: dict[str, str]) -> str:
    about = _about(tag, keys)
    about += " — asks the lead" if tag.query else ""
    return f"{about} — {escaped(tag.memo)}" if tag.memo else about


def _about(one: Tag | Outcome, keys: dict[str, str]) -> str:
    case = f" (case {escaped(keys[one.case])})" if one.case else ""
    return f"{escaped(one.code)} {one.start}–{one.stop}{case}"


def _before(place: Place) -> str:
    return "said before it changed" if place.state == "changed" else "proposed"


def _said(ruling: Ruling, keys: dict[str, str]) -> str:
    words = "; ".join(_about(one, keys) for one in ruling.outcome) or "nothing belongs here"
    words += f" — {escaped(ruling.reason)}" if ruling.reason else ""
    return words + (f" — for the codebook: {escaped(ruling.proposal)}" if ruling.proposal else "")


def _code(key: str, called: dict[str, str]) -> str:
    return f"{key} {called[key]}" if key in called else key


def _letter(at: int) -> str:
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
