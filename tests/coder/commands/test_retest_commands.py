"""round --retest and --segments, retest: the commands of a coder who reads again, and of units fixed before a round."""

import pytest

SHOWN = [
    ["documents"], ["documents", "--json"], ["coders"], ["coders", "--json"], ["history"], ["history", "--json"],
    ["tags"], ["tags", "--json"], ["tags", "--csv"], ["tags", "--code", "D3", "--query"],
    ["export", "--format", "json", "-"], ["export", "--format", "csv", "-"], ["agreement"], ["agreement", "--json"],
    ["round"], ["round", "again", "--json"], ["conflicts"], ["read", "orchard"], ["disagreements", "--json"],
    ["disagreements", "--sample", "9"], ["queries"], ["corrections"], ["corrections", "--json"], ["final", "--json"],
    ["waiting"], ["retest"], ["retest", "--json"], ["memo", "orchard"], ["memo", "orchard", "--round", "main"],
]  # fmt: skip
"""Everything that shows something."""


@pytest.fixture
def twice(study, call):
    """Ann and Ben have coded both documents; Lea ruled in one, and serves Ann both again."""
    for name, code in (("ann", "D3"), ("ben", "D4")):
        for title, words in (("orchard", "fought the other brigades"), ("harbour", "help the people")):
            said = ("--memo", f"first of {name}", "--query", "--as", name)
            assert call("tag", study, title, "--code", code, "--quote", words, *said).status == 0
            call("memo", study, title, "--set", f"whole of {name}", "--as", name)
            call("finish", study, title, "--as", name)
    for place in call("disagreements", study, "--document", "harbour", "--json", "--as", "lea").json:
        call("rule", study, place["id"], "--take", "ben", "--why", "Why not", "--as", "lea")
    planned = call("round", study, "again", "--retest", "main", "--coder", "ann", "--as", "lea", "--json")
    assert planned.status == 0, planned.err
    assert planned.json["retest"] == "main"
    return study


def test_under_their_own_name_nothing_shows_a_coder_what_they_coded_before(twice, call):
    for command, *options in SHOWN:
        outcome = call(command, twice, *options, "--as", "ann")
        told = outcome.out + outcome.err
        assert "mistake in the program" not in told
        for words in ("first of ann", "whole of ann", "first of ben", "Why not", "D3"):
            if words == "D3" and command in ("agreement", "export", "final", "round", "retest"):
                continue  # the codebook names its codes
            assert words not in told, (command, options, words)
        if command in ("documents", "coders", "history", "tags", "export", "agreement", "disagreements", "final"):
            assert "say who you are" in call(command, twice, *options).err
    assert "rests until" in call("undo", twice, "--as", "ann").err
    assert "first of ann" in call("tags", twice, "--as", "ben").out


def test_the_retest_tells_how_steady_a_coder_is(twice, call):
    assert "0 documents read twice, 2 not finished yet" in call("retest", twice, "--as", "lea").out
    before = call("agreement", twice, "--json", "--as", "ben").json
    call("tag", twice, "orchard", "--code", "D3", "--quote", "fought the other brigades", "--as", "ann")
    call("tag", twice, "harbour", "--code", "R2", "--quote", "help the people", "--as", "ann")
    for title in ("orchard", "harbour"):
        assert call("finish", twice, title, "--as", "ann").status == 0
    [told] = call("retest", twice, "--json", "--as", "lea").json
    assert (told["coder"], told["round"], told["of"], told["waiting"]) == ("ann", "again", "main", 0)
    assert sorted(told["documents"]) == ["harbour", "orchard"]
    assert told["corrected"] == ["harbour"]
    assert told["counts"]["D3"] == {"first": 2, "again": 1}
    assert told["levels"]["document"]["codes"]["D3"]["percent_agreement"]["value"] == 0.5
    assert told["levels"]["document"]["codes"]["D1"]["krippendorff_alpha"]["value"] is None
    shown = call("retest", twice, "--round", "again").out
    assert "corrections lay between (harbour)" in shown
    assert "\nD3 " in shown
    assert call("agreement", twice, "--json", "--as", "ben").json == before
    assert "is a retest" in call("agreement", twice, "--round", "again").err
    assert "first of ann" in call("tags", twice, "--as", "ann").out
    assert "was a retest" in call("reopen", twice, "orchard", "--as", "ann").err
    assert call("round", twice, "again", "--close", "--as", "lea").status == 0
    assert "Plan another one" in call("round", twice, "again", "--open", "--as", "lea").err


