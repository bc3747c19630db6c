"""What every test has: a state folder of its own, and the promise that the state is what the log says."""

from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Name our own mark."""
    config.addinivalue_line("markers", "damaged: leaves project files behind that are meant to be unsound")


@pytest.fixture(autouse=True)
def _state_is_what_the_log_says(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Promise: fold(log) == state in every project file that a test made, at its end."""
    monkeypatch.setenv("CODER_STATE", str(tmp_path / "state"))
    for name in ("CODER_PROJECT", "CODER_NAME"):
        monkeypatch.delenv(name, raising=False)
    yield
    if "damaged" in request.keywords:
        return
    projects = [path for path in tmp_path.rglob("*.coder") if path.is_file()]
    if projects:
        from db.check import check

        for path in projects:
            assert check(path) == [], path
