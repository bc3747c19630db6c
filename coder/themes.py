"""The colours: a theme for dark rooms, one for light ones, and the terminal's own. Colour only repeats what signs say.

The seven code colours stay apart for readers with protanopia, deuteranopia and tritanopia, and have a contrast of at
least 3.4 on their ground (Machado 2009, CIE76)."""

import os
from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from corpus.codebook import Code


def _codes(*colours: str) -> dict[str, str]:
    return {f"code-{number}": colour for number, colour in enumerate(colours, 1)}


ANSI_CODES = _codes(
    "ansi_bright_blue", "ansi_yellow", "ansi_green", "ansi_bright_yellow", "ansi_blue", "ansi_red", "ansi_magenta",
    "ansi_cyan", "ansi_bright_green",
)  # fmt: skip
"""For the terminal's own sixteen colours."""

NIGHT = Theme(
    "night",
    primary="#7aa2c8",
    secondary="#4f7cff",
    accent="#e69f00",
    warning="#e6b450",
    error="#e0665a",
    success="#4fb286",
    foreground="#d8d8d2",
    background="#121212",
    surface="#191919",
    panel="#222222",
    dark=True,
    variables={
        **_codes(
            "#56b4e9", "#e69f00", "#009e73", "#f0e442", "#4f7cff", "#d55e00", "#cc79a7", "#b8b8b8", "#9ad0c2"
        ),
        "block-cursor-foreground": "#121212",
        "block-cursor-background": "#d8d8d2",
    },
)  # fmt: skip

PAPER = Theme(
    "paper",
    primary="#2f5f8f",
    secondary="#1c1480",
    accent="#a04a00",
    warning="#8a5a00",
    error="#a3241a",
    success="#00694f",
    foreground="#2b2822",
    background="#fdf6e3",
    surface="#f6eed9",
    panel="#ece3cb",
    dark=False,
    variables=_codes(
        "#2f7fd0", "#d06a00", "#00806a", "#6b6100", "#1c1480", "#7a1a00", "#a24fb8", "#5a5a5a", "#3d6b5f"
    ),
)  # fmt: skip

THEMES = (NIGHT, PAPER)
NAMES = ("night", "paper", "ansi-dark", "ansi-light")


def of_code(code: "Code", digit: int) -> str:
    """A code's colour: what its codebook says, else the shade of its digit; a name of a theme variable, or #rrggbb."""
    return code.colour if code.colour.startswith("#") else f"code-{code.colour or digit}"


def preferred() -> str:
    """The theme to start with: `CODER_THEME`, else night."""
    wanted = os.environ.get("CODER_THEME", "")
    return wanted if wanted in NAMES else NAMES[0]


def after(name: str) -> str:
    """The next theme in the circle."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)] if name in NAMES else NAMES[0]
