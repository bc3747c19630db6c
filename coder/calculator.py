"""Agreement of ratings or spans that stand in a CSV file, without a project: the calculator."""

import importlib.metadata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from coder import csv_cells
from coder.agreement import intervals, nominal, sets
from coder.agreement.continuum import Continuum, continuum
from coder.agreement.figures import NOT_USED, TOO_FEW, Figure
from coder.agreement.segments import MOST_CODES
from coder.agreement.tallies import Integers
from coder.cautions import far_above, hidden_by_prevalence
from coder.measures import ALPHA, Figures
from coder.passage_measures import each_in_partition, matched, passages_by_code, passages_together
from corpus.refused import Refused

LONGEST = 10**12
"""So many characters, times the codes, and squared lengths can be counted exactly."""
SAMPLES, SAMPLES_OF_MANY = 200, 30
"""Made-up texts that gamma is compared with: of few spans, and of many."""
QUICK = 300
"""Gamma of so many spans takes a few seconds."""
NONE = "-"
"""A cell of sets that says: looked, and no code."""
SPAN_HEADER = ("document", "length", "coder", "start", "stop", "code")
_TOLD = 3
"""So many faults are told; of the others, only how many they are."""


Marked = dict[str, dict[str, list[tuple[int, int, str]]]]
"""By document and coder, the spans (start, stop, code)."""


@dataclass(frozen=True)
class Calculated:
    """`figures`: of everything; `codes`: by code; `counts`: what there was; `warnings`: one sentence each; `settings`:
    what is needed to get the same figures again."""

    figures: Figures
    codes: dict[str, Figures]
    counts: dict[str, Any]
    warnings: list[str]
    settings: dict[str, Any]


class _Fault(Exception):
    """What is wrong in a row, and in which column."""

    def __init__(self, column: str | None, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


# --- ratings ---------------------------------------------------------------------------------------------------------


def of_ratings(path: Path, categories: Sequence[str] = (), *, as_sets: bool = False, seed: int = 1) -> Calculated:
    """Of a file whose header is unit,<coder>,<coder>…; a cell is a code, empty where it is missing.

    `as_sets`: a cell is codes joined by `;`, and `-` no code at all. `categories`: the codebook, when not all of it
    occurs. Raises Refused with line and column of the first faults."""
    header, rows = _read(path)
    if len(header) < 3 or header[0].strip().lower() != "unit":
        raise Refused(f"{path}, line 1: the header must be unit,<coder>,<coder>… with two coders or more.")
    coders = _coders(path, header[1:])
    cells, faults = _cells(rows, header, coders, list(categories), as_sets=as_sets)
    _refuse(path, faults)
    found = sorted({code for row in cells for cell in row if cell for code in cell})
    codes = list(dict.fromkeys(categories)) or found
    counts = {
        "units": len(cells),
        "units_compared": sum(sum(cell is not None for cell in row) >= 2 for row in cells),
        "coders": coders,
        "categories": codes,
        "ratings": {coder: sum(row[at] is not None for row in cells) for at, coder in enumerate(coders)},
        "applications": {
            code: {coder: sum(code in (row[at] or ()) for row in cells) for at, coder in enumerate(coders)}
            for code in codes
        },
    }
    if as_sets:
        figures = _of_sets(cells, codes, len(coders), seed)
    else:
        number_of = {code: at for at, code in enumerate(codes)}
        ratings = _table(cells, len(coders), lambda cell: number_of[cell[0]])
        figures = _of_codes(ratings, max(1, len(codes)), seed)
    by_code = {code: _of_presence(_presence(cells, len(coders), code), seed) for code in codes}
    return Calculated(figures, by_code, counts, _told(figures, by_code, counts, as_sets=as_sets), _settings(seed))


Cells = list[list[tuple[str, ...] | None]]
"""By unit and coder, the codes; None where they are missing."""


def _cells(
    rows: list[tuple[int, list[str]]], header: list[str], coders: list[str], categories: list[str], *, as_sets: bool
) -> tuple[Cells, list[tuple[int, _Fault]]]:
    """What the cells say, and what is wrong with the rows, in their order."""
    cells: Cells = []
    faults: list[tuple[int, _Fault]] = []
    seen: set[str] = set()
    for line, row in rows:
        try:
            _fits(row, header)
            if row[0] and row[0] in seen:
                raise _Fault(header[0], f"the unit {row[0]!r} stands in the file twice")
            cells.append(
                [_parts(coder, cell, categories, as_sets) for coder, cell in zip(coders, row[1:], strict=True)]
            )
        except _Fault as fault:
            faults.append((line, fault))
        seen.add(row[0])
    return cells, faults


def _fits(row: list[str], header: Sequence[str]) -> None:
    """Raises _Fault, in the first column that is missing or has no name."""
    if len(row) != len(header):
        column = header[len(row)] if len(row) < len(header) else str(len(header) + 1)
        raise _Fault(column, f"{len(row)} cells, the header has {len(header)}")


def _parts(coder: str, cell: str, categories: list[str], as_sets: bool) -> tuple[str, ...] | None:
    """The codes in a cell; None where it is missing. Raises _Fault."""
    if not cell:
        return None
    parts = tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip())) if as_sets else (cell,)
    if as_sets and parts == (NONE,):
        return ()
    if as_sets and (not parts or NONE in parts):
        raise _Fault(coder, f"{cell!r} is neither codes joined by ; nor {NONE} alone (looked, and no code)")
    for code in parts:
        if categories and code not in categories:
            raise _Fault(coder, f"{code!r} is not one of the categories {', '.join(categories)}")
    return parts


