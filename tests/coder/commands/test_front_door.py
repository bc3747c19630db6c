"""What holds for every command: help, who, where, one line for an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.cli import MODULES, cli, main
from coder.commands.page import page

ALL = sorted(MODULES)


@pytest.mark.parametrize("command", ALL)
def test_every_command_has_help_with_an_example(command, call):
    outcome = call(command, "--help")
    assert outcome.status == 0
    assert f"Example: coder {command}" in outcome.out or (command == "completion" and "coder completion" in outcome.out)


@pytest.mark.parametrize("command", ALL)
def test_every_command_is_in_the_overall_help(command, call):
    assert f"  {command}  " in call("--help").out


def test_the_page_of_commands_in_the_docs_is_current():
    written = Path(__file__).parents[3] / "docs" / "commands.md"
    assert written.read_text("utf-8") == page(), "run: python -m coder.commands.page > docs/commands.md"


def test_every_command_is_named_as_its_function():
    for command in ALL:
        found = cli.get_command(None, command)
        assert found.name == command


@pytest.mark.parametrize("command", [c for c in ALL if c not in ("completion", "demo", "verify")])
def test_every_command_on_a_project_takes_as(command, call):
    assert "--as NAME" in call(command, "--help").out


def test_version(call):
    assert call("--version").out.startswith("coder 0.")


def test_an_unknown_command_is_one_line_and_status_2(program):
    outcome = program("tga")
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    assert "tga" in outcome.err


@pytest.mark.parametrize("arguments", [["tag"], ["tags", "x.coder", "--context", "many"], ["documents", "gone.coder"]])
def test_bad_input_is_one_line_and_status_2(arguments, program):
    outcome = program(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1


def test_a_mistake_of_the_program_shows_no_traceback_and_keeps_no_testimony(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "state"))

    def broken(*_args, **_kwargs):
        words = "what the witness said"
        raise KeyError(words)

    monkeypatch.setattr(cli, "main", broken)
    assert main(["documents"]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told
    kept = (tmp_path / "state" / "last-error.txt").read_text("utf-8")
    assert "broken" in kept
    assert "what the witness said" not in told + kept.replace('words = "what the witness said"', "")


def test_the_project_and_the_name_may_come_from_the_environment(study, program):
    environment = {"CODER_PROJECT": str(study), "CODER_NAME": "ann"}
    assert program("tag", "harbour", "--code", "R1", "--quote", "help the people", **environment).status == 0
    assert program("finish", "harbour", **environment).status == 0
    assert [tag["coder"] for tag in program("tags", "--json", **environment).json] == ["ann"]


def test_a_project_that_is_named_wins_over_the_environment(study, program, tmp_path):
    program("new", tmp_path / "other.coder", "--as", "lea")
    listed = program("documents", tmp_path / "other.coder", "--json", CODER_PROJECT=str(study))
    assert listed.json == []
    imported = program("import", tmp_path / "other.coder", "harbour.txt", "--as", "lea", CODER_PROJECT=str(study))
    assert imported.status == 0
    assert len(program("documents", tmp_path / "other.coder", "--json").json) == 1


def test_an_unknown_name_is_refused_also_where_nothing_is_written(study, call):
    for arguments in (["tags", study], ["documents", study], ["agreement", study], ["history", study]):
        outcome = call(*arguments, "--as", "nobody")
        assert outcome.status == 2
        assert "nobody" in outcome.err


def test_a_url_is_refused_in_one_sentence(call):
    outcome = call("documents", "postgresql://somewhere/study")
    assert outcome.status == 2
    assert "later version" in outcome.err


def test_foreign_words_do_not_act_on_the_terminal(study, call, tmp_path):
    (tmp_path / "evil.txt").write_text(
        "calm words here \x1b[2J\x1b]0;owned\x07 and \u202ereversed ones\n", encoding="utf-8"
    )
    call("import", study, tmp_path / "evil.txt", "--as", "lea")
    call("tag", study, "evil", "--as", "ann", "--code", "D1", "--start", 0, "--stop", 40, "--memo", "a\x1b[31mred memo")
    for arguments in (["tags", study], ["tags", study, "--context", 50], ["history", study], ["documents", study]):
        outcome = call(*arguments)
        assert outcome.status == 0, outcome.err
        assert not {"\x1b", "\x07", "\u202e"} & set(outcome.out + outcome.err)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(shell, call):
    outcome = call("completion", shell)
    assert outcome.status == 0
    assert "_CODER_COMPLETE" in outcome.out


def test_the_shell_is_told_the_commands(program):
    environment = {"_CODER_COMPLETE": "bash_complete", "COMP_WORDS": "coder ag", "COMP_CWORD": "1"}
    assert "agreement" in program(**environment).out


@pytest.mark.skipif(os.name == "nt", reason="no pipes like these")
def test_a_reader_that_goes_away_is_no_error(study, tmp_path):
    command = f"{sys.executable} -m coder history {study} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize(
    "said",
    [["tags", "--csv"], ["export", "--format", "csv", "-"], ["export", "--format", "json", "-"], ["tags", "--json"]],
)
def test_what_a_file_would_hold_does_not_act_on_the_terminal_and_is_exact_in_a_pipe(said, study, call, monkeypatch):
    memo = "a\x1b[31mred\u202e memo"
    call("tag", study, "orchard", "--as", "ann", "--code", "D1", "--start", 0, "--stop", 9, "--memo", memo)
    said = [said[0], study, *said[1:]]
    piped = call(*said).out
    assert memo in piped or "\\u001b" in piped
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = call(*said)
    assert shown.status == 0
    assert "red" in shown.out
    assert not {"\x1b", "\u202e"} & set(shown.out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["tag", "orchard", "--code", "D1", "--start", "0", "--stop", "9", "--memo", "caf\udce9"],
        ["tag", "orchard", "--code", "D\udce9", "--start", "0", "--stop", "9"],
        ["memo", "orchard", "caf\udce9"],
        ["cases", "--add", "k1", "--note", "caf\udce9"],
        ["documents", "--document", "orchard", "--set", "title=caf\udce9"],
        ["coders", "--add", "Ren\udce9"],
        ["find", "caf\udce9"],
    ],
)
def test_words_that_are_not_utf_8_are_refused_in_one_line(arguments, study, call):
    outcome = call(arguments[0], study, *arguments[1:], "--as", "lea")
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    assert "not UTF-8" in outcome.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are characters")
def test_a_file_may_have_a_name_that_is_not_utf_8(study, call, tmp_path):
    out = os.fsdecode(os.fsencode(tmp_path) + b"/tags-\xe9.csv")
    outcome = call("export", study, "--format", "csv", out)
    assert outcome.status == 0, outcome.err
    assert Path(out).exists()


@pytest.mark.parametrize("command", ["open", "documents", "check"])
def test_the_home_of_somebody_unknown_is_refused_in_one_line(command, call):
    outcome = call(command, "~nobody-of-this-name/x.coder")
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1
    assert "~nobody-of-this-name" in outcome.err
    assert "mistake" not in outcome.err
