"""codebook --changed, recode: what was tagged under an earlier version, and one reviewed batch that recodes it."""

import pytest

MORE = ("--as", "lea")


@pytest.fixture
def split(study, call, tmp_path):
    """Ann and Ben tagged D3 under the first version, Ann finished; D3 has two sub-codes more since."""
    for name, title, words in (
        ("ann", "orchard", "cousins ate first. The rest"),
        ("ann", "harbour", "asked for papers"),
        ("ben", "harbour", "who your father was"),
    ):
        assert call("tag", study, title, "--code", "D3", "--quote", words, "--as", name).status == 0
    call("tag", study, "harbour", "--code", "R1", "--quote", "help the people", "--as", "ann")
    call("finish", study, "harbour", "--as", "ann")
    file = tmp_path / "book.yaml"
    assert call("codebook", study, "--save", file).status == 0
    lines = file.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.lstrip().startswith("- key: D3."))
    inside = " " * (len(lines[at]) - len(lines[at].lstrip()))
    codes = [line for key in ("deals", "kin") for line in (f"{inside}- key: D3.x{key}", f"{inside}  name: New {key}")]
    file.write_text("\n".join([*lines[:at], *codes, *lines[at:]]), encoding="utf-8")
    loaded = call("codebook", study, "--load", file, *MORE)
    assert loaded.status == 0, loaded.err
    return study


def _codes(call, study):
    return sorted((row["coder"], row["document"], row["code"]) for row in call("tags", study, "--json").json)


def test_what_was_tagged_with_codes_that_changed_is_listed(split, call):
    rows = call("codebook", split, "--changed", "--json").json
    assert [row["code"] for row in rows] == ["D3"] * 3
    assert {change for row in rows for change in row["changed"]} == {"sub-codes"}
    told = call("codebook", split, "--changed")
    assert told.out.count("changed: sub-codes") == 3
    assert "3 tags of another version" in told.err


def test_a_code_is_renamed_in_one_action_and_one_undo_takes_it_back(split, call):
    before = _codes(call, split)
    frozen = split.read_bytes()
    dry = call("recode", split, "--from", "D3", "--to", "D3.xdeals", "--dry-run", *MORE)
    assert (dry.status, dry.out.count("D3 → D3.xdeals")) == (0, 3)
    assert "3 tags would be recoded" in dry.err
    assert split.read_bytes() == frozen
    assert call("recode", split, "--from", "D3", "--to", "D3.xdeals", *MORE).status == 0
    after = _codes(call, split)
    assert [row[2] for row in after].count("D3.xdeals") == 3
    assert call("documents", split, "--document", "harbour", "--json").status == 0
    assert "recoded 3 passages" in call("history", split, "--limit", 1).out
    assert call("codebook", split, "--changed", "--json").json == []
    assert call("undo", split, *MORE).status == 0
    assert _codes(call, split) == before
    assert call("redo", split, *MORE).status == 0
    assert _codes(call, split) == after


def test_a_code_is_split_by_a_table(split, call, tmp_path):
    file = tmp_path / "split.csv"
    table = call("codebook", split, "--changed", "--csv").out.splitlines()
    file.write_text("\n".join([table[0], table[1].replace(",D3,", ",D3.xkin,"), table[2], ""]), encoding="utf-8")
    outcome = call("recode", split, "--table", file, "--json", *MORE)
    assert outcome.status == 0, outcome.err
    assert [row["to"] for row in outcome.json["tags"]] == ["D3.xkin"]
    assert sum(code == "D3.xkin" for _, _, code in _codes(call, split)) == 1
    again = call("recode", split, "--table", file, *MORE)
    assert (again.status, "0 tags recoded" in again.err) == (1, True)


def test_codes_are_merged_and_nobody_has_a_passage_twice(split, call):
    call("tag", split, "harbour", "--code", "D4", "--quote", "who your father was", "--as", "ben")
    told = call("recode", split, "--from", "D4", "--to", "D3", *MORE)
    assert "removed: the passage has that code already" in told.out
    assert [row for row in _codes(call, split) if row[0] == "ben"] == [("ben", "harbour", "D3")]
    assert call("undo", split, *MORE).status == 0
    assert len([row for row in _codes(call, split) if row[0] == "ben"]) == 2


