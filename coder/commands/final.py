"""final, corrections: what comes of the review, for the study and for each coder."""

from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_file,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)
from coder.commands.review_rows import names, outcome_row, quoted, why
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.commands.review_rows import Names
    from coder.corrected_passages import Corrected
    from coder.final_coding import Final
    from db.project import Project

COLUMNS = ("document", "start", "stop", "code", "case", "quote", "provenance", "coders", "round")


@command("final", "coder final study.coder --as dana --csv > final.csv")
@project_argument
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="Only of this round; repeatable.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet.")
@json_option
@as_option
def final_(project: str, round_names: tuple[str, ...], as_csv: bool, as_json: bool, name: str | None) -> None:
    """The final coding: what is reckoned with after the review.

    At each place the ruling, else what all finished readings share, else the single reading there is; its provenance
    says which. What is in dispute is left out, but for what all share of it; how many such places there are is told.
    """
    from coder.final_coding import final_coding
    from db import rounds

    if as_csv and as_json:
        raise Refused("Say --csv or --json, not both.")
    with opened(project) as opened_project:
        reader(opened_project, name)
        chosen = [rounds.named(opened_project, round_name) for round_name in round_names]
        found = final_coding(opened_project, chosen)
        called, made = names(opened_project), {r.id: r.name for r in rounds.listed(opened_project)}
        order = {id_: at for at, id_ in enumerate(called.documents)}
        values = sorted(found.values, key=lambda value: order[value.document])
        rows = [_row(opened_project, value, called, made) for value in values]
    if as_json:
        print_json(
            {
                "values": rows,
                "documents": [called.documents[id_] for id_ in order if id_ in found.documents],
                "open": [place.id for place in found.open],
                "lost": found.lost,
                "nothing": found.nothing,
            }
        )
        return
    if as_csv:
        from coder.csv_cells import written

        cells = [[*row.values()] for row in ({**row, "coders": ";".join(row["coders"])} for row in rows)]
        print_file(written(COLUMNS, [cell[: len(COLUMNS)] for cell in cells]))
    else:
        table = [
            [row["document"], row["start"], row["stop"], row["code"], row["case"] or "", row["provenance"],
             ", ".join(row["coders"]), quoted(row["quote"], 40)]
            for row in rows
        ]  # fmt: skip
        print_table(["document", "start", "stop", "code", "case", "provenance", "coders", "words"], table, right=[1, 2])
    told = [plural(len(rows), "passage"), f"{plural(len(found.open), 'place')} in dispute, left out"]
    told += [f"{plural(found.nothing, 'place')} with nothing, by rulings"] if found.nothing else []
    told += [f"{plural(found.lost, 'passage')} lost in corrected texts"] if found.lost else []
    say("; ".join(told), err=True)


def _row(project: "Project", value: "Final", called: "Names", made: dict[str, str]) -> dict[str, Any]:
    return {
        "document": called.documents[value.document],
        "start": value.start,
        "stop": value.stop,
        "code": value.code,
        "case": value.case and called.cases[value.case],
        "quote": project.text(value.text_id)[value.start : value.stop],
        "provenance": value.provenance,
        "coders": sorted((called.coders[coder] for coder in value.coders), key=str.casefold),
        "round": made[value.round],
        "text_id": value.text_id,
        "qualifiers": dict(value.qualifiers),
    }


@command("corrections", "coder corrections study.coder --as ann")
@project_argument
@json_option
@as_option
def corrections_(project: str, as_json: bool, name: str | None) -> None:
    """Your own passages that were settled otherwise, with the reason.

    Also in a package. Nothing of what the others gave is shown.
    """
    from coder.corrected_passages import corrected

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        opened_project.viewer = who.id
        called = names(opened_project)
        order = {id_: at for at, id_ in enumerate(called.documents)}
        found = sorted(corrected(opened_project, who), key=lambda one: order[one.ruling.document])
        rows = [_corrected_row(opened_project, one, called) for one in found]
    if as_json:
        print_json(rows)
        return
    for row, one in zip(rows, found, strict=True):
        say(f"{row['id'][:8]}  {row['document']}  {row['start']}-{row['stop']}")
        say(f"    “{quoted(row['quote'])}”")
        say(f"    you: {'; '.join(_short(tag) for tag in row['yours']) or 'nothing'}")
        said = "ruled" if row["how"] == "ruled" else "agreed by the coders"
        say(f"    {said}: {'; '.join(_short(tag) for tag in row['outcome']) or 'nothing belongs here'}")
        for words in why(one.ruling, called):
            say(f"        {words}")
    say(plural(len(rows), "correction"), err=True)


def _corrected_row(project: "Project", one: "Corrected", called: "Names") -> dict[str, Any]:
    ruling = one.ruling
    return {
        "id": ruling.id,
        "document": called.documents[ruling.document],
        "start": one.start,
        "stop": one.stop,
        "quote": project.text(ruling.text_id)[one.start : one.stop],
        "yours": [
            {"code": t.code, "start": t.start, "stop": t.stop, "case": t.case and called.cases[t.case], "memo": t.memo}
            for t in one.given
        ],
        "how": ruling.how,
        "outcome": [outcome_row(out, called) for out in ruling.outcome],
        "picked": ruling.picked and called.reasons.get(ruling.picked, ""),
        "reason": ruling.reason,
        "proposal": ruling.proposal,
    }


def _short(row: dict[str, Any]) -> str:
    return f"{row['code']} {row['start']}-{row['stop']}{' case ' + row['case'] if row['case'] else ''}"
