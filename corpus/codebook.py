"""Codebooks: the codes, what they mean, and how they hang together. In and out as YAML, kept as canonical JSON.

A codebook never changes: a changed one is another version, with another id.
"""

import contextlib
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from corpus.refused import Refused

DIGITS = 9
"""So many codes can be reached by a digit."""
MAX_BYTES = 2_000_000


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
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{path} is too large for a codebook (at most {MAX_BYTES // 1_000_000} MB).")
        words = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}; check its name.") from None
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 (byte offset {error.start:,}); save it as UTF-8.") from None
    return loads(words, str(path))


# --- out --------------------------------------------------------------------------------------------------------------


def dumps(codebook: Codebook) -> str:
    """The codebook as YAML; `loads` gives the same codebook back."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = StringIO()
    yaml.dump(_plain(codebook), out)
    return out.getvalue()


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

_KEY = re.compile(r"[^\W_][\w.-]{0,39}")
_COLOUR = re.compile(r"[1-9]|#[0-9a-fA-F]{6}")
_HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_BOOK = ("title", "families", "qualifiers", "codes")
_CODE = (
    "key", "name", "family", "definition", "use", "not", "examples", "neighbours", "colour", "residual", "codes",
)  # fmt: skip


def loads(words: str, source: str = "the codebook") -> Codebook:
    """Read a codebook from YAML. `source` names it in messages. Raises Refused with the line of what is wrong."""
    book = _Part(_parsed(words, source), source, "the codebook", 1)
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


def _parsed(words: str, source: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.events import AliasEvent

    try:
        for event in YAML(typ="rt").parse(words):
            if isinstance(event, AliasEvent):  # a page of them can stand for millions of codes
                line = event.start_mark.line + 1
                raise Refused(
                    f"{source}, line {line} has a YAML alias (*{event.anchor}); write out what it stands for."
                )
        found = YAML(typ="rt").load(words)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        told = " ".join(str(error.problem or error.context).split()[:12])
        raise Refused(f"{source}{where} is no YAML: {told}.") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise Refused(f"{source} is no YAML: {' '.join(str(error).split()[:12])}.") from None
    if not isinstance(found, dict):
        raise Refused(f"{source} is no codebook: it needs 'title:' and 'codes:' at its top.")
    return found


class _Part:
    """A mapping of the file, which knows its line."""

    def __init__(self, content: Any, source: str, what: str, line: int) -> None:
        self.content, self.source, self.what, self.at = content, source, what, line

    def refused(self, words: str, field: str = "") -> Refused:
        """What is wrong, with the line of the field, or of the part."""
        return Refused(f"{self.source}, line {self._line_of(field)}: {self.what} {words}.")

    def _line_of(self, field: str) -> int:
        lines = getattr(self.content, "lc", None)
        if lines is not None and field in self.content:
            with contextlib.suppress(KeyError):  # what a merge key (<<) brought in has no line
                return int(lines.key(field)[0]) + 1
        return self.at

    def only(self, fields: Sequence[str]) -> None:
        """Refuse a field that has no meaning: it may be a slip of the pen."""
        for field in self.content:
            if field not in fields:
                raise self.refused(f"has a field {str(field)!r}; its fields are {', '.join(fields)}", field)

    def text(self, field: str) -> str:
        """Words, perhaps in several lines; "" when there are none."""
        value = self.content.get(field)
        if value is None:
            return ""
        return self._words(value, field)

    def _words(self, value: Any, field: str) -> str:
        if not isinstance(value, str):
            raise self.refused(f"has a {field} that is no text; put quotation marks around it", field)
        if hidden := _HIDDEN.search(value):
            raise self.refused(f"has an invisible character (U+{ord(hidden[0]):04X}) in its {field}", field)
        return str(value).strip()

    def line(self, field: str) -> str:
        """Words in one line, at most 80 characters; they must be there."""
        words = self.text(field)
        if not words or "\n" in words or len(words) > 80:
            raise self.refused(f"needs a {field} of one line and at most 80 characters", field)
        return words

    def key(self) -> str:
        """The key: letters, digits, ".", "-", "_"."""
        key = self.text("key")
        if not _KEY.fullmatch(key):
            raise self.refused("needs a key of letters, digits, '.', '-', '_' (at most 40)", "key")
        return key

    def lines(self, field: str) -> tuple[str, ...]:
        """A list of words, or words alone, which are a list of one."""
        value = self.content.get(field)
        if value is None:
            return ()
        found = value if isinstance(value, list) else [value]
        return tuple(words for item in found if (words := self._words(item, field)))

    def pairs(self, field: str) -> tuple[tuple[str, str], ...]:
        """A mapping of keys to words."""
        value = self.content.get(field)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            raise self.refused(f"has {field} that are no 'key: words'", field)
        return tuple((self._words(key, field), self._words(words, field)) for key, words in value.items())

    def parts(self, field: str, what: str) -> Iterator["_Part"]:
        """The mappings in a list."""
        value = self.content.get(field)
        if value is None:
            return
        if not isinstance(value, list):
            raise self.refused(f"has {field} that are no list: begin each with '- '", field)
        for number, item in enumerate(value):
            line = int(cast(Any, value).lc.item(number)[0]) + 1
            if not isinstance(item, dict):
                raise Refused(f"{self.source}, line {line}: a {what} needs 'key: …' and 'name: …'.")
            key = item.get("key")
            yield _Part(item, self.source, f"the {what} {key}" if isinstance(key, str) else f"a {what}", line)

    def unique(self, field: str, keys: Sequence[str]) -> None:
        """Refuse a key that is there twice."""
        twice = next((key for key, times in Counter(keys).items() if times > 1), None)
        if twice is not None:
            raise self.refused(f"has the key {twice!r} twice in its {field}", field)


def _qualifier(part: _Part) -> Qualifier:
    part.only(("key", "name", "values"))
    values = part.pairs("values")
    if not values or any(not _KEY.fullmatch(value) for value, _ in values):
        raise part.refused("needs values, as 'own: own words'", "values")
    return Qualifier(part.key(), part.line("name"), values)


def _codes(part: _Part, families: Sequence[Family], above: Code | None) -> Iterator[tuple[_Part, Code]]:
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


def _family(part: _Part, families: Sequence[Family]) -> str:
    named = part.text("family")
    if not named and len(families) == 1:
        return families[0].key
    if named not in [family.key for family in families]:
        known = ", ".join(family.key for family in families)
        raise part.refused(f"needs a family: one of {known}", "family")
    return named


def _check_keys(codes: Sequence[tuple[_Part, Code]]) -> None:
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
