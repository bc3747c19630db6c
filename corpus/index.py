"""Which parts of which texts may hold these letters? Without an index by looking, with one by rare letter triples.

Whatever an index says is only where to look: a find is always verified in the text, so that an old or broken index can
hide a place but never invent one. The index is a cache, made anew from the texts at any time: an SQLite file with the
letter triples of overlapping blocks (FTS5 without the text itself, about half a byte per letter).
"""

import os
import sqlite3
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpus.folding import Folded, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OVERLAP = 512
"""Letters that two blocks share, so that every quote of up to so many lies wholly in one."""
BLOCK = 1536
"""Letters of a block. Smaller ones tell better where to look and make a larger index (1024: half as much again)."""
STEP = BLOCK - OVERLAP
_GRAMS_FOR_ALL = 6
"""An exact quote's blocks are those that hold this many of its rarest triples."""
_SAMPLE = 16
"""Of how many blocks one is counted, to know which triples are rare."""
_CHUNK = 300
"""Letters: of a longer quote, parts as long as this are looked for, at its beginning, middle and end."""
_ROUGH = 45.0
"""Partial ratio, 0 to 100: below it no quote was ever found (the lowest true one in the study had 62)."""
_PRUNED = 0.4
"""A block with less than this share of the best block's weight is not looked into."""
_MANY = 2_000
"""After so many new blocks, 1 MB, the file is tidied up: a tenth smaller, and faster to ask."""
_FORMAT = 1
_SCHEMA = f"""
CREATE VIRTUAL TABLE block USING fts5(t, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1');
CREATE TABLE text (first INTEGER PRIMARY KEY, id TEXT UNIQUE, places BLOB NOT NULL); -- no id: the text is gone
CREATE TABLE gram (gram TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_FORMAT};
"""


class Block(NamedTuple):
    """A part of a text, in code points, where something may stand."""

    id: str
    start: int
    stop: int


class Interrupted(Exception):
    """Whoever asked wants no answer any more."""


Stop = Callable[[], bool]


class Source(Protocol):
    """Texts by their ids, and which parts of them to look at."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts, each by its id."""

    def having(self, letters: str, stop: Stop) -> Iterator[Block]:
        """Parts that may hold exactly these letters; every place lies in one of them. They may overlap."""

    def like(self, letters: str, stop: Stop, effort: int = 0) -> list[Block]:
        """Parts that may hold something like these letters, the likeliest first; more effort finds more."""

    def folded(self, block: Block, pad: int) -> Folded:
        """The letters of a part and `pad` code points around it."""


class Plain:
    """A few texts, up to about a megabyte, looked through without an index; each is folded once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._folded: dict[str, Folded] = {}

    def having(self, letters: str, stop: Stop) -> Iterator[Block]:
        """Each text that has them."""
        for id_, text in self.texts.items():
            if stop():
                raise Interrupted
            if letters in self._letters(id_).letters:
                yield Block(id_, 0, len(text))

    def like(self, letters: str, stop: Stop, effort: int = 0) -> list[Block]:
        """The likest blocks by rapidfuzz's partial ratio."""
        from rapidfuzz import process
        from rapidfuzz.fuzz import partial_ratio

        ranked = list[tuple[float, Block]]()
        for id_ in self.texts:
            if stop():
                raise Interrupted
            folded = self._letters(id_)
            for chunk in _chunks(letters):
                parts = {at: folded.letters[at : at + BLOCK] for at in _starts(len(folded.letters))}
                found = process.extract(
                    chunk, parts, scorer=partial_ratio, processor=None, limit=_most(effort), score_cutoff=_ROUGH
                )
                for part, score, at in found:
                    ranked.append((-score, Block(id_, *folded.span(at, at + len(part)))))
        return list(dict.fromkeys(block for _, block in sorted(ranked)))[: _most(effort)]

    def folded(self, block: Block, pad: int) -> Folded:
        """Letters out of the folded text."""
        folded = self._letters(block.id)
        first, last = folded.at(block.start - pad), folded.at(block.stop + pad)
        return Folded(folded.letters[first:last], folded.offsets[first:last])

    def _letters(self, id_: str) -> Folded:
        if id_ not in self._folded:
            self._folded[id_] = fold(self.texts[id_])
        return self._folded[id_]


