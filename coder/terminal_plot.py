"""Shares as a plot for the terminal: a point for each, a line for its interval."""

from collections.abc import Sequence

from coder.display import show
from coder.shares import Share

ROOM = 32
"""So many characters of a name are shown."""
_AT_ONCE = 8
"""So many shares are drawn together: the library makes no plot higher than the terminal."""


def plot(rows: Sequence[tuple[str, Share]], width: int) -> str:
    """Lines of text without colours: names at the left, percent below. At most `width` characters wide."""
    names = [show(name)[:ROOM] for name, _ in rows]
    room = max(map(len, names), default=0)
    across = max(width, 40) - room - 4
    drawn = lanes([share for _, share in rows], across)
    scale = [" "] * (across + 2)
    for percent in (0, 25, 50, 75):
        at = 1 + round(percent / 100 * (across - 1))
        scale[at : at + len(str(percent))] = str(percent)
    scale[-5:] = "100 %"
    body = [f" {name:>{room}}┤{lane}│" for name, lane in zip(names, drawn, strict=True)]
    edge = " " * (room + 1)
    return "\n".join([f"{edge}┌{'─' * across}┐", *body, f"{edge}└{'─' * across}┘", f"{edge}{''.join(scale)}".rstrip()])


def lanes(shares: Sequence[Share], width: int) -> list[str]:
    """A line for each: 0 at the left, 100 % at the right, so many characters wide; blank where there is no share."""
    found: list[str] = []
    for start in range(0, len(shares), _AT_ONCE):
        found += _drawn(shares[start : start + _AT_ONCE], max(width, 2))
    return found


def _drawn(shares: Sequence[Share], width: int) -> list[str]:
    import plotext  # here: only who wants a plot waits for it

    figure = plotext.figure
    figure.clear()
    figure.plot_size(width, len(shares))
    for height, share in zip(range(len(shares), 0, -1), shares, strict=True):
        if share.share is not None and share.interval is not None:
            ends = [100 * end for end in share.interval]
            figure.draw(figure.segment(ends, [height, height], marker="─"))
            figure.draw(figure.signal([100 * share.share], [height], marker="●"))
    for ruler, most in (("x", 100), ("y", max(len(shares), 2))):
        figure.ruler(ruler).ticks([], [])
        figure.ruler(ruler).lim(0 if ruler == "x" else 1, most)
    figure.axes(False)
    lines = str(plotext.uncolorize(str(figure.build()))).split("\n")[: len(shares)]
    lines += [""] * (len(shares) - len(lines))
    return [line[:width].ljust(width) for line in lines]