def _table(cells: Cells, coders: int, number: Callable[[tuple[str, ...]], int]) -> Integers:
    rows = [[nominal.MISSING if cell is None else number(cell) for cell in row] for row in cells]
    return np.array(rows, dtype=np.int64).reshape(len(cells), coders)


def _presence(cells: Cells, coders: int, code: str) -> Integers:
    return _table(cells, coders, lambda cell: int(code in cell))


def _of_codes(ratings: Integers, categories: int, seed: int) -> Figures:
    found = nominal.coefficients(ratings, categories)
    times, terms = nominal.rows_of_units(ratings, categories)
    alpha = terms[ALPHA]
    if found[ALPHA].value is not None:
        resampled = intervals.unit_interval(times, alpha.sums, alpha.formula, seed=seed)
        found[ALPHA] = _with_shares(found[ALPHA], resampled)
    return found


def _of_presence(ratings: Integers, seed: int) -> Figures:
    """Of one code; where nobody applied it, that is why there is no figure."""
    found = _of_codes(ratings, 2, seed)
    if (ratings == 1).any():
        return found
    return {name: Figure(None, NOT_USED) if f.value is None and f.reason != TOO_FEW else f for name, f in found.items()}


def _with_shares(figure: Figure, resampled: intervals.Interval) -> Figure:
    """The t interval stays; the shares of resamples below the two limits come from resampled units."""
    return replace(figure, below_667=resampled.below_667, below_800=resampled.below_800, undefined=resampled.undefined)


def _of_sets(cells: Cells, codes: Sequence[str], coders: int, seed: int) -> Figures:
    if len(codes) > MOST_CODES:
        raise Refused(f"Sets of at most {MOST_CODES} codes can be compared; the file has {len(codes)}.")
    bit = {code: 1 << at for at, code in enumerate(codes)}
    masks, times = np.unique(
        _table(cells, coders, lambda cell: sum(bit[code] for code in cell)), axis=0, return_counts=True
    )
    found = sets.coefficients(masks, times)
    for name, alpha in sets.statistics(masks, np.arange(len(masks)), len(masks)).items():
        if found[name].value is not None:
            resampled = intervals.unit_interval(times, alpha.sums, alpha.formula, seed=seed)
            found[name] = _with_shares(found[name], resampled)
    return found


# --- spans -----------------------------------------------------------------------------------------------------------


