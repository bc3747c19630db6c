import itertools
import json

import pytest

from coder.measures import SHARES

FIGURE = {"value", "low", "high", "se", "interval", "reason"}
LEVELS = ["case", "document", "segment", "sentence", "passage", "character"]
TAGS = (
    ("ann", "harbour", "R1", "help the people under the bombs"),
    ("ben", "harbour", "R1", "help the people under the bombs"),
    ("ann", "orchard", "D3.mistreatment", "waited for the bread, and sometimes"),
    ("ben", "orchard", "D3", "waited for the bread"),
    ("ben", "orchard", "D1", "fought the other brigades"),
)
FINISHED = tuple((name, title) for name in ("ann", "ben") for title in ("harbour", "orchard"))


@pytest.fixture
def tagged(study, call):
    """Tag and finish, one after the other."""

    def run(tags=TAGS, finished=FINISHED, path=study):
        for name, title, code, quote in tags:
            done = call("tag", path, title, "--as", name, "--code", code, "--quote", quote)
            assert done.status == 0, done.err
        for name, title in finished:
            assert call("finish", path, title, "--as", name).status == 0
        return path

    return run


@pytest.fixture
def coded(tagged):
    """Ann and ben finished both documents; they agree on R1, half on D3, and ben alone sees D1."""
    return tagged()


@pytest.fixture
def answer(coded, call):
    """The JSON of `coder agreement`."""

    def run(*options):
        outcome = call("agreement", coded, "--json", *options)
        assert outcome.status == 0, outcome.err
        return outcome.json

    return run


def alpha(result, code, level="document", name="krippendorff_alpha"):
    return result["levels"][level]["codes"][code][name]["value"]


# --- the JSON ---------------------------------------------------------------------------------------------------------


def test_json_has_the_shape_that_is_promised(answer):
    result = answer()
    assert result.keys() >= {"documents", "coders", "settings", "levels", "confusion", "warnings"}
    assert (result["documents"], result["coders"]) == (2, ["ann", "ben"])
    assert list(result["levels"]) == LEVELS
    for name, level in result["levels"].items():
        assert level.keys() >= {"overall", "families", "codes", "pairs", "documents", "weeks", "without"}
        wanted = {"u_alpha_binary", "f1_exact"} if name == "passage" else {"percent_agreement", "krippendorff_alpha"}
        for figures in level["codes"].values():
            assert figures.keys() >= wanted
            assert all(figure.keys() >= FIGURE for figure in figures.values())
            assert all((figure["value"] is None) == (figure["reason"] is not None) for figure in figures.values())
        assert list(level["documents"]) == ["harbour", "orchard"]
    assert all(set(warning) == {"where", "text"} for warning in result["warnings"])
    assert result["levels"]["document"]["codes"]["D1"]["krippendorff_alpha"].keys() >= {"below_667", "below_800"}
    assert "below_667" not in result["levels"]["document"]["codes"]["D1"]["percent_agreement"]


def test_the_settings_say_what_is_needed_to_get_the_same_again(answer):
    told = answer("--seed", 5, "--reliable", 0.75)["settings"]
    assert (told["seed"], told["resamples"], told["rounds"], told["exploration"]) == (5, 2000, ["main"], [])
    assert told["thresholds"] == {"reliable": 0.75, "tentative": 0.667}
    assert told["units"]["sentence"] == "a sentence"
    assert "one word" in told["rule"]
    assert told["version"]


def test_figures_are_the_same_bytes_for_the_same_seed_and_whatever_the_order_of_coding(study, tagged, call, tmp_path):
    copy = tmp_path / "other.coder"
    call("new", copy, "--as", "lea")
    for name in ("ben", "ann"):
        call("coders", copy, "--add", name, "--as", "lea")
    for title in ("harbour", "orchard"):
        call("import", copy, tmp_path / f"{title}.txt", "--as", "lea")
    tagged()
    tagged(TAGS[::-1], FINISHED[::-1], copy)
    first = call("agreement", study, "--json").out
    assert first == call("agreement", study, "--json").out
    assert first == call("agreement", copy, "--json").out
    assert json.loads(first)["levels"]["document"]["codes"]["D3"]["krippendorff_alpha"]["value"] == 1


