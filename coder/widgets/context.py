"""A passage and what stands around it, in a few rows of a list."""

from rich.cells import cell_len
from rich.text import Text

from coder.widgets import rows


def in_context(before: str, words: str, after: str, width: int, lines: int) -> list[Text]:
    """The passage and what stands around it, in so many rows at most; a long passage is cut at its end."""
    around, words = before, rows.shown(words)
    spare = max(0, width * lines - cell_len(words[: width * lines]) - 4)
    before = rows.shown(around).lstrip()
    room = min(len(before), spare // 3)
    before = before[len(before) - room :] if room else ""
    if room < len(around.strip()) and " " in before:
        before = f"…{before.partition(' ')[2]}"
    text = f"{before}{words}{rows.shown(after)}"
    start, stop = len(before), len(before) + len(words)
    wrapped = rows.wrap(text, width, rows.odd(text))
    painted = []
    for row in range(min(lines, len(wrapped))):
        a, b = wrapped.span(row)
        line = Text(text[a:b].rstrip(), style="dim", no_wrap=True)
        line.stylize("not dim underline", max(0, start - a), max(0, stop - a))
        painted.append(line)
    if len(wrapped) > lines:
        painted[-1].append(" …", "dim")
        painted[-1].truncate(width, overflow="ellipsis")
    return painted
