"""Memos that are being written, kept on this machine until they are left: a program that is killed loses none.

They are words, unlike what `db.local` remembers: each stands in a file of its own that only its owner may read, is gone
as soon as the memo is in the project, and is erased with what it is about (see `forget`)."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
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


def documents_with(project_id: str, coder: str, documents: Iterable[str]) -> frozenset[str]:
    """Those of the documents in which this coder has drafts, be it about what is gone by now; see `unclosed`."""
    whose = _short(coder)
    found = {document for document, _, coder_ in _names(project_id) if coder_ == whose}
    return frozenset(id_ for id_ in documents if _short(id_) in found) if found else frozenset()


def unclosed(project_id: str, coder: str, document: str, memos: Mapping[str, str]) -> list[str]:
    """What this coder's drafts in the document are about, in the order of `memos`: these are the memos as they are in
    the project, by what they are about. A draft that says the same as its memo is none."""
    where = (_short(document), _short(coder))
    abouts = {about for document_, about, coder_ in _names(project_id) if (document_, coder_) == where}
    found = []
    for about in (id_ for id_ in memos if _short(id_) in abouts) if abouts else ():
        left = Draft(project_id, document, about, coder).read()
        if left is not None and left.words.strip() != memos[about]:
            found.append(about)
    return found


def forget(project_id: str, ids: Iterable[str]) -> None:
    """Erase all drafts, whoever wrote them, about these documents or what stands in them, or about these tags."""
    erased = {_short(id_) for id_ in ids}
    with contextlib.suppress(OSError):
        for path in list(_folder(project_id).iterdir()) if erased else ():
            if erased & set(path.name.split(".")[:2]):
                path.unlink(missing_ok=True)


def _names(project_id: str) -> list[tuple[str, str, str]]:
    """Document, what it is about, and coder of each draft, as in the names of the files."""
    try:
        names = [path.stem.split(".") for path in _folder(project_id).iterdir() if path.suffix == ".json"]
    except OSError:
        return []
    return [(name[0], name[1], name[2]) for name in names if len(name) == 3]


def _folder(project_id: str) -> Path:
    return local.folder() / "drafts" / _short(project_id)


def _short(id_: str) -> str:
    """An id as a part of a file's name, whatever it is made of."""
    return hashlib.sha256(id_.encode()).hexdigest()[:16]
