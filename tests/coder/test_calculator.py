"""The calculator as it is called: verified figures, and files that are not as they should be."""

import csv
import io
import random

import pytest

from tests.coder.agreement.cases import name_of, named
from tests.coder.commands.conftest import call  # noqa: F401

TABLES = ("coding_*.json", "multilabel_*.json")
COEFFICIENTS = (
    "percent_agreement", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1",
    "krippendorff_alpha", "positive_agreement", "negative_agreement",
)  # fmt: skip
OF_SETS = {
    "alpha_masi": "alpha_masi", "alpha_jaccard": "alpha_jaccard", "alpha_dice": "alpha_dice",
    "mvalpha_nominal": "mv_alpha",
}  # fmt: skip
HEADER = "document,length,coder,start,stop,code\n"


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def assert_is(figure, expected, tolerance):
    if expected is None:
        assert figure["value"] is None
        assert figure["reason"]
    else:
        assert figure["value"] == pytest.approx(expected, abs=tolerance)
        assert figure["reason"] is None


@pytest.fixture
def calculated(tmp_path, call):  # noqa: F811
    def run(option, content, *more):
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return call("agreement", option, path, "--json", *more)

    return run


@pytest.fixture
def refused(calculated):
    def run(option, content, *more):
        outcome = calculated(option, content, *more)
        assert (outcome.status, outcome.out) == (2, "")
        assert len(outcome.err.splitlines()) == 1
        return outcome.err

    return run


# --- verified figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", named("coding_*.json"), ids=name_of)
def test_ratings_give_the_verified_figures(calculated, case):
    rows, categories = case["data"]["ratings"], case["data"]["categories"]
    table = [["unit", *(f"c{n}" for n in range(len(rows[0])))]]
    table += [[f"u{n}", *("" if cell is None else cell for cell in row)] for n, row in enumerate(rows)]
    result = calculated("--ratings", as_csv(table), "--categories", ",".join(categories)).json
    expected = {name: value for name, value in case["expected"].items() if name in COEFFICIENTS}
    assert expected
    for name, value in expected.items():
        assert_is(result["figures"][name], value, case["tolerance"])
    for name in COEFFICIENTS:
        for part, key in (("se", "se"), ("ci95", None)):
            value = case["expected"].get(f"{name}_{part}")
            if value is not None and key:
                assert result["figures"][name]["se"] == pytest.approx(value, abs=case["tolerance_se"]), name
            elif value is not None:
                limits = [result["figures"][name]["low"], result["figures"][name]["high"]]
                assert limits == pytest.approx(value, abs=10 * case["tolerance_se"]), name


@pytest.mark.parametrize("case", named("multilabel_*.json"), ids=name_of)
def test_sets_give_the_verified_figures(calculated, case):
    rows = case["data"]["ratings"]
    table = [["unit", *(f"c{n}" for n in range(len(rows[0])))]]
    table += [[n, *("" if cell is None else ";".join(cell) or "-" for cell in row)] for n, row in enumerate(rows)]
    result = calculated("--ratings", as_csv(table), "--sets", "--categories", ",".join(case["data"]["labels"])).json
    for theirs, ours in OF_SETS.items():
        if theirs in case["expected"]:
            assert_is(result["figures"][ours], case["expected"][theirs], case["tolerance"])
    for code, value in case["expected"].get("alpha_binary_by_code", {}).items():
        assert_is(result["codes"][code]["krippendorff_alpha"], value, case["tolerance"])


def spans_csv(documents):
    rows = [HEADER.strip().split(",")]
    for document in documents:
        about = [document.get("id", "text"), document["length"]]
        for coder in document["coders"]:
            rows += [[*about, coder["name"], *span] for span in coder["spans"]] or [[*about, coder["name"], "", "", ""]]
    return as_csv(rows)


@pytest.mark.parametrize(
    "case", [c for c in named("unitizing_*.json") if "cu_coverage" in c["expected"]], ids=name_of
)  # fmt: skip
def test_spans_of_one_text_give_the_verified_figures(calculated, case):
    result = calculated("--spans", spans_csv([case["data"]])).json
    for name in ("u_alpha", "u_alpha_binary", "cu_alpha", "cu_coverage"):
        if name in case["expected"]:
            assert_is(result["figures"][name], case["expected"][name], case["tolerance"])
    for code, value in case["expected"].get("ku_alpha", {}).items():
        assert_is(result["codes"][code]["ku_alpha"], value, case["tolerance"])


def test_unitizing_cases_were_found():
    assert sum("cu_coverage" in case["expected"] for case in named("unitizing_*.json")) >= 10


