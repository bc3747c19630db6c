"""YAML files that people write by hand: read with the line of what is wrong, and written so that they can be read."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from corpus.refused import Refused

MAX_BYTES = 2_000_000
KEY = re.compile(r"[^\W_][\w.-]{0,39}")
_HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def read(path: Path, what: str) -> str:
    """The words of a file that holds a `what`. Raises Refused: unreadable, too large, not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{path} is too large for {what} (at most {MAX_BYTES // 1_000_000} MB).")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}; check its name.") from None
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 (byte offset {error.start:,}); save it as UTF-8.") from None


def dumps(plain: Mapping[str, Any]) -> str:
    """YAML in block style, the keys in their order."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = StringIO()
    yaml.dump(plain, out)
    return out.getvalue()


def parsed(words: str, source: str, otherwise: str) -> Any:
    """The mapping that a YAML file is. Raises Refused, with what is `otherwise` wrong when it is none."""
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
        raise Refused(f"{source} {otherwise}.")
    return found


class Part:
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
        if not KEY.fullmatch(key):
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

    def parts(self, field: str, what: str) -> Iterator["Part"]:
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
            yield Part(item, self.source, f"the {what} {key}" if isinstance(key, str) else f"a {what}", line)

    def unique(self, field: str, keys: Sequence[str]) -> None:
        """Refuse a key that is there twice."""
        twice = next((key for key, times in Counter(keys).items() if times > 1), None)
        if twice is not None:
            raise self.refused(f"has the key {twice!r} twice in its {field}", field)

    def inner(self, field: str, what: str) -> "Part | None":
        """The mapping under a field, called `what` in messages; None when there is none."""
        value = self.content.get(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.refused(f"has {field} that are no 'name: …'", field)
        for key in value:
            self._words(key, field)
        return Part(value, self.source, what, self._line_of(field))
