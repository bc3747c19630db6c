"""A small project: Lea leads, Ann and Ben code, two made-up documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.codebook import builtin
from corpus.readers import Imported
from db import coders, documents, project, readings, rounds
from db.values import Coder, Document, Reading

MILL = (
    "They said the mill was ours, and then they sold the flour.\n\n"
    "I asked the commander why. He laughed, and I walked home that night."
)
ROAD = "We took the road by the river. Nobody spoke of it afterwards."


@dataclass
class World:
    """The project and who is in it."""

    path: Path
    project: project.Project
    lea: Coder
    ann: Coder
    ben: Coder
    mill: Document
    road: Document

    def reading(self, coder: Coder | None = None, document: Document | None = None) -> Reading:
        """Ann's reading of the mill, or another."""
        round_ = rounds.current(self.project)
        return readings.of(self.project, coder or self.ann, document or self.mill, round_)

    def again(self) -> project.Project:
        """Close, and open as after a restart."""
        self.project.close()
        self.project = project.open_project(self.path)
        return self.project


def make(path: Path) -> World:
    """A project with three people and two documents."""
    made = project.create(path, "Lea", builtin())
    lea = coders.named(made, "lea")
    ann, ben = coders.add(made, lea, "Ann"), coders.add(made, lea, "Ben")
    mill, _ = documents.add(made, lea, Imported("mill", MILL))
    road, _ = documents.add(made, lea, Imported("road", ROAD))
    return World(path, made, lea, ann, ben, mill, road)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """As `make` makes it."""
    world = make(tmp_path / "study.coder")
    yield world
    world.project.close()
