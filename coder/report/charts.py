"""Charts as vector graphics (SVG): no script, no font, nothing from elsewhere; a title and a description inside.

Told apart by place and length first, by colour last: Okabe and Ito's (2008) colours, which the colour-blind tell
apart. Every chart has a table beside it that says the same."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from coder.report.blocks import SharesChart, TimeChart

BLUE, VERMILION = "#0072B2", "#D55E00"
_SVG = "http://www.w3.org/2000/svg"
_ROOM = 28
"""So many characters of a name stand at an axis; the table has all of it."""


def _style(*colours: str) -> Style:
    return Style(
        background="transparent", plot_background="transparent", foreground="#222222", foreground_strong="#222222",
        foreground_subtle="#767676", colors=colours, font_family="system-ui, sans-serif", opacity="1",
        opacity_hover="1", stroke_opacity="1", stroke_width="3", transition="0s",
        label_font_size=13, major_label_font_size=13, guide_stroke_color="#d0d0d0",
        major_guide_stroke_color="#d0d0d0",
    )  # fmt: skip


def shares(chart: SharesChart, number: int) -> str:
    """A point and a line for its interval, a row for each code."""
    heights = list(range(len(chart.rows), 0, -1))
    drawn = pygal.XY(
        **_common(70 + 30 * len(chart.rows), BLUE, VERMILION), stroke=True, show_dots=True, dots_size=5,
        xrange=(0, 100), range=(0.5, len(chart.rows) + 0.5), show_x_guides=True, show_y_guides=False,
    )  # fmt: skip
    drawn.x_labels = [0, 25, 50, 75, 100]
    drawn.x_value_formatter = lambda value: f"{value:.0f} %"
    drawn.y_labels = [
        {"value": height, "label": row[0][:_ROOM]} for height, row in zip(heights, chart.rows, strict=True)
    ]  # fmt: skip
    for height, (name, share, low, high) in zip(heights, chart.rows, strict=True):
        drawn.add(name, [(100 * low, height), (100 * high, height)], show_dots=False, stroke_style={"width": 3})
        drawn.add(name, [(100 * share, height)], stroke=False)
    return _rendered(drawn, chart.title, chart.told, f"shares-{number}")


def time(chart: TimeChart, number: int) -> str:
    """A dot for each count, the larger the more."""
    drawn = pygal.Dot(**_common(120 + 30 * len(chart.rows), BLUE), x_label_rotation=35)
    drawn.x_labels = list(chart.periods)
    for name, counts in chart.rows:
        drawn.add(name[:_ROOM], list(counts))
    return _rendered(drawn, chart.title, chart.told, f"time-{number}")


def _common(height: int, *colours: str) -> dict[str, Any]:
    return {
        "width": 440, "height": height, "style": _style(*colours * 64), "show_legend": False,
        "truncate_label": -1, "js": (),
        "print_values": False, "margin": 8, "margin_right": 40, "explicit_size": False, "pretty_print": False,
    }  # fmt: skip


def _rendered(drawn: Any, title: str, told: str, name: str) -> str:
    drawn.uuid = name
    drawn.add_xml_filter(_still(title, told, name))
    return str(drawn.render(is_unicode=True, disable_xml_declaration=True)).strip()


def _still(title: str, told: str, name: str) -> Callable[[ElementTree.Element], ElementTree.Element]:
    """Takes out scripts and what only they use; puts in what a screen reader says."""

    def filtered(root: ElementTree.Element) -> ElementTree.Element:
        for parent in list(root.iter()):
            for child in list(parent):
                local = str(child.tag).rpartition("}")[2]
                if local in ("script", "desc", "title") or "tooltip" in (child.get("class") or "").split():
                    parent.remove(child)
        prefix = f"{{{_SVG}}}" if str(root.tag).startswith("{") else ""
        for at, (tag, words) in enumerate((("title", title), ("desc", told))):
            element = ElementTree.Element(f"{prefix}{tag}", {"id": f"{name}-{tag}"})
            element.text = words
            root.insert(at, element)
        root.set("role", "img")
        root.set("aria-labelledby", f"{name}-title {name}-desc")
        return root

    return filtered
