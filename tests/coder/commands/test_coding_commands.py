import pytest

from tests.coder.commands.conftest import HARBOUR, ORCHARD


def tags(call, study):
    return call("tags", study, "--json").json


def test_a_passage_is_tagged_by_place_or_by_its_words(study, call):
    by_words = call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--json")
    start = HARBOUR.index("nobody asked")
    call("tag", study, "harbour", "--as", "ben", "--code", "D3.racism", "--start", start, "--stop", start + 12)
    assert by_words.json[0]["quote"] == "help the people"
    assert [(t["coder"], t["code"], t["quote"]) for t in tags(call, study)] == [
        ("ben", "D3.racism", "nobody asked"),
        ("ann", "R1", "help the people"),
    ]


def test_a_tag_carries_memo_case_qualifiers_and_query(study, call):
    said = ["--memo", "why?", "--case", "c7", "--new-case", "--set", "voice=own", "--query"]
    assert call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "under the bombs", *said).status == 0
    [tag] = tags(call, study)
    assert list(tag) == [
        "document", "coder", "code", "start", "stop", "quote", "memo", "case", "round",
        "id", "text_id", "qualifiers", "query", "created",
    ]  # fmt: skip
    assert (tag["memo"], tag["case"], tag["qualifiers"], tag["query"]) == ("why?", "c7", {"voice": "own"}, True)


def test_several_codes_at_once(study, call):
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--code", "R3", "--quote", "help the people")
    assert [t["code"] for t in tags(call, study)] == ["R1", "R3"]
    call("undo", study, "--as", "ann")
    assert tags(call, study) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["--quote", "The commander’s cousins ate first."], "twice"),
        (["--quote", "The commander's cousins  ate\nfirst."], "twice"),
        (["--quote", "nobody ever wrote this"], "not found"),
        (["--quote", "  "], "no words"),
        (["--start", 3], "Say where"),
        (["--start", 3, "--stop", 2], "3"),
        (["--start", 0, "--stop", 10_000_000], "10000000"),
        (["--start", -5, "--stop", 5], "-5"),
        ([], "Say where"),
    ],
)
def test_a_place_that_is_not_one_is_refused(said, why, study, call):
    outcome = call("tag", study, "orchard", "--as", "ann", "--code", "D3", *said)
    assert outcome.status == 2
    assert why in outcome.err
    assert tags(call, study) == []


@pytest.mark.parametrize(
    "said", [["--code", "D9"], ["--code", "R1", "--set", "voice=loud"], ["--code", "R1", "--set", "voice"],
             ["--code", "R1", "--case", "nobody"], ["--code", "R1", "--round", "second"]]
)  # fmt: skip
def test_an_unknown_code_qualifier_case_or_round_is_refused(said, study, call):
    assert call("tag", study, "harbour", "--as", "ann", "--quote", "help the people", *said).status == 2
    assert tags(call, study) == []


def test_quotes_may_differ_in_blanks_and_quotation_marks(study, call):
    outcome = call(
        "tag", study, "orchard", "--as", "ann", "--code", "D1", "--quote", "anyone else. “Why\nthem?”", "--json"
    )
    assert outcome.json[0]["quote"] == 'anyone else. "Why them?"'


def test_a_tag_is_changed_and_taken_away_and_it_all_can_be_undone(study, call):
    [made] = call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--json").json
    id_ = made["id"][:8]
    changes = ["--code", "R3", "--stop", made["stop"] + 6, "--memo", "m", "--set", "voice=own", "--query"]
    assert call("edit", study, id_, "--as", "ann", *changes).status == 0
    [tag] = tags(call, study)
    assert (tag["code"], tag["quote"], tag["memo"], tag["query"]) == ("R3", "help the people under", "m", True)
    call("edit", study, id_, "--as", "ann", "--set", "voice=", "--memo", "", "--no-query")
    [tag] = tags(call, study)
    assert (tag["qualifiers"], tag["memo"], tag["query"]) == ({}, "", False)
    assert call("untag", study, id_, "--as", "ann").status == 0
    assert tags(call, study) == []
    for _ in range(3):
        assert call("undo", study, "--as", "ann").status == 0
    assert [t["code"] for t in tags(call, study)] == ["R1"]
    assert call("redo", study, "--as", "ann").status == 0
    assert [t["code"] for t in tags(call, study)] == ["R3"]


