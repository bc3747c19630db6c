"""Pseudonyms in place of names, in a report: what would be replaced is a list that a person looks through first.

A spelling of a known name is found by its sound (`corpus.names`), so that "Abu Yussra" is "Abu Yusra"; each word of a
name is looked for by itself, too. What else is written like a name is on the list without a pseudonym."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import regex

from coder import csv_cells
from coder.report.blocks import Quotation, Report, Table, Words, mapped
from corpus.names import name_likeness, unknown
from corpus.refused import Refused
from db import cases, codebooks
from db.project import Project

ALIKE = 88.0
"""From this likeness on, words are a spelling of a known name: lower than for telling persons apart, since a name too
many on the list costs a look, and one too few a person."""
HEADER = ("spelling", "times", "pseudonym", "because of")
_PARTICLES = r"(?:abu|abou|umm|oum|bin|ibn|ben|bint|al|el|de|von|van|da|di)"
_NAME = regex.compile(
    rf"(?:{_PARTICLES}[ -])*\p{{Lu}}[\p{{L}}\p{{M}}'’ʿʾ-]*(?:[ -](?:{_PARTICLES}[ -])*\p{{Lu}}[\p{{L}}\p{{M}}'’ʿʾ.-]*)*"
)
_SHORT = 3
"""Words of a name that are shorter are not looked for by themselves."""


class Spelling(NamedTuple):
    """Words as they stand in the report, how often, and what stands for them; "" leaves them. `because`: the known
    name that they are like, or why they are on the list."""

    words: str
    times: int
    pseudonym: str
    because: str


def names_in(path: Path) -> dict[str, str]:
    """The names of a project list, each with its pseudonym or "". Raises Refused: can't be read."""
    found = {}
    for cells in _rows(path):
        found[cells[0].strip()] = cells[1].strip() if len(cells) > 1 else ""
    return {name: pseudonym for name, pseudonym in found.items() if name}


def proposed(project: Project, report: Report, listed: Mapping[str, str]) -> list[Spelling]:
    """What looks like a name in the report: of known ones (of the register, of `listed`) with a pseudonym."""
    known = _pseudonyms(project, listed)
    foreign = _foreign(report)
    ours = _codebook_words(project)
    counted: Counter[str] = Counter()
    for words in foreign:
        counted.update(_bare(found[0]) for found in _NAME.finditer(words))
    counted.update(_other_capitals(known, foreign, counted))
    small = {word for words in foreign for word in regex.findall(r"\b\p{Ll}[\p{L}\p{M}]*", words)}
    spellings: dict[str, Spelling] = {}
    left: Counter[str] = Counter()
    for candidate, times in counted.items():
        parts = _known_parts(candidate, known)
        for words, name in parts.items():
            before = spellings.get(words)
            spellings[words] = Spelling(words, times + (before.times if before else 0), known[name], name)
        # A word that is also written small is no name, but for its place at the beginning of a sentence.
        if not parts and len(candidate) > 1 and candidate.lower() not in small and candidate not in ours:
            left[candidate] += times
    stay = [Spelling(words, times, "", "looks like a name") for words, times in left.most_common()]
    return [*sorted(spellings.values(), key=lambda s: (s.because, s.words)), *stay]


def replaced(report: Report, listed: Iterable[Spelling]) -> Report:
    """The report with pseudonyms, the longest spelling first."""
    said = {" ".join(one.words.split()): one.pseudonym for one in listed if one.pseudonym}
    if not said:
        return report
    pattern = _pattern(sorted(said, key=len, reverse=True))
    return mapped(report, lambda words: pattern.sub(lambda found: said[" ".join(found[0].split())], words))


def as_csv(listed: Iterable[Spelling]) -> str:
    """The list, safe to open in a spreadsheet. A person may change the pseudonyms, and add rows."""
    return csv_cells.written(HEADER, listed)


