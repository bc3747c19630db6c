"""The values that leave `db`. Frozen, free of any database; screens and commands hold these and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.text import Span

Role = Literal["coder", "lead"]
Purpose = Literal["training", "reliability", "main"]
Status = Literal["included", "duplicate", "fake", "unsure"]
Verdict = Literal["same", "different", "unsure"]


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
    same_as: str | None = None
    """The id of a document that holds the same testimony, told elsewhere (see `db.sameness`)."""


@dataclass(frozen=True)
class Case:
    """A person whose words are coded. `key` is the id that people type; names are not unique. `id` is ours.

    `attributes`: as written; what is made of them is said by `corpus.attributes`. `status`: whether the case counts
    (included and unsure do), `other` is whose duplicate it is, `why` the reason, `by` who said so; ids."""

    id: str
    key: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    purged: bool = False
    status: Status = "included"
    other: str | None = None
    why: str = ""
    by: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it is one of the cases that tables and shares count."""
        return not self.purged and self.status in ("included", "unsure")


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
    in proportion to the groups of an attribute (None: from all alike), with this seed. `retest`: the id of the round
    whose documents its coders read again (None: it is no retest)."""

    draw: int | None
    each: int | None
    by: str | None
    seed: int
    retest: str | None = None


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
class Was:
    """Where a tag was made: the passage [start, stop) of an earlier text of its document, and what became of that.

    `state`: kept (the same words), moved and changed, or lost. `doubtful`: somebody has to look. `candidates`: where
    what is lost may be, in the text in force."""

    text_id: str
    start: int
    stop: int
    state: Literal["kept", "moved and changed", "lost"]
    doubtful: bool
    candidates: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Tag:
    """One coder's application of one code to the passage [start, stop) of one text, in code points.

    The text is the one in force, also when that was corrected since (`was`); only a lost tag stands on the old one."""

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
    was: Was | None = None
    """None: it was made on this text."""

    @property
    def lost(self) -> bool:
        """Whether its passage is not in the text any more: it stands on an old text, nowhere in the one in force."""
        return self.was is not None and self.was.state == "lost"

    @property
    def waits(self) -> bool:
        """Whether its coder has to say where it is."""
        return self.was is not None and self.was.doubtful


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


How = Literal["ruled", "agreed"]
"""Ruled by a lead; or proposed to the coders of the place, and agreed once each of them has said yes."""


@dataclass(frozen=True)
class Outcome:
    """What a ruling says is there: a code on [start, stop), in code points of the ruling's text.

    `case`: whose words they are, by id; None: the document's, or nobody said."""

    code: str
    start: int
    stop: int
    case: str | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewRuling:
    """What somebody says about a place: `id` is the disagreement's, `tags` are all tags there, as they were seen.

    `outcome` is what belongs there, () nothing; `took`: whose tags those are as they stand, by id. `picked`: a reason
    of the pick list, by id; `reason`: in words; `proposal`: a sentence for the codebook."""

    id: str
    document: str
    round: str
    text_id: str
    start: int
    stop: int
    tags: tuple[Tag, ...]
    outcome: tuple[Outcome, ...]
    took: str | None = None
    picked: str | None = None
    reason: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class Ruling:
    """What was said about a place, in the text in force; `coder` said it, at `at` (ms since 1970, for display).

    `tags`: the ids of the tags that it was said about. `agreed`: the ids of those who have said yes to it.
    `holds`: False when one of the tags has changed since, or what it says is nowhere in the corrected text."""

    id: str
    document: str
    round: str
    text_id: str
    start: int
    stop: int
    tags: frozenset[str]
    outcome: tuple[Outcome, ...]
    how: How
    coder: str
    at: int
    took: str | None = None
    picked: str | None = None
    reason: str = ""
    proposal: str = ""
    agreed: tuple[str, ...] = ()
    holds: bool = True


@dataclass(frozen=True)
class Reason:
    """A reason for rulings, of the pick list."""

    id: str
    words: str


@dataclass(frozen=True)
class Comment:
    """What `coder` said about the place whose id is `about`, at `at` (ms since 1970, for display)."""

    id: str
    about: str
    document: str
    coder: str
    words: str
    at: int


@dataclass(frozen=True)
class Answer:
    """A lead's answer to the question of a tag; ids."""

    tag: str
    coder: str
    words: str
    at: int


@dataclass(frozen=True)
class Judgement:
    """What `coder` said about two cases: whether they are one person; ids."""

    case: str
    other: str
    verdict: Verdict
    coder: str
    why: str = ""