@pytest.mark.parametrize("case", named("spans_*.json"), ids=name_of)
def test_spans_of_several_documents_give_the_verified_figures(calculated, case):
    result = calculated("--spans", spans_csv(case["data"]["documents"])).json
    expected = case["expected"]
    assert_is(result["figures"]["f1_exact"], expected["pairwise_f1_exact_mean"], case["tolerance"])
    assert_is(result["figures"]["f1_overlap"], expected["pairwise_f1_overlap_mean"], case["tolerance"])
    assert expected["by_code_char_level"]
    for code, values in expected["by_code_char_level"].items():
        assert_is(result["codes"][code]["char_jaccard"], values["char_jaccard_mean"], case["tolerance"])
        assert_is(result["codes"][code]["char_alpha"], values["char_alpha"], case["tolerance"])


# --- what the answer holds --------------------------------------------------------------------------------------------

PEOPLE = "unit,ann,ben\n1,yes,yes\n2,no,no\n3,yes,no\n4,yes,\n5,no,no\n6,yes,yes\n"


def test_the_answer_has_figures_codes_counts_warnings_and_the_seed(calculated):
    result = calculated("--ratings", PEOPLE, "--seed", 7).json
    assert result.keys() == {"figures", "codes", "counts", "warnings", "settings"}
    assert (result["counts"]["units"], result["counts"]["units_compared"]) == (6, 5)
    assert result["counts"]["coders"] == ["ann", "ben"]
    assert result["counts"]["applications"]["yes"] == {"ann": 4, "ben": 2}
    assert result["settings"]["seed"] == 7
    assert 0 <= result["figures"]["krippendorff_alpha"]["below_667"] <= 1
    assert result["figures"]["gwet_ac1"].keys() >= {"value", "low", "high", "se", "interval", "reason"}


def test_sets_also_say_how_often_resamples_miss_the_limits(calculated):
    figures = calculated("--ratings", "unit,a,b\n1,x;y,x\n2,x,x\n3,-,-\n4,y,y\n5,x,y\n", "--sets").json["figures"]
    for name in ("alpha_masi", "alpha_jaccard", "mv_alpha"):
        assert 0 < figures[name]["below_800"] <= 1


def test_nobody_coded_is_missing_and_a_hyphen_is_no_code(calculated):
    missing = calculated("--ratings", "unit,a,b\n1,x,x\n2,x,\n3,-,-\n", "--sets").json
    empty = calculated("--ratings", "unit,a,b\n1,x,x\n2,x,-\n3,-,-\n", "--sets").json
    assert missing["counts"]["units_compared"] == 2
    assert empty["counts"]["units_compared"] == 3
    assert missing["figures"]["alpha_masi"]["value"] == 1
    assert empty["figures"]["alpha_masi"]["value"] < 1


def test_a_finished_document_without_a_span_is_not_a_missing_one(calculated):
    spans = HEADER + "d,40,ann,0,9,D1\nd,40,ben,0,9,D1\n"
    without = calculated("--spans", spans).json
    with_empty = calculated("--spans", spans + "d,40,cem,,,\n").json
    assert without["figures"]["u_alpha_binary"]["value"] == 1
    assert with_empty["figures"]["u_alpha_binary"]["value"] < 1
    assert with_empty["counts"]["spans"] == {"ann": 1, "ben": 1, "cem": 0}


def test_a_document_of_one_coder_does_not_count_and_is_told(calculated):
    spans = HEADER + "d,40,ann,0,9,D1\nd,40,ben,2,9,D1\n"
    more = calculated("--spans", spans + "e,40,ann,0,9,D1\n").json
    assert more["figures"] == calculated("--spans", spans).json["figures"]
    assert (more["counts"]["documents"], more["counts"]["documents_compared"]) == (2, 1)
    assert any("1 of 2 documents" in warning for warning in more["warnings"])


def test_codes_that_do_not_occur_are_not_used_and_one_value_only_is_no_variation(calculated):
    result = calculated("--ratings", "unit,a,b\n1,x,x\n2,x,x\n", "--categories", "x,y").json
    assert result["codes"]["y"]["krippendorff_alpha"]["reason"] == "not used: no coder applied the code"
    assert result["figures"]["krippendorff_alpha"]["reason"].startswith("no variation")
    assert result["figures"]["brennan_prediger"]["value"] == 1
    one = calculated("--ratings", "unit,a,b\n1,x,\n2,,x\n", "--categories", "x,y").json
    for figures in (one["figures"], one["codes"]["y"]):
        assert figures["krippendorff_alpha"]["reason"] == "fewer than two coders on the same unit"


