"""The report as one HTML file: no script, no address, nothing from elsewhere; foreign words never become markup."""

from functools import cache
from importlib.resources import files
from itertools import count

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from coder.display import show
from coder.report import charts
from coder.report.blocks import Report, SharesChart, TimeChart, mapped


def html(report: Report) -> str:
    """The page. All words are made harmless; the style is all that a browser may take, and from the page itself."""
    numbers = count(1)

    def chart(block: SharesChart | TimeChart) -> Markup:
        number = next(numbers)
        drawn = charts.shares(block, number) if isinstance(block, SharesChart) else charts.time(block, number)
        return Markup(drawn)  # made by the library, which escapes every word itself

    shown = mapped(report, lambda words: show(words, keep="\n"))
    return _template().render(
        report=shown, chart=chart, style=Markup(_style()), kind=lambda block: type(block).__name__
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=DictLoader({"page.html": _file("page.html")}), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("page.html")


def _style() -> str:
    return _file("page.css")


def _file(name: str) -> str:
    return (files("coder.report") / "templates" / name).read_text("utf-8")
