"""coder correct, waiting, place: as the commands are called."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HARBOUR, ORCHARD, Outcome

Call = Callable[..., Outcome]
COUSINS = "The commander’s cousins ate first. I say it twice because it happened twice."


@pytest.fixture
def tagged(study: Path, call: Call) -> Path:
    """Ann and ben tagged the orchard, and finished it."""
    for who in ("ann", "ben"):
        for quote, code in (("the whole street smelled of it", "D4"), ("because it happened twice", "D3")):
            assert call("tag", study, "orchard", "--as", who, "--code", code, "--quote", quote).status == 0
        assert call("finish", study, "orchard", "--as", who).status == 0
    return study


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """A text in which one passage is changed and the other is gone."""
    file = tmp_path / "orchard-2.txt"
    text = ORCHARD.replace("\n" + COUSINS + "\n", "").replace("whole street smelled", "whole street smeled")
    file.write_text(f"Interviewer: Speak.\n\n{text}", encoding="utf-8")
    return file


def test_a_dry_run_tells_and_changes_nothing(tagged: Path, corrected: Path, call: Call) -> None:
    before = tagged.read_bytes()
    told = call("correct", tagged, "orchard", corrected, "--as", "lea", "--dry-run")
    assert told.status == 0
    assert "[-smelled-]{+smeled+}" in told.out
    assert "nothing was changed" in told.out
    assert "0 kept, 2 moved or changed, 2 lost; 2 wait" in told.out
    assert tagged.read_bytes() == before


def test_what_waits_is_listed_confirmed_and_told_by_agreement(tagged: Path, corrected: Path, call: Call) -> None:
    done = call("correct", tagged, "orchard", corrected, "--as", "lea", "--json")
    assert done.json["tags"] == {"kept": 0, "moved and changed": 2, "lost": 2, "wait": 2}
    assert done.json["done"] is True
    assert {reading["finished"] for d in call("documents", tagged, "--json").json for reading in d["readings"]} == {
        True
    }
    mine = call("waiting", tagged, "--as", "ann", "--json").json
    assert [(row["coder"], row["code"], row["state"], row["was"]) for row in mine] == [
        ("ann", "D3", "lost", "because it happened twice")
    ]
    assert "2 passages still to be confirmed" in " ".join(call("agreement", tagged).out.split())
    ours = call("waiting", tagged, "--as", "lea", "--json").json
    assert len(ours) == 2
    [theirs] = [row["id"] for row in ours if row["coder"] == "ben"]
    assert "another coder's" in call("place", tagged, theirs, "--as", "ann", "--gone").err
    placed = call("place", tagged, mine[0]["id"], "--as", "ann", "--quote", "The rest of us waited for the bread")
    assert "The rest of us waited for the bread" in placed.out
    assert call("place", tagged, theirs, "--as", "ben", "--gone").status == 0
    assert call("waiting", tagged, "--as", "lea").status == 1
    tags = call("tags", tagged, "--json").json
    assert [(t["coder"], t["code"], t["quote"]) for t in tags] == [
        ("ann", "D4", "the whole street smeled of it"),
        ("ben", "D4", "the whole street smeled of it"),
        ("ann", "D3", "The rest of us waited for the bread"),
    ]
    assert tags[0]["corrected"] == {"state": "moved and changed", "waits": False}


@pytest.mark.parametrize("out", [["tags", "--csv"], ["export", "--format", "csv", "-"]])
def test_a_lost_tag_has_no_place_in_a_table_and_is_not_placed_by_importing_it(
    tagged: Path, call: Call, tmp_path: Path, out: list[str]
) -> None:
    """Its words stand elsewhere in the corrected text, once; whether that is the passage, its coder knows."""
    file, table = tmp_path / "orchard-2.txt", tmp_path / "tags.csv"
    short = ORCHARD.replace("\n" + COUSINS + "\n", "")
    file.write_text("Asked: did it go on? Only because it happened twice, he said.\n\n" + short, encoding="utf-8")
    assert call("correct", tagged, "orchard", file, "--as", "lea").status == 0
    table.write_text(call(out[0], tagged, *out[1:], "--as", "lea").out, encoding="utf-8")
    told = [row for row in csv.DictReader(table.open(encoding="utf-8")) if row["code"] == "D3"]
    assert [(row["start"], row["stop"], row["quote"]) for row in told] == [("", "", "because it happened twice")] * 2
    assert "lost (was " in call("tags", tagged, "--code", "D3", "--as", "lea").out
    before = call("tags", tagged, "--json").out
    again = call("tags-import", tagged, table, "--as", "lea")
    assert (again.status, again.out) == (0, "0 tags made; 4 there already\n")
    assert call("tags", tagged, "--json").out == before


def test_a_row_where_a_lost_tag_was_in_the_old_text_is_no_doublet(tagged: Path, call: Call, tmp_path: Path) -> None:
    file, table = tmp_path / "orchard-2.txt", tmp_path / "more.csv"
    short = ORCHARD.replace("\n" + COUSINS + "\n", "")
    file.write_text(short + "\nA new end of some length, which was told later." * 3, encoding="utf-8")
    [there] = [t for t in call("tags", tagged, "--coder", "ann", "--json").json if t["code"] == "D3"]
    assert call("correct", tagged, "orchard", file, "--as", "lea").status == 0
    assert call("reopen", tagged, "orchard", "--as", "ann").status == 0
    table.write_text(f"document,code,start,stop\norchard,D3,{there['start']},{there['stop']}\n", encoding="utf-8")
    assert call("tags-import", tagged, table, "--as", "ann").out == "1 tag made\n"


def test_a_lost_passage_is_not_put_where_nothing_is_like_it(tagged: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "orchard-2.txt"
    file.write_text(ORCHARD.replace(COUSINS, "Then a ferry left because I hoped for ice, and so on."), encoding="utf-8")
    assert call("correct", tagged, "orchard", file, "--as", "lea").status == 0
    [mine] = call("waiting", tagged, "--as", "ann", "--json").json
    told = call("place", tagged, mine["id"], "--as", "ann", "--yes")
    assert told.status == 2
    assert "Nothing there is like it" in told.err
    assert len(call("waiting", tagged, "--as", "ann", "--json").json) == 1


def test_a_wholly_other_text_is_taken_only_when_that_is_said(tagged: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text("A ferry went at noon. No one on that shore knew why its mail was left behind.\n", encoding="utf-8")
    refused = call("correct", tagged, "orchard", file, "--as", "lea")
    assert (refused.status, len(refused.err.splitlines())) == (2, 1)
    assert "--different" in refused.err
    tried = call("correct", tagged, "orchard", file, "--as", "lea", "--dry-run")
    assert tried.status == 0
    assert "--different" in tried.err
    assert call("correct", tagged, "orchard", file, "--as", "lea", "--different").status == 0


def test_one_undo_takes_the_whole_correction_back(tagged: Path, corrected: Path, call: Call) -> None:
    before = call("tags", tagged, "--json").out
    assert call("correct", tagged, "orchard", corrected, "--as", "lea").status == 0
    assert call("tags", tagged, "--json").out != before
    assert call("correct", tagged, "orchard", "--undo", "--as", "lea").status == 0
    assert call("tags", tagged, "--json").out == before
    assert call("check", tagged).status == 0
    again = call("correct", tagged, "orchard", "--undo", "--as", "lea")
    assert (again.status, "no correction to take back" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name the file"),
        (["{file}", "--undo"], "Name the file"),
        (["--undo", "--dry-run"], "--undo can't be tried"),
        (["{same}"], "the same"),
        (["{other}"], "text of harbour;"),
        (["{missing}"], "missing.txt"),
        (["{pdf}"], "cannot be imported"),
        (["{file}", "--as", "ann"], "Only leads"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    tagged: Path, corrected: Path, call: Call, tmp_path: Path, arguments: list[str], says: str
) -> None:
    files = {"file": corrected, **{name: tmp_path / f"{name}.txt" for name in ("same", "other", "missing")}}
    files["pdf"] = tmp_path / "scan.pdf"
    files["same"].write_text(ORCHARD, encoding="utf-8")
    files["other"].write_text(HARBOUR, encoding="utf-8")
    files["pdf"].write_bytes(b"%PDF-1.4")
    before = tagged.read_bytes()
    who = [] if "--as" in arguments else ["--as", "lea"]
    told = call("correct", tagged, "orchard", *(word.format(**files) for word in arguments), *who)
    assert told.status == 2
    assert says in told.err
    assert len(told.err.splitlines()) == 1
    assert tagged.read_bytes() == before


@pytest.mark.parametrize("arguments", [[], ["--yes", "--gone"], ["--start", "3"], ["--yes", "--quote", "x"]])
def test_a_place_is_said_in_one_way(tagged: Path, call: Call, arguments: list[str]) -> None:
    told = call("place", tagged, "aaaaaaaa", "--as", "ann", *arguments)
    assert (told.status, "Say one of" in told.err) == (2, True)


def test_what_still_waits_after_a_second_correction_is_counted_and_its_places_are_sorted(
    tagged: Path, call: Call, tmp_path: Path
) -> None:
    """Its words were altered much, so it waits, though the second correction keeps it; there they stand once more."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    altered = ORCHARD.replace("because it happened twice", "because it has happened again")
    first.write_text(altered, encoding="utf-8")
    second.write_text(f"{altered}\nThe end, because it happened twice.\n", encoding="utf-8")
    assert call("correct", tagged, "orchard", first, "--as", "lea", "--json").json["tags"]["wait"] == 2
    [waiting, _] = call("waiting", tagged, "--as", "lea", "--json").json
    assert waiting["state"] != "lost"
    told = call("correct", tagged, "orchard", second, "--as", "lea", "--json").json
    assert told["tags"] == {"kept": 4, "moved and changed": 0, "lost": 0, "wait": 2}
    [waiting, _] = call("waiting", tagged, "--as", "lea", "--json").json
    assert [place["words"] for place in waiting["places"]] == [
        "because it happened twice",
        "because it has happened again",
    ]
    assert waiting["places"][0]["score"] == 1