def test_nothing_to_undo_is_status_1(study, call):
    assert call("undo", study, "--as", "ann").status == 1
    assert call("redo", study, "--as", "ann").status == 1


def test_a_tag_of_somebody_else_is_left_alone(study, call):
    [made] = call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--json").json
    assert call("untag", study, made["id"], "--as", "ben").status == 2
    assert call("edit", study, made["id"], "--as", "ben", "--code", "R3").status == 2
    assert [t["code"] for t in tags(call, study)] == ["R1"]


def test_a_finished_reading_is_changed_only_after_it_is_reopened(study, call):
    tag = ["tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people"]
    assert call("finish", study, "harbour", "--as", "ann").status == 0
    assert call("finish", study, "harbour", "--as", "ann").status == 2
    assert call(*tag).status == 2
    assert call("reopen", study, "harbour", "--as", "ann").status == 0
    assert call(*tag).status == 0


def test_tags_are_filtered_and_sub_codes_come_with_their_parents(study, call):
    call("tag", study, "orchard", "--as", "ann", "--code", "D3.mistreatment", "--quote", "waited for the bread")
    call("tag", study, "orchard", "--as", "ben", "--code", "D3", "--quote", "sometimes the bread")
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--query")

    def codes(*filters):
        return [t["code"] for t in call("tags", study, "--json", *filters).json]

    assert codes("--code", "D3") == ["D3.mistreatment", "D3"]
    assert codes("--code", "D3.mistreatment") == ["D3.mistreatment"]
    assert codes("--code", "D3", "--code", "R1") == ["R1", "D3.mistreatment", "D3"]
    assert codes("--coder", "ann", "--document", "orchard") == ["D3.mistreatment"]
    assert codes("--query") == ["R1"]
    assert codes("--code", "D4") == []
    assert call("tags", study, "--code", "D17").status == 2
    assert call("tags", study, "--coder", "zed").status == 2


def test_a_passage_is_shown_in_its_context(study, call):
    call("tag", study, "orchard", "--as", "ann", "--code", "D3", "--quote", "waited for the bread", "--memo", "hunger")
    out = call("tags", study, "--context", 16).out
    at = ORCHARD.index("waited for the bread")
    assert f"{ORCHARD[at - 16 : at]}»waited for the bread«{ORCHARD[at + 20 : at + 36]}" in out
    assert "memo: hunger" in out


def test_a_new_case_is_not_left_behind_when_the_tag_is_refused(study, call):
    tag = ["tag", study, "orchard", "--as", "ann", "--start", 0]
    for said in (["--code", "D99", "--stop", 9], ["--code", "D1", "--stop", 99_999]):
        assert call(*tag, *said, "--case", "k7", "--new-case").status == 2
    assert call(*tag, "--code", "D1", "--stop", 9).status == 0
    assert call(*tag, "--code", "D1", "--stop", 9, "--case", "k7", "--new-case").status == 2
    [made] = tags(call, study)
    for said in (["--as", "ann", "--code", "D99"], ["--as", "ben"], ["--as", "ann", "--set", "voice=none-such"]):
        assert call("edit", study, made["id"], *said, "--case", "k7", "--new-case").status == 2
    assert call("cases", study, "--json").json == []
    assert tags(call, study) == [made]


def test_a_new_case_is_made_with_the_tag(study, call):
    tag = ["tag", study, "orchard", "--as", "ann", "--code", "D1", "--start", 0, "--stop", 9]
    assert call(*tag, "--case", "k7", "--new-case").status == 0
    [made] = tags(call, study)
    assert call("edit", study, made["id"], "--as", "ann", "--code", "D2", "--case", "k8", "--new-case").status == 0
    [now] = tags(call, study)
    assert (made["case"], now["case"], now["code"]) == ("k7", "k8", "D2")
    assert [case["id"] for case in call("cases", study, "--json").json] == ["k7", "k8"]


def test_tags_are_taken_away_all_or_none(study, call):
    place = ["--start", 0, "--stop", 5]
    mine = call("tag", study, "harbour", "--as", "ann", "--code", "D1", *place, "--json").json[0]["id"]
    bens = call("tag", study, "harbour", "--as", "ben", "--code", "D1", *place, "--json").json[0]["id"]
    assert call("untag", study, mine, bens, "--as", "ann").status == 2
    assert len(call("tags", study, "--json").json) == 2
    assert call("untag", study, mine, mine, "--as", "ann").status == 0
    assert [tag["id"] for tag in call("tags", study, "--json").json] == [bens]