# --- what counts ------------------------------------------------------------------------------------------------------


def test_a_sub_code_counts_for_its_parent_or_apart(answer):
    together, apart = answer(), answer("--apart")
    assert (alpha(together, "D3"), alpha(together, "D3.mistreatment")) == (1, 0)
    assert (alpha(apart, "D3"), alpha(apart, "D3.mistreatment")) == (0, 0)
    assert (together["settings"]["sub_codes"], apart["settings"]["sub_codes"]) == ("count for their parents", "apart")
    assert "sub-codes are apart" in apart["settings"]["rule"]


def test_an_unused_code_is_undefined_with_its_reason_and_not_1(answer):
    figure = answer()["levels"]["character"]["codes"]["D4"]["krippendorff_alpha"]
    assert (figure["value"], figure["reason"]) == (None, "not used: no coder applied the code")


def test_a_reading_that_is_not_finished_does_not_count(coded, call):
    call("reopen", coded, "orchard", "--as", "ben")
    result = call("agreement", coded, "--json").json
    assert result["documents"] == 1
    assert any("orchard" in warning["text"] for warning in result["warnings"])


def test_a_coder_who_found_nothing_counts_and_one_who_has_not_finished_does_not(coded, call):
    before = call("agreement", coded, "--json", "--coder", "ann", "--coder", "ben", "--coder", "lea").json
    assert before["levels"]["document"]["codes"]["R1"]["percent_agreement"]["value"] == 1
    for title in ("harbour", "orchard"):
        call("finish", coded, title, "--as", "lea")
    after = call("agreement", coded, "--json").json
    assert after["levels"]["document"]["codes"]["R1"]["percent_agreement"]["value"] == pytest.approx((1 + 1 / 3) / 2)


def test_with_fewer_than_two_coders_everything_is_undefined_and_says_why(study, call):
    call("finish", study, "orchard", "--as", "ann")
    outcome = call("agreement", study, "--json")
    assert outcome.status == 0
    for level in LEVELS:
        for figures in outcome.json["levels"][level]["codes"].values():
            assert {figure["reason"] for figure in figures.values()} == {"fewer than two coders on the same unit"}
    for more in ([], ["--all"]):
        assert "two coders" in call("agreement", study, *more).out
    assert call("agreement", study, "--methods").status == 2
    assert call("agreement", study, "--plan").status == 2


def test_one_application_in_all_is_warned_about(answer):
    assert any("1 application" in one["text"] and "D1" in one["text"] for one in answer()["warnings"])


def test_three_coders_have_their_pairs_and_each_is_left_out(coded, call):
    for title in ("harbour", "orchard"):
        call("finish", coded, title, "--as", "lea")
    level = call("agreement", coded, "--json").json["levels"]["document"]
    assert [pair["coders"] for pair in level["pairs"]] == [["ann", "ben"], ["ann", "lea"], ["ben", "lea"]]
    assert level["pairs"][0]["codes"]["R1"]["krippendorff_alpha"]["value"] == 1
    assert level["without"]["lea"]["codes"] == level["pairs"][0]["codes"]


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_rows_levels_and_coders_can_be_chosen(answer):
    result = answer("--code", "d3", "--level", "character")
    assert list(result["levels"]) == ["character"]
    assert list(result["levels"]["character"]["codes"]) == ["D3"]
    assert list(answer("--code", "4", "--code", "R1", "--level", "case")["levels"]["case"]["codes"]) == ["D4", "R1"]
    assert answer("--coder", "ben", "--coder", "ann")["coders"] == ["ben", "ann"]
    assert answer("--round", "main") == answer()
    assert answer("--pool") == answer()