class Index:
    """Many texts, found by letter triples; `texts` may fetch each when it is asked for, most are never needed.

    Keyed by the ids: the same id must always be the same text (its SHA-256). One thread at a time may use it; opening
    takes some milliseconds, so each thread can have its own."""

    def __init__(
        self,
        texts: Mapping[str, str],
        file: Path | None = None,
        stop: Stop = lambda: False,
        erased: Collection[str] = (),
    ) -> None:
        """The index in this file, or in memory; made if it isn't there, made anew if it is broken or of another format.

        It knows the texts that there are now: call `sync` when others came or some went. When it still knows one of
        those that are `erased`, it forgets everything first: of a text that is merely gone the triples stay a while."""
        self.texts = texts
        self._file = file
        self._open()
        try:
            if not self._places.keys().isdisjoint(erased):
                self.clear()
            self.sync(stop)
        except BaseException:
            self.close()
            raise
        self._fold = lru_cache(maxsize=128)(self._fold_part)

    def sync(self, stop: Stop = lambda: False) -> None:
        """Take in the texts that are new and leave out those that are gone; in one transaction.

        A new text of 20 KB takes some milliseconds, 10 MB about three seconds. Of texts that are gone the triples stay
        until they are a quarter of all; `clear` is rid of them at once, as is deleting the file."""
        new, gone = self._changes()
        if not new and not gone:
            return
        if self._live() - sum(len(self._places[id_]) // 2 for id_ in gone) < self._count * 3 // 4:
            self.clear()
        before = self._count
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._read()  # another process may have been faster
            new, gone = self._changes()
            self._connection.executemany("UPDATE text SET id = NULL WHERE id = ?", [(id_,) for id_ in gone])
            counts: Counter[str] = Counter()
            for id_ in new:
                if stop():
                    raise Interrupted
                self._add(id_, counts)
            self._connection.executemany(
                "INSERT INTO gram VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", sorted(counts.items())
            )
            if self._next - before > _MANY:
                self._connection.execute("INSERT INTO block(block) VALUES ('optimize')")
        if self._next - before > _MANY:
            self._connection.execute("VACUUM")
        self._read()

    def clear(self) -> None:
        """Forget everything, also what the file held; the next `sync` makes it anew."""
        drop = "".join(f"DROP TABLE {name};" for name in ("block", "text", "gram"))
        self._connection.executescript(f"BEGIN IMMEDIATE; {drop} {_SCHEMA} COMMIT; VACUUM;")
        self._read()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def having(self, letters: str, stop: Stop) -> Iterator[Block]:
        """Blocks that hold the rarest triples of the letters (of their first 512)."""
        yield from self._mended(lambda: self._having(letters, stop))

    def like(self, letters: str, stop: Stop, effort: int = 0) -> list[Block]:
        """Blocks that share the most of the rare triples, each weighed by its rarity, until a budget is used up."""
        return self._mended(lambda: self._like(letters, stop, effort))

    def folded(self, block: Block, pad: int) -> Folded:
        """Folds the part, and remembers the last few."""
        return self._fold(block.id, max(0, block.start - pad), block.stop + pad)

    def _fold_part(self, id_: str, start: int, stop: int) -> Folded:
        text = self.texts[id_]
        return fold(text, start, min(stop, len(text)))

    def _having(self, letters: str, stop: Stop) -> list[Block]:
        grams = self._rarest(letters[:OVERLAP])[:_GRAMS_FOR_ALL]
        if not grams:
            return list(self._short(letters, stop))
        asked = " AND ".join(f'"{gram}"' for gram, _ in grams)
        rows = self._connection.execute("SELECT rowid FROM block WHERE block MATCH ?", (asked,))
        return [block for (row,) in rows if (block := self._block(row))]

    def _like(self, letters: str, stop: Stop, effort: int) -> list[Block]:
        import numpy as np

        if effort:
            budget_for_each = min(max(3 * self._count, 20_000), 250_000)
        else:
            budget_for_each = min(max(self._count // 2, 4_000), 40_000)
        ranked = list[tuple[float, int]]()
        for chunk in _chunks(letters):
            weights, budget = np.zeros(self._count + 1, dtype=np.float32), budget_for_each
            for gram in self._by_segment(chunk):
                if stop():
                    raise Interrupted
                rows = self._postings(gram)
                if rows.size:
                    weights[rows] += log(1 + self._count / rows.size)
                budget -= rows.size
                if budget < 0:
                    break
            wanted = min(2 * _most(effort), self._count)
            top: list[int] = np.argpartition(weights, -wanted)[-wanted:].tolist() if wanted else []
            ranked += [(-float(weights[row]), row) for row in top if weights[row] > 0]
        least = _PRUNED * min(ranked)[0] if ranked else 0.0
        blocks = [block for weight, row in sorted(ranked) if weight <= least and (block := self._block(row))]
        return list(dict.fromkeys(blocks))[: _most(effort)]

    # --- the file

    def _mended(self, ask: Callable[[], list[Block]]) -> list[Block]:
        """What was asked for; if the file turns out to be damaged, after it was made anew."""
        try:
            return ask()
        except sqlite3.DatabaseError:
            if self._file is None:
                raise
            self._connection.close()
            self._file.unlink(missing_ok=True)
            self._open()
            self.sync()
            return ask()

    def _changes(self) -> tuple[list[str], set[str]]:
        """The texts that the file doesn't know, and those that it knows and nobody has any more."""
        return [id_ for id_ in self.texts if id_ not in self._places], self._places.keys() - self.texts.keys()

    def _live(self) -> int:
        return sum(len(places) // 2 for places in self._places.values())

    def _open(self) -> None:
        try:
            self._connection = self._connected()
            self._read()
        except sqlite3.DatabaseError as error:
            if self._file is None or (isinstance(error, sqlite3.OperationalError) and "locked" in str(error)):
                raise
            self._connection.close()
            self._file.unlink(missing_ok=True)
            self._connection = self._connected()
            self._read()

    def _connected(self) -> sqlite3.Connection:
        if self._file and not self._file.exists():  # it says something about the texts: for its owner only
            os.close(os.open(self._file, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(
            self._file or ":memory:", isolation_level=None, timeout=10, check_same_thread=False
        )
        self._connection = connection
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        elif version != _FORMAT:
            raise sqlite3.DatabaseError("another format")
        return connection

    def _read(self) -> None:
        """What the file knows: where the blocks of each text begin and end, and which rows are theirs."""
        self._places: dict[str, array[int]] = {}
        self._ids, firsts, self._count = list[str | None](), list[int](), 0
        for first, id_, blob in self._connection.execute("SELECT first, id, places FROM text ORDER BY first"):
            places = array("I", blob)
            self._count = first + len(places) // 2 - 1
            self._ids.append(id_)
            firsts.append(first)
            if id_ is not None:
                self._places[id_] = places
        self._firsts = firsts
        self._next = self._count + 1

    def _add(self, id_: str, counts: Counter[str]) -> None:
        folded = fold(self.texts[id_])
        blocks, places = list[str](), array("I")
        for at in _starts(len(folded.letters)) or (0,):
            block = folded.letters[at : at + BLOCK]
            blocks.append(block)
            places.extend(folded.span(at, at + len(block)) if block else (0, 0))
        self._connection.executemany("INSERT INTO block(rowid, t) VALUES (?, ?)", enumerate(blocks, self._next))
        self._connection.execute("INSERT INTO text VALUES (?, ?, ?)", (self._next, id_, places.tobytes()))
        for block in blocks[self._next % _SAMPLE :: _SAMPLE]:
            counts.update(_grams(block))
        self._next += len(blocks)

    # --- rows and triples

    def _block(self, row: int) -> Block | None:
        """The part of a text that a row stands for; None if the text is gone."""
        at = bisect_right(self._firsts, row) - 1
        if at < 0:
            return None
        id_ = self._ids[at]
        if id_ is None or id_ not in self.texts:
            return None
        places, k = self._places[id_], 2 * (row - self._firsts[at])
        return Block(id_, places[k], places[k + 1])

    def _postings(self, gram: str) -> "NDArray[np.int64]":
        """The rows that hold a triple; joined to one string by SQLite, several times faster than row by row."""
        import numpy as np

        query = "SELECT group_concat(rowid) FROM block WHERE block MATCH ?"
        (rows,) = self._connection.execute(query, (f'"{gram}"',)).fetchone()
        return np.fromstring(rows, dtype=np.int64, sep=",") if rows else np.zeros(0, dtype=np.int64)

    def _rarest(self, letters: str) -> list[tuple[str, int]]:
        """The triples of the letters with about how many blocks hold each, the rarest first."""
        grams = sorted(_grams(letters))
        known: dict[str, int] = {}
        for at in range(0, len(grams), 500):
            some = grams[at : at + 500]
            marks = ",".join("?" * len(some))
            known.update(self._connection.execute(f"SELECT gram, n FROM gram WHERE gram IN ({marks})", some))
        return sorted(((gram, known.get(gram, 0) * _SAMPLE) for gram in grams), key=lambda one: one[1])

    def _by_segment(self, letters: str) -> Iterable[str]:
        """All triples: first the two rarest of each 24 letters, so that damage in one place hides no other."""
        ranked = self._rarest(letters)
        rank = {gram: k for k, (gram, _) in enumerate(ranked)}
        first = list[str]()
        for at in range(0, len(letters), 24):
            first += sorted(_grams(letters[at : at + 26]), key=rank.__getitem__)[:2]
        return dict.fromkeys([*sorted(first, key=rank.__getitem__), *rank])

    def _short(self, letters: str, stop: Stop) -> Iterator[Block]:
        """Fewer letters than a triple are looked for in every text."""
        for id_ in self._ids:
            if stop():
                raise Interrupted
            if id_ is not None and id_ in self.texts and letters in fold(text := self.texts[id_]).letters:
                yield Block(id_, 0, len(text))


def _starts(letters: int) -> range:
    """Where blocks begin: one at least, and none that lies wholly in the one before it."""
    return range(0, max(1, letters - OVERLAP), STEP) if letters else range(0)


def _chunks(letters: str) -> Iterable[str]:
    """What to look for: the letters, or of many the beginning, the middle and the end."""
    if len(letters) <= OVERLAP:
        return (letters,)
    middle = (len(letters) - _CHUNK) // 2
    return letters[:_CHUNK], letters[middle : middle + _CHUNK], letters[-_CHUNK:]


def _grams(letters: str) -> set[str]:
    return {letters[i : i + 3] for i in range(len(letters) - 2)}


def _most(effort: int) -> int:
    """How many blocks are worth looking into."""
    return 32 if not effort else 64