def agreed(listed: Sequence[Spelling], path: Path) -> list[Spelling]:
    """The list as a person left it. Raises Refused: can't be read, is no such list, or the report holds spellings that
    it does not: somebody has coded since."""
    (header, *rows) = _rows(path)
    if tuple(cell.strip().lower() for cell in header) != HEADER:
        raise Refused(f"{path} is no list of names; its first row is {','.join(HEADER)}.")
    found = [Spelling(row[0], 0, row[2].strip(), "") for row in rows if len(row) > 2 and row[0].strip()]
    there = {one.words for one in found}
    new = [one.words for one in listed if one.words not in there]
    if new:
        raise Refused(
            f"The report holds {len(new)} that look like names and are not in {path}, as {new[0]!r}; leave --approved "
            "out, and look through the new list."
        )
    return found


def _pseudonyms(project: Project, listed: Mapping[str, str]) -> dict[str, str]:
    """By known name, what stands for it: the same for all who are called so."""
    found: dict[str, str] = {}
    for case in cases.listed(project):
        name = case.name.strip("* \t")
        if name and not unknown(name):
            found.setdefault(name, f"[Person {len(found) + 1}]")
    for name, pseudonym in listed.items():
        if pseudonym or name not in found:
            found[name] = pseudonym or f"[Name {len(found) + 1}]"
    return found


def _foreign(report: Report) -> list[str]:
    """The words of the report that may hold names: all but the codebook and the program's own."""
    kept = [s for s in report.sections if s.key not in ("codebook", "shares", "mirror", "time", "agreement")]
    kept = [s for s in kept if not s.key.startswith("agreement-")]
    words = []
    for section in kept:
        for block in section.blocks:
            if isinstance(block, Quotation):
                words += [block.words, *block.about]
            elif isinstance(block, Table):
                words += [cell for row in block.rows for cell in row if isinstance(cell, str)]
            elif isinstance(block, Words) and block.note:
                words.append(block.text)
    return words


def _known_parts(candidate: str, known: Mapping[str, str]) -> dict[str, str]:
    """Of words that look like a name: the spellings of known names in them, the whole or some words in a row."""
    words = candidate.split(" ")
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            part = " ".join(words[at : at + length])
            name = _known_as(part, known)
            if name:
                rest = [" ".join(words[:at]), " ".join(words[at + length :])]
                found = {part: name}
                for piece in rest:
                    if piece:
                        found |= _known_parts(piece, known)
                return found
    return {}


def _known_as(words: str, known: Mapping[str, str]) -> str | None:
    """The known name that this is a spelling of, or a word of it."""
    if words in known:
        return words
    best, likest = 0.0, None
    for name in known:
        alike = name_likeness(words, name)
        if " " not in words and len(words) > _SHORT:
            parts = [part for part in re.split(r"[\s-]+", name) if len(part) > _SHORT]
            alike = max([alike, *(name_likeness(words, part) for part in parts)])
        if alike > best:
            best, likest = alike, name
    return likest if best >= ALIKE else None


def _other_capitals(known: Mapping[str, str], foreign: Sequence[str], counted: Mapping[str, int]) -> Counter[str]:
    """Known names as they stand in small letters, or in a script that has no others."""
    if not known:
        return Counter()
    pattern = _pattern(sorted(known, key=len, reverse=True), regex.IGNORECASE)
    found = Counter(" ".join(one.split()) for words in foreign for one in pattern.findall(words))
    return Counter({words: times for words, times in found.items() if words not in counted})


def _bare(words: str) -> str:
    """A name without what stands at its ends: signs, and the "I" of the next clause."""
    return regex.sub(r"^I(?=[ ])[ ]|[ ]I$", "", " ".join(words.split()).rstrip("-.'’"))


def _codebook_words(project: Project) -> set[str]:
    """What stands in the report as the name of a code or of a qualifier."""
    versions = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]
    told = [code.name for version in versions for code in version.codes]
    told += [label for version in versions for q in version.qualifiers for _, label in q.values]
    return {_bare(found[0]) for words in told for found in _NAME.finditer(words)}


def _pattern(spellings: Sequence[str], flags: int = 0) -> "regex.Pattern[str]":
    """Any of these as whole words, with any blanks between them."""
    spelled = "|".join(r"\s+".join(map(regex.escape, words.split())) for words in spellings)
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{spelled})(?![\p{{L}}\p{{N}}])", flags)


def _rows(path: Path) -> list[list[str]]:
    """Raises Refused: can't be read, is not CSV."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}.") from None
    return [cells for _, cells in csv_cells.lines(raw, str(path))]
