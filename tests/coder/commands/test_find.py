"""Quotes found in a project and in files: what is said of each, and that none is left out."""

import csv
import io
import sqlite3
import stat

import pytest

from db import indexes, local
from db.project import open_project
from tests.coder.commands.conftest import HARBOUR, ORCHARD

KEYS = {"document", "start", "stop", "score", "how", "pieces", "words"}


@pytest.fixture
def files(tmp_path):
    """Two texts beside each other, outside any project."""
    paths = tmp_path / "a.txt", tmp_path / "b.txt"
    for path, words in zip(paths, (ORCHARD, HARBOUR), strict=True):
        path.write_text(words, encoding="utf-8")
    return paths


def table(path, *rows, header=("id", "quote")):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


QUOTES = [
    ("q1", 'We had an orchard behind the house, and in "spring"'),
    ("q2", "The commander's cousins ate first."),
    ("q3", "they asked […] your father was"),
    ("q4", "I wanted to hlp the peeple under the bombs"),
    ("q5", "nothing of the kind was ever printed here"),
    ("", "bread"),
    ("q1", "At the harbour nobody asked for papers"),
    ("q7", ""),
]


def test_each_quote_of_a_table_has_its_answer_in_its_order(call, files, tmp_path):
    quotes = table(tmp_path / "quotes.csv", *QUOTES)
    outcome = call("find", "--in", files[0], "--in", files[1], "--quotes", quotes, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    answers = outcome.json
    assert [(a["id"], a["quote"]) for a in answers] == [(id_ or None, quote) for id_, quote in QUOTES]
    statuses = ["found", "ambiguous", "found", "found", "not found", "ambiguous", "found", "not found"]
    assert [a["status"] for a in answers] == statuses
    texts = {"a": ORCHARD, "b": HARBOUR}
    for answer in answers:
        assert set(answer) == {"quote", "id", "status", "matches"}
        for match in answer["matches"]:
            assert set(match) == KEYS
            assert match["words"] == texts[match["document"]][match["start"] : match["stop"]]
            assert match["pieces"][0][0] == match["start"]
            assert match["pieces"][-1][1] == match["stop"]
            assert 0 <= match["score"] <= 1
        assert answer["matches"] == sorted(answer["matches"], key=lambda m: -m["score"])
    assert [len(a["matches"]) for a in answers] == [1, 2, 1, 1, 0, 2, 1, 0]
    assert answers[2]["matches"][0]["how"] == "pieces"
    assert len(answers[2]["matches"][0]["pieces"]) == 2


def test_the_same_table_on_a_project(call, study, tmp_path):
    quotes = table(tmp_path / "quotes.csv", *QUOTES)
    answers = call("find", study, "--quotes", quotes, "--json").json
    assert [a["status"] for a in answers][:5] == ["found", "ambiguous", "found", "found", "not found"]
    assert answers[3]["matches"][0]["document"] == "harbour"
    only = call("find", study, "--document", "orchard", "--quotes", quotes, "--json").json
    assert {m["document"] for a in only for m in a["matches"]} == {"orchard"}


def test_people_read_a_line_of_each_quote_and_its_places_in_context(call, files, tmp_path):
    quotes = table(tmp_path / "quotes.csv", *QUOTES)
    out = call("find", "--in", files[0], "--in", files[1], "--quotes", quotes).out
    assert "q2: in 2 places: The commander's cousins" in out
    assert "q5: not found: nothing of the kind" in out
    assert "»I wanted to help the people under the bombs«. That is all" in out
    assert "(like it, 9" in out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("nobody asked for papers", 0, "found"),
        ("cousins ate first", 0, "in 2 places"),
        ("nothing of the kind was ever printed here", 1, "not found"),
        ("Harbuor nobodys", 1, "not found"),
    ],
)
def test_one_quote_in_files(call, files, words, status, told):
    outcome = call("find", "--in", files[0], "--in", files[1], words)
    assert outcome.status == status
    assert outcome.err.startswith(told)