def test_without_a_retest_there_is_nothing_to_tell(study, call):
    outcome = call("retest", study)
    assert (outcome.status, outcome.out) == (1, "")
    assert "no retest" in outcome.err
    assert call("retest", study, "--json").json == []


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("needs somebody", []),
        ("Ben has not finished", ["--coder", "ben"]),
        ("does not go with --retest", ["--coder", "ann", "--each", "1"]),
        ("does not go with --retest", ["--coder", "ann", "--segments", "sentence"]),
        ("by itself", ["--coder", "ann", "--blind"]),
        ("nothing else is drawn", ["--coder", "ann", "--seed", "1"]),
    ],
)
def test_what_is_no_retest_is_refused_in_a_line(study, call, words, options):
    outcome = call("round", study, "again", "--retest", "main", *options, "--as", "lea")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words.casefold() in outcome.err.casefold()


PLAN = ("--purpose", "reliability", "--coder", "ann", "--coder", "ben", "--as", "lea")


def test_segments_are_fixed_by_paragraphs_sentences_or_a_table(study, call, tmp_path):
    by = {}
    table = tmp_path / "units.csv"
    table.write_text("document,start,stop\nharbour,0,40\norchard,0,30\norchard,30,60\n", encoding="utf-8")
    for unit in ("paragraph", "sentence", str(table)):
        planned = call("round", study, f"by {unit[:9]}", *PLAN, "--segments", unit, "--json")
        assert planned.status == 0, planned.err
        by[unit] = {one["document"]: one["segments"] for one in planned.json["documents"]}
    assert [len(by["paragraph"][title]) for title in ("orchard", "harbour")] == [4, 2]
    assert len(by["sentence"]["orchard"]) > 4
    assert by[str(table)] == {"harbour": [[0, 40]], "orchard": [[0, 30], [30, 60]]}
    last = f"by {str(table)[:9]}"
    assert "orchard (2 segments): ann, ben" in call("round", study, last, "--as", "lea").out
    for name in ("ann", "ben"):
        for title in ("orchard", "harbour"):
            call("finish", study, title, "--as", name)
    told = call("agreement", study, "--round", last, "--json").json
    assert told["levels"]["segment"]["units"] == 3


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("overlap", "document,start,stop\nharbour,0,40\nharbour,39,50\norchard,0,9\n"),
        ("orchard has no segments", "document,start,stop\nharbour,0,40\n"),
        ("does not lie in this text", "document,start,stop\nharbour,0,4000\norchard,0,9\n"),
        ("does not lie in this text", "document,start,stop\nharbour,9,9\norchard,0,9\n"),
        ("line 2: start and stop", "document,start,stop\nharbour,0,\norchard,0,9\n"),
        ("line 3: there is no document", "document,start,stop\nharbour,0,9\n,0,9\n"),
        ("No document", "document,start,stop\nhaven,0,9\n"),
        ("has no column stop", "document,start\nharbour,0\n"),
        ("is empty", ""),
        ("can't be read", None),
    ],
)
def test_segments_that_are_none_are_refused_in_a_line(study, call, tmp_path, words, content):
    table = tmp_path / "units.csv"
    if content is not None:
        table.write_text(content, encoding="utf-8")
    outcome = call("round", study, "first", *PLAN, "--segments", table)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert words in outcome.err
    assert [one["name"] for one in call("round", study, "--json").json] == ["main"]
