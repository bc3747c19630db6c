"""Memos that are being written, kept on this machine until they are left: a program that is killed loses none.

They are words, unlike what `db.local` remembers: each stands in a file of its own that only its owner may read, is gone
as soon as the memo is in the project, and is erased with what it is about (see `forget`)."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from db import local


class Written(NamedTuple):
    """What was written, and the memo from which it was begun."""

    words: str
    before: str


class Draft:
    """One coder's memo on one tag, or on a document as a whole; `about` is its id."""

    def __init__(self, project_id: str, document: str, about: str, coder: str) -> None:
        name = ".".join(_short(part) for part in (document, about, coder))
        self.path = _folder(project_id) / f"{name}.json"

    def read(self) -> Written | None:
        """What is left from before, if there is something."""
        try:
            words, before = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return Written(words, before) if isinstance(words, str) and isinstance(before, str) else None

    def write(self, words: str, before: str) -> None:
        """Keep it, whole or not at all. Where nothing can be written, nothing is kept."""
        fresh = self.path.with_suffix(f".{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump((words, before), file)
            fresh.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)

    def drop(self) -> None:
        """It is in the project now, or was left as it had been."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def forget(project_id: str, ids: Iterable[str]) -> None:
    """Erase all drafts, whoever wrote them, about these documents or what stands in them, or about these tags."""
    erased = {_short(id_) for id_ in ids}
    with contextlib.suppress(OSError):
        for path in list(_folder(project_id).iterdir()) if erased else ():
            if erased & set(path.name.split(".")[:2]):
                path.unlink(missing_ok=True)


def _folder(project_id: str) -> Path:
    return local.folder() / "drafts" / _short(project_id)


def _short(id_: str) -> str:
    """An id as a part of a file's name, whatever it is made of."""
    return hashlib.sha256(id_.encode()).hexdigest()[:16]
