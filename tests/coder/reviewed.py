"""A small project to review: Lea leads, Ann, Ben and Cem have finished both documents, in a round that is not blind."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.codebook import builtin
from corpus.readers import Imported
from db import coders, documents, project, readings, rounds, tags
from db.project import Project
from db.values import Coder, Document, NewTag, Round

MILL = "They said the mill was ours, and then they sold the flour. I asked the commander why. He laughed at all of us."
ROAD = "We took the road by the river. Nobody spoke of it afterwards."


@dataclass
class Reviewed:
    """The project, and who is in it."""

    path: Path
    project: Project
    lea: Coder
    ann: Coder
    ben: Coder
    cem: Coder
    mill: Document
    road: Document

    def code(self, coder: Coder, document: Document, *new: NewTag, round_: Round | None = None) -> None:
        """A coder's whole reading of a document, finished."""
        self.project.viewer = coder.id
        reading = readings.of(self.project, coder, document, round_ or rounds.current(self.project))
        tags.add_many(self.project, coder, {reading: new}, finish=True)

    def finish_all(self, by_coder: "dict[Coder, Sequence[NewTag]]") -> None:
        """Everybody finishes the mill with these tags, and the road with none."""
        for coder in (self.ann, self.ben, self.cem):
            self.code(coder, self.mill, *by_coder.get(coder, ()))
            self.code(coder, self.road)


def make(path: Path) -> Reviewed:
    """The project; nothing is coded yet."""
    made = project.create(path, "Lea", builtin())
    lea = coders.named(made, "Lea")
    people = [coders.add(made, lea, name) for name in ("Ann", "Ben", "Cem")]
    mill, _ = documents.add(made, lea, Imported("mill", MILL))
    road, _ = documents.add(made, lea, Imported("road", ROAD))
    return Reviewed(path, made, lea, *people, mill, road)
