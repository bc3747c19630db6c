"""What this machine remembers about projects, outside their files: recent ones, cursors, the replica's name.

Nothing here is testimony (ids, paths and numbers only), and nothing here is missed when it is lost. The folder is
the platform's state folder, or `CODER_STATE`."""

import contextlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

_RECENT = 30


def folder() -> Path:
    """Where it stands; made when first written to."""
    if said := os.environ.get("CODER_STATE"):
        return Path(said)
    from platformdirs import user_state_path  # here: the first frame need not wait for it

    try:
        return user_state_path("coder", appauthor=False)
    except RuntimeError:  # nobody of this number has a home: then nothing is remembered
        return Path(os.devnull, "coder")


def recent() -> list[Path]:
    """Projects opened on this machine, latest first; those that are gone are left out."""
    return [Path(path) for path in _projects() if _there(Path(path))]


def remember(path: Path) -> None:
    """Put a project first among the recent ones."""
    first = str(path.resolve())
    rest = [other for other in _projects() if other != first]
    _save("recent", {"projects": [first, *rest][:_RECENT]})


def cursor(project_id: str, coder: str, document: str) -> int:
    """Where this coder's cursor stood in this document, in code points; 0 when never opened here."""
    at = _table(_load(project_id), "cursors").get(f"{coder} {document}", 0)
    return at if isinstance(at, int) and at >= 0 else 0


def set_cursor(project_id: str, coder: str, document: str, at: int) -> None:
    """Keep where the cursor stands, in code points."""
    known = _load(project_id)
    _table(known, "cursors")[f"{coder} {document}"] = at
    _save(project_id, known)


def replica(project_id: str, path: Path, holds: Callable[[str], bool]) -> str:
    """The name under which this machine writes to the project at `path`.

    A new one when the file no longer holds the last event written from here (`holds` says so): then somebody put an
    older copy in its place, and going on under the old name would number two different events alike."""
    known = _load(project_id)
    mine = _table(_table(known, "replicas"), str(path))
    said, last = mine.get("name"), mine.get("last")
    if said and isinstance(said, str) and (last is None or (isinstance(last, str) and holds(last))):
        return said
    name = secrets.token_hex(8)
    _table(known, "replicas")[str(path)] = {"name": name, "last": None}
    _save(project_id, known)
    return name


def set_last(project_id: str, path: Path, event: str) -> None:
    """Keep the last event that was written from here; see `replica`."""
    known = _load(project_id)
    mine = _table(known, "replicas").get(str(path))
    if isinstance(mine, dict):
        mine["last"] = event
        _save(project_id, known)


def forget_replica(project_id: str, path: Path) -> None:
    """After a restore: what is written from now on is written under another name."""
    known = _load(project_id)
    if _table(known, "replicas").pop(str(path), None):
        _save(project_id, known)


def _load(name: str) -> dict[str, Any]:
    try:
        known = json.loads((folder() / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _projects() -> list[str]:
    known = _load("recent").get("projects")
    return [path for path in known if isinstance(path, str)] if isinstance(known, list) else []


def _table(known: dict[str, Any], key: str) -> dict[str, Any]:
    """The table under a key; made when there is none, or something else."""
    if not isinstance(known.get(key), dict):
        known[key] = {}
    table: dict[str, Any] = known[key]
    return table


def _there(path: Path) -> bool:
    """Whether it can be seen; in a folder that is closed to us nothing can."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _save(name: str, known: dict[str, Any]) -> None:
    """Whole or not at all; a folder that can't be written to only means that nothing is remembered."""
    target = folder() / f"{name}.json"
    fresh = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(known, file)
        fresh.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
