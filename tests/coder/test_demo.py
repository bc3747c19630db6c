"""The demo: enough made-up material to try everything on, and nothing in it that could be taken for real."""

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from coder import demo
from coder.cli import main
from corpus.codebook import builtin
from corpus.refused import Refused
from db import cases, coders, documents, project, readings, tags
from db.check import check
from db.project import Project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The demo, built once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_STATE", str(folder / "state"))
        demo.build(folder / "demo.coder")
        with project.open_project(folder / "demo.coder") as opened:
            yield opened


def words_of(made: Project) -> dict[str, str]:
    return {document.title: documents.text(made, document) for document in documents.listed(made)}


def test_there_are_several_documents_of_the_usual_length(made: Project) -> None:
    lengths = {document.title: document.words for document in documents.listed(made)}
    assert len(lengths) >= 8
    assert {title: words for title, words in lengths.items() if not 600 <= words <= 2500} == {}


def test_every_document_says_first_that_it_is_made_up(made: Project) -> None:
    for title, text in words_of(made).items():
        assert text.startswith("MADE UP FOR PRACTICE."), title
    assert all("made up" in document.source.casefold() for document in documents.listed(made))


def test_three_coders_and_a_lead_are_there_and_one_plays_ann(made: Project) -> None:
    people = [(coder.name, coder.role) for coder in coders.listed(made)]
    assert people == [("ann", "coder"), ("ben", "coder"), ("cem", "coder"), ("dana", "lead")]
    assert coders.named(made, demo.CODER).role == "coder"


def test_in_one_document_that_all_have_finished_two_found_nothing(made: Project) -> None:
    found = []
    for document in documents.listed(made):
        of_it = [reading for reading in readings.listed(made) if reading.document == document.id]
        if len(of_it) == 3 and all(reading.finished for reading in of_it):
            found.append(sum(reading.tags == 0 for reading in of_it))
    assert 2 in found
    assert 0 in found


def test_something_is_left_to_do(made: Project) -> None:
    ann = coders.named(made, demo.CODER)
    mine = {reading.document: reading for reading in readings.listed(made) if reading.coder == ann.id}
    assert len(mine) < len(documents.listed(made))
    unfinished = [reading for reading in mine.values() if not reading.finished]
    assert len(unfinished) == 1
    assert unfinished[0].position > 0
    assert unfinished[0].tags > 0


def test_tags_say_all_that_a_tag_can_say(made: Project) -> None:
    every = tags.listed(made)
    assert {len(tag.code) > 2 for tag in every} == {True, False}
    assert any(tag.memo for tag in every)
    assert any(tag.query for tag in every)
    assert {key for tag in every for key in tag.qualifiers} == {"voice", "strength"}
    assert any(tag.case for tag in every)
    assert {tag.code[0] for tag in every} == {"D", "R"}


def test_the_whole_register_is_there_and_tags_name_only_people_of_it(made: Project) -> None:
    register = list(
        csv.DictReader((files("corpus") / "data" / "demo" / "register.csv").read_text("utf-8").splitlines())
    )
    known = {case.key: case for case in cases.listed(made)}
    assert list(known) == sorted(row["id"] for row in register)
    assert {key: case.name for key, case in known.items()} == {row["id"]: row["name"] for row in register}
    assert {tag.case for tag in tags.listed(made)} <= {case.id for case in known.values()} | {None}


def test_every_narrative_has_a_figure_and_the_coders_agree_in_part(
    made: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(made.path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["coders"] == ["ann", "ben", "cem"]
    for name, level in told["levels"].items():
        figure = "u_alpha_binary" if name == "passage" else "krippendorff_alpha"
        alphas = [level["codes"][code.key][figure]["value"] for code in builtin().top]
        assert None not in alphas
        assert 0 < min(alphas) < max(alphas)
        assert min(alphas) < 0.95


def test_the_log_says_what_the_tables_say(made: Project) -> None:
    assert check(made.path) == []


def test_a_file_that_is_there_is_refused_and_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "precious.txt"
    there.write_text("My own words.")
    with pytest.raises(Refused, match="exists already"):
        demo.build(there)
    assert there.read_text() == "My own words."


def test_in_a_folder_that_is_not_there_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be made there"):
        demo.build(tmp_path / "nowhere" / "demo.coder")
    assert list(tmp_path.iterdir()) == []
