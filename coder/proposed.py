"""Sentences that rulings propose for the codebook: which there are, and how a lead takes one in.

Nothing more is kept for it than the new version of the codebook: a sentence is taken once a version has it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.codebook import Code, Codebook
from corpus.refused import Refused
from db import codebooks, coders, rounds, rows, rulings, tags
from db.project import Project
from db.values import Coder, Ruling

Into = Literal["use", "not", "definition"]
INTO: dict[Into, str] = {"use": "when to use it", "not": "when not to use it", "definition": "definition"}
"""Where in a code a sentence can go, in words."""
State = Literal["proposed", "taken", "out"]
"""Out: an earlier version of the codebook has it, the one in force has it not (any more)."""


@dataclass(frozen=True)
class Proposed:
    """A sentence, on one line, and the ruling that proposes it; `codes`: what it may be about: the ruling's codes, or,
    where nothing belongs, those that the coders gave."""

    ruling: Ruling
    words: str
    codes: tuple[str, ...]
    state: State

    @property
    def id(self) -> str:
        """The place's."""
        return self.ruling.id


def proposed(project: Project) -> list[Proposed]:
    """All that the viewer may see, the first said first; taken ones, too."""
    said = [ruling for ruling in rulings.listed(project) if ruling.proposal not in ("", rows.ERASED)]
    if not said:
        return []
    now = codebooks.of_round(project, rounds.current(project))
    every = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]
    found = []
    for ruling in sorted(said, key=lambda one: (one.at, one.id)):
        words = _line(ruling.proposal)
        state: State = "taken" if _has(now, words) else "out" if any(_has(b, words) for b in every) else "proposed"
        found.append(Proposed(ruling, words, _codes(project, ruling), state))
    return found


def named(project: Project, id_: str) -> Proposed:
    """The sentence of the ruling on the place of that id, or its beginning (6 letters or more). Raises Refused."""
    found = [one for one in proposed(project) if one.id == id_ or (len(id_) >= 6 and one.id.startswith(id_))]
    if len(found) != 1:
        which = "More than one ruling" if found else "No ruling"
        see = f"see them with: coder codebook {project.path} --proposed"
        raise Refused(f"{which} called {id_!r} proposes a sentence; {see}")
    return found[0]


def take(project: Project, actor: Coder, sentence: Proposed, code: str | None = None, into: Into = "use") -> Codebook:
    """Put a proposed sentence into a code (default: the one that it is about), as a new version of the codebook in
    force; that version.

    Raises Refused: not a lead; taken already; it may be about several codes, and none is named; no such code; another
    version came in force meanwhile."""
    if sentence.state == "taken":
        raise Refused("The codebook has this sentence already.")
    if code is None and len(sentence.codes) != 1:
        raise Refused(f"Say which code it belongs to, with --code: {' or '.join(sentence.codes) or 'any'}.")
    return put(project, actor, sentence.words, code or sentence.codes[0], into)


def put(project: Project, actor: Coder, words: str, code: str, into: Into = "use") -> Codebook:
    """Put a sentence into a code, as `take` does."""
    coders.only_leads(actor, "change the codebook")
    book = codebooks.of_round(project, rounds.current(project))
    changed = _with(book.code(code), _line(words), into)
    new = replace(book, codes=tuple(changed if one.key == code else one for one in book.codes))
    codebooks.load(project, actor, new, instead_of=book.id)
    return new


def _with(code: Code, words: str, into: Into) -> Code:
    if into == "definition":
        return replace(code, definition=f"{code.definition.rstrip()} {words}".strip())
    if into == "use":
        return replace(code, use=(*code.use, words))
    return replace(code, dont=(*code.dont, words))


def _has(book: Codebook, words: str) -> bool:
    return any(f" {words} " in f" {line} " for code in book.codes for line in _lines(code))


def _lines(code: Code) -> Iterator[str]:
    yield _line(code.definition)
    yield from (_line(words) for words in (*code.use, *code.dont))


def _line(words: str) -> str:
    return " ".join(words.split())


def _codes(project: Project, ruling: Ruling) -> tuple[str, ...]:
    codes = {one.code for one in ruling.outcome}
    if not codes:
        codes = {tag.code for tag in tags.listed(project, documents=[ruling.document]) if tag.id in ruling.tags}
    return tuple(sorted(codes))