def of_spans(path: Path, categories: Sequence[str] = (), *, with_gamma: bool = False, seed: int = 1) -> Calculated:
    """Of a file with the header document,length,coder,start,stop,code; positions in code points, stop exclusive.

    A row whose last three cells are empty says that the coder finished the document without a span. A coder with no
    row for a document has not finished it. `with_gamma`: gamma for however many spans; it needs scipy. Raises
    Refused with line and column of the first faults."""
    header, rows = _read(path)
    if tuple(cell.strip().lower() for cell in header) != SPAN_HEADER:
        raise Refused(f"{path}, line 1: the header must be {','.join(SPAN_HEADER)}.")
    faults: list[tuple[int, _Fault]] = []
    lengths: dict[str, int] = {}
    marked: Marked = {}
    said: dict[tuple[str, str], bool] = {}
    for line, row in rows:
        try:
            document, coder, span = _span(row, lengths, categories)
            if said.setdefault((document, coder), bool(span)) != bool(span):
                raise _Fault("start", f"{coder!r} has a span in {document!r}, and a row that says there is none")
            if span and span[0] in marked.get(document, {}).get(coder, ()):
                raise _Fault("start", "this very span stands in the file already")
        except _Fault as fault:
            faults.append((line, fault))
        else:
            marked.setdefault(document, {}).setdefault(coder, []).extend(span)
    _refuse(path, faults)
    if sum(lengths.values()) > LONGEST:
        raise Refused(f"{path}: the documents are longer together than can be counted ({LONGEST:,} characters).")
    found = sorted({code for of in marked.values() for spans in of.values() for *_, code in spans})
    codes = list(dict.fromkeys(categories)) or found
    coders = sorted({coder for of in marked.values() for coder in of})
    number = {code: at for at, code in enumerate(codes)}
    compared = sorted(document for document, of in marked.items() if len(of) >= 2)
    lines = [_line(lengths[document], marked[document], coders, number) for document in compared or sorted(marked)]
    return _calculated(lines, codes, coders, marked, with_gamma, seed)


def _span(
    row: list[str], lengths: dict[str, int], categories: Sequence[str]
) -> tuple[str, str, list[tuple[int, int, str]]]:
    """Document, coder, and the span, if the row has one; `lengths`, of documents, are kept there. Raises _Fault."""
    _fits(row, SPAN_HEADER)
    cells = dict(zip(SPAN_HEADER, row, strict=True))
    empty = not (cells["start"] or cells["stop"] or cells["code"])
    for name in ("document", "coder") if empty else ("document", "coder", "code"):
        if not cells[name]:
            raise _Fault(name, "is empty")
    size = _whole(cells, "length")
    if lengths.setdefault(cells["document"], size) != size:
        raise _Fault("length", f"{size}, but {cells['document']!r} had {lengths[cells['document']]} before")
    if empty:
        return cells["document"], cells["coder"], []
    first, last = _whole(cells, "start"), _whole(cells, "stop")
    if first >= last:
        raise _Fault("stop", f"a span from {first} to {last} is {'empty' if first == last else 'turned around'}")
    if last > size:
        raise _Fault(
            "stop" if first <= size else "start",
            f"a span from {first} to {last} does not lie in a text of {size} characters",
        )
    if categories and cells["code"] not in categories:
        raise _Fault("code", f"{cells['code']!r} is not one of the categories {', '.join(categories)}")
    return cells["document"], cells["coder"], [(first, last, cells["code"])]


def _whole(cells: dict[str, str], name: str) -> int:
    cell = cells[name]
    if not (cell.isdecimal() and cell.isascii() and len(cell) < 16):
        raise _Fault(name, f"{cell!r} is no whole number of characters")
    return int(cell)


def _line(
    length: int, of: dict[str, list[tuple[int, int, str]]], coders: Sequence[str], number: dict[str, int]
) -> Continuum:
    return continuum(
        length,
        [[(a, b, number[code]) for a, b, code in of[coder]] if coder in of else None for coder in coders]
        + [None] * (len(coders) < 2),  # to compare with: somebody who finished nothing
    )


def _calculated(
    lines: list[Continuum],
    codes: Sequence[str],
    coders: Sequence[str],
    marked: Marked,
    with_gamma: bool,
    seed: int,
) -> Calculated:
    drawn = intervals.draws(len(lines), seed)
    found = matched(lines, len(codes) or 1)  # nobody marked anything: as if there were a code to mark with
    together = passages_together(lines, found)
    figures = {name: measured.resampled(drawn)[0] for name, measured in together.items()}
    by_code: dict[str, Figures] = {code: {} for code in codes}
    each = passages_by_code(lines, found) | {"ku_alpha": each_in_partition(lines, codes, codes)} if codes else {}
    for name, measured in each.items():
        for code, figure in zip(codes, measured.resampled(drawn), strict=True):
            by_code[code][name] = figure
    figures |= _gamma(lines, with_gamma, seed)
    counts = {
        "documents": len(marked),
        "documents_compared": sum(len(of) >= 2 for of in marked.values()),
        "coders": list(coders),
        "codes": list(codes),
        "spans": {coder: sum(len(of.get(coder, ())) for of in marked.values()) for coder in coders},
        "applications": {
            code: {
                coder: sum(of_span == code for of in marked.values() for *_, of_span in of.get(coder, ()))
                for coder in coders
            }
            for code in codes
        },
    }
    return Calculated(figures, by_code, counts, _told(figures, by_code, counts, as_sets=False), _settings(seed))


