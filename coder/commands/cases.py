"""cases, cases-status: the people whose words are coded, what is known of them, and whether they count."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

import click

from coder.commands.common import (
    MAY_BE_EMPTY,
    actor,
    as_option,
    command,
    json_option,
    one_form,
    opened,
    plural,
    print_file,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)
from corpus.refused import Refused
from db.values import Status

if TYPE_CHECKING:
    from coder.register import Register
    from db.project import Project
    from db.values import Case, Coder


@command("cases", "coder cases study.coder --where nationality=Syrian --where date:year=2015")
@project_argument
@click.option("--add", "key", metavar="ID", help="Add this case.")
@click.option("--edit", "edited", metavar="ID", help="Change what is said of this case (leads).")
@click.option("--id", "new_key", metavar="NEW", help="With --edit, where a merge brought an id twice: another one.")
@click.option("--name", "case_name", type=MAY_BE_EMPTY, metavar="NAME",
              help="With --add or --edit: what the person is called.")  # fmt: skip
@click.option("--attribute", "--set", "attributes", multiple=True, metavar="KEY=VALUE",
              help="With --add or --edit; repeatable. KEY= takes it away.")  # fmt: skip
@click.option("--note", type=MAY_BE_EMPTY, metavar="TEXT", help="With --add or --edit.")
@click.option("--where", "conditions", multiple=True, metavar="A=V",
              help="Only these, by an attribute, a group, a period of a date, or the status; repeatable.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet.")
@click.option("--md", "as_md", is_flag=True, help="Print a table in Markdown.")
@json_option
@as_option
def cases_(
    project: str,
    key: str | None,
    edited: str | None,
    new_key: str | None,
    case_name: str | None,
    attributes: tuple[str, ...],
    note: str | None,
    conditions: tuple[str, ...],
    as_csv: bool,
    as_md: bool,
    as_json: bool,
    name: str | None,
) -> None:
    """List the cases, add one, or change one.

    A case is a person whose words are coded. The ID is what one types for it; names need not differ. Values stand as
    they were written; --json also says what was made of them. What --csv prints, `coder cases-import` takes.
    """
    from coder import register as registers

    one_form(as_json, as_csv, as_md)
    if key is not None and edited is not None:
        raise Refused("Say --add or --edit, not both.")
    changing = key is not None or edited is not None
    if not changing and (case_name is not None or attributes or note is not None):
        raise Refused("--name, --attribute and --note go with --add ID or --edit ID.")
    if new_key is not None and edited is None:
        raise Refused("--id NEW goes with --edit ID.")
    with opened(project) as opened_project:
        if changing:
            who = actor(opened_project, name)
            _changed(opened_project, who, key, edited, new_key, case_name, _pairs(attributes), note, quietly=as_json)
            if not as_json:
                return
        else:
            reader(opened_project, name)
        register = registers.read(opened_project)
        found = registers.listed(register, conditions)
        people = _people(opened_project)
    if as_json:
        print_json([_row(register, case, people) for case in found])
    elif as_csv:
        from coder.csv_cells import written

        print_file(written(*_table(register, found)))
    elif as_md:
        from coder.markdown import table

        print_file(table(*_table(register, found, shown=True)))
    else:
        print_table(*_table(register, found, shown=True))
    if not as_json:
        _tell(register, found)


def _changed(
    project: "Project",
    who: "Coder",
    key: str | None,
    edited: str | None,
    new_key: str | None,
    case_name: str | None,
    attributes: dict[str, str],
    note: str | None,
    *,
    quietly: bool,
) -> None:
    from db import cases

    if key is not None:
        case = cases.add(project, who, key, case_name or "", attributes, note or "")
        say(f"the case {case.key} is added", err=quietly)
        return
    if new_key is None and case_name is None and note is None and not attributes:
        raise Refused("Say what to change: --name, --note or --set KEY=VALUE.")
    chosen = cases.named(project, edited or "")
    case = cases.edit(project, who, chosen, key=new_key, name=case_name, note=note, attributes=attributes)
    say(f"the case {case.key} is changed", err=quietly)


def _pairs(attributes: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        if not equals or not key.strip() or key.strip() in pairs:
            raise Refused(f"--attribute takes KEY=VALUE, each key once; {attribute!r} is not that.")
        pairs[key.strip()] = value
    return pairs


# --- showing ----------------------------------------------------------------------------------------------------------


def _people(project: "Project") -> dict[str, str]:
    """The names of coders and the ids that people type for cases, by their ids."""
    from db import cases, coders

    return {c.id: c.name for c in coders.listed(project)} | {c.id: c.key for c in cases.listed(project)}


def _row(register: "Register", case: "Case", people: dict[str, str]) -> dict[str, Any]:
    """A case as --json prints it."""
    from coder.register import made_of

    made = made_of(register, case)
    return {
        "id": case.key, "name": case.name, "attributes": dict(case.attributes),
        "values": {name: {"value": value.words, "state": value.state} for name, value in made.items()},
        "note": case.note, "status": case.status, "of": people.get(case.other or ""), "why": case.why,
        "by": people.get(case.by or ""),
    }  # fmt: skip


def _table(
    register: "Register", found: "Sequence[Case]", *, shown: bool = False
) -> tuple[list[str], list[list[object]]]:
    """Header and rows; `shown` to people: without columns that are empty, and each cell on one line."""
    from corpus.attributes import folded

    keys = {case.id: case.key for case in register.known}
    names = [attribute.name for attribute in register.attributes]
    header = ["id", "name", *names, "case status", "duplicate of", "status reason", "note"]
    rows: list[list[object]] = []
    for case in found:
        cells = register.cells[case.id]
        said = [cells.get(folded(name), "") for name in names]
        rows.append([case.key, case.name, *said, case.status, keys.get(case.other or "", ""), case.why, case.note])
    if shown:
        rows = [[" ".join(str(cell).split()) for cell in row] for row in rows]
        full = [n for n in range(len(header)) if n < 2 or any(row[n] for row in rows)]
        header, rows = [header[n] for n in full], [[row[n] for n in full] for row in rows]
    return header, rows


def _tell(register: "Register", found: "Sequence[Case]") -> None:
    """How many there are, and which of them do not count."""
    from coder.register import some

    said = plural(len(found), "case")
    keys = {case.key for case in found}
    out = [(reason, [key for key in some_keys if key in keys]) for reason, some_keys in register.exclusions]
    left = [f"{reason}: {some(excluded)}" for reason, excluded in out if excluded]
    say(f"{said}; of these not counted, {'; '.join(left)}" if left else said, err=True)


# --- whether they count -----------------------------------------------------------------------------------------------


@command("cases-status", 'coder cases-status study.coder k12 --status duplicate --of k17 --why "One face" --as dana')
@project_argument
@click.argument("case", metavar="ID")
@click.option("--status", required=True, type=click.Choice(get_args(Status)), help="What it is from now on.")
@click.option("--of", "other", metavar="ID", help="With duplicate: the case that counts.")
@click.option("--why", default="", type=MAY_BE_EMPTY, metavar="TEXT", help="The reason; an exclusion needs one.")
@json_option
@as_option
def cases_status_(
    project: str, case: str, status: Status, other: str | None, why: str, as_json: bool, name: str | None
) -> None:
    """Say whether a case counts.

    Leads only. A duplicate and a suspected fake are left out of every count, which then says so; a case that you are
    unsure of counts, and every count says that, too. Nothing is erased: included takes it back.
    """
    from coder import register as registers
    from db import cases, standings

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        chosen = cases.named(opened_project, case)
        of = cases.named(opened_project, other) if other else None
        standings.say(opened_project, who, chosen, status, of, why)
        register = registers.read(opened_project)
        people = _people(opened_project)
    if as_json:
        print_json(_row(register, next(c for c in register.known if c.id == chosen.id), people))
        return
    told = f"{status} of {of.key}" if of else status
    say(f"the case {chosen.key} is {told}; {plural(len(register.cases), 'case')} of {len(register.known)} count")