def test_a_ruling_goes_along_and_comes_back(split, call):
    for title in ("orchard", "harbour"):
        call("finish", split, title, "--as", "ben")
    call("finish", split, "orchard", "--as", "ann")
    [place, *_] = call("disagreements", split, "--document", "orchard", "--json", *MORE).json
    assert call("rule", split, place["id"], "--take", "ann", *MORE).status == 0

    def settled():
        return [row["ruling"]["outcome"] for row in call("disagreements", split, "--state", "settled", "--json").json]

    [[before]] = settled()
    told = call("recode", split, "--from", "D3", "--to", "D3.xdeals", *MORE)
    assert "1 ruling taken along" in told.err
    [[after]] = settled()
    assert (before["code"], after["code"]) == ("D3", "D3.xdeals")
    assert call("undo", split, *MORE).status == 0
    assert settled() == [[before]]
    assert call("redo", split, *MORE).status == 0
    assert settled() == [[after]]
    assert call("rule", split, "--undo", *MORE).status == 0  # what was ruled, not what was recoded
    assert settled() == []
    assert [row[2] for row in _codes(call, split)].count("D3.xdeals") == 3


def test_a_ruling_that_was_given_after_a_recoding_is_not_undone_with_it(split, call):
    for title in ("orchard", "harbour"):
        call("finish", split, title, "--as", "ben")
    call("finish", split, "orchard", "--as", "ann")

    def rows():
        return call("disagreements", split, "--document", "orchard", "--json", *MORE).json

    place = rows()[0]["id"]
    assert call("rule", split, place, "--take", "ann", *MORE).status == 0
    assert call("recode", split, "--from", "D3", "--to", "D3.xdeals", *MORE).status == 0
    ruled = call("rule", split, place, "--nothing", *MORE)
    assert ruled.status == 0, ruled.err
    told = call("undo", split, *MORE)
    assert (told.status, "You have ruled there since" in told.err) == (2, True), told.err
    assert rows()[0]["ruling"]["outcome"] == []
    assert call("rule", split, "--undo", *MORE).status == 0
    assert call("undo", split, *MORE).status == 0
    assert rows()[0]["ruling"]["outcome"][0]["code"] == "D3"
    assert call("rule", split, place, "--nothing", *MORE).status == 0
    assert call("redo", split, *MORE).status == 2


def test_where_it_is_not_clear_what_becomes_of_a_ruling_its_place_needs_a_decision_again(split, call):
    for name in ("ann", "ben"):
        call("tag", split, "orchard", "--code", "D3", "--start", 0, "--stop", 30 if name == "ann" else 22, "--as", name)
        call("finish", split, "orchard", "--as", name)
    [place] = [row for row in call("disagreements", split, "--json", *MORE).json if row["start"] == 0]
    assert call("rule", split, place["id"], "--take", "ann", *MORE).status == 0
    told = call("recode", split, "--from", "D3", "--to", "D4", "--coder", "ben", *MORE)
    assert "1 place need" in told.err


def test_what_may_not_be_recoded_is_left_and_told(split, call):
    assert call("round", split, "main", "--close", *MORE).status == 0
    call("round", split, "other", "--purpose", "main", "--coder", "ann", *MORE)
    told = call("recode", split, "--from", "D3", "--to", "D3.xdeals", *MORE)
    assert told.status == 1
    assert "3 tags left in main: This round is closed" in told.err
    frozen = _codes(call, split)
    call("round", split, "main", "--open", *MORE)
    call("round", split, "first", "--purpose", "reliability", "--coder", "ann", "--blind", *MORE)
    call("tag", split, "orchard", "--code", "D3", "--start", 0, "--stop", 5, "--as", "ann")
    call("finish", split, "orchard", "--as", "ann")
    told = call("recode", split, "--from", "D3", "--to", "D3.xdeals", "--document", "orchard", "--json", *MORE).json
    assert [row["coder"] for row in told["tags"]] == ["ann"]
    assert told["left"] == [{"why": "first: This round is blind until a lead reveals it.", "tags": 1}]
    assert len(frozen) == 4


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("Only leads recode", ["--from", "D3", "--to", "D4", "--as", "ann"]),
        ("Say --from", ["--from", "D3", *MORE]),
        ("not both", ["--from", "D3", "--to", "D4", "--table", "x.csv", *MORE]),
        ("No code is called", ["--from", "D3", "--to", "Z9", *MORE]),
        ("can't be read", ["--table", "missing.csv", *MORE]),
    ],
)
def test_what_can_not_be_recoded_is_refused_in_a_line(split, call, words, options):
    outcome = call("recode", split, *options)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words in outcome.err


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("needs the columns", "id,code\nx,D4\n"),
        ("line 2: a tag or its code", "tag,code\nabcdef12,\n"),
        ("two new codes", "tag,code\nabcdef12,D4\nabcdef12,D3\n"),
        ("No tag has the id", "tag,code\nabcdef12,D4\n"),
        ("is empty", ""),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_line(split, call, tmp_path, words, content):
    file = tmp_path / "split.csv"
    file.write_text(content, encoding="utf-8")
    outcome = call("recode", split, "--table", file, *MORE)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words in outcome.err