# --- both ------------------------------------------------------------------------------------------------------------


def _gamma(lines: Sequence[Continuum], wanted: bool, seed: int) -> Figures:
    """Gamma; for many spans only when it is asked for. `gamma_cat` counts a span that is aligned with nothing as the
    program pygamma-agreement does, whose figures are in print; `gamma_cat_aligned` is that of Mathet 2017."""
    from coder.agreement.gamma import gamma

    names = ("gamma", "gamma_cat", "gamma_cat_aligned")
    size = sum(len(spans) for line in lines for spans in line.coders if spans is not None)
    if size > QUICK and not wanted:
        return dict.fromkeys(names, Figure(None, f"{size} spans take long; ask for it with --gamma"))
    found = gamma(lines, samples=SAMPLES if size <= QUICK // 5 else SAMPLES_OF_MANY, seed=seed)
    return dict(zip(names, (found.gamma, found.gamma_cat_pygamma, found.gamma_cat), strict=True))


def _told(figures: Figures, by_code: dict[str, Figures], counts: dict[str, Any], *, as_sets: bool) -> list[str]:
    """What a reader must know of these figures, and what to do about it."""
    told = []
    for what, coded in (("units", "ratings"), ("documents", "coders")):
        left = counts.get(what, 0) - counts.get(f"{what}_compared", 0)
        if left:
            told.append(
                f"{left} of {counts[what]} {what} have fewer than two {coded} and do not count; let another coder code "
                "them."
            )
    if 0 < counts.get("units_compared", intervals.FEW) < intervals.FEW:
        told.append(f"{counts['units_compared']} units compared: the intervals say nothing; code more.")
    once = [code for code, of in counts["applications"].items() if sum(of.values()) == 1]
    if once:
        told.append(f"rests on 1 application ({', '.join(once)}): alpha says nothing there; code more.")
    every = {"all": figures, **by_code}
    known = {
        code: (percent, _value(of, "gwet_ac1"), alpha)
        for code, of in every.items()
        if (percent := _value(of, "percent_agreement")) is not None and (alpha := _value(of, ALPHA)) is not None
    }
    hidden = [code for code, (percent, _, alpha) in known.items() if hidden_by_prevalence(percent, alpha)]
    if hidden:
        told.append(
            f"90 % agreement or more but alpha below .667 ({', '.join(hidden)}): one answer prevails; go by alpha."
        )
    apart = [code for code, (_, ac1, alpha) in known.items() if ac1 is not None and far_above(ac1, alpha)]
    if apart:
        told.append(
            f"AC1 is far above alpha ({', '.join(apart)}), because one answer prevails; go by alpha and don't "
            "report AC1 alone."
        )
    if not as_sets and any(";" in code for code in counts.get("categories", ())):
        told.append("some codes hold a semicolon: if cells are several codes joined by ; say --sets.")
    if as_sets:
        told.append("alpha_masi: distance 1 - Jaccard x monotonicity (Passonneau 2006); say so where you report it.")
    return told


def _value(figures: Figures, name: str) -> float | None:
    return figures[name].value if name in figures else None


def _settings(seed: int) -> dict[str, Any]:
    return {"seed": seed, "resamples": intervals.RESAMPLES, "version": importlib.metadata.version("coder")}


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each row that is not empty with the line of the file where it begins."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}.") from None
    (_, header), *rows = csv_cells.lines(content, str(path))
    if not rows:
        raise Refused(f"{path} has a header and nothing below it.")
    return [cell.strip() for cell in header], [(line, [cell.strip() for cell in row]) for line, row in rows]


def _coders(path: Path, names: Sequence[str]) -> list[str]:
    coders = [name.strip() for name in names]
    if "" in coders or len(set(coders)) < len(coders):
        raise Refused(f"{path}, line 1: every coder's column needs a name of its own.")
    return coders


def _refuse(path: Path, faults: Sequence[tuple[int, _Fault]]) -> None:
    """Raises Refused with the first of them, when there are any."""
    if faults:
        told = [
            f"line {line}{f', column {fault.column}' if fault.column else ''}: {fault.what}"
            for line, fault in faults[:_TOLD]
        ]
        more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
        raise Refused(f"{path}, {'; '.join(told)}{more}")
