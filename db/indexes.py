"""Where this machine keeps the index of a project's texts, with which quotes are found in large projects.

The index itself is `corpus.index`'s: a cache, made anew whenever it is missing. It holds parts of words, so it is for
its owner only, and goes when a text is erased."""

import contextlib
import hashlib
from pathlib import Path

from db import local


def place(project_id: str) -> Path:
    """The file; its folder is made by whoever makes the file."""
    return local.folder() / "indexes" / f"{hashlib.sha256(project_id.encode()).hexdigest()[:16]}.sqlite"


def forget(project_id: str) -> None:
    """Erase it, with what an interrupted writer left beside it."""
    file = place(project_id)
    for path in (file, file.with_name(f"{file.name}-journal")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
