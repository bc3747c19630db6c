"""Codebooks: the codes, what they mean, and how they hang together. In and out as YAML, kept as canonical JSON.

A codebook never changes: a changed one is another version, with another id.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from corpus import yaml_parts
from corpus.refused import Refused
from corpus.yaml_parts import KEY, Part

DIGITS = 9
"""So many codes can be reached by a digit."""


@dataclass(frozen=True)
class Family:
    """The top of the tree: what its codes have in common."""

    key: str
    name: str


@dataclass(frozen=True)
class Qualifier:
    """What a tag says beside its code; `values` are (value, label)."""

    key: str
    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """An entry of the codebook. `parent` is another code's key, or None right below the family.

    `use` and `dont` say when to use it and when not; `neighbours` are (key of a code that is easily taken for this one,
    what tells them apart). `colour` is "1" to "9", a shade of the theme's palette, or "#rrggbb", or "". `residual`
    marks the "other reason" of a family: a code like any other, counted apart."""

    key: str
    name: str
    family: str
    parent: str | None = None
    definition: str = ""
    use: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    colour: str = ""
    residual: bool = False


@dataclass(frozen=True)
class Codebook:
    """A version of a codebook; the codes in their order, sub-codes behind their parents."""

    title: str
    families: tuple[Family, ...]
    codes: tuple[Code, ...]
    qualifiers: tuple[Qualifier, ...] = ()

    @cached_property
    def id(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    @cached_property
    def top(self) -> tuple[Code, ...]:
        """The codes under the digits 1 to 9: those right below a family, without the residuals."""
        return tuple(code for code in self.codes if code.parent is None and not code.residual)[:DIGITS]

    @cached_property
    def _by_key(self) -> dict[str, Code]:
        return {code.key: code for code in self.codes}

    def code(self, key: str) -> Code:
        """The code with that key. Raises Refused for an unknown one."""
        try:
            return self._by_key[key]
        except KeyError:
            known = ", ".join(self._by_key)
            raise Refused(f"The codebook has no code {key!r}; there are: {known}.") from None

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Keys of the codes above it, the nearest first. Raises Refused for an unknown key."""
        parent = self.code(key).parent
        return () if parent is None else (parent, *self.ancestors(parent))

    def children(self, key: str) -> tuple[Code, ...]:
        """The codes right below it."""
        return tuple(code for code in self.codes if code.parent == key)

    def canonical_json(self) -> str:
        """What is kept: ASCII, sorted keys, no blanks; the same codebook always gives the same."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=16)
def from_json(words: str) -> Codebook:
    """The codebook of a canonical JSON."""
    kept = json.loads(words)
    return Codebook(
        kept["title"],
        tuple(Family(**family) for family in kept["families"]),
        tuple(Code(**{field: _tuples(value) for field, value in code.items()}) for code in kept["codes"]),
        tuple(Qualifier(q["key"], q["name"], _tuples(q["values"])) for q in kept["qualifiers"]),
    )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


@cache
def builtin() -> Codebook:
    """The seven narratives of joining and leaving the Islamic State, a residual a family, sub-codes."""
    from importlib.resources import files  # here: only a new project needs it

    return loads((files("corpus") / "data" / "codebook.yaml").read_text("utf-8"), "the built-in codebook")


def load(path: Path) -> Codebook:
    """Read a codebook from a YAML file. Raises Refused with the line of what is wrong."""
    return loads(yaml_parts.read(path, "a codebook"), str(path))


# --- out --------------------------------------------------------------------------------------------------------------


def dumps(codebook: Codebook) -> str:
    """The codebook as YAML; `loads` gives the same codebook back."""
    return yaml_parts.dumps(_plain(codebook))


def _plain(codebook: Codebook) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "title": codebook.title,
        "families": [{"key": family.key, "name": family.name} for family in codebook.families],
    }
    if codebook.qualifiers:
        plain["qualifiers"] = [{"key": q.key, "name": q.name, "values": dict(q.values)} for q in codebook.qualifiers]
    plain["codes"] = [_plain_code(codebook, code) for code in codebook.codes if code.parent is None]
    return plain


def _plain_code(codebook: Codebook, code: Code) -> dict[str, Any]:
    plain: dict[str, Any] = {"key": code.key, "name": code.name}
    if code.parent is None:
        plain["family"] = code.family
    told: dict[str, Any] = {"definition": code.definition, "use": list(code.use), "not": list(code.dont)}
    told |= {"examples": list(code.examples), "neighbours": dict(code.neighbours), "colour": code.colour}
    plain |= {field: value for field, value in told.items() if value}
    if code.residual:
        plain["residual"] = True
    if below := codebook.children(code.key):
        plain["codes"] = [_plain_code(codebook, child) for child in below]
    return plain


# --- in ---------------------------------------------------------------------------------------------------------------

_COLOUR = re.compile(r"[1-9]|#[0-9a-fA-F]{6}")
_BOOK = ("title", "families", "qualifiers", "codes")
_CODE = (
    "key", "name", "family", "definition", "use", "not", "examples", "neighbours", "colour", "residual", "codes",
)  # fmt: skip


def loads(words: str, source: str = "the codebook") -> Codebook:
    """Read a codebook from YAML. `source` names it in messages. Raises Refused with the line of what is wrong."""
    top = yaml_parts.parsed(words, source, "is no codebook: it needs 'title:' and 'codes:' at its top")
    book = Part(top, source, "the codebook", 1)
    book.only(_BOOK)
    families = tuple(Family(part.key(), part.line("name")) for part in book.parts("families", "family"))
    families = families or (Family("codes", "Codes"),)
    book.unique("families", [family.key for family in families])
    qualifiers = tuple(_qualifier(part) for part in book.parts("qualifiers", "qualifier"))
    book.unique("qualifiers", [qualifier.key for qualifier in qualifiers])
    codes = [found for part in book.parts("codes", "code") for found in _codes(part, families, None)]
    if not codes:
        raise book.refused("has no codes; list them under 'codes:'", "codes")
    _check_keys(codes)
    return Codebook(book.line("title"), families, tuple(code for _, code in codes), qualifiers)


def _qualifier(part: Part) -> Qualifier:
    part.only(("key", "name", "values"))
    values = part.pairs("values")
    if not values or any(not KEY.fullmatch(value) for value, _ in values):
        raise part.refused("needs values, as 'own: own words'", "values")
    return Qualifier(part.key(), part.line("name"), values)


def _codes(part: Part, families: Sequence[Family], above: Code | None) -> Iterator[tuple[Part, Code]]:
    """The code and those within it, each with its place in the file."""
    part.only(_CODE)
    key = part.key()
    if above is not None and above.key == key:
        raise part.refused("can't be within itself", "key")
    colour = str(part.content.get("colour") or "")
    if colour and not _COLOUR.fullmatch(colour):
        raise part.refused("has a colour that is neither 1 to 9 nor '#rrggbb'", "colour")
    residual = part.content.get("residual", False)
    if not isinstance(residual, bool):
        raise part.refused("has a residual that is neither true nor false", "residual")
    code = Code(
        key,
        part.line("name"),
        above.family if above else _family(part, families),
        above.key if above else None,
        part.text("definition"),
        part.lines("use"),
        part.lines("not"),
        part.lines("examples"),
        part.pairs("neighbours"),
        colour,
        residual,
    )
    yield part, code
    for below in part.parts("codes", "code"):
        if "family" in below.content:
            raise below.refused("has the family of the code above it; leave 'family' out", "family")
        yield from _codes(below, families, code)


def _family(part: Part, families: Sequence[Family]) -> str:
    named = part.text("family")
    if not named and len(families) == 1:
        return families[0].key
    if named not in [family.key for family in families]:
        known = ", ".join(family.key for family in families)
        raise part.refused(f"needs a family: one of {known}", "family")
    return named


def _check_keys(codes: Sequence[tuple[Part, Code]]) -> None:
    """What can be said only when all codes are known: keys are unique, and neighbours exist."""
    seen: set[str] = set()
    for part, code in codes:
        if code.key.casefold() in seen:
            raise part.refused("is there twice; give each code a key of its own", "key")
        seen.add(code.key.casefold())
    keys = {code.key for _, code in codes}
    for part, code in codes:
        for other, _ in code.neighbours:
            if other not in keys:
                raise part.refused(f"has a neighbour {other!r}, which is no code of this codebook", "neighbours")
