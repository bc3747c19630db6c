"""agreement --learning: how far each coder agrees with what was settled, round by round."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from coder.commands.common import plural, print_json, print_table, say, titles

if TYPE_CHECKING:
    from coder.learning import Learning


def show(found: "Sequence[Learning]", codes: Sequence[str], *, as_json: bool) -> None:
    """Print it; of these codes only, if there are some."""
    from coder.learning import LABEL

    if as_json:
        print_json({"label": LABEL, "learning": [_row(one, codes) for one in found]})
        return
    say(LABEL)
    for _, of_coder in groupby(found, key=lambda one: one.coder.id):
        _of_coder(list(of_coder), codes)
    if not found:
        say("no place is settled in what was finished; see coder disagreements")


def _row(one: "Learning", codes: Sequence[str]) -> dict[str, Any]:
    from coder.agreement_report import parts_json
    from coder.learning import LABEL

    called = titles([*one.documents, *one.waiting])
    return {
        "label": LABEL,
        "coder": one.coder.name,
        "round": one.round.name,
        "purpose": one.round.purpose,
        "ruled": one.ruled,
        "theirs": one.theirs,
        "codes_theirs": one.codes,
        "documents": [called[document.id] for document in one.documents],
        "waiting": [called[document.id] for document in one.waiting],
        "levels": {name: parts_json(level, codes) for name, level in one.levels.items()},
        "counts": {code: of for code, of in one.comparison.applications().items() if not codes or code in codes},
    }


def _of_coder(found: "list[Learning]", codes: Sequence[str]) -> None:
    from coder.agreement_words import alpha_words, percent
    from coder.measures import main_figure

    say(f"\n{found[0].coder.name}")
    rows = [
        [one.round.name, one.round.purpose, one.ruled, _of(one.theirs, one.ruled), _of(one.codes, one.ruled)]
        for one in found
    ]
    print_table(["round", "purpose", "ruled", "as theirs", "their codes"], rows, right=[2, 3, 4])
    for one in found:
        if one.waiting:
            say(f"{one.round.name}: {plural(len(one.waiting), 'document')} with open places, not in the figures below")
    notes: dict[str, str] = {}
    by_code = []
    order: dict[str, None] = {}
    for one in found:
        order |= dict.fromkeys(code for code, of in one.comparison.applications().items() if any(of.values()))
    for code in (code for code in order if not codes or code in codes):
        for one in found:
            used = one.comparison.applications().get(code, {})
            if not any(used.values()):
                continue
            named = {known.key: known.name for known in one.codebook.codes}.get(code, "")
            figures, passages = one.levels[one.main].codes[code], one.levels["passage"].codes[code]
            by_code.append(
                [f"{code} {named}".rstrip(), one.round.name, *used.values(),
                 percent(figures.get("percent_agreement")), percent(figures.get("positive_agreement")),
                 alpha_words(passages[main_figure("passage")], notes)]
            )  # fmt: skip
    if by_code:
        say()
        print_table(["", "round", "gave", "final", "agree", "pos", "|u-alpha"], by_code, right=[2, 3, 4, 5, 6])
    for reason, mark in notes.items():
        say(f"{mark} {reason}")


def _of(number: int, total: int) -> str:
    return f"{number} ({100 * number / total:.0f} %)"