def test_warnings_are_told_where_they_hold(calculated):
    rare = "unit,a,b\n" + "".join(f"{n},no,no\n" for n in range(30)) + "x,yes,no\n"
    warned = " ".join(calculated("--ratings", rare).json["warnings"])
    for words in ("rests on 1 application (yes)", "90 % agreement or more but alpha below .667", "AC1 is far above"):
        assert words in warned
    assert calculated("--ratings", "unit,a,b\n1,x,x\n2,y,y\n3,x,x\n4,y,y\n5,x,x\n").json["warnings"] == []
    assert "4 units compared" in " ".join(
        calculated("--ratings", "unit,a,b\n1,x,x\n2,y,y\n3,x,x\n4,y,y\n").json["warnings"]
    )
    assert "say --sets" in " ".join(calculated("--ratings", "unit,a,b\n1,x;y,x\n2,y,y\n").json["warnings"])


def test_neither_the_order_of_rows_nor_of_documents_changes_a_figure(calculated):
    chance = random.Random(3)
    rows = [f"d{n % 7},90,{coder},{a},{a + 9},D{a % 2}\n" for n in range(28) for coder in "xyz"
            for a in [chance.randrange(80)]]  # fmt: skip
    first = calculated("--spans", HEADER + "".join(rows)).out
    assert first == calculated("--spans", HEADER + "".join(rows)).out
    again = calculated("--spans", HEADER + "".join(chance.sample(rows, len(rows)))).out
    assert first == again
    assert first != calculated("--spans", HEADER + "".join(rows), "--seed", 2).out


def test_semicolons_byte_order_marks_and_guarded_cells_are_read(calculated):
    plain = calculated("--ratings", "unit,a,b\n1,+x,+x\n2,y,+x\n").json
    for other in (
        "unit;a;b\r\n1;+x;+x\r\n2;y;+x\r\n",
        b"\xef\xbb\xbfunit,a,b\n1,+x,+x\n2,y,+x\n",
        "unit,a,b\n\n1,'+x,'+x\n2,y,'+x\n",
        "Unit , a,b\n1, +x,+x \n2,y,+x\n",
    ):
        assert calculated("--ratings", other).json == plain
    assert calculated("--ratings", "unit,a,b\n1,'-,'-\n2,x,x\n", "--sets").json["counts"]["applications"] == {
        "x": {"a": 1, "b": 1}
    }


def test_the_words_tell_every_figure_and_why_one_is_undefined(tmp_path, call):  # noqa: F811
    path = tmp_path / "data.csv"
    path.write_text("unit,a,b\n1,x,x\n2,x,x\n")
    outcome = call("agreement", "--ratings", path)
    assert outcome.status == 0
    assert "krippendorff_alpha" in outcome.out
    assert ") undefined: no variation" in outcome.out


# --- files that are not as they should be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        ("", (), "empty"),
        ("unit,a,b\n", (), "nothing below"),
        ("name,a,b\n1,x,x\n", (), "line 1: the header must be unit,"),
        ("unit,a\n1,x\n", (), "line 1: the header must be unit,"),
        ("unit,a,a\n1,x,x\n", (), "line 1: every coder's column"),
        ("unit,a,\n1,x,x\n", (), "line 1: every coder's column"),
        ("unit,a,b\n1,x,x\n2,x\n", (), "line 3, column b: 2 cells, the header has 3"),
        ('unit,a,b\n"1\nand more",x,x\n2,x\n', (), "line 4, column b: 2 cells, the header has 3"),
        ("unit,a,b\n1,x,x,x\n", (), "line 2, column 4: 4 cells, the header has 3"),
        ("unit,a,b\n1,x,x\n\n1,x,x\n", (), "line 4, column unit: the unit '1' stands in the file twice"),
        ("unit,a,b\n1,x,z\n", ("--categories", "x,y"), "line 2, column b: 'z' is not one of the categories x, y"),
        ("unit,a,b\n1,x,x;z\n", ("--sets", "--categories", "x"), "line 2, column b: 'z' is not one of"),
        ("unit,a,b\n1,x,;\n", ("--sets",), "line 2, column b: ';' is neither codes"),
        ("unit,a,b\n1,x,x;-\n", ("--sets",), "line 2, column b: 'x;-' is neither codes"),
        (b"unit,a,b\n1,\xe9,x\n", (), "not UTF-8 (line 2, byte 11)"),
        ('unit,a,b\n1,"x,x\n', (), "not CSV"),
    ],
)
def test_ratings_that_are_not_as_they_should_be_are_refused(refused, content, more, words):
    assert words in refused("--ratings", content, *more)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("d,40,ann,0,9", "line 3, column code: 5 cells, the header has 6"),
        ("d,40,ann,0,41,D1", "line 3, column stop: a span from 0 to 41 does not lie in a text of 40 characters"),
        ("d,40,ann,50,60,D1", "line 3, column start"),
        ("d,40,ann,9,9,D1", "line 3, column stop"),
        ("d,40,ann,9,3,D1", "line 3, column stop"),
        ("d,40,ann,-1,3,D1", "line 3, column start: '-1' is no whole number"),
        ("d,40,ann,0,1.5,D1", "line 3, column stop"),
        ("d,40,ann,0,٣,D1", "line 3, column stop"),
        ("d,41,ann,0,9,D1", "line 3, column length: 41, but 'd' had 40 before"),
        (",40,ann,0,9,D1", "line 3, column document: is empty"),
        ("d,40,,0,9,D1", "line 3, column coder: is empty"),
        ("d,40,ann,0,9,", "line 3, column code: is empty"),
        ("d,40,ann,,9,D1", "line 3, column start"),
        ("d,40,ann,0,9,D7", "line 3, column code: 'D7' is not one of the categories D1"),
    ],
)
def test_spans_that_are_not_as_they_should_be_are_refused(refused, row, words):
    assert words in refused("--spans", f"{HEADER}d,40,ben,0,9,D1\n{row}\n", "--categories", "D1")


