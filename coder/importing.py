"""Files to documents, one after the other: a bad file is told and does not stop the rest."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from coder.wording import many
from corpus.likeness import Likeness, Samples, fingerprint
from corpus.readers import read
from corpus.refused import Refused
from corpus.text import text_id
from db import corrections, documents, sameness
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
    """Which documents have the same words as a new one, or many of them."""
    held: Document | None = None
    """A document of which this is another version: it was not taken, for somebody has to say whether it is the same
    testimony."""

    @property
    def told(self) -> str:
        """In one line."""
        if self.held is not None:
            return f"held: {self.file} is {'; '.join(self.like)}"
        if self.document is None:
            return f"refused: {self.refused}"
        if not self.new:
            return f"{self.file}: the same text is there already, as {self.document.title}"
        return "; ".join((f"{self.document.title}: {many(self.document.words, 'word')}", *self.like))


Version = Literal["hold", "same", "different"]
"""What to do with a file that is another version of a document: not take it; take it and keep that it is the same
testimony; take it as a testimony of its own."""


def import_files(
    project: Project, who: Coder, files: Iterable[Path], encoding: str | None = None, version: Version = "hold"
) -> Iterator[Outcome]:
    """Read each file and add it to the project, each in a transaction of its own.

    One that shares text with another, but is no version of it, is told and taken."""
    likenesses = _Likenesses(project)
    for file in files:
        try:
            imported = read(file, encoding)
            title = imported.title.strip()  # blanks at the edges would not come back from a CSV file
            if not title:
                raise Refused(f"{file}: its title has only blanks; give it another one.")
            if (there := corrections.whose(project, text_id(imported.text))) is not None:
                yield Outcome(file, there)
                continue
            like = likenesses.of(imported.text)
            if like.version_of is not None and version == "hold":
                documents.title_is_free(project, title)  # or the question is asked in vain
                yield Outcome(file, like=like.words, held=like.version_of)
                continue
            document, new = documents.add(project, who, replace(imported, title=title))
            if new and like.version_of is not None and version == "same":
                sameness.say(project, who, document, like.version_of)
        except Refused as error:
            reason = str(error)
            yield Outcome(file, refused=reason if file.stem in reason else f"{file}: {reason}")
        except OSError as error:
            yield Outcome(file, refused=f"{file}: {error.strerror}")
        else:
            if new:
                likenesses.add(document, imported.text)
            yield Outcome(file, document, new, like=like.words if new else ())


@dataclass(frozen=True)
class _Like:
    """What a text is like, in words, and the document of which it is another version."""

    words: tuple[str, ...] = ()
    version_of: Document | None = None


class _Likenesses:
    """Which documents have much of their text from each other; the samples of all texts are made once an import."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._samples: Samples | None = None
        self._documents: dict[str, Document] = {}

    def of(self, text: str) -> _Like:
        """What a text that is not here yet is like."""
        if self._samples is None:
            self._samples = self._all()

        def unlike(one: Likeness) -> tuple[bool, float]:
            """A text that quotes a short document whole is less a version of that than of one as long as itself."""
            shorter, longer = sorted((len(text), self._documents[one.id].length))
            return one.kind == "shares text", -one.containment * shorter / longer

        found = sorted(self._samples.alike(text), key=unlike)[:_MOST_LIKE]
        version = found[0] if found and found[0].kind != "shares text" else None
        words = tuple(f"{_likeness(one)} {self._documents[one.id].title}" for one in found)
        return _Like(words, self._documents[version.id] if version else None)

    def add(self, document: Document, text: str) -> None:
        """The next ones are compared with this one too."""
        if self._samples is not None:
            self._keep(self._samples, document, text)

    def _all(self) -> Samples:
        every = [document for document in documents.listed(self._project) if not document.purged]
        if sum(document.length for document in every) > _MOST_COMPARED:
            return Samples()
        samples = Samples()
        for document in every:
            with contextlib.suppress(Refused):  # another program has just erased it
                self._keep(samples, document, documents.text(self._project, document))
        return samples

    def _keep(self, samples: Samples, document: Document, text: str) -> None:
        samples.add(document.id, fingerprint(text))
        self._documents[document.id] = document


def _likeness(one: Likeness) -> str:
    share = f"{int(100 * one.containment)} %"
    if one.kind == "same words":
        return "the same words as"
    return f"like ({share} the same words)" if one.kind == "near-duplicate" else f"shares text ({share}) with"


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many of what."""
    outcomes = list(outcomes)
    added, held = sum(o.new for o in outcomes), sum(o.held is not None for o in outcomes)
    refused = sum(o.document is None for o in outcomes) - held
    there = len(outcomes) - added - refused - held
    parts = [f"{many(added, 'document')} imported"]
    parts += [f"{there} there already"] if there else []
    parts += [f"{held} held, for you to say whether they are the same testimony"] if held else []
    parts += [f"{refused} refused"] if refused else []
    return "; ".join(parts)
