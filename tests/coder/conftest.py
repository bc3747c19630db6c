"""A small study for the program's tests: Lea leads, Ann and Ben code, three made-up documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from coder.coding import Coding
from corpus.codebook import builtin
from corpus.readers import Imported
from db import coders, documents, project
from db.values import Coder, Document

MILL = (
    "They said the mill was ours, and then they sold the flour. Nobody was asked.\n\n"
    "I asked the commander why. He laughed, and I walked home that night.\n\n"
    "My brother stayed. He wrote that the bread was good there."
)
LONG = "\n\n".join(f"Paragraph {n} tells of the road. It was long, and the river ran beside it." for n in range(1, 61))


@dataclass
class Study:
    """The project and who is in it."""

    path: Path
    project: project.Project
    lea: Coder
    ann: Coder
    ben: Coder
    mill: Document
    long: Document
    harsh: Document

    def coding(self, coder: Coder | None = None, document: Document | None = None) -> Coding:
        """Ann coding the mill, or another."""
        return Coding.open(self.project, coder or self.ann, document or self.mill)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A project with three people and three documents; one has a content warning."""
    path = tmp_path / "study.coder"
    made = project.create(path, "Lea", builtin())
    lea = coders.named(made, "lea")
    ann, ben = coders.add(made, lea, "Ann"), coders.add(made, lea, "Ben")
    mill, _ = documents.add(made, lea, Imported("The [mill]", MILL))
    long, _ = documents.add(made, lea, Imported("The road", LONG))
    harsh, _ = documents.add(made, lea, Imported("The cellar", "It was dark there.", warning="Tells of a beating."))
    found = Study(path, made, lea, ann, ben, mill, long, harsh)
    yield found
    found.project.close()