def test_the_first_faults_are_told_and_how_many_more_there_are(refused):
    told = refused("--ratings", "unit,a,b\n" + "1,x\n" * 5)
    assert "line 2, column b" in told
    assert "line 4, column b" in told
    assert "and 2 more" in told


def test_a_header_of_spans_that_is_another_is_refused(refused):
    assert "line 1: the header must be document,length" in refused("--spans", "unit,a,b\n1,x,x\n")


def test_files_that_are_not_there_or_are_no_files_are_refused(tmp_path, call):  # noqa: F811
    for path in (tmp_path / "none.csv", tmp_path):
        for option in ("--ratings", "--spans"):
            outcome = call("agreement", option, path)
            assert (outcome.status, outcome.out) == (2, "")


def test_options_that_do_not_go_together_are_refused(refused, tmp_path, call):  # noqa: F811
    assert "--sets is for --ratings" in refused("--spans", HEADER + "d,4,a,0,1,x\n", "--sets")
    assert "--gamma is for --spans" in refused("--ratings", PEOPLE, "--gamma")
    assert "--categories" in refused("--ratings", PEOPLE, "--categories", " , ")
    for more in (["--code", "D1"], ["--all"], ["--level", "case"], ["--tolerance", 1], ["--methods"], ["--pool"]):
        assert f"{more[0]} is for projects" in refused("--ratings", PEOPLE, *more)
    both = call("agreement", "--ratings", tmp_path / "data.csv", "--spans", tmp_path / "data.csv")
    assert (both.status, both.out) == (2, "")


def test_a_file_of_one_coder_has_no_figure_and_says_why(calculated):
    told = calculated("--spans", HEADER + "d1,100,ann,5,50,D1\n").json
    assert {figure["value"] for figure in told["figures"].values()} == {None}
    assert told["figures"]["u_alpha_binary"]["reason"] == "fewer than two coders on the same unit"


def test_a_span_and_no_span_and_the_same_span_twice_are_refused(calculated):
    for rows, words in (
        ("d1,100,ann,5,50,D1\nd1,100,ann,,,\n", "says there is none"),
        ("d1,100,ann,5,50,D1\nd1,100,ann,5,50,D1\n", "stands in the file already"),
        ("d1,100,ann,5,5,D1\n", "is empty"),
        ("d1,100,ann,9,5,D1\n", "is turned around"),
    ):
        outcome = calculated("--spans", HEADER + rows)
        assert outcome.status == 2
        assert words in outcome.err


def test_gamma_of_few_spans_is_reckoned_and_of_many_on_demand(calculated):
    few = calculated("--spans", HEADER + "d,60,a,1,9,X\nd,60,a,20,30,Y\nd,60,b,2,9,X\nd,60,b,21,30,Y\n").json["figures"]
    assert few["gamma"]["value"] is not None or "scipy" in few["gamma"]["reason"]
    rows = "".join(f"d,9000,{coder},{n * 20},{n * 20 + 9},X\n" for coder in "ab" for n in range(200))
    assert "--gamma" in calculated("--spans", HEADER + rows).json["figures"]["gamma"]["reason"]