def test_the_families_are_compared_as_sets(answer):
    families = answer()["levels"]["document"]["families"]
    assert [of["alpha_masi"]["value"] for of in families.values()] == [pytest.approx(0.5714, abs=1e-4), 1]


def test_what_if_two_codes_were_one(answer):
    result = answer("--merge", "D1=D3")
    assert "D1" not in result["levels"]["document"]["codes"]
    assert result["counts"]["D3"] == {"ann": 1, "ben": 2}
    assert result["settings"]["exploration"] == ["D1 counted as D3"]
    merged = answer("--merge", "D3=R1")
    assert alpha(merged, "D3.mistreatment") == 0
    assert merged["counts"]["R1"] == {"ann": 2, "ben": 2}
    assert answer("--merge", "D1=D2", "--merge", "D2=D3")["counts"]["D3"] == {"ann": 1, "ben": 2}


def test_what_if_small_slips_did_not_count(answer):
    before, after = answer(), answer("--tolerance", 2)
    assert alpha(before, "D3", "passage", "f1_exact") == 0
    assert alpha(after, "D3", "passage", "f1_exact") == 1
    assert alpha(answer("--tolerance", 1), "D3", "passage", "f1_exact") == 0
    assert after["settings"]["exploration"] == ["edges up to 2 words apart taken as the same"]


