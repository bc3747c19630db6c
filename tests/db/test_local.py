"""What this machine remembers is never missed: whatever is wrong with it, everything goes on."""

import json
import os

import pytest

from db import local

PROJECT = "p1"


@pytest.fixture
def state(tmp_path, monkeypatch):
    """The state folder."""
    folder = tmp_path / "state"
    monkeypatch.setenv("CODER_STATE", str(folder))
    return folder


def use(path):
    """Everything that there is, once."""
    local.remember(path)
    local.recent()
    local.set_cursor(PROJECT, "ann", "mill", 7)
    local.cursor(PROJECT, "ann", "mill")
    name = local.replica(PROJECT, path, lambda event: event == "e1")
    local.set_last(PROJECT, path, "e1")
    local.forget_replica(PROJECT, path)
    return name


def test_what_is_kept_is_known_again(state, tmp_path):
    (tmp_path / "a.project").touch()
    local.remember(tmp_path / "a.project")
    local.remember(tmp_path / "gone.project")
    assert local.recent() == [tmp_path / "a.project"]
    local.set_cursor(PROJECT, "ann", "mill", 7)
    assert local.cursor(PROJECT, "ann", "mill") == 7
    name = local.replica(PROJECT, tmp_path, lambda _: True)
    local.set_last(PROJECT, tmp_path, "e1")
    assert local.replica(PROJECT, tmp_path, lambda event: event == "e1") == name
    assert local.replica(PROJECT, tmp_path, lambda _: False) != name


def test_a_state_folder_under_a_file_remembers_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "file" / "state"))
    assert use(tmp_path / "a.project")
    assert local.recent() == []


@pytest.mark.parametrize(
    "known", [None, 1, [], "x", {"projects": 1}, {"projects": {"a": 1}}, {"projects": [1, None, []]}]
)
def test_recent_projects_of_a_wrong_shape_are_none(known, state, tmp_path):
    state.mkdir()
    (state / "recent.json").write_text(json.dumps(known))
    assert local.recent() == []
    (tmp_path / "a.project").touch()
    local.remember(tmp_path / "a.project")
    assert local.recent() == [tmp_path / "a.project"]


@pytest.mark.parametrize("wrong", [None, 1, [], "x", ["a"], True])
@pytest.mark.parametrize("shape", ["all", "tables", "replica", "fields"])
def test_what_is_known_of_a_project_in_a_wrong_shape_is_nothing(shape, wrong, state, tmp_path):
    path = tmp_path / "a.project"
    state.mkdir()
    known = {
        "all": wrong,
        "tables": {"cursors": wrong, "replicas": wrong},
        "replica": {"cursors": {"ann mill": wrong}, "replicas": {str(path): wrong}},
        "fields": {"replicas": {str(path): {"name": wrong, "last": wrong}}},
    }[shape]
    file = state / f"{PROJECT}.json"
    file.write_text(json.dumps(known))
    assert isinstance(local.cursor(PROJECT, "ann", "mill"), int)
    local.set_last(PROJECT, path, "e1")
    local.forget_replica(PROJECT, path)
    file.write_text(json.dumps(known))
    assert isinstance(use(path), str)
    assert local.cursor(PROJECT, "ann", "mill") == 7


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="for this user no folder is closed")
def test_a_project_in_a_closed_folder_is_left_out(state, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "a.project").touch()
    local.remember(closed / "a.project")
    closed.chmod(0)
    try:
        assert local.recent() == []
    finally:
        closed.chmod(0o700)


def test_a_project_that_cant_be_looked_at_is_left_out(state, tmp_path, monkeypatch):
    local.remember(tmp_path)

    def closed(*_arguments, **_options):
        raise PermissionError(13, "closed")

    monkeypatch.setattr("pathlib.Path.exists", closed)
    assert local.recent() == []
