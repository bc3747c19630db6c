"""The same words in several documents: listed with how each is tagged, told at import, suggested, and off where they
would make coders agree with the machine."""

import pytest

from tests.coder.commands.conftest import HARBOUR, ORCHARD

SAID = "I wanted to help the people under the bombs. That is all I wanted."
PAPER = (
    f"The paper printed it in March.\n\n“{SAID.replace('help the people', 'help those people')}”\n\nNobody answered."
)


@pytest.fixture
def paper(study, call, tmp_path):
    """The study, with a paper that quotes somebody at the harbour."""
    (tmp_path / "paper.md").write_text(f"---\nsource: The Lantern\ndate: 2014-03-02\n---\n{PAPER}", encoding="utf-8")
    assert call("import", study, tmp_path / "paper.md", "--as", "lea").status == 0
    return study


def tag(call, project, name, document, quote, code):
    outcome = call("tag", project, document, "--as", name, "--code", code, "--quote", quote, "--json")
    assert outcome.status == 0, outcome.err
    return outcome.json[0]


def test_the_same_passage_in_two_documents_is_one_group_with_sources_and_tags(call, paper):
    tag(call, paper, "ann", "harbour", SAID, "R1")
    tag(call, paper, "ben", "harbour", SAID[:44], "R2")
    tag(call, paper, "ben", "paper", SAID, "R2")
    tag(call, paper, "ann", "orchard", "The rest of us waited for the bread", "D3")
    outcome = call("quotes", paper, "--json")
    [group] = outcome.json
    assert outcome.status == 0
    assert [(place["document"], place["source"], place["date"]) for place in group["places"]] == [
        ("harbour", "", ""),
        ("paper", "The Lantern", "2014-03-02"),
    ]
    assert group["places"][0]["words"] == SAID
    assert {(t["coder"], t["code"]) for t in group["places"][0]["tags"]} == {("ann", "R1"), ("ben", "R2")}
    out = call("quotes", paper).out
    assert "paper  " in out
    assert "(The Lantern, 2014-03-02)  ben: R2" in out
    assert "bread" not in out


def test_own_lists_what_one_coder_tagged_differently(call, paper):
    tag(call, paper, "ann", "harbour", SAID, "R1")
    tag(call, paper, "ben", "harbour", SAID, "R1")
    same = tag(call, paper, "ann", "paper", SAID, "R1")
    assert call("quotes", paper, "--own", "--as", "ann").status == 1
    call("edit", paper, same["id"], "--code", "R2", "--as", "ann")
    [group] = call("quotes", paper, "--own", "--as", "ann", "--json").json
    assert [[t["code"] for t in place["tags"]] for place in group["places"]] == [["R1"], ["R2"]]
    assert call("quotes", paper, "--own", "--as", "ben").status == 1


def test_overlapping_passages_in_one_place_are_no_inconsistency(call, study):
    tag(call, study, "ann", "harbour", SAID, "R1")
    tag(call, study, "ann", "harbour", SAID[:43], "R2")
    assert call("quotes", study, "--own", "--as", "ann", "--json").json == []


def test_like_suggests_what_is_not_tagged_yet_and_tags_nothing(call, paper):
    made = tag(call, paper, "ann", "harbour", SAID, "R1")
    [found] = call("quotes", paper, "--like", made["id"], "--as", "ann", "--json").json
    assert found["document"] == "paper"
    assert found["words"] == SAID.replace("help the people", "help those people")
    assert 0.9 < found["score"] < 1
    assert len(call("tags", paper, "--json").json) == 1
    tag(call, paper, "ann", "paper", SAID, "R1")
    assert call("quotes", paper, "--like", made["id"], "--as", "ann").status == 1
    assert call("quotes", paper, "--like", made["id"], "--as", "ben").status == 0