def test_what_if_a_coder_were_left_out_or_only_later_readings_counted(coded, call, answer):
    call("finish", coded, "harbour", "--as", "lea")
    assert answer()["coders"] == ["ann", "ben", "lea"]
    without = answer("--without", "lea")
    assert (without["coders"], without["settings"]["exploration"]) == (["ann", "ben"], ["without lea"])
    assert answer("--since", "2000-01-01")["documents"] == 2
    assert answer("--since", "2999-01-01")["documents"] == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--coder", "zed"),
        ("--code", "D99"),
        ("--round", "second"),
        ("--level", "galaxy"),
        ("--without", "zed"),
        ("--merge", "D1"),
        ("--merge", "D1=D1"),
        ("--merge", "D1=D99"),
        ("--merge", "=D1"),
        ("--merge", "D1=D2", "--merge", "D2=D1"),
        ("--merge", "D1=D2", "--merge", "D1=D3"),
        ("--merge", "D1=D2", "--code", "D1"),
        ("--tolerance", "-1"),
        ("--since", "yesterday"),
        ("--seed", "-1"),
        ("--reliable", "1.5"),
        ("--reliable", "1"),
        ("--tentative", "0"),
        ("--tentative", "0.9"),
        ("--sets",),
        ("--gamma",),
        ("--categories", "A,B"),
        ("--as", "zed"),
        ("--methods", "--json"),
        ("--plan", "--json"),
        ("--methods", "--merge", "D1=D2"),
    ],
)
def test_what_can_not_be_is_refused(coded, call, options):
    outcome = call("agreement", coded, *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err


def test_a_project_or_a_file_is_needed(call):
    outcome = call("agreement")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--ratings" in outcome.err


# --- the report in words ----------------------------------------------------------------------------------------------


def test_the_report_fits_a_narrow_terminal_and_shows_the_seven(coded, call):
    for more in ([], ["--all"], ["--plan"], ["--apart"]):
        out = call("agreement", coded, *more).out
        for code in ("D1", "D3", "R1"):
            assert any(line.startswith(code) for line in out.splitlines())
        assert [line for line in out.splitlines() if len(line) > 80] == []
    out = call("agreement", coded).out
    for code in ("D1", "D2", "D3", "D4", "R1", "R2", "R3"):
        assert any(line.startswith(code) for line in out.splitlines())
    assert "undefined: not used" in out
    assert "BY DOCUMENT" in out
    assert "BY PASSAGE" in out


def test_an_exploration_says_so_in_its_first_line_and_is_no_methods_paragraph(coded, call):
    out = call("agreement", coded, "--merge", "D1=D2").out
    assert out.startswith("EXPLORATION, not for reporting: D1 counted as D2")
    refused = call("agreement", coded, "--methods", "--tolerance", 1)
    assert refused.status == 2
    assert "exploration" in refused.err


def test_the_methods_paragraph_and_the_plan_are_told(coded, call):
    paragraph = call("agreement", coded, "--methods").out
    for words in ("Two coders", "2 documents", "D3 1.000", "D2 undefined (not used", "Computed with coder"):
        assert words in paragraph
    plan = call("agreement", coded, "--plan").out
    assert "UNITS TO DOUBLE-CODE" in plan
    assert "Each unit by two coders" in plan
    assert call("agreement", coded, "--methods", "--code", "D3").status == 2


def test_code_hides_rows_and_changes_no_figure(coded, call):
    some, every = call("agreement", coded, "--json", "--code", "D3").json, call("agreement", coded, "--json").json
    for level in LEVELS:
        assert some["levels"][level]["overall"] == every["levels"][level]["overall"]
        assert some["levels"][level]["codes"] == {"D3": every["levels"][level]["codes"]["D3"]}


def test_who_also_finished_and_was_not_asked_for_is_told(coded, call):
    for title in ("harbour", "orchard"):
        call("finish", coded, title, "--as", "lea")
    assert "lea finished documents too" in call("agreement", coded, "--coder", "ann", "--coder", "ben").out
    assert (
        "Two coders (of 3 who coded)" in call("agreement", coded, "--coder", "ann", "--coder", "ben", "--methods").out
    )


def test_cases_that_some_name_and_others_do_not_are_warned_about_and_not_read_first(coded, call):
    call("tag", coded, "harbour", "--as", "ann", "--code", "D4", "--quote", "under the bombs")
    call("reopen", coded, "harbour", "--as", "ann")
    call("cases", coded, "--add", "k1", "--as", "lea")
    call("tag", coded, "harbour", "--as", "ann", "--code", "D4", "--quote", "under the bombs", "--case", "k1")
    call("finish", coded, "harbour", "--as", "ann")
    out = call("agreement", coded).out
    assert "BY DOCUMENT" in out
    assert "BY CASE" not in out
    assert "not every tag says whose words it is" in " ".join(call("agreement", coded, "--level", "case").out.split())


def test_every_option_has_its_help(call):
    out = call("agreement", "--help").out
    for option in itertools.chain(
        ("--coder", "--code", "--level", "--round", "--pool", "--apart", "--all", "--methods", "--plan", "--seed"),
        ("--reliable", "--tentative", "--merge", "--tolerance", "--without", "--since", "--ratings", "--sets"),
        ("--spans", "--gamma", "--categories", "--json", "--as"),
    ):
        assert option in out


def test_limits_that_are_no_numbers_are_refused(coded, call):
    for option in ("--reliable", "--tentative"):
        assert call("agreement", coded, option, "nan", "--json").status == 2


def test_no_interval_reaches_beyond_what_a_figure_can_be(demo_json):
    for level in demo_json["levels"].values():
        for figures in (level["overall"], *level["families"].values(), *level["codes"].values()):
            for name, figure in figures.items():
                if figure["low"] is not None:
                    assert figure["low"] >= (0 if name in SHARES else -1)
                    assert figure["high"] <= 1


@pytest.fixture(scope="module")
def demo_json(tmp_path_factory):
    """Everything that can be said of the demo."""
    from pathlib import Path

    from coder import demo
    from coder.agreement_report import Wanted, as_json, report

    path = Path(tmp_path_factory.mktemp("demo"), "demo.coder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_STATE", str(path.parent / "state"))
        demo.build(path)
        from db.project import open_project

        with open_project(path) as project:
            return as_json(report(project, Wanted(full=True)))
