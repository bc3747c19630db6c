"""Which code is meant: by its key, in capitals or not, or by its digit on the screen. One place for all who ask."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.codebook import Codebook
    from db.project import Project

NEAREST = 3


def code_named(project: "Project", word: str, *books: "Codebook") -> str:
    """The key of the code that `word` names in one of the codebooks; the digits are those of the first.

    Raises Refused with the likest keys, and how to see all: no code, or several that differ in capitals only."""
    from db.names import same

    word = word.strip()
    keys = list(dict.fromkeys(code.key for book in books for code in book.codes))
    found = [key for key in keys if key == word] or [key for key in keys if same(key, word)]
    if not found:
        found = [code.key for digit, code in enumerate(books[0].top, 1) if str(digit) == word]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"{word!r} may be any of the codes {', '.join(found)}; write it in their capitals.")
    raise Refused(f"No code is called {word!r}{_like(word, keys)}; see them with: coder codebook {project.path}")


def in_some_version(project: "Project", words: Iterable[str]) -> list[str]:
    """As `code_named`, of any version of the codebook; of each also its sub-codes. Raises Refused."""
    from db import codebooks, rounds

    versions = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]
    now = codebooks.of_round(project, rounds.listed(project)[-1])
    wanted: set[str] = set()
    for word in words:
        key = code_named(project, word, now, *versions)
        wanted |= {c.key for book in versions for c in book.codes if c.key == key or key in book.ancestors(c.key)}
    return sorted(wanted)


def _like(word: str, keys: list[str]) -> str:
    """What may have been meant."""
    by_fold = {key.casefold(): key for key in keys}
    likest = [by_fold[fold] for fold in get_close_matches(word.casefold(), by_fold, NEAREST)]
    return f" (perhaps {', '.join(likest)}?)" if likest else ""