@pytest.fixture
def reliability(paper, call, monkeypatch):
    """Passages tagged in a round that is for reliability."""
    made = tag(call, paper, "ann", "harbour", SAID, "R1")
    tag(call, paper, "ann", "paper", SAID, "R2")
    import dataclasses

    from db import rounds

    listed, current = rounds.listed, rounds.current
    change = {"purpose": "reliability"}
    monkeypatch.setattr(rounds, "listed", lambda *a: [dataclasses.replace(r, **change) for r in listed(*a)])
    monkeypatch.setattr(rounds, "current", lambda *a, **k: dataclasses.replace(current(*a, **k), **change))
    return paper, made["id"]


def test_in_a_reliability_round_all_of_it_is_off_and_says_so(call, reliability):
    project, id_ = reliability
    for options in (["--own"], ["--like", id_]):
        outcome = call("quotes", project, *options, "--as", "ann")
        assert (outcome.status, outcome.out) == (2, "")
        assert (
            outcome.err
            == "coder: Off in a reliability round and in a retest: it would make coders agree with the machine.\n"
        )
    outcome = call("quotes", project)
    assert (outcome.status, outcome.out) == (1, "")
    assert "2 tags left out: off in reliability rounds" in outcome.err


@pytest.mark.parametrize("options", [["--own", "--like", "abcdef"], ["--like", "abcdef"], ["--own", "--as", "zed"]])
def test_what_makes_no_sense_is_refused(call, study, options):
    outcome = call("quotes", study, *options, *([] if "--as" in options else ["--as", "ann"]))
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1


# --- at import


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("second", ORCHARD.upper(), "the same words as orchard"),
        ("second", ORCHARD.replace("bread", "brad") + "And so we left.\n", "like ("),
        ("second", HARBOUR + "".join(f"Line {n} of another story about the mill.\n" for n in range(9)), "harbour"),
    ],
)
def test_another_version_of_a_text_is_told_before_it_is_taken(call, study, tmp_path, name, words, told):
    file = tmp_path / f"{name}.txt"
    file.write_text(words, encoding="utf-8")
    outcome = call("import", study, file, "--as", "lea")
    assert outcome.status == 1
    assert told in outcome.err
    assert name not in {document["title"] for document in call("documents", study, "--json").json}
    assert call("import", study, file, "--same", "--as", "lea").status == 0
    [taken] = [document for document in call("documents", study, "--json").json if document["title"] == name]
    assert taken["same_as"] in told or taken["same_as"] == "orchard"
    assert "(= " in call("documents", study).out
    assert call("documents", study, "--document", name, "--set", "same-as=", "--as", "lea").status == 0
    assert "(= " not in call("documents", study).out


def test_only_leads_say_that_documents_are_one_testimony_and_of_the_first_one(call, study, tmp_path):
    for name in ("second", "third"):
        (tmp_path / f"{name}.txt").write_text(ORCHARD.replace("bread", name), encoding="utf-8")
        assert call("import", study, tmp_path / f"{name}.txt", "--different", "--as", "lea").status == 0

    def same(one, other, who="lea"):
        return call("documents", study, "--document", one, "--set", f"same-as={other}", "--as", who)

    refused = same("second", "orchard", "ann")
    assert refused.status == 2
    assert "Only leads" in refused.err
    assert same("second", "orchard").err == ""
    chain = same("third", "second")
    assert (chain.status, len(chain.err.splitlines())) == (2, 1)
    assert "same-as=orchard" in chain.err
    other = same("third", "harbour")
    assert other.status == 0
    assert "few words in common" in other.err


def test_texts_of_one_import_are_compared_with_each_other_and_others_are_not_like(call, study, tmp_path):
    words = "The ferry left at noon and nobody on the shore knew why it went without the mail or the doctor."
    for name, content in (("a", words), ("b", words.replace("noon", "dawn")), ("c", "Nothing of that kind at all.")):
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
    lines = call("import", study, *(tmp_path / f"{n}.txt" for n in "abc"), "--as", "lea").err.splitlines()
    assert "; " not in lines[0]
    assert lines[1].endswith("the same words) a") or "shares text" in lines[1]
    assert "; " not in lines[2]
