"""Files to documents, one after the other: a bad file is told and does not stop the rest."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from coder.wording import many
from corpus.likeness import Fingerprint, Likeness, alike_documents, fingerprint
from corpus.readers import read
from corpus.refused import Refused
from db import documents
from db.project import Project
from db.values import Coder, Document

_MOST_LIKE = 3
"""So many documents that a new one is like are named."""
_MOST_COMPARED = 50_000_000
"""Characters: a larger project is not compared, since that takes more than some seconds."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file: a document, new or there already, or the reason why it was refused."""

    file: Path
    document: Document | None = None
    new: bool = False
    refused: str = ""
    like: tuple[str, ...] = ()
    """Of a new one, which documents have the same words, or many of them."""

    @property
    def told(self) -> str:
        """In one line."""
        if self.document is None:
            return f"refused: {self.refused}"
        if not self.new:
            return f"{self.file}: the same text is there already, as {self.document.title}"
        return "; ".join((f"{self.document.title}: {many(self.document.words, 'word')}", *self.like))


def import_files(project: Project, who: Coder, files: Iterable[Path], encoding: str | None = None) -> Iterator[Outcome]:
    """Read each file and add it to the project, each in a transaction of its own.

    One that is much like another is told and taken all the same: the same report in two newspapers is two sources."""
    likenesses = _Likenesses(project)
    for file in files:
        try:
            imported = read(file, encoding)
            title = imported.title.strip()  # blanks at the edges would not come back from a CSV file
            if not title:
                raise Refused(f"{file}: its title has only blanks; give it another one.")
            document, new = documents.add(project, who, replace(imported, title=title))
        except Refused as error:
            reason = str(error)
            yield Outcome(file, refused=reason if file.stem in reason else f"{file}: {reason}")
        except OSError as error:
            yield Outcome(file, refused=f"{file}: {error.strerror}")
        else:
            yield Outcome(file, document, new, like=likenesses.told(document, imported.text) if new else ())


class _Likenesses:
    """Which documents have much of their text from each other; the samples of all texts are made once an import."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._samples: dict[str, Fingerprint] | None = None
        self._titles: dict[str, str] = {}

    def told(self, document: Document, text: str) -> tuple[str, ...]:
        """What a new document is like, in words."""
        if self._samples is None:
            self._samples = self._all(but=document)
        found = alike_documents(text, self._samples)
        self._titles[document.id] = document.title
        self._samples[document.id] = fingerprint(text)
        return tuple(f"{_likeness(one)} {self._titles[one.id]}" for one in found[:_MOST_LIKE])

    def _all(self, but: Document) -> dict[str, Fingerprint]:
        every = [d for d in documents.listed(self._project) if not d.purged and d.id != but.id]
        if sum(document.length for document in every) > _MOST_COMPARED:
            return {}
        samples = {}
        for document in every:
            with contextlib.suppress(Refused):  # another program has just erased it
                samples[document.id] = fingerprint(documents.text(self._project, document))
                self._titles[document.id] = document.title
        return samples


def _likeness(one: Likeness) -> str:
    share = f"{int(100 * one.containment)} %"
    if one.kind == "same words":
        return "the same words as"
    return f"like ({share} the same words)" if one.kind == "near-duplicate" else f"shares text ({share}) with"


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many of what."""
    outcomes = list(outcomes)
    added, refused = sum(o.new for o in outcomes), sum(o.document is None for o in outcomes)
    there = len(outcomes) - added - refused
    parts = [f"{many(added, 'document')} imported"]
    parts += [f"{there} there already"] if there else []
    parts += [f"{refused} refused"] if refused else []
    return "; ".join(parts)
