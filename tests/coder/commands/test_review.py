"""disagreements, rule, agree, comment, reasons, agenda, queries, answer, corrections, final: as they are called."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Outcome

Call = Callable[..., Outcome]
ONE = ["orchard", "--code", "D1", "--start", 84, "--stop", 170]
OTHER = ["orchard", "--code", "D2", "--start", 84, "--stop", 160]


@pytest.fixture
def coded(study: Path, call: Call) -> Path:
    """Ann and ben have finished the orchard, and differ; ann's memo is hostile, and she asks."""
    memo = "\x1b[2J<b>D1?</b> [x](http://x) # no"
    for words in (
        ["tag", study, *ONE, "--memo", memo, "--query", "--as", "ann"],
        ["tag", study, *OTHER, "--as", "ben"],
        ["finish", study, "orchard", "--as", "ann"],
        ["finish", study, "orchard", "--as", "ben"],
    ):
        assert call(*words).status == 0
    return study


def _place(call: Call, path: Path) -> dict:
    [row] = call("disagreements", path, "--json").json
    return row


def test_the_json_of_a_disagreement_is_what_the_design_says(coded: Path, call: Call) -> None:
    row = _place(call, coded)
    keys = ["id", "document", "start", "stop", "kinds", "codes", "coders", "leverage", "state", "ruling"]
    assert list(row) == keys
    assert (row["document"], row["kinds"], row["codes"]) == ("orchard", ["boundary", "code"], ["D1", "D2"])
    assert list(row["coders"]) == ["ann", "ben"]
    assert row["coders"]["ben"] == [{"code": "D2", "start": 84, "stop": 160, "memo": ""}]
    assert isinstance(row["leverage"], float)
    assert (row["state"], row["ruling"]) == ("open", None)


def test_a_place_is_settled_shown_and_opened_again(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    told = call("rule", coded, id_[:8], "--take", "ann", "--why", "The enemy.", "--codebook", "Say so.", "--as", "lea")
    assert told.out == f"{id_[:8]}  settled: D1 84-170\n"
    shown = call("disagreements", coded, "--state", "settled").out
    assert "ruled by lea: D1 84-170" in shown
    assert "for the codebook: Say so." in shown
    ruling = _place(call, coded)["ruling"]
    assert (ruling["how"], ruling["took"], ruling["reason"]) == ("ruled", "ann", "The enemy.")
    assert call("rule", coded, id_, "--open", "--as", "lea").out.endswith("open\n")
    for outcome in (["--code", "d3", "--set", "voice=own"], ["--all"], ["--nothing"]):
        assert call("rule", coded, id_, *outcome, "--as", "lea", "--json").json["state"] == "settled"
    assert call("rule", coded, "--undo", "--as", "lea").out.startswith("took back: ruled nothing on")
    assert call("rule", coded, "--redo", "--as", "lea").out.startswith("did again: ruled nothing on")
    assert _place(call, coded)["ruling"]["outcome"] == []
    assert call("rule", coded, "--redo", "--as", "lea").status == 1
    assert "did again: ruled nothing on" in call("history", coded).out


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (["--as", "lea"], "Say what belongs there"),
        (["--nothing", "--take", "ann", "--as", "lea"], "Say what belongs there"),
        (["--nothing", "--as", "ann"], "Only leads rule"),
        (["--take", "lea", "--as", "lea"], "has not finished"),
        (["--take", "nobody", "--as", "lea"], "No coder is called"),
        (["--code", "X", "--as", "lea"], "No code is called"),
        (["--code", "D1", "--start", "3", "--as", "lea"], "Give a --stop"),
        (["--code", "D1", "--start", "3", "--stop", "9999", "--as", "lea"], "does not lie in this text"),
        (["--nothing", "--start", "3", "--stop", "5", "--as", "lea"], "go with --code"),
        (["--nothing", "--case", "k", "--as", "lea"], "go with --code"),
        (["--code", "D1", "--set", "voice", "--as", "lea"], "KEY=VALUE"),
        (["--nothing", "--reason", "7", "--as", "lea"], "No reason is called"),
        (["--nothing", "--slips", "2", "--as", "lea"], "not both"),
        (["--nothing", "--open", "--as", "lea"], "not both"),
        (["--open", "--as", "lea"], "it is open"),
        (["--undo", "--as", "lea"], "give nothing else"),
        (["--redo", "--as", "lea"], "give nothing else"),
    ],
)
def test_what_can_not_be_ruled_is_refused_in_one_line(coded: Path, call: Call, words: list[str], refused: str) -> None:
    told = call("rule", coded, _place(call, coded)["id"], *words)
    assert (told.status, told.out, told.err.count("\n")) == (2, "", 1)
    assert refused in told.err


