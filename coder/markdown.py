"""Markdown in which foreign words are words and nothing else: no markup, no link, no line of their own."""

import re
from collections.abc import Iterable, Sequence

from coder.display import show


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of GitHub's Markdown; numbers stand at the right."""
    body = [list(row) for row in rows]
    right = [bool(body) and all(isinstance(row[n], int | float) for row in body) for n in range(len(header))]
    rule = ["---:" if at_right else "---" for at_right in right]
    return "".join(f"| {' | '.join(line)} |\n" for line in (_cells(header), rule, *map(_cells, body)))


def escaped(words: str) -> str:
    """Words on one line, as they are."""
    plain = show(" ".join(words.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~:@$^=])", _escape, plain)


def _escape(found: re.Match[str]) -> str:
    # A dot, a bracket or a hyphen within words is no markup, and is easier to read as it is.
    return found[0] if found[0] in "().+-:@!" and not _may_act(found) else f"\\{found[0]}"


def _may_act(found: re.Match[str]) -> bool:
    """Whether a sign could begin a list, or make an address a link."""
    return found.start() == 0 or found[0] in ":@" or found.string[: found.start()].lower().endswith("www")


def _cells(cells: Sequence[object]) -> list[str]:
    return [escaped(str(cell)) for cell in cells]
