import re
from pathlib import Path

import pytest

from tests.coder.commands.conftest import HARBOUR


def test_a_sound_project_is_status_0(study, call):
    assert call("check", study).status == 0
    assert call("check", study, "--json").json == {"sound": True, "faults": [], "older": False, "notes": []}


@pytest.mark.damaged
def test_a_damaged_project_is_status_1_and_refused_by_the_others(study, call):
    raw = bytearray(study.read_bytes())
    for at in range(5000, len(raw), 4096):
        raw[at] ^= 0xFF
    study.write_bytes(raw)
    assert call("check", study).status == 1
    outcome = call("tags", study)
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1
    assert study.read_bytes() == raw


def test_a_file_that_is_none_is_refused(call, tmp_path):
    (tmp_path / "words.txt").write_text("only words", encoding="utf-8")
    assert call("check", tmp_path / "gone.coder").status == 2
    assert call("documents", tmp_path / "words.txt").status == 2
    told = {call(command, tmp_path / "gone.coder").err for command in ("open", "documents", "check", "history")}
    assert len(told) == 1
    assert f"There is no project at {tmp_path / 'gone.coder'}" in told.pop()
    assert call("open", tmp_path / "gone.coder").status == 2
    assert not (tmp_path / "gone.coder").exists()


def test_a_backup_is_restored_and_what_was_there_is_kept(study, call, tmp_path):
    (tmp_path / "safe").mkdir()
    written = call("backup", study, tmp_path / "safe")
    assert written.status == 0
    [copy] = [p for p in (tmp_path / "safe").iterdir() if p.is_file()]
    assert str(copy) in written.out
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people")
    refused = call("restore", study, copy, "--as", "lea")
    assert (refused.status, "1 action by" in refused.err) == (2, True)
    restored = call("restore", study, copy, "--anyway", "--as", "lea")
    assert restored.status == 0, restored.err
    assert call("tags", study, "--json").json == []
    missing = call("restore", study, tmp_path / "gone.coder", "--as", "lea")
    assert missing.status == 2
    assert "no backup at" in missing.err


def test_restore_is_for_leads_and_erases_again_what_was_purged(study, call, tmp_path):
    copy = call("backup", study, tmp_path).out.strip()
    call("purge", study, "--document", "harbour", "--yes", "--as", "lea")
    refused = call("restore", study, copy, "--as", "ann")
    assert refused.status == 2
    assert "Only leads" in refused.err
    outcome = call("restore", study, copy, "--as", "lea")
    assert outcome.status == 0, outcome.err
    assert "1 document" in outcome.out
    assert copy in outcome.out.splitlines()[2]
    assert "under the bombs" not in study.read_bytes().decode("latin-1")
    assert [d["title"] for d in call("documents", study, "--json").json] == ["(erased)", "orchard"]


def test_the_example_of_restore_is_a_name_that_backup_writes(study, call, tmp_path):
    name = Path(call("backup", study, tmp_path).out.strip()).name
    [example] = re.findall(r"\S+/(study\S+)", " ".join(call("restore", "--help").out.split()))
    assert re.sub(r"\d", "0", example) == re.sub(r"\d", "0", name)


def test_purge_asks_first_and_takes_no_answer_as_no(study, program, tmp_path):
    outcome = program("purge", study, "--document", "harbour", "--as", "lea")
    assert outcome.status == 1
    assert "nothing was erased" in outcome.err
    assert program("export", study, "--format", "json", "-").json["documents"][0]["text"] == HARBOUR


def test_purge_erases_a_document_for_good_and_names_the_backups(study, call):
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--memo", "a memo")
    assert call("purge", study, "--document", "harbour", "--yes", "--as", "ann").status == 2
    assert call("restore", study, call("backup", study, study.parent / "safe").out.strip(), "--as", "lea").status == 0
    outcome = call("purge", study, "--document", "harbour", "--yes", "--as", "lea")
    assert outcome.status == 0
    assert "automatic backups may still hold it" in outcome.out
    assert "study-backups" in outcome.out
    assert "automatic ones" in " ".join(call("purge", "--help").out.split())
    assert "under the bombs" not in study.read_bytes().decode("latin-1")
    assert call("check", study).status == 0
    for listing in (["tags"], ["documents"], ["history"], ["agreement"]):
        assert call(*listing, study).status == 0
    assert call("tags", study, "--json").json[0]["quote"] == ""
    assert call("tags", study, "--context", 10).status == 0
    assert call("export", study, "--format", "json", "-").status == 0


def test_purge_erases_a_case(study, call):
    said = ["--quote", "help the people", "--case", "c7", "--new-case"]
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", *said)
    assert call("purge", study, "--as", "lea", "--yes").status == 2
    assert call("purge", study, "--case", "c7", "--as", "lea", "--yes").status == 0
    assert call("tags", study, "--json").status == 0
    assert call("check", study).status == 0


@pytest.mark.parametrize(
    "said", [["export", "--format", "csv"], ["export", "--format", "json"], ["codebook", "--save"]], ids=" ".join
)
def test_a_project_or_its_backup_is_never_replaced_by_an_export(said, study, call, tmp_path):
    backup = tmp_path / "copy"
    assert call("backup", study, backup).status == 0
    [copy] = backup.iterdir()
    for target in (study, copy):
        before = target.read_bytes()
        outcome = call(said[0], study, *said[1:], target, "--force")
        assert outcome.status == 2
        assert "project" in outcome.err
        assert target.read_bytes() == before


def test_another_file_is_replaced_with_force_only(study, call, tmp_path):
    target = tmp_path / "tags.csv"
    target.write_text("old")
    assert call("export", study, "--format", "csv", target).status == 2
    assert target.read_text() == "old"
    assert call("export", study, "--format", "csv", target, "--force").status == 0
    assert target.read_text() != "old"
