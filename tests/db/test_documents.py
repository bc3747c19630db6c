"""What is said about a document can be changed, and taken away."""

import pytest

from corpus.refused import Refused
from db import cases, documents

from .conftest import World


def test_the_default_case_of_a_document_is_given_and_taken_away(world: World) -> None:
    case = cases.add(world.project, world.ann, "C-9")
    edited = documents.edit(world.project, world.lea, world.mill, case=case)
    assert documents.named(world.project, "mill").case == edited.case == case.id
    kept = documents.edit(world.project, world.lea, edited, source="a box of letters")
    assert kept.case == case.id
    documents.edit(world.project, world.lea, kept, case=None)
    assert documents.named(world.project, "mill").case is None


def test_a_document_keeps_a_title_of_its_own(world: World) -> None:
    for title in ("", "road"):
        with pytest.raises(Refused):
            documents.edit(world.project, world.lea, world.mill, title=title)


def test_two_people_may_change_different_things_of_one_document(world: World) -> None:
    documents.edit(world.project, world.lea, world.mill, source="The Lantern")
    documents.edit(world.project, world.lea, world.mill, date="2015-03-18")  # from what was read before the first
    mill = documents.named(world.project, "mill")
    assert (mill.source, mill.date) == ("The Lantern", "2015-03-18")
