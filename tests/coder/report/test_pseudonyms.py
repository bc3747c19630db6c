"""Pseudonyms: spellings are found, a person looks, and what they approved is what happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.report import contents, page, pseudonyms
from coder.report.blocks import Report
from coder.report.pseudonyms import Spelling
from corpus.readers import Imported
from corpus.refused import Refused
from db import cases, documents
from db.values import NewTag

from ..reviewed import Reviewed, make

STORY = (
    "My cousin Abu Yussra kept the books, and karim hadad, whom we called Karim, kept quiet. Later Samira Benfaroul "
    "came from Harbourtown. Then Karim Haddad left."
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """A story with three names in it; two of them are in the register."""
    made = make(tmp_path / "study.coder")
    one = cases.add(made.project, made.lea, "k1", "Abu Yusra")
    cases.add(made.project, made.lea, "k2", "Karim Haddad")
    cases.add(made.project, made.lea, "k3", "Unknown")
    story, _ = documents.add(made.project, made.lea, Imported("story", STORY))
    story = documents.edit(made.project, made.lea, story, case=one)
    made.code(made.ann, story, NewTag("D3", 0, len(STORY)))
    yield made
    made.project.close()


def _proposed(team: Reviewed, listed: dict[str, str] | None = None) -> tuple[Report, list[Spelling]]:
    report = contents.report(team.project, "x")
    return report, pseudonyms.proposed(team.project, report, listed or {})


def test_other_spellings_and_single_names_are_found(team: Reviewed) -> None:
    _, listed = _proposed(team)
    said = {one.words: (one.pseudonym, one.because) for one in listed if one.pseudonym}
    assert said["Abu Yussra"] == ("[Person 1]", "Abu Yusra")
    assert said["Karim"] == said["Karim Haddad"] == ("[Person 2]", "Karim Haddad")
    assert "Unknown" not in said


def test_what_looks_like_a_name_is_listed_without_a_pseudonym(team: Reviewed) -> None:
    _, listed = _proposed(team)
    left = {one.words for one in listed if not one.pseudonym}
    assert {"Later Samira Benfaroul", "Harbourtown"} <= left  # what begins a sentence may be part of a name


def test_a_project_list_names_others_with_or_without_a_pseudonym(team: Reviewed, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("Samira Benfaroul,[the teacher]\nHarbourtown\n", encoding="utf-8")
    report, listed = _proposed(team, pseudonyms.names_in(tmp_path / "names.csv"))
    written = page.html(pseudonyms.replaced(report, listed))
    assert "[the teacher]" in written
    for name in ("Samira", "Benfaroul", "Harbourtown", "Yussra", "Karim", "Haddad"):
        assert name not in written


def test_the_list_as_a_person_left_it_is_what_happens(team: Reviewed, tmp_path: Path) -> None:
    report, listed = _proposed(team)
    approved = tmp_path / "approved.csv"
    approved.write_text(
        pseudonyms.as_csv(one._replace(pseudonym="N." if one.words == "Harbourtown" else "") for one in listed),
        encoding="utf-8",
    )
    written = page.html(pseudonyms.replaced(report, pseudonyms.agreed(listed, approved)))
    assert "came from N." in written
    assert "Abu Yussra" in written


def test_a_list_that_is_older_than_the_words_is_refused(team: Reviewed, tmp_path: Path) -> None:
    _, listed = _proposed(team)
    approved = tmp_path / "approved.csv"
    approved.write_text(pseudonyms.as_csv(listed[1:]), encoding="utf-8")
    with pytest.raises(Refused, match="not in"):
        pseudonyms.agreed(listed, approved)
    approved.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Refused, match="no list of names"):
        pseudonyms.agreed(listed, approved)


def test_a_pseudonym_is_no_markup_and_no_pattern(team: Reviewed) -> None:
    report, _ = _proposed(team)
    written = page.html(pseudonyms.replaced(report, [Spelling("Karim", 1, r"<b>\1</b>", "")]))
    assert r"&lt;b&gt;\1&lt;/b&gt;" in written
