"""agreement: how far the coders who finished agree, code by code."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)

if TYPE_CHECKING:
    from coder.agreement.figures import Figure
    from coder.comparison import Comparison, Finished

LEVELS = ("document", "character")
NOT_USED = "not used: nobody applied this code"
FEW = 10
"""With fewer applications by a coder, one slip moves a figure a lot."""


@command("agreement", "coder agreement study.coder --coder ann --coder ben --code D3")
@project_argument
@click.option("--coder", "coder_names", multiple=True, metavar="NAME", help="Compare these only; repeatable.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Show these only; repeatable.")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Show these only; repeatable.")
@click.option("--round", "round_name", metavar="ROUND", help="In this round (default: the latest open one).")
@json_option
@as_option
def agreement_(
    project: str,
    coder_names: tuple[str, ...],
    codes: tuple[str, ...],
    levels: tuple[str, ...],
    round_name: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """How far the coders agree, code by code.

    Percent agreement and Krippendorff's alpha. Only finished readings count, of documents that two coders or more have
    finished. By document: does the code occur in it? By character: is this character tagged with it? A sub-code counts
    for its parents. A figure that means nothing is undefined, and says why.
    """
    from coder.comparison import compare, finished
    from db import coders, rounds

    with opened(project) as opened_project:
        reader(opened_project, name)
        people = [coders.named(opened_project, coder) for coder in dict.fromkeys(coder_names)]
        round_ = rounds.named(opened_project, round_name) if round_name else None
        found = finished(opened_project, round_, people)
        comparison = compare(found.readings, [c.name for c in people] or None)
        keys = [found.codebook.code(code).key for code in dict.fromkeys(codes)] or _keys(found)
        result = _result(found, comparison, keys, levels or LEVELS)
    if as_json:
        print_json(result)
    else:
        _show(result, found, all_codes=bool(codes))


def _keys(found: "Finished") -> list[str]:
    """The codebook's codes in their order, then those that only an earlier version had."""
    known = [code.key for code in found.codebook.codes]
    used = {key for coded in found.readings for key in coded.spans}
    return known + sorted(used - set(known))


def _result(found: "Finished", comparison: "Comparison", keys: Sequence[str], levels: Sequence[str]) -> dict[str, Any]:
    """As DESIGN says: what `--json` prints. Intervals are for the next version of the engine."""
    counts = {key: {coder: comparison.applications(coder, key) for coder in comparison.coders} for key in keys}
    result: dict[str, Any] = {
        "documents": len(comparison.documents),
        "coders": list(comparison.coders),
        "settings": {
            "rounds": [r.name for r in found.rounds],
            "purpose": found.rounds[0].purpose,
            "codebook": found.codebook.id,
            "sub_codes": "count for their parents",
            "readings": "finished only",
        },
        "levels": {level: _level(comparison, level, keys, counts) for level in levels},
        "confusion": {},
        "counts": counts,
    }
    result["warnings"] = _warnings(found, comparison, result)
    return result


def _level(
    comparison: "Comparison", level: str, keys: Sequence[str], counts: dict[str, dict[str, int]]
) -> dict[str, Any]:
    pairs = [(a, b) for n, a in enumerate(comparison.coders) for b in comparison.coders[n + 1 :]]
    return {
        "overall": {},
        "families": {},
        "codes": {key: _figures(comparison, level, key, used=sum(counts[key].values()) > 0) for key in keys},
        "pairs": [_pair(comparison.of(*pair), level, keys) for pair in pairs] if len(pairs) > 1 else [],
        "documents": {},
    }


def _pair(comparison: "Comparison", level: str, keys: Sequence[str]) -> dict[str, Any]:
    codes = {}
    for key in keys:
        used = any(comparison.applications(coder, key) for coder in comparison.coders)
        codes[key] = _figures(comparison, level, key, used=used)
    return {"coders": list(comparison.coders), "codes": codes}


def _figures(comparison: "Comparison", level: str, key: str, *, used: bool) -> dict[str, Any]:
    from coder.agreement.figures import NO_VARIATION
    from coder.agreement.nominal import krippendorff_alpha, percent_agreement

    data = comparison.by_document(key) if level == "document" else comparison.by_character(key)
    alpha = krippendorff_alpha(*data)
    reason = NOT_USED if not used and alpha.reason == NO_VARIATION else alpha.reason
    return {
        "percent_agreement": _figure(percent_agreement(*data)),
        "krippendorff_alpha": {**_figure(alpha), "reason": reason, "below_667": None, "below_800": None},
    }


def _figure(figure: "Figure") -> dict[str, Any]:
    return {"value": figure.value, "low": None, "high": None, "se": None, "interval": None, "reason": figure.reason}


# --- warnings --------------------------------------------------------------------------------------------------------


