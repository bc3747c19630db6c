"""Empty words, links that lead nowhere, pipes, names that are not UTF-8, codes as people type them."""

import os
import subprocess
import sys

import pytest


def one_line(outcome, *words):
    """Refused in one line that says these words, and in no other way."""
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    assert "mistake" not in outcome.err
    for word in words:
        assert word in outcome.err


@pytest.mark.parametrize(
    ("arguments", "empty"),
    [
        (["coders", "--add", ""], "--add"),
        (["history", "--document", ""], "--document"),
        (["history", "--coder", ""], "--coder"),
        (["documents", "--document", ""], "--document"),
        (["tags", "--code", ""], "--code"),
        (["tags", "--as", ""], "--as"),
        (["agreement", "--round", ""], "--round"),
        (["codebook", "--code", ""], "--code"),
        (["codebook", "--load", ""], "--load"),
        (["undo", "--document", ""], "--document"),
        (["tag", "harbour", "--code", "R1", "--quote", "the people", "--case", ""], "--case"),
        (["import", "harbour.txt", "--encoding", ""], "--encoding"),
        (["backup", ""], "DIR"),
        (["finish", ""], "DOCUMENT"),
    ],
)
def test_an_empty_word_is_refused(arguments, empty, study, call):
    before = study.read_bytes()
    one_line(call(arguments[0], study, *arguments[1:]), f"{empty} is empty")
    assert study.read_bytes() == before


def test_where_an_empty_word_says_something_it_may_be_said(study, call):
    call("cases", study, "--add", "k1", "--name", "", "--note", "", "--as", "lea")
    said = ["--code", "R1", "--quote", "the people", "--case", "k1", "--memo", ""]
    [tag] = call("tag", study, "harbour", *said, "--json", "--as", "ann").json
    [tag] = call("edit", study, tag["id"], "--case", "", "--memo", "", "--json", "--as", "ann").json
    assert (tag["case"], tag["memo"]) == (None, "")
    assert call("memo", study, "harbour", "", "--as", "ann").status == 1


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("command", ["documents", "check", "open", "new", "backup", "restore", "restored", "demo"])
def test_a_link_that_leads_to_itself_is_one_line(command, study, call, tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    arguments = {
        "backup": ["backup", study, loop],
        "restore": ["restore", study, loop],
        "restored": ["restore", loop, study],
        "demo": ["demo", loop / "demo.coder", "--no-open"],
    }
    one_line(call(*arguments.get(command, [command, loop])), "loop")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_file_that_cant_be_written_over_is_left(study, call, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("loop", "pipe"):
        one_line(call("export", study, "--format", "csv", "--force", tmp_path / name), "is no file")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
def test_what_never_ends_is_not_read(study, program, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    outcome = program("import", study, "pipe.txt", "/dev/zero", "--as", "lea")
    assert (outcome.status, outcome.out) == (2, "0 documents imported; 2 refused\n")
    assert outcome.err.count("regular file") == 2
    outcome = program("import", "pipe.txt", "--as", "lea", CODER_PROJECT=str(study))
    assert outcome.err.count("regular file") == 1
    for endless in ("pipe.txt", "/dev/zero"):
        one_line(program("tags-import", study, endless, "--as", "lea"), endless, "name a file")
        one_line(program("codebook", study, "--load", endless, "--as", "lea"), endless, "name a file")
        one_line(program("new", "other.coder", "--codebook", endless), endless, "name a file")


@pytest.mark.skipif(sys.platform != "linux", reason="a pipe by its number")
def test_a_pipe_that_the_shell_hands_over_is_read(study, tmp_path):
    rows = "document,coder,code,quote\nharbour,ann,R1,help the people\n"
    command = [sys.executable, "-m", "coder", "tags-import", study, "/dev/stdin", "--as", "lea"]
    done = subprocess.run(command, input=rows, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stdout) == (0, "1 tag made\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are characters")
def test_a_project_may_stand_in_a_folder_whose_name_is_not_utf_8(study, call, tmp_path):
    folder = tmp_path / os.fsdecode(b"r\xe9sum\xe9")
    folder.mkdir()
    moved = study.rename(folder / os.fsdecode(b"\xe9tude.coder"))
    for arguments in (
        ["documents", moved],
        ["check", moved],
        ["tag", moved, "harbour", "--code", "R1", "--quote", "the people", "--as", "ann"],
        ["backup", moved, folder],
        ["new", folder / "new.coder", "--as", "lea"],
    ):
        outcome = call(*arguments)
        assert outcome.status == 0, outcome.err
    copy = next(path for path in folder.iterdir() if "-20" in path.name)
    assert call("restore", moved, copy, "--as", "lea").status == 0
    assert "restored" in call("history", moved, "--limit", "1").out


def test_a_code_is_known_in_small_letters_and_by_its_digit(study, call):
    said = ["harbour", "--as", "ann", "--json"]
    assert call("tag", study, *said, "--code", "r1", "--quote", "the people").json[0]["code"] == "R1"
    [tag] = call("tag", study, *said, "--code", "5", "--quote", "the bombs").json
    assert tag["code"] == "R1"
    assert call("edit", study, tag["id"], "--code", "d3.DEALS", "--as", "ann", "--json").json[0]["code"] == "D3.deals"
    assert len(call("tags", study, "--code", "3", "--code", "r1", "--json").json) == 2
    assert call("codebook", study, "--code", "7", "--json").json["key"] == "R3"
    assert "D3" in call("agreement", study, "--code", "3", "--json").json["counts"]


def test_codes_of_a_table_are_known_as_on_the_command_line(study, call, tmp_path):
    table = tmp_path / "tags.csv"
    rows = "document,coder,code,quote\nharbour,ann,r1,the people\nharbour,ann,5,the bombs\nharbour,ann,R11,papers\n"
    table.write_text(rows, encoding="utf-8")
    outcome = call("tags-import", study, table, "--as", "lea")
    assert outcome.status == 1
    assert "perhaps R1" in outcome.err
    assert [tag["code"] for tag in call("tags", study, "--json").json] == ["R1", "R1"]


@pytest.mark.parametrize("command", ["tag", "tags", "agreement", "codebook"])
def test_a_code_that_is_none_is_told_with_its_likes(command, study, call):
    place = ["harbour", "--quote", "the people", "--as", "ann"] if command == "tag" else []
    one_line(call(command, study, *place, "--code", "D3.deal"), "'D3.deal'", "D3.deals", "coder codebook")


def test_a_key_that_is_a_digit_goes_before_the_digit_of_the_screen_and_doubt_is_told(study, call, tmp_path):
    book = tmp_path / "book.yaml"

    def load(*keys):
        codes = "".join(f'  - {{key: "{key}", name: N}}\n' for key in keys)
        book.write_text(f"title: T\ncodes:\n{codes}", encoding="utf-8")
        assert call("codebook", study, "--load", book, "--as", "lea").status == 0

    load("c", "2", "bB")
    said = ["tag", study, "harbour", "--as", "ann", "--quote", "the people", "--json"]
    assert call(*said, "--code", "1").json[0]["code"] == "c"
    assert call(*said, "--code", "2").json[0]["code"] == "2"
    load("c", "2", "Bb")
    one_line(call("tags", study, "--code", "bb"), "Bb, bB")
    assert call("tags", study, "--code", "bB", "--json").json == []
