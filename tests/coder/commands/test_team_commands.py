"""round, package, merge, conflicts, reveal: what they say, and one clear line for what they refuse."""

import shutil

import pytest

PLAN = ("--purpose", "reliability", "--coder", "ann", "--coder", "ben", "--as", "lea")


@pytest.fixture
def apart(study, call, tmp_path):
    """Another copy of the project, and Ann's tag in both, changed in each."""
    call("tag", study, "harbour", "--code", "D3", "--start", 0, "--stop", 14, "--as", "ann")
    other = tmp_path / "laptop" / "study.coder"
    other.parent.mkdir()
    shutil.copy(study, other)
    [tag] = call("tags", study, "--json").json
    assert call("edit", study, tag["id"], "--code", "D1", "--as", "ann").status == 0
    assert call("edit", other, tag["id"], "--stop", 20, "--as", "ann").status == 0
    return other


def test_a_round_is_planned_shown_closed_and_opened(study, call):
    planned = call("round", study, "first", *PLAN, "--draw", 1, "--each", 1, "--seed", 7, "--json")
    assert planned.status == 0, planned.err
    assert planned.json["drawn"] == {"documents": 1, "each": 1, "by": None, "seed": 7}
    [one] = planned.json["documents"]
    assert [c["finished"] for c in one["coders"]] == [False]
    again = call("round", study, "second", *PLAN, "--draw", 1, "--each", 1, "--seed", 7, "--json").json
    assert again["documents"] == planned.json["documents"]
    assert [r["name"] for r in call("round", study, "--json").json] == ["main", "first", "second"]
    assert "7" in call("round", study).out
    assert call("round", study, "first", "--close", "--as", "lea").out.startswith("first: reliability, closed, seed 7")
    assert "closed already" in call("round", study, "first", "--close", "--as", "lea").err
    assert call("round", study, "first", "--open", "--as", "lea").status == 0
    assert call("round", study, "main").out.startswith("main: main, open, every document")


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("say its --purpose", ["first", "--coder", "ann", "--as", "lea"]),
        ("needs somebody", ["first", "--purpose", "main", "--as", "lea"]),
        ("Only leads", ["first", "--purpose", "main", "--coder", "ann", "--as", "ann"]),
        ("Only leads", ["main", "--close", "--as", "ann"]),
        ("already", ["Main", *PLAN]),
        ("Name the round", ["--close"]),
        ("not both", ["main", "--close", "--open", "--as", "lea"]),
        ("not both", ["first", *PLAN, "--close"]),
        ("not both", ["first", *PLAN, "--draw", "1", "--document", "harbour"]),
        ("nothing else is drawn", ["first", *PLAN, "--seed", "1"]),
        ("needs a number", ["first", *PLAN, "--by", "language"]),
        ("3 can't be drawn", ["first", *PLAN, "--draw", "3"]),
        ("No round is called", ["third"]),
        ("No coder is called", ["first", "--purpose", "main", "--coder", "eve", "--as", "lea"]),
    ],
)
def test_what_is_no_round_is_refused_in_a_line(study, call, words, options):
    before = study.read_bytes()
    outcome = call("round", study, *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
    assert study.read_bytes() == before


def test_a_conflict_is_told_listed_and_settled(study, apart, call):
    told = call("merge", study, apart, "--dry-run", "--as", "lea")
    assert told.status == 0
    assert "conflict" in told.out
    assert call("conflicts", study).status == 1
    merged = call("merge", study, apart, "--as", "lea")
    assert "to take it back while nothing newer is done: coder restore" in merged.err
    [conflict] = call("conflicts", study, "--json").json
    assert (conflict["kind"], conflict["document"], conflict["coder"]) == ("tag", "harbour", "ann")
    [hidden] = [version for version in conflict["versions"] if not version["shown"]]
    assert "(shown now)" in call("conflicts", study).out
    settle = ("conflicts", study, "--settle", conflict["id"][:8], "--take", hidden["version"][:8], "--as")
    assert "Only leads" in call(*settle, "ben").err
    assert call(*settle, "lea").status == 0
    assert call("conflicts", study).status == 1
    [tag] = call("tags", study, "--json").json
    assert f"code {tag['code']}" in hidden["words"]
    assert "settled what was changed on both sides (tag)" in call("history", study).out
    assert "together" in call("conflicts", study, "--settle", "abcdef").err
    assert "No conflict is called" in call("conflicts", study, "--settle", "abcdef", "--take", "x", "--as", "lea").err


def test_a_merge_is_taken_back_as_long_as_nothing_newer_was_done(study, apart, call):
    told = call("merge", study, apart, "--as", "lea").err
    backup = told[told.index("coder restore") :].split()[3]
    assert call("conflicts", study).status == 0
    assert call("restore", study, backup, "--as", "lea").status == 0
    assert call("conflicts", study).status == 1
    told = call("merge", study, apart, "--as", "lea").err
    backup = told[told.index("coder restore") :].split()[3]
    call("tag", study, "orchard", "--as", "ben", "--code", "D4", "--quote", "waited for the bread")
    refused = call("restore", study, backup, "--as", "lea")
    assert (refused.status, "1 action by" in refused.err) == (2, True)
    assert call("restore", study, backup, "--anyway", "--as", "lea").status == 0


def test_merging_refuses_what_it_can_not_take_in_a_line(study, call, tmp_path):
    (tmp_path / "words.txt").write_text("no project", encoding="utf-8")
    call("new", tmp_path / "other.coder", "--as", "eve")
    for path, words in (
        (tmp_path / "none.coder", "There is no project"),
        (tmp_path / "words.txt", "not a coder project"),
        (tmp_path / "other.coder", "another project"),
        (study, "the project itself"),
    ):
        outcome = call("merge", study, path, "--as", "lea")
        assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert words in outcome.err
    assert "Only leads merge" in call("merge", study, tmp_path / "other.coder", "--as", "ann").err


def test_a_package_says_what_is_in_it_and_nothing_is_overwritten(study, call, tmp_path):
    call("round", study, "first", *PLAN, "--document", "harbour", "--blind")
    out = tmp_path / "ann.coder"
    told = call("package", study, "--for", "ann", out, "--json", "--as", "lea")
    assert told.json == {"path": str(out), "coder": "ann", "documents": ["harbour"]}
    assert "exists already" in call("package", study, "--for", "ann", out, "--as", "lea").err
    assert [d["title"] for d in call("documents", out, "--json", "--as", "ann").json] == ["harbour"]
    assert call("check", out).status == 0
    assert call("export", out, "--format", "json", "-", "--as", "ann").status == 0


def test_two_coders_of_one_name_have_to_be_named_by_their_ids(study, call, tmp_path):
    other = tmp_path / "laptop" / "study.coder"
    other.parent.mkdir()
    shutil.copy(study, other)
    for path in (study, other):
        call("coders", path, "--add", "cem", "--as", "lea")
    assert "new: 1 coder" in call("merge", study, other, "--as", "lea").out
    refused = call("finish", study, "harbour", "--as", "cem")
    assert refused.status == 2
    assert "2 coders are called 'cem'" in refused.err
    named = refused.err.rsplit(" ", 1)[1].strip()
    assert call("finish", study, "harbour", "--as", named).status == 0
    assert call("coders", study).out.count("cem (") == 2


def test_a_reveal_needs_a_blind_round_and_a_lead(study, call):
    assert "not blind" in call("reveal", study, "main", "--as", "lea").err
    call("round", study, "first", *PLAN, "--blind", "--document", "harbour")
    refused = call("reveal", study, "first", "--as", "lea")
    assert "ann: harbour; ben: harbour" in refused.err
    for name in ("ann", "ben"):
        call("tag", study, "harbour", "--code", "D3", "--start", 0, "--stop", 14, "--as", name)
        call("finish", study, "harbour", "--as", name)
    assert "Only leads" in call("reveal", study, "first", "--as", "ann").err
    told = call("reveal", study, "first", "--json", "--as", "lea")
    assert told.json["figures"]["documents"] == 1
    assert "revealed already" in call("reveal", study, "first", "--as", "lea").err
    assert len(call("tags", study, "--json").json) == 2


def test_a_frozen_figure_that_is_undefined_says_why(study, call):
    call("round", study, "tiny", *PLAN, "--blind", "--document", "harbour")
    for name in ("ann", "ben"):
        said = ("--code", "D3", "--start", 0, "--stop", 20, "--round", "tiny", "--as", name)
        assert call("tag", study, "harbour", *said).status == 0
        assert call("finish", study, "harbour", "--round", "tiny", "--as", name).status == 0
    told = call("reveal", study, "tiny", "--as", "lea")
    assert told.status == 0, told.err
    [line] = [line for line in told.out.splitlines() + told.err.splitlines() if line.startswith("  D3 ")]
    assert "undefined (a)" in line
    assert "(a) no variation: every value is the same" in told.out + told.err
