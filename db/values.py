"""The values that leave `db`. Frozen, free of any database; screens and commands hold these and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["coder", "lead"]
Purpose = Literal["training", "reliability", "main"]


@dataclass(frozen=True)
class Coder:
    """Who tags (`coder`) or who plans, reviews and rules (`lead`). Leads may tag too."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True)
class Document:
    """A source as it came to us. `length` is in code points, `words` in words of `corpus.text.words`.

    A purged document keeps its id and length; its title is then "(erased)" and it has no text."""

    id: str
    title: str
    text_id: str
    length: int
    words: int
    source: str = ""
    date: str = ""
    language: str = ""
    warning: str = ""
    case: str | None = None
    purged: bool = False


@dataclass(frozen=True)
class Case:
    """A person whose words are coded. `key` is the id that people type; names are not unique. `id` is ours."""

    id: str
    key: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    purged: bool = False


@dataclass(frozen=True)
class Round:
    """A planned batch of coding with one purpose. `codebook` is the id of the codebook version in force."""

    id: str
    name: str
    purpose: Purpose
    codebook: str
    blind: bool
    revealed: bool
    open: bool


@dataclass(frozen=True)
class Plan:
    """How a round was planned: so many documents drawn (None: chosen, or all), each for so many coders (None: for all),
    in proportion to the groups of an attribute (None: from all alike), with this seed."""

    draw: int | None
    each: int | None
    by: str | None
    seed: int


@dataclass(frozen=True)
class Assignment:
    """In a planned round, a document that a coder is to code; ids."""

    round: str
    document: str
    coder: str


@dataclass(frozen=True)
class Reading:
    """One coder's pass over one document in one round.

    `position`: everything before this code point has been read. `finished`: read to the end and said so; a finished
    reading without tags is data. `begun` is false while nothing of it is kept yet."""

    id: str
    coder: str
    document: str
    round: str
    position: int = 0
    finished: bool = False
    memo: str = ""
    tags: int = 0
    begun: bool = False
    hidden: bool = False
    """Only how far it is is shown (see `db.sight`): its memo and the number of its tags are left out."""


@dataclass(frozen=True)
class Tag:
    """One coder's application of one code to the passage [start, stop) of one text, in code points."""

    id: str
    reading: str
    coder: str
    document: str
    round: str
    text_id: str
    code: str
    start: int
    stop: int
    codebook: str
    memo: str = ""
    case: str | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    query: bool = False
    created: int = 0
    """Milliseconds since 1970, for display only."""


@dataclass(frozen=True)
class NewTag:
    """A tag to be made in a reading; `start` and `stop` as in `Tag`."""

    code: str
    start: int
    stop: int
    memo: str = ""
    case: str | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    query: bool = False


@dataclass(frozen=True)
class Change:
    """A line of the history: who did what when, in words. `at` is milliseconds since 1970.

    `document` is the title (titles, when there are several) of what it was done in; `whose` the coder in whose reading
    it was done, when that is another one than `actor`: a lead brought in their tags."""

    at: int
    actor: str
    words: str
    document: str | None = None
    whose: str | None = None