def test_an_unknown_place_and_nothing_to_do_are_refused(coded: Path, call: Call) -> None:
    for words in (
        ["rule", coded, "feedface", "--nothing"],
        ["comment", coded, "x", "Hm."],
        ["agree", coded, "feedface"],
    ):
        assert "No disagreement is called" in call(*words, "--as", "lea").err
    assert "Name the place" in call("rule", coded, "--nothing", "--as", "lea").err
    assert "No open place differs" in call("rule", coded, "--slips", 9, "--as", "lea").err
    for ignored in (["--case", "k"], ["--case", ""], ["--set", "voice=own"], ["--start", 3], ["--stop", 5]):
        told = call("rule", coded, "--slips", 9, *ignored, "--as", "lea")
        assert (told.status, told.err.count("\n")) == (2, 1)
        assert "not for --slips" in told.err
    assert call("rule", coded, "--undo", "--as", "lea").status == 1


def test_what_the_coders_agree_on_is_settled_when_each_has_said_yes(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    assert "proposed" in call("rule", coded, id_, "--take", "ben", "--agreed", "--as", "ann").out
    assert "yes: ann" in call("disagreements", coded).out
    assert "settled" in call("agree", coded, id_, "--as", "ben").out
    assert _place(call, coded)["ruling"]["agreed"] == ["ann", "ben"]
    assert "proposed" in call("agree", coded, id_, "--no", "--as", "ben").out
    assert call("agree", coded, id_, "--as", "lea").status == 2


def test_comments_and_reasons_are_told(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    assert "ann: Why \u241b[0m them?" in call("comment", coded, id_, "Why \x1b[0m them?", "--as", "ann").out
    assert [row["coder"] for row in call("comment", coded, id_, "--json").json] == ["ann"]
    call("reasons", coded, "--add", "The words say so", "--as", "lea")
    assert call("reasons", coded).out == "  1  The words say so\n"
    assert call("rule", coded, id_, "--nothing", "--reason", 1, "--as", "lea").status == 0
    assert "The words say so" in call("disagreements", coded).out
    assert call("reasons", coded, "--remove", 1, "--as", "lea").out == ""
    assert call("reasons", coded, "--add", "x", "--as", "ann").status == 2


def test_foreign_words_are_no_markup_in_the_agenda_and_names_can_be_masked(
    coded: Path, call: Call, tmp_path: Path
) -> None:
    id_ = _place(call, coded)["id"]
    call("comment", coded, id_, "<script>", "--as", "ben")
    told = call("agenda", coded, tmp_path / "meeting.md", "--masked", "--as", "lea")
    assert told.out == f"{tmp_path / 'meeting.md'}: 1 place\n"
    words = (tmp_path / "meeting.md").read_text("utf-8")
    assert "&lt;b&gt;D1?&lt;/b&gt; \\[x\\](http\\://x) \\# no" in words
    assert not any(mark in words for mark in ("\x1b", "<", "ann", "ben"))
    assert "- **Coder A**" in words
    assert "asks the lead" in words
    assert "exists" in call("agenda", coded, tmp_path / "meeting.md", "--as", "lea").err
    assert "**ann**" in call("agenda", coded, "-", "--as", "lea").out


def test_a_question_is_answered_and_can_go_into_the_codebook(coded: Path, call: Call) -> None:
    [row] = call("queries", coded, "--as", "ann", "--json").json
    assert (row["coder"], row["answer"]) == ("ann", None)
    assert call("queries", coded, "--as", "ben", "--json").json == []
    assert "Only leads" in call("answer", coded, row["id"], "D1.", "--as", "ben").err
    told = call("answer", coded, row["id"][:8], "Wrong enemy: D1.", "--codebook", "--as", "lea")
    assert "answered; the codebook is version" in told.out
    assert "Wrong enemy: D1." in call("codebook", coded, "--code", "D1").out
    assert "lea answers: Wrong enemy: D1." in call("queries", coded, "--as", "ann").out
    assert call("queries", coded, "--open", "--json").json == []


def test_an_answer_goes_into_the_codebook_in_force_not_that_of_a_closed_round(coded: Path, call: Call) -> None:
    [row] = call("queries", coded, "--json").json
    call("round", coded, "next", "--purpose", "main", "--coder", "ann", "--as", "lea")
    call("round", coded, "main", "--close", "--as", "lea")
    book = coded.with_name("book.yaml")
    call("codebook", coded, "--save", book)
    book.write_text(book.read_text("utf-8").replace("name: Infighting", "name: Infighting anew"), "utf-8")
    assert call("codebook", coded, "--load", book, "--as", "lea").status == 0
    call("answer", coded, row["id"], "Wrong enemy: D1.", "--codebook", "--as", "lea")
    told = call("codebook", coded, "--code", "D1").out
    assert "Infighting anew" in told
    assert "Wrong enemy: D1." in told


def test_a_proposed_sentence_is_listed_and_taken_into_the_codebook_once(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    assert call("codebook", coded, "--proposed").err == "0 sentences, 0 more taken\n"
    said = ["--codebook", "A \x1b[2J wrong\n enemy is D1.", "--why", "The enemy."]
    call("rule", coded, id_, "--take", "ann", *said, "--as", "lea")
    listed = call("codebook", coded, "--proposed", "--as", "lea")
    assert "orchard  84-170  D1  lea\n    A \u241b[2J wrong enemy is D1.\n        The enemy." in listed.out
    [row] = call("codebook", coded, "--proposed", "--json").json
    keys = ["id", "document", "start", "stop", "codes", "by", "how", "sentence", "reason"]
    assert list(row) == keys
    assert (row["id"], row["codes"]) == (id_, ["D1"])
    assert "Only leads" in call("codebook", coded, "--take", id_, "--as", "ann").err
    before = call("codebook", coded, "--json").json
    told = call("codebook", coded, "--take", id_[:8], "--as", "lea")
    assert told.out.startswith("D1, when to use it: A \u241b[2J wrong enemy is D1.\nthe codebook is version ")
    assert told.err.startswith("1 tag of other versions")
    after = call("codebook", coded, "--json").json
    before["codes"][0]["use"].append("A \x1b[2J wrong enemy is D1.")
    assert after["codes"] == before["codes"]
    assert after["id"] != before["id"]
    assert [row["code"] for row in call("codebook", coded, "--changed", "--json").json] == ["D1"]
    assert call("codebook", coded, "--proposed").err == "0 sentences, 1 more taken\n"
    assert "has this sentence already" in call("codebook", coded, "--take", id_, "--as", "lea").err


def test_a_sentence_goes_where_the_lead_says_and_out_of_force_is_told(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    old = coded.with_name("old.yaml")
    call("codebook", coded, "--save", old)
    call("rule", coded, id_, "--nothing", "--codebook", "Why them? is no reason.", "--as", "lea")
    [row] = call("codebook", coded, "--proposed", "--json").json
    assert row["codes"] == ["D1", "D2"]
    assert "with --code: D1 or D2" in call("codebook", coded, "--take", id_, "--as", "lea").err
    told = call("codebook", coded, "--take", id_, "--code", "d2", "--into", "not", "--as", "lea", "--json").json
    assert (told["code"], told["into"], told["changed"]) == ("D2", "not", 1)
    assert "Not for\n" in call("codebook", coded, "--code", "D2").out
    assert "Why them? is no reason." in call("codebook", coded, "--code", "D2").out
    call("codebook", coded, "--load", old, "--as", "lea")
    assert (
        call("codebook", coded, "--proposed").err
        == "0 sentences, 1 more taken, 1 of these not in the version in force\n"
    )
    assert call("codebook", coded, "--take", id_, "--code", "D2", "--into", "definition", "--as", "lea").status == 0
    assert "Why them? is no reason." in call("codebook", coded, "--code", "D2").out.split("\n\n")[1]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (["--proposed", "--take", "feedface"], "Say one of"),
        (["--into", "use"], "goes with --take"),
        (["--proposed", "--round", "main"], "leave --round out"),
        (["--take", "feedface"], "No ruling called 'feedface' proposes"),
    ],
)
def test_what_can_not_be_taken_into_the_codebook_is_refused(
    coded: Path, call: Call, words: list[str], refused: str
) -> None:
    told = call("codebook", coded, *words, "--as", "lea")
    assert (told.status, told.out) == (2, "")
    assert refused in told.err


def test_corrections_and_the_final_coding_say_what_came_of_it(coded: Path, call: Call) -> None:
    id_ = _place(call, coded)["id"]
    before = call("final", coded, "--json").json
    assert (before["values"], before["open"], before["documents"]) == ([], [id_], ["orchard"])
    call("rule", coded, id_, "--take", "ann", "--why", "The enemy.", "--as", "lea")
    assert call("corrections", coded, "--as", "ann").out == ""
    told = call("corrections", coded, "--as", "ben").out
    assert "you: D2 84-160" in told
    assert "ruled: D1 84-170" in told
    assert "The enemy." in told
    assert "ann" not in told
    [row] = call("final", coded, "--json").json["values"]
    assert (row["code"], row["provenance"], row["coders"]) == ("D1", "ruled", ["ann"])
    assert call("final", coded, "--csv").out.startswith("document,start,stop,code,case,quote,provenance,coders,round\n")
    assert "0 places in dispute" in call("final", coded).err


def test_agreement_with_rulings_is_labelled_as_no_reliability_in_every_form(coded: Path, call: Call) -> None:
    label = "Learning: agreement with rulings, not reliability"
    assert call("agreement", coded, "--learning", "--as", "lea").out.startswith(f"{label}\nno place is settled")
    before = call("agreement", coded, "--json").json
    call("rule", coded, _place(call, coded)["id"], "--take", "ann", "--as", "lea")
    told = call("agreement", coded, "--learning", "--as", "lea").out
    assert told.startswith(f"{label}\n\nann\nround  purpose  ruled  as theirs  their codes\n")
    assert "main   main         1  1 (100 %)    1 (100 %)" in told
    assert "main   main         1    0 (0 %)      0 (0 %)" in told
    found = call("agreement", coded, "--learning", "--code", "D1", "--as", "ben", "--json").json
    assert found["label"] == label
    [row] = found["learning"]
    assert (row["label"], row["coder"], row["ruled"], row["theirs"]) == (label, "ben", 1, 0)
    assert row["counts"] == {"D1": {"gave": 0, "final": 1}}
    assert row["levels"]["document"]["codes"]["D1"]["positive_agreement"]["value"] == 0
    assert call("agreement", coded, "--json").json == before
    assert "your own row only" in call("agreement", coded, "--learning", "--coder", "ann", "--as", "ben").err
    assert "does not go with --learning" in call("agreement", coded, "--learning", "--plan", "--as", "lea").err


def test_what_was_said_is_in_the_json_export(coded: Path, call: Call) -> None:
    row = _place(call, coded)
    [asked] = call("queries", coded, "--json").json
    call("answer", coded, asked["id"], "D1.", "--as", "lea")
    call("comment", coded, row["id"], "Hm.", "--as", "ann")
    call("reasons", coded, "--add", "So it says", "--as", "lea")
    call("rule", coded, row["id"], "--nothing", "--reason", 1, "--as", "lea")
    found = json.loads(call("export", coded, "--format", "json", "-").out)
    assert [one["id"] for one in found["rulings"]] == [row["id"]]
    assert found["rulings"][0]["picked"] == found["reasons"][0]["words"] == "So it says"
    assert (found["comments"][0]["words"], found["answers"][0]["words"]) == ("Hm.", "D1.")
