"""Files to documents, one after the other: a bad file is told and does not stop the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from coder.wording import many
from corpus.readers import read
from corpus.refused import Refused
from db import documents
from db.project import Project
from db.values import Coder, Document


@dataclass(frozen=True)
class Outcome:
    """What became of a file: a document, new or there already, or the reason why it was refused."""

    file: Path
    document: Document | None = None
    new: bool = False
    refused: str = ""

    @property
    def told(self) -> str:
        """In one line."""
        if self.document is None:
            return f"refused: {self.refused}"
        if not self.new:
            return f"{self.file}: the same text is there already, as {self.document.title}"
        return f"{self.document.title}: {many(self.document.words, 'word')}"


def import_files(project: Project, who: Coder, files: Iterable[Path], encoding: str | None = None) -> Iterator[Outcome]:
    """Read each file and add it to the project, each in a transaction of its own."""
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
            yield Outcome(file, document, new)


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many of what."""
    outcomes = list(outcomes)
    added, refused = sum(o.new for o in outcomes), sum(o.document is None for o in outcomes)
    there = len(outcomes) - added - refused
    parts = [f"{many(added, 'document')} imported"]
    parts += [f"{there} there already"] if there else []
    parts += [f"{refused} refused"] if refused else []
    return "; ".join(parts)
