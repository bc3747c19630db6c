"""shares, mirror, report, verify, as they are called."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coder.demo import build

from .conftest import Outcome

Call = Callable[..., Outcome]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, which these tests only read."""
    path = tmp_path_factory.mktemp("demo") / "demo.coder"
    build(path)
    return path


def test_shares_as_json_are_as_the_design_says(call: Call, demo: Path) -> None:
    found = call("shares", demo, "--json").json
    assert list(found[0]) == ["code", "cases", "of", "share", "low", "high"]
    [one] = call("shares", demo, "--any", "D2,d3", "--json").json
    assert one["code"] == "D2,D3"
    assert one["share"] == one["cases"] / one["of"]
    by = call("shares", demo, "--any", "D2", "--any", "D3", "--by", "nationality", "--json").json
    assert sum(row["of"] for row in by) == one["of"]
    assert sum(row["cases"] for row in by) == one["cases"]


def test_who_is_left_out_is_told_each_time(call: Call, demo: Path) -> None:
    for form in ((), ("--json",), ("--plot",)):
        assert "left out" in call("shares", demo, *form).err
    for form in ("--csv", "--md"):
        assert "left out" in call("shares", demo, form).out


def test_a_plot_shows_every_code(call: Call, demo: Path) -> None:
    out = call("shares", demo, "--plot").out
    assert "D1 Infighting" in out
    assert "R0" in out
    assert "●" in out
    assert "\x1b" not in out


def test_a_plot_of_many_shares_has_a_line_for_each(call: Call, demo: Path) -> None:
    told = call("shares", demo, "--by", "nationality:region", "--json").json
    drawn = call("shares", demo, "--by", "nationality:region", "--plot").out.splitlines()
    assert len([line for line in drawn if "┤" in line]) == len(told)


def test_the_mirror_in_every_form(call: Call, demo: Path) -> None:
    assert call("mirror", demo, "--json").json["rows"] == ["R1", "R2", "R3"]
    assert "R1 × D1" in call("mirror", demo).out
    assert call("mirror", demo, "--csv").out.startswith("pair,both")
    assert "| R1 The Syrian conflict |" in call("mirror", demo, "--md").out
    together = call("mirror", demo, "--passages", "--any-coder", "--json").json
    assert len(together["counts"]) == len(together["codes"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("shares", "--any", "Q9"), ("shares", "--any", ","), ("shares", "--by", "colour"), ("shares", "--voice", "x"),
        ("shares", "--coder", "ann", "--any-coder"), ("shares", "--json", "--csv"), ("shares", "--set", "voice"),
        ("shares", "--where", "nationality"), ("shares", "--round", "nowhere"), ("mirror", "--rows", "kings"),
        ("mirror", "--passages", "--rows", "kings"), ("mirror", "--passages", "--all-coders"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_line(call: Call, demo: Path, arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    outcome = call(command, demo, *options)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)


def test_the_report_is_written_once_for_its_owner_only(call: Call, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert call("report", demo, out, "--as", "dana", "--title", "Why <they> left").status == 0
    assert '<h1 dir="auto">Why &lt;they&gt; left</h1>' in out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert call("report", demo, out).status == 2
    assert call("report", demo, out, "--force").status == 0


def test_the_report_as_markdown_by_its_ending_or_printed(call: Call, demo: Path, tmp_path: Path) -> None:
    call("report", demo, tmp_path / "report.md", "--no-quotations")
    written = (tmp_path / "report.md").read_text("utf-8")
    assert written.startswith("# What people said\n")
    assert "In their words" not in written
    assert call("report", demo, "-", "--format", "md", "--no-quotations").out == written


def test_pseudonyms_wait_for_somebody_who_looks(call: Call, demo: Path, tmp_path: Path) -> None:
    out, listed = tmp_path / "report.html", tmp_path / "report.html.names.csv"
    (tmp_path / "more.csv").write_text("Assad,[the president]\n", encoding="utf-8")
    arguments = ("report", demo, out, "--pseudonymise", "--names", tmp_path / "more.csv")
    outcome = call(*arguments)
    assert outcome.status == 1
    assert not out.exists()
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    assert "Assad,1,[the president],Assad" in listed.read_text("utf-8")
    assert call(*arguments, "--approved", listed).status == 0
    assert "Assad" not in out.read_text("utf-8")
    assert "[the president]" in out.read_text("utf-8")
    assert call("report", demo, out, "--approved", listed, "--force").status == 2


def test_with_yes_list_and_report_are_written_at_once(call: Call, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert call("report", demo, out, "--pseudonymise", "--yes").status == 0
    assert out.exists()
    assert (tmp_path / "report.html.names.csv").exists()


def test_a_package_is_written_and_verified(call: Call, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "package.zip"
    assert call("export", demo, "--format", "replication", out).status == 0
    outcome = call("verify", out)
    assert (outcome.status, outcome.err) == (0, "")
    out.write_bytes(out.read_bytes()[:-1000])
    outcome = call("verify", out)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)


def test_while_a_round_is_blind_whoever_asks_says_who_they_are(call: Call, study: Path) -> None:
    planned = ("round", study, "unseen", "--purpose", "main", "--coder", "ann", "--coder", "ben", "--blind")
    assert call(*planned, "--as", "lea").status == 0
    for command in (("shares", study), ("report", study, "-")):
        outcome = call(*command)
        assert (outcome.status, "--as" in outcome.err) == (2, True)
        assert call(*command, "--as", "lea").status == 0
