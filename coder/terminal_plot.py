"""Shares as a plot for the terminal: a point for each, a line for its interval."""

from collections.abc import Sequence

from coder.display import show
from coder.shares import Share

ROOM = 32
"""So many characters of a name are shown."""


def plot(rows: Sequence[tuple[str, Share]], width: int) -> str:
    """Lines of text without colours: names at the left, percent below. At most `width` characters wide."""
    import plotext  # here: only who wants a plot waits for it

    drawable = [(show(name)[:ROOM], share, share.interval) for name, share in rows]
    heights = list(range(len(drawable), 0, -1))
    figure = plotext.figure
    figure.clear()
    figure.plot_size(max(width, 40), len(drawable) + 3)
    for height, (_, share, interval) in zip(heights, drawable, strict=True):
        if share.share is not None and interval is not None:
            ends = [100 * end for end in interval]
            figure.draw(figure.segment(ends, [height, height], marker="─"))
            figure.draw(figure.signal([100 * share.share], [height], marker="●"))
    figure.ruler("y").ticks(heights, [name for name, _, _ in drawable])
    figure.ruler("y").lim(1, max(len(drawable), 2))
    figure.ruler("x").lim(0, 100)
    figure.ruler("x").ticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    return str(plotext.uncolorize(str(figure.build()))).rstrip("\n")
