"""Reading, memos on documents and finding words: every task of the screens has a command."""

from tests.coder.commands.conftest import HARBOUR, ORCHARD


def position(call, study, title):
    [document] = [d for d in call("documents", study, "--json").json if d["title"] == title]
    return [(r["coder"], r["position"]) for r in document["readings"]]


def test_a_document_is_printed_paragraph_by_paragraph_with_its_places(study, call):
    rows = call("read", study, "orchard", "--json", "--as", "ann").json
    assert [list(row) for row in rows] == [["paragraph", "start", "stop", "text", "read"]] * 4
    assert [row["paragraph"] for row in rows] == [1, 2, 3, 4]
    for row in rows:
        assert row["text"] == ORCHARD[row["start"] : row["stop"]] == row["text"].strip()
    out = call("read", study, "orchard").out
    assert out == "".join(f"¶ {r['paragraph']} [{r['start']}-{r['stop']}]\n{r['text']}\n\n" for r in rows)
    assert position(call, study, "orchard") == []


def test_a_paragraph_s_place_can_be_tagged(study, call):
    [row] = call("read", study, "harbour", "--paragraph", 1, "--json").json
    place = ["--start", row["start"], "--stop", row["stop"]]
    [tag] = call("tag", study, "harbour", "--as", "ann", "--code", "R1", *place, "--json").json
    assert tag["quote"] == HARBOUR.split("\n\n")[0]


def test_paragraphs_are_chosen_by_number(study, call):
    def chosen(*wanted):
        options = [word for number in wanted for word in ("--paragraph", number)]
        return [row["paragraph"] for row in call("read", study, "orchard", *options, "--json").json]

    assert chosen("3") == [3]
    assert chosen("2-3", "1", "3") == [1, 2, 3]
    for wrong in ("0", "5", "3-2", "2-9", "x", "1-", ""):
        assert call("read", study, "orchard", "--paragraph", wrong).status == 2
    assert call("read", study, "orchard", "--paragraph", 1, "--next", 1, "--as", "ann").status == 2


def test_the_next_paragraphs_are_read_and_that_is_kept_until_all_is_read(study, call):
    first = call("read", study, "orchard", "--next", 3, "--as", "ann")
    assert first.out.count("¶") == 3
    assert "all is read" not in first.err
    assert position(call, study, "orchard") == [("ann", ORCHARD.rindex("The commander"))]
    assert [row["read"] for row in call("read", study, "orchard", "--json", "--as", "ann").json] == [True] * 3 + [False]
    assert [row["read"] for row in call("read", study, "orchard", "--json", "--as", "ben").json] == [False] * 4
    last = call("read", study, "orchard", "--next", 3, "--as", "ann")
    assert (last.status, last.out.count("¶")) == (0, 1)
    assert "all is read: 4 paragraphs" in last.err
    assert position(call, study, "orchard") == [("ann", len(ORCHARD))]
    after = call("read", study, "orchard", "--next", 3, "--as", "ann")
    assert (after.status, after.out) == (1, "")
    assert "all is read" in after.err
    assert call("read", study, "orchard", "--next", 1, "--as", "nobody").status == 2


def test_the_content_warning_comes_before_the_text_and_stays_out_of_a_script_s_way(study, call):
    call("documents", study, "--document", "harbour", "--set", "warning=drowning", "--as", "lea")
    outcome = call("read", study, "harbour", "--json")
    assert outcome.err == "content warning: drowning\n"
    assert len(outcome.json) == 2


def test_an_erased_document_is_not_read(study, call):
    [harbour, _] = call("documents", study, "--json").json
    call("purge", study, "--document", "harbour", "--yes", "--as", "lea")
    assert call("read", study, harbour["id"]).status == 2


def test_the_memo_on_a_document_is_written_shown_and_removed(study, call):
    assert call("memo", study, "harbour", "--as", "ann").status == 1
    assert call("memo", study, "harbour", "He speaks of two winters.", "--as", "ann").status == 0
    assert call("memo", study, "harbour", "--as", "ann").out == "He speaks of two winters.\n"
    assert call("memo", study, "harbour", "--as", "ben").status == 1
    assert call("memo", study, "harbour", "", "--as", "ann").status == 0
    assert call("memo", study, "harbour", "--as", "ann").status == 1
    assert call("memo", study, "harbour", "", "--as", "ann").status == 1
    call("undo", study, "--as", "ann")
    assert call("memo", study, "harbour", "--as", "ann").out == "He speaks of two winters.\n"


def test_words_that_are_only_like_it_are_left_out_when_the_very_words_stand_somewhere(study, call, tmp_path):
    (tmp_path / "quay.txt").write_text("At the quay nobody asked for paper or money.", encoding="utf-8")
    call("import", study, tmp_path / "quay.txt", "--as", "lea")
    found = call("find", study, "nobody asked for papers", "--json").json[0]
    assert (found["status"], [match["document"] for match in found["matches"]]) == ("found", ["harbour"])
    assert "like it" not in call("find", study, "nobody asked for papers").out
    like = call("find", study, "nobody asked for papyrus", "--json").json[0]
    assert (like["status"], {match["document"] for match in like["matches"]}) == ("ambiguous", {"harbour", "quay"})
