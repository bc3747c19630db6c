"""Files to documents: each is told about, and a bad one does not stop the rest."""

from pathlib import Path

import pytest

from coder.importing import Outcome, import_files, summary
from corpus.refused import Refused
from db import corrections, documents, purge, sameness
from tests.coder.conftest import LONG, MILL, Study


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Good ones, a doubled one, and bad ones of several kinds."""
    folder = tmp_path / "files"
    folder.mkdir()
    contents = {
        "one.txt": b"One.",
        "two.md": b"---\nsource: The Lantern\nlanguage: en\n---\nTwo words.",
        "again.txt": b"One.",
        "bytes.txt": b"\x00\xff\x00",
        "scan.pdf": b"%PDF",
        "empty.txt": b"",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "folder.txt").mkdir()
    return {name: folder / name for name in (*contents, "folder.txt", "missing.txt")}


def test_every_file_is_told_about_in_the_order_given(study: Study, files: dict[str, Path]) -> None:
    outcomes = list(import_files(study.project, study.ann, files.values()))
    assert [outcome.file for outcome in outcomes] == list(files.values())
    assert [bool(outcome.new) for outcome in outcomes] == [True, True, *[False] * 6]
    assert outcomes[0].told == "one: 1 word"
    assert outcomes[1].told == "two: 2 words"
    assert outcomes[2].told == f"{files['again.txt']}: the same text is there already, as one"
    for outcome in outcomes[3:]:
        assert outcome.document is None
        assert outcome.told.startswith("refused: ")
        assert outcome.file.stem in outcome.told
        assert "\n" not in outcome.told
    assert summary(outcomes) == "2 documents imported; 1 there already; 5 refused"
    assert {"one", "two"} < {document.title for document in documents.listed(study.project)}


def test_what_the_file_says_about_itself_is_kept(study: Study, files: dict[str, Path]) -> None:
    (outcome,) = import_files(study.project, study.ann, [files["two.md"]])
    assert outcome.document is not None
    assert (outcome.document.source, outcome.document.language) == ("The Lantern", "en")


def test_what_is_done_stays_done_when_one_stops_in_between(study: Study, files: dict[str, Path]) -> None:
    outcomes = import_files(study.project, study.ann, files.values())
    next(iter(outcomes))
    assert "one" in {document.title for document in documents.listed(study.project)}


def test_the_encoding_can_be_said(study: Study, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Ärger".encode("cp1252"))
    (outcome,) = import_files(study.project, study.ann, [tmp_path / "old.txt"], "cp1252")
    assert outcome.document is not None
    assert documents.text(study.project, outcome.document).strip() == "Ärger"


def test_another_text_of_the_same_title_is_refused_by_its_file(study: Study, tmp_path: Path) -> None:
    for folder, words in (("a", "One."), ("b", "Other.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "talk.txt").write_text(words)
    outcomes = list(import_files(study.project, study.ann, [tmp_path / "a/talk.txt", tmp_path / "b/talk.txt"]))
    assert "another text has this title already" in outcomes[1].told


def test_numbers_of_one_are_told_as_one(study: Study) -> None:
    assert summary([]) == "0 documents imported"
    assert summary([Outcome(Path("a"), study.mill, new=True)]) == "1 document imported"
    assert summary([Outcome(Path("a"), study.mill, new=False)]) == "0 documents imported; 1 there already"


def test_another_version_is_held_until_somebody_says_what_it_is(study: Study, tmp_path: Path) -> None:
    words = "The ferry left at noon and nobody on the shore knew why it went without the mail or the doctor. " * 3
    for name, content in (("a", words), ("b", words.replace("noon", "dawn")), ("c", words.replace("mail", "post"))):
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
    first, second = import_files(study.project, study.ann, [tmp_path / "a.txt", tmp_path / "b.txt"])
    assert first.document is not None
    assert (second.document, second.held) == (None, first.document)
    assert second.told.startswith(f"held: {tmp_path / 'b.txt'} is ")
    assert summary([first, second]).startswith("1 document imported; 1 held")
    [same] = import_files(study.project, study.ann, [tmp_path / "b.txt"], version="same")
    [different] = import_files(study.project, study.ann, [tmp_path / "c.txt"], version="different")
    known = {document.title: document for document in documents.listed(study.project)}
    assert (known["b"].same_as, known["c"].same_as) == (known["a"].id, None)
    assert same.new
    assert different.new
    stands = sameness.testimonies(known.values())
    assert stands[known["b"].id] == stands[known["a"].id] == known["a"].id
    assert stands[known["c"].id] == known["c"].id
    sameness.say(study.project, study.lea, known["b"], None)
    assert documents.named(study.project, "b").same_as is None


def test_who_are_said_to_be_the_same_in_a_circle_are_one_testimony(study: Study) -> None:
    for one, other in ((study.mill, study.long), (study.long, study.harsh), (study.harsh, study.mill)):
        sameness.say(study.project, study.lea, one, other)
    assert len(set(sameness.testimonies(documents.listed(study.project)).values())) == 1
    with pytest.raises(Refused, match="the same document"):
        sameness.say(study.project, study.lea, study.mill, study.mill)


def test_a_text_from_before_a_correction_is_there_already(study: Study, tmp_path: Path) -> None:
    for text in (f"Well. {MILL}", f"Well. {MILL} And so on."):
        mill = documents.named(study.project, study.mill.id)
        corrections.correct(study.project, study.lea, mill, corrections.proposed(study.project, mill, text))
    known = documents.listed(study.project)
    for name, text in (("first.txt", MILL), ("second.txt", f"Well. {MILL}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        [outcome] = import_files(study.project, study.ann, [tmp_path / name], version="different")
        assert outcome.told.endswith("the same text is there already, as The [mill]")
    purge.purge_document(study.project, study.lea, documents.named(study.project, study.mill.id))
    [outcome] = import_files(study.project, study.ann, [tmp_path / "second.txt"])
    assert "erased here on purpose" in outcome.told
    assert len(documents.listed(study.project)) == len(known)


def test_another_version_whose_title_is_taken_is_refused_before_anybody_is_asked(study: Study, tmp_path: Path) -> None:
    (tmp_path / "The road.txt").write_text(LONG + "\n\nOne more line.", encoding="utf-8")
    [outcome] = import_files(study.project, study.lea, [tmp_path / "The road.txt"])
    assert (outcome.document, outcome.held) == (None, None)
    assert "another text has this title already" in outcome.refused


def test_a_version_is_of_the_document_as_long_as_itself_not_of_one_that_it_quotes(study: Study, tmp_path: Path) -> None:
    article = f"{LONG}\n\nThen somebody read a letter to us.\n\n{MILL}"
    for name, text in (("article.txt", article), ("reprint.txt", article.replace("Paragraph 7 ", "Part 7 "))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, second = import_files(
        study.project, study.lea, [tmp_path / "article.txt", tmp_path / "reprint.txt"], version="same"
    )
    assert first.document is not None
    assert second.document is not None
    same = {document.id: document.same_as for document in documents.listed(study.project)}
    assert same[first.document.id] == study.long.id
    assert same[second.document.id] == first.document.id
