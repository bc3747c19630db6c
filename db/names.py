"""Names that people type: of coders, rounds, cases. One line, visible, short."""

import unicodedata

from corpus.refused import Refused

_LONGEST = 80


def checked(name: str, what: str) -> str:
    """The name without blanks around it, in NFC. Raises Refused when it is empty, long, or has invisible characters."""
    name = unicodedata.normalize("NFC", name.strip())
    if not name:
        raise Refused(f"A {what} needs a name; this one is empty.")
    if len(name) > _LONGEST:
        raise Refused(f"The name of a {what} has at most {_LONGEST} characters; this one has {len(name)}.")
    hidden = next((c for c in name if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), None)
    if hidden is not None:
        raise Refused(f"The name of a {what} can't have invisible characters; this one has U+{ord(hidden):04X}.")
    return name


def same(one: str, other: str) -> bool:
    """Whether people would take two names for one: case and Unicode form aside."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.strip()).casefold()