def _warnings(found: "Finished", comparison: "Comparison", result: dict[str, Any]) -> list[dict[str, str]]:
    told = [{"where": "documents", "text": text} for text in _about_documents(found, comparison)]
    if not comparison.documents:
        return told
    for key, of_coder in result["counts"].items():
        if sum(of_coder.values()) == 1:
            text = (
                f"{key} was applied once in all, so its alpha says nothing; code more documents before you report it."
            )
            told.append({"where": key, "text": text})
    few = [key for key, n in result["counts"].items() if sum(n.values()) > 1 and min(n.values()) < FEW]
    if few:
        text = f"fewer than {FEW} applications by some coder ({_some(few)}): one slip moves these a lot; code more."
        told.append({"where": "codes", "text": text})
    for level, figures in result["levels"].items():
        rare = [key for key, of_code in figures["codes"].items() if _rare(of_code)]
        if rare:
            what = f"by {level}: 90 % agreement or more but alpha below .667"
            text = f"{what} ({_some(rare)}): mostly shared absence; go by alpha."
            told.append({"where": level, "text": text})
    return told


def _rare(figures: dict[str, Any]) -> bool:
    percent, alpha = figures["percent_agreement"]["value"], figures["krippendorff_alpha"]["value"]
    return percent is not None and alpha is not None and percent >= 0.9 and alpha < 0.667


def _about_documents(found: "Finished", comparison: "Comparison") -> list[str]:
    told = []
    compared = {document[0].document for document in comparison.documents}
    left_out = [document.title for document in found.documents if document.id not in compared]
    if not compared:
        told.append("no document is finished by two coders, so nothing can be compared; let two coders finish one.")
    elif left_out:
        told.append(
            f"{len(left_out)} of {len(found.documents)} documents are left out, since fewer than two of the coders "
            f"finished them ({_some(left_out)}); ask for these."
        )
    if found.versions > 1:
        told.append(
            f"the tags were given under {found.versions} versions of the codebook; look whether the codes that changed "
            "still mean the same."
        )
    return told


def _some(words: Sequence[str], most: int = 8) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


# --- for people ------------------------------------------------------------------------------------------------------


def _show(result: dict[str, Any], found: "Finished", *, all_codes: bool) -> None:
    people = result["coders"]
    if result["documents"]:
        rounds = ", ".join(result["settings"]["rounds"])
        n = plural(result["documents"], "document")
        say(f"{', '.join(people[:-1])} and {people[-1]}: {n} that two or more of them finished")
        say(f"round {rounds} · codebook {result['settings']['codebook'][:12]}")
        say()
    if result["documents"]:
        _table(result, found, all_codes=all_codes)
        say()
        say("document, character: share of pairs of coders who agree whether the code is there")
        say("alpha: Krippendorff's; 1 perfect, 0 chance; .800 or more reliable, .667 tentative")
    for warning in result["warnings"]:
        say(f"! {warning['text']}")


def _table(result: dict[str, Any], found: "Finished", *, all_codes: bool) -> None:
    levels, counts = result["levels"], result["counts"]
    names = {code.key: code.name for code in found.codebook.codes}
    parents = {code.key: code.parent for code in found.codebook.codes}
    shown = [key for key in counts if all_codes or sum(counts[key].values()) or not parents.get(key)]
    header = ["code"]
    for level in levels:
        header += [level, "alpha"]
    header.append(f"tags {'/'.join(result['coders'])}")
    rows, notes = [], dict[str, str]()
    for key in shown:
        row = [f"  {key}" if parents.get(key) else _cut(f"{key} {names.get(key, '(earlier codebook)')}", 32)]
        for level in levels.values():
            figures = level["codes"][key]
            row += [_percent(figures["percent_agreement"]), _alpha(figures["krippendorff_alpha"], notes)]
        rows.append([*row, "/".join(str(n) for n in counts[key].values())])
    print_table(header, rows, right=range(1, len(header)))
    for reason, mark in notes.items():
        say(f"{mark} undefined: {reason}")


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _percent(figure: dict[str, Any]) -> str:
    return "-" if figure["value"] is None else f"{_rounded(100 * figure['value'], 1, (100,))} %"


def _alpha(figure: dict[str, Any], notes: dict[str, str]) -> str:
    if figure["value"] is not None:
        return _rounded(figure["value"], 3, (0.667, 0.8, 1))
    return notes.setdefault(figure["reason"], f"({chr(ord('a') + len(notes))})")


def _rounded(value: float, digits: int, lines: Sequence[float]) -> str:
    """Rounded, but never up to a line that it does not reach: .7996 is not shown as .800."""
    words = f"{value:.{digits}f}"
    return f"{value - 0.5 * 10**-digits:.{digits}f}" if any(value < line <= float(words) for line in lines) else words