@pytest.mark.parametrize(
    "arguments",
    [
        ["find"],
        ["find", "study.coder"],
        ["find", "--in", "a.txt"],
        ["find", "--in", "a.txt", "study.coder", "words"],
        ["find", "--in", "gone.txt", "words"],
        ["find", "--in", ".", "words"],
        ["find", "--in", "a.txt", "   "],
        ["find", "--in", "a.txt", "--document", "a", "words"],
        ["find", "--in", "a.txt", "words", "--quotes", "quotes.csv"],
        ["find", "--in", "a.txt", "--quotes", "gone.csv"],
        ["find", "--in", "a.txt", "--quotes", "a.txt"],
        ["find", "--in", "a.txt", "--quotes", "wide.csv"],
        ["find", "--in", "a.txt", "--quotes", "twice.csv"],
        ["find", "--in", "a.txt", "caf\udce9"],
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments, call, files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table(tmp_path / "quotes.csv", *QUOTES)
    (tmp_path / "wide.csv").write_text("id,quote\n1,one, two\n", encoding="utf-8")
    (tmp_path / "twice.csv").write_text("quote,quote\n1,2\n", encoding="utf-8")
    outcome = call(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1


def test_a_project_of_the_environment_is_not_meant_where_files_are_named(call, files, study, monkeypatch):
    monkeypatch.setenv("CODER_PROJECT", str(study))
    assert "a  " in call("find", "--in", files[0], "waited for the bread").out
    assert "orchard  " in call("find", "waited for the bread").out


def test_files_of_the_same_name_are_told_apart(call, tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.txt").write_text("The ferry left at noon without us.", encoding="utf-8")
    paths = [tmp_path / folder / "t.txt" for folder in ("x", "y")]
    [answer] = call("find", "--in", paths[0], "--in", paths[1], "The ferry left at noon", "--json").json
    assert answer["status"] == "ambiguous"
    assert {m["document"] for m in answer["matches"]} == {str(path) for path in paths}


def test_what_stands_in_a_text_does_nothing_to_the_terminal(call, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("We were \x1b]0;told\x07 nothing of the ferry at all.", encoding="utf-8")
    out = call("find", "--in", path, "nothing of the ferry at all").out
    assert "\x1b" not in out
    assert "\x07" not in out


# --- the index of a large project


@pytest.fixture
def large(study, call, tmp_path, monkeypatch):
    """The study, as if it were large."""
    from coder import quoting

    monkeypatch.setattr(quoting, "LARGE", 100)
    return study


def index():
    [file] = (local.folder() / "indexes").glob("*.sqlite")
    return file


def test_a_large_project_has_an_index_for_its_owner_only(call, large):
    quote = "The rest of us waited for the bred"
    assert call("find", large, quote, "--json").json[0]["status"] == "found"
    assert stat.S_IMODE(index().stat().st_mode) == 0o600
    assert call("find", large, quote, "--json").json[0]["status"] == "found"


def test_it_is_kept_up_and_made_anew_when_it_is_missing_or_broken(call, large, tmp_path):
    call("find", large, "bread")
    (tmp_path / "ferry.txt").write_text("The ferry left at noon without us.", encoding="utf-8")
    call("import", large, tmp_path / "ferry.txt", "--as", "lea")
    assert call("find", large, "The ferry left at noon", "--json").json[0]["status"] == "found"
    index().write_bytes(b"nonsense" * 1000)
    assert call("find", large, "The ferry left at noon", "--json").json[0]["status"] == "found"
    index().unlink()
    assert call("find", large, "The ferry left at noon", "--json").json[0]["status"] == "found"


def test_where_nothing_can_be_kept_quotes_are_found_all_the_same(call, large, tmp_path, monkeypatch):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "no-folder"))
    assert call("find", large, "The rest of us waited", "--json").json[0]["status"] == "found"


def test_a_purge_erases_it(call, large):
    assert call("find", large, "nobody asked for papers").status == 0
    assert index().is_file()
    assert call("purge", large, "--document", "harbour", "--yes", "--as", "lea").status == 0
    assert list((local.folder() / "indexes").iterdir()) == []
    assert call("find", large, "nobody asked for papers").status == 1


def test_an_index_from_before_a_purge_elsewhere_is_forgotten(call, large):
    call("find", large, "nobody asked for papers")
    before = index().read_bytes()
    call("purge", large, "--document", "harbour", "--yes", "--as", "lea")
    with open_project(large) as project:
        file = indexes.place(project.id)
    file.write_bytes(before)
    call("find", large, "waited for the bread")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM text").fetchone() == (1,)
    connection.close()
