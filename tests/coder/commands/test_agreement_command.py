import pytest

FIGURE = {"value", "low", "high", "se", "interval", "reason"}


@pytest.fixture
def coded(study, call):
    """Ann and ben finished both documents; they agree on R1, half on D3, and ben alone sees D1."""
    for name, code, quote in (
        ("ann", "R1", "help the people under the bombs"),
        ("ben", "R1", "help the people under the bombs"),
        ("ann", "D3.mistreatment", "waited for the bread, and sometimes"),
        ("ben", "D3", "waited for the bread"),
    ):
        title = "harbour" if code == "R1" else "orchard"
        assert call("tag", study, title, "--as", name, "--code", code, "--quote", quote).status == 0
    call("tag", study, "orchard", "--as", "ben", "--code", "D1", "--quote", "fought the other brigades")
    for name in ("ann", "ben"):
        for title in ("harbour", "orchard"):
            call("finish", study, title, "--as", name)
    return study


def test_json_has_the_shape_that_is_promised(coded, call):
    result = call("agreement", coded, "--json").json
    assert result.keys() >= {"documents", "coders", "settings", "levels", "confusion", "warnings"}
    assert (result["documents"], result["coders"]) == (2, ["ann", "ben"])
    assert set(result["levels"]) == {"document", "character"}
    for level in result["levels"].values():
        assert level.keys() >= {"overall", "families", "codes", "pairs", "documents"}
        for figures in level["codes"].values():
            assert set(figures) == {"percent_agreement", "krippendorff_alpha"}
            assert all(figure.keys() >= FIGURE for figure in figures.values())
    assert all(set(warning) == {"where", "text"} for warning in result["warnings"])


def test_a_sub_code_counts_for_its_parent(coded, call):
    codes = call("agreement", coded, "--json").json["levels"]["document"]["codes"]
    assert codes["D3"]["krippendorff_alpha"]["value"] == 1
    assert codes["D3.mistreatment"]["krippendorff_alpha"]["value"] == 0


def test_an_unused_code_is_undefined_with_its_reason_and_not_1(coded, call):
    alpha = call("agreement", coded, "--json").json["levels"]["character"]["codes"]["D4"]["krippendorff_alpha"]
    assert alpha["value"] is None
    assert "not used" in alpha["reason"]


def test_a_reading_that_is_not_finished_does_not_count(coded, call):
    call("reopen", coded, "orchard", "--as", "ben")
    result = call("agreement", coded, "--json").json
    assert result["documents"] == 1
    assert any("orchard" in warning["text"] for warning in result["warnings"])


def test_with_fewer_than_two_coders_everything_is_undefined_and_says_why(study, call):
    call("finish", study, "orchard", "--as", "ann")
    outcome = call("agreement", study, "--json")
    assert outcome.status == 0
    figure = outcome.json["levels"]["document"]["codes"]["D1"]["percent_agreement"]
    assert (figure["value"], figure["reason"]) == (None, "fewer than two coders on the same unit")
    assert "two coders" in call("agreement", study).out


def test_one_application_in_all_is_warned_about(coded, call):
    assert any(w["where"] == "D1" and "once" in w["text"] for w in call("agreement", coded, "--json").json["warnings"])


def test_rows_levels_and_coders_can_be_chosen(coded, call):
    result = call("agreement", coded, "--json", "--code", "D3", "--level", "character").json
    assert list(result["levels"]) == ["character"]
    assert list(result["levels"]["character"]["codes"]) == ["D3"]
    assert call("agreement", coded, "--json", "--coder", "ben", "--coder", "ann").json["coders"] == ["ben", "ann"]
    assert call("agreement", coded, "--coder", "zed").status == 2
    assert call("agreement", coded, "--code", "D99").status == 2
    assert call("agreement", coded, "--round", "second").status == 2
    assert call("agreement", coded, "--level", "galaxy").status == 2


def test_three_coders_have_their_pairs(coded, call):
    for title in ("harbour", "orchard"):
        call("finish", coded, title, "--as", "lea")
    pairs = call("agreement", coded, "--json").json["levels"]["document"]["pairs"]
    assert [pair["coders"] for pair in pairs] == [["ann", "ben"], ["ann", "lea"], ["ben", "lea"]]
    assert pairs[0]["codes"]["R1"]["krippendorff_alpha"]["value"] == 1


def test_the_table_fits_a_narrow_terminal_and_shows_the_seven(coded, call):
    out = call("agreement", coded).out
    for code in ("D1", "D2", "D3", "D4", "R1", "R2", "R3"):
        assert any(line.startswith(code) for line in out.splitlines())
    assert "not used" in out


def test_nearly_perfect_is_not_rounded_up():
    from coder.commands.agreement import _rounded

    assert _rounded(0.79996, 3, (0.667, 0.8, 1)) == "0.799"
    assert _rounded(0.8, 3, (0.667, 0.8, 1)) == "0.800"
    assert _rounded(99.99, 1, (100,)) == "99.9"
    assert _rounded(66.6666, 1, (100,)) == "66.7"
