"""Promise 6: no row is silently dropped, guessed or shifted; promise 8: no cell acts on a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.csv_cells import guarded, parsed, unguarded, written
from tests.coder.commands.conftest import ORCHARD

HEADER = "document,coder,code,start,stop,quote,memo,case,round\n"


def rows(words):
    return list(csv.DictReader(io.StringIO(words)))


@given(st.text())
def test_a_guarded_cell_begins_no_formula_and_comes_back_exactly(cell):
    assert not guarded(cell).startswith(tuple("=+-@\t\r"))
    assert unguarded(guarded(cell)) == cell


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(table):
    _, found = parsed(written(["a", "b"], table).encode(), "x.csv")
    assert [[unguarded(cell) for cell in row] for _, row in found] == [row for row in table if any(row)]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "'=1", "''@", "'quoted'", "", "plain"])
def test_memos_that_look_like_formulas_survive_the_round_trip(cell, study, call, tmp_path):
    call("tag", study, "orchard", "--as", "ann", "--code", "D3", "--quote", "ate first. The rest", "--memo", f"{cell}.")
    before = call("tags", study, "--csv").out
    call("undo", study, "--as", "ann")
    (tmp_path / "tags.csv").write_text(before, encoding="utf-8", newline="")
    assert call("tags-import", study, tmp_path / "tags.csv", "--as", "lea").status == 0
    assert call("tags", study, "--csv").out == before
    assert not rows(before)[0]["memo"].startswith(tuple("=+-@\t\r"))


@pytest.fixture
def bring(study, call, tmp_path):
    """Import rows; gives the outcome, the tags there are then, and the refused rows."""

    def run(lines, *options, name="lea", header=HEADER):
        file = tmp_path / "rows.csv"
        file.write_text(header + lines, encoding="utf-8", newline="")
        outcome = call("tags-import", study, file, *options, "--as", name)
        out = tmp_path / "rows.refused.csv"
        refused = rows(out.read_text("utf-8")) if out.exists() else []
        return outcome, call("tags", study, "--json").json, refused

    return run


def test_rows_are_placed_by_numbers_or_by_unique_words(bring):
    at = ORCHARD.index("waited")
    outcome, tags, refused = bring(
        f"orchard,ann,D3,{at},{at + 6},,,,\n"
        'orchard,ben,D1,,,"anyone else. “Why  them?”",,,main\n'
        f"orchard,ann,D4,{at},{at + 20},waited for the bread,hungry,,\n"
    )
    assert (outcome.status, refused) == (0, [])
    assert [(t["coder"], t["code"], t["quote"]) for t in tags] == [
        ("ben", "D1", 'anyone else. "Why them?"'),
        ("ann", "D3", "waited"),
        ("ann", "D4", "waited for the bread"),
    ]


def test_rows_that_cant_be_placed_are_written_out_with_the_reason_and_the_others_are_tagged(bring):
    bad = {
        "orchard,ann,D3,,,The commander’s cousins ate first.,,,": "twice",
        "orchard,ann,D3,,,nobody wrote this,,,": "not found",
        "orchard,ann,D3,5,,,,,": "whole numbers",
        "orchard,ann,D3,5,3,,,,": "does not lie",
        "orchard,ann,D3,1.5,3,,,,": "whole numbers",
        "orchard,ann,D3,0,99999,,,,": "does not lie",
        "orchard,ann,D3,0,6,had an,,,": "not those of the quote",
        "orchard,ann,D3,,,,,,": "no words",
        "orchard,ann,D99,0,6,,,,": "D99",
        "orchard,ann,,0,6,,,,": "no code",
        "orchard,zed,D3,0,6,,,,": "zed",
        "meadow,ann,D3,0,6,,,,": "meadow",
        ",ann,D3,0,6,,,,": "no document",
        "orchard,ann,D3,0,6,,,c99,": "c99",
        "orchard,ann,D3,0,6,,,,second": "second",
        "orchard,ann,D3,0,6,,,,main,more": "more cells",
    }
    outcome, tags, refused = bring("orchard,ann,D3,0,6,,,,\n" + "".join(f"{line}\n" for line in bad))
    assert outcome.status == 1
    assert "rows.refused.csv" in outcome.err
    assert [(t["code"], t["start"], t["stop"]) for t in tags] == [("D3", 0, 6)]
    assert len(refused) == len(bad)
    for row, why in zip(refused, bad.values(), strict=True):
        assert why in row["reason"]


def test_refused_rows_can_be_mended_and_taken(bring, call, study, tmp_path):
    bring('orchard,ann,D3,,,nobody wrote this,"=memo, with a comma",,\n')
    file = tmp_path / "rows.refused.csv"
    file.write_text(file.read_text("utf-8").replace("nobody wrote this", "waited for the bread"), encoding="utf-8")
    assert call("tags-import", study, file, "--as", "lea").status == 0
    assert [(t["quote"], t["memo"]) for t in call("tags", study, "--json").json] == [
        ("waited for the bread", "=memo, with a comma")
    ]


def test_an_earlier_list_of_refused_rows_is_not_overwritten(bring, tmp_path):
    bring("orchard,ann,D3,,,nobody wrote this,,,\n")
    bring("orchard,ann,D3,,,nor this,,,\n")
    assert "nobody wrote this" in (tmp_path / "rows.refused.csv").read_text("utf-8")
    assert "nor this" in (tmp_path / "rows.refused-2.csv").read_text("utf-8")


def test_the_same_file_twice_doubles_nothing(bring):
    lines = "orchard,ann,D3,0,6,,,,\norchard,ann,D3,0,6,,,,\n"
    bring(lines)
    outcome, tags, refused = bring(lines)
    assert (outcome.status, len(tags), refused) == (0, 1, [])
    assert "2 there already" in outcome.out


def test_finished_finishes_what_is_whole_also_when_nothing_was_found(bring, call, study):
    outcome, _, _ = bring(
        "orchard,ann,D3,0,6,,,,\nharbour,ann,,,,,,,\norchard,ben,D3,0,6,,,,\norchard,ben,D3,,,not there,,,\n",
        "--finished",
    )
    assert outcome.status == 1
    finished = {
        (document["title"], reading["coder"]): (reading["finished"], reading["tags"])
        for document in call("documents", study, "--json").json
        for reading in document["readings"]
    }
    assert finished == {("orchard", "ann"): (True, 1), ("harbour", "ann"): (True, 0), ("orchard", "ben"): (False, 1)}


def test_a_finished_reading_takes_no_new_tag_but_knows_its_old_ones(bring):
    bring("orchard,ann,D3,0,6,,,,\n", "--finished")
    outcome, tags, refused = bring("orchard,ann,D3,0,6,,,,\norchard,ann,D4,0,6,,,,\n", "--finished")
    assert outcome.status == 1
    assert len(tags) == 1
    assert "finished" in refused[0]["reason"]


def test_a_coder_brings_in_their_own_only(bring):
    outcome, tags, refused = bring("orchard,ben,D3,0,6,,,,\norchard,,D3,0,6,,,,\n", name="ann")
    assert outcome.status == 1
    assert [t["coder"] for t in tags] == ["ann"]
    assert "Only leads bring in" in refused[0]["reason"]


def test_a_place_inside_a_letter_is_refused_and_not_shifted(call, study, bring, tmp_path):
    (tmp_path / "accent.txt").write_text("He said cafe\u0301 and left the cafe.", encoding="utf-8")
    call("import", study, tmp_path / "accent.txt", "--as", "lea")
    outcome, tags, refused = bring("accent,ann,D3,8,12,,,,\naccent,ann,D4,,,the cafe,,,\naccent,ann,D3,,,cafe,,,\n")
    assert outcome.status == 1
    assert "cuts a letter" in refused[0]["reason"]
    assert [(t["start"], t["stop"]) for t in tags] == [(23, 31)]
    assert "twice (at 27, 8)" in refused[1]["reason"]  # a short word is not told apart by an accent


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"document,code\n",
        b"words,code,quote\n",
        b'document,code,quote\n"open',
        b"document,code,code,quote\n",
    ],
)
def test_a_file_that_is_not_such_a_table_is_refused_whole(raw, call, study, tmp_path):
    (tmp_path / "rows.csv").write_bytes(raw)
    outcome = call("tags-import", study, tmp_path / "rows.csv", "--as", "lea")
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1
    assert call("tags-import", study, tmp_path / "gone.csv", "--as", "lea").status == 2


def test_a_spreadsheet_s_semicolons_byte_order_mark_and_line_ends_are_read(bring):
    outcome, tags, _ = bring("orchard;ann;D3;waited for the bread\r\n", header="\ufeffDocument;Coder;Code;Quote\r\n")
    assert outcome.status == 0
    assert [t["quote"] for t in tags] == ["waited for the bread"]


def test_the_header_is_guarded_too(bring, tmp_path, call, study):
    header = HEADER.strip() + ',"=cmd()"\n'
    bring("orchard,ann,D3,,,nobody wrote this,,,,x\n", header=header)
    out = tmp_path / "rows.refused.csv"
    assert "'=cmd()" in out.read_text("utf-8").splitlines()[0]
    columns, _ = parsed(out.read_bytes(), "x.csv")
    assert columns == [*header.strip().replace('"', "").split(","), "reason"]


def test_tags_and_finishes_are_one_action(bring, call, study, monkeypatch):
    from db.project import Project

    begun, write = [], Project.write
    monkeypatch.setattr(Project, "write", lambda self, actor: begun.append(actor) or write(self, actor))
    bring("orchard,ann,D3,0,6,,,,\norchard,ben,D3,0,6,,,,\norchard,ben,D3,,,not there,,,\nharbour,ben,,,,,,,\n",
          "--finished")  # fmt: skip
    assert len(begun) == 1


@pytest.mark.parametrize(("where", "kept"), [("before", False), ("after", True)])
def test_the_reasons_are_kept_once_the_tags_may_be_in(where, kept, bring, tmp_path, monkeypatch):
    from corpus.refused import Refused
    from db import tags

    add_many = tags.add_many

    def interrupted(*arguments, **options):
        if where == "before":
            raise Refused("The disk is full.")
        add_many(*arguments, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(tags, "add_many", interrupted)
    outcome, found, _ = bring("orchard,ann,D3,0,6,,,,\norchard,ann,D3,,,not there,,,\n")
    assert outcome.status in (2, 130)
    assert len(found) == int(kept)
    assert (tmp_path / "rows.refused.csv").exists() == kept


def test_a_title_with_blanks_at_its_edges_comes_back_from_csv(call, study, tmp_path):
    (tmp_path / " edge .txt").write_text("Some words that stand here.\n", encoding="utf-8")
    assert call("import", study, tmp_path / " edge .txt", "--as", "lea").status == 0
    assert call("documents", study, "--document", "orchard", "--set", "title= grove ", "--as", "lea").status == 0
    assert {d["title"] for d in call("documents", study, "--json").json} == {"edge", "grove", "harbour"}
    for title in ("edge", "grove"):
        assert call("tag", study, title, "--as", "ann", "--code", "D1", "--start", 0, "--stop", 9).status == 0
    before = call("tags", study, "--csv").out
    (tmp_path / "t.csv").write_text(before, encoding="utf-8", newline="")
    assert "2 there already" in call("tags-import", study, tmp_path / "t.csv", "--as", "ann").out


def test_a_row_that_says_something_else_of_a_tag_that_is_there_is_refused_and_not_dropped(study, call, tmp_path):
    file = tmp_path / "twice.csv"
    row = "harbour,R1,I wanted to help the people under the bombs."
    file.write_text(f"document,code,quote,memo\n{row},first\n{row},second\n{row},first\n", encoding="utf-8")
    outcome = call("tags-import", study, file, "--as", "ann")
    assert outcome.status == 1
    assert "1 tag made; 1 there already" in outcome.out
    assert "another memo or case" in outcome.err
    assert "second" in (tmp_path / "twice.refused.csv").read_text("utf-8")


def decided(path, **take):
    """Write what to take into the rows of a file with the given codes."""
    lines = rows(path.read_text("utf-8"))
    for line in lines:
        line["take"] = take.get(line["code"], "")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8")


def test_a_refused_row_has_its_guesses_and_is_taken_as_a_person_decides(bring, call, study, tmp_path):
    twice, like = "The commander’s cousins ate first.", "cousins were eaten at the first"
    outcome, tags, refused = bring(
        f'orchard,ann,D1,,,{twice},"=why",,\norchard,ann,D2,,,{like},,,\n'
        "orchard,ann,D3,,,The sea was never mentioned there by anybody else,,,\n"
        "orchard,ann,D4,,,they asked who your father was,,,\norchard,ann,R1,0,6,had an orchard,,,\n"
    )
    assert (outcome.status, tags, len(refused)) == (1, [], 5)
    places = [at for at in range(len(ORCHARD)) if ORCHARD.startswith(twice, at)]
    assert "twice" in refused[0]["reason"]
    assert sorted(int(refused[0][f"guess{n}_start"]) for n in (1, 2)) == places
    assert {refused[0][f"guess{n}_words"] for n in (1, 2)} == {twice}
    assert refused[0]["guess1_document"] == "orchard"
    assert refused[2]["guess1_start"] == ""
    assert "in: harbour" in refused[3]["reason"]
    assert refused[3]["guess1_document"] == "harbour"
    assert refused[4]["guess1_words"] == "had an orchard"
    file = tmp_path / "rows.refused.csv"
    decided(file, D1="2", D3="none", D4="1", R1="place")
    outcome = call("tags-import", study, file, "--as", "lea")
    assert outcome.status == 1
    assert "3 tags made; 1 left out (take: none)" in outcome.out
    tags = {t["code"]: t for t in call("tags", study, "--json").json}
    assert (tags["D1"]["start"], tags["D1"]["memo"]) == (int(refused[0]["guess2_start"]), "=why")
    assert (tags["D4"]["document"], tags["D4"]["quote"]) == ("harbour", "they asked who your father was")
    assert tags["R1"]["quote"] == "We had"
    [again] = rows((tmp_path / "rows.refused.refused.csv").read_text("utf-8"))
    assert (again["code"], again.get("take", "")) == ("D2", "")


@pytest.mark.parametrize("take", ["7", "x", "0", "-1", "²"])
def test_what_to_take_must_be_there(take, bring, call, study, tmp_path):
    bring("orchard,ann,D1,,,The commander’s cousins ate first.,,,\n")
    decided(tmp_path / "rows.refused.csv", D1=take)
    outcome = call("tags-import", study, tmp_path / "rows.refused.csv", "--as", "lea")
    assert outcome.status == 1
    assert "number of a guess" in outcome.err
    assert call("tags", study, "--json").json == []


def test_a_guess_that_was_changed_by_hand_is_not_taken_for_another_place(bring, call, study, tmp_path):
    _, _, [row] = bring("orchard,ann,D1,,,The commander’s cousins ate first.,,,\n")
    file = tmp_path / "rows.refused.csv"
    decided(file, D1="1")
    file.write_text(file.read_text("utf-8").replace(f",{row['guess1_start']},", ",3,"), encoding="utf-8")
    assert "not those of the quote" in call("tags-import", study, file, "--as", "lea").err
    assert call("tags", study, "--json").json == []


def test_quotes_with_errors_are_placed_and_told(bring):
    outcome, tags, _ = bring('orchard,ann,D3,,,"the rest of us wated for the bred, and sometimes the bread",,,\n')
    assert outcome.status == 0
    assert [t["quote"] for t in tags] == ["The rest of us waited for the bread, and sometimes the bread"]
    assert "1 quote found with gaps or small errors" in outcome.err
    [told] = [row for row in outcome.err.splitlines() if row.startswith("row 2: ")]
    assert "% like it: “the rest of us wated for the bred, and" in told
    assert "→ “The rest of us waited for the bread, and" in told


def test_quotes_with_errors_are_told_in_json(call, study, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("document,code,quote\norchard,D3,the rest of us wated for the bred\n", encoding="utf-8")
    told = call("tags-import", study, file, "--as", "ann", "--json").json
    assert (told["made"], told["refused"]) == (1, [])
    [row] = told["other words"]
    assert (row["row"], row["given"]) == (2, "the rest of us wated for the bred")
    assert row["taken"] == "The rest of us waited for the bread"
    assert 0.8 < row["likeness"] < 1
