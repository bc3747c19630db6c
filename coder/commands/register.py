"""cases-import, attributes: a register brought in, and what its cells mean."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    expanded,
    json_option,
    must_be_read,
    opened,
    plural,
    print_file,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
    write_new,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.attributes import Attribute
    from corpus.register import Column, Trouble, Understood
    from db.register import Kept, Taken

_MOST_BYTES = 50_000_000
_SHOWN = 20


@command("cases-import", "coder cases-import study.coder register.csv --map attributes.yaml --preview --as dana")
@project_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--preview", "looking", is_flag=True, help="Only tell what the file says and what would come.")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="FILE",
              help="What columns are and what words mean, as coder attributes --save writes it.")  # fmt: skip
@json_option
@as_option
@click.pass_context
def cases_import_(
    ctx: click.Context, project: str, file: Path, looking: bool, mapping: Path | None, as_json: bool, name: str | None
) -> None:
    """Bring in a register of cases.

    Leads only. FILE.csv has a header and a row for each person. Cells stay as they are written. A cell that can't be
    read is told with its row and column; a row is left out only when nobody can tell which case it is, and then the
    exit status is 1. A case that is there already is brought up to date; what was changed here by hand stays.
    """
    from coder.csv_cells import lines
    from corpus import attribute_files, register
    from db import attributes
    from db import register as registers

    header, rows = register.lines(lines(_read(file), str(file)), str(file))
    told = attribute_files.load(_checked(mapping)) if mapping else attribute_files.AttributeFile()
    with opened(project) as opened_project:
        understood = register.understand(header, rows, attributes.listed(opened_project), told)
        if looking:
            reader(opened_project, name)
            taken = registers.preview(opened_project, understood)
        else:
            defined = {c.attribute.name: c.attribute for c in understood.columns if c.attribute}
            defined |= {attribute.name: attribute for attribute in told.attributes}
            taken = registers.take(opened_project, actor(opened_project, name), understood, defined.values())
    columns = [
        (column, register.told(column, [row.cells[place] for row in rows]))
        for place, column in enumerate(understood.columns)
    ]
    if as_json:
        print_json(_described(understood, taken, columns, looking=looking))
    else:
        _tell(understood, taken, columns, looking=looking)
    ctx.exit(1 if _left_out(understood, taken) else 0)


def _read(file: Path) -> bytes:
    path = _checked(file)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused(f"{file} is too large for a register (at most {_MOST_BYTES // 1_000_000} MB).")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{file} can't be read: {error.strerror}; check its name.") from None


def _checked(file: Path) -> Path:
    path = expanded(file)
    must_be_read(path)
    return path


def _left_out(understood: "Understood", taken: "Taken") -> "list[Trouble]":
    return sorted([*understood.left_out, *taken.left_out], key=lambda trouble: trouble.number)


def _tell(understood: "Understood", taken: "Taken", columns: "list[tuple[Column, str]]", *, looking: bool) -> None:
    print_table(["column", "taken for", "what it says"],
                [[column.header, _role(column), words] for column, words in columns])  # fmt: skip
    if not understood.keyed:
        say("no column tells the cases apart; their ids are the numbers of the rows")
    for doubt in understood.doubts:
        say(f"doubtful: {doubt}")
    _some([f"{_where(cell)} is {cell.what}" for cell in understood.unread])
    _some([f"{_where(row)} is left out: {row.what}" for row in _left_out(understood, taken)])
    _some([f"{kept.key}: {_kept(kept)}" for kept in taken.kept])
    would = "would be " if looking else ""
    parts = [f"{len(taken.added):,} {would}added", f"{len(taken.changed):,} {would}changed", f"{taken.same:,} the same"]
    if left_out := len(_left_out(understood, taken)):
        parts.append(f"{plural(left_out, 'row')} left out")
    say(f"cases: {', '.join(parts)}", err=True)


def _where(trouble: "Trouble") -> str:
    cell = f", {trouble.column}: {trouble.cell!r}" if trouble.column else ""
    return f"row {trouble.number} (line {trouble.line}){cell}"


def _some(told: list[str]) -> None:
    for words in told[:_SHOWN]:
        say(words)
    if len(told) > _SHOWN:
        say(f"… and {len(told) - _SHOWN:,} more of these; --json has them all")


def _role(column: "Column") -> str:
    return "id" if column.role == "key" else column.role


def _kept(kept: "Kept") -> str:
    return f"{kept.what} stays {kept.here!r}, as set here by hand; the file says {kept.file!r}"


def _described(
    understood: "Understood", taken: "Taken", columns: "list[tuple[Column, str]]", *, looking: bool
) -> dict[str, Any]:
    from corpus.attributes import to_plain

    def troubles(found: "tuple[Trouble, ...] | list[Trouble]") -> list[dict[str, Any]]:
        return [{"row": t.number, "line": t.line, "column": t.column, "cell": t.cell, "what": t.what} for t in found]

    return {
        "written": not looking,
        "columns": [
            {"column": column.header, "role": _role(column), "words": words,
             "attribute": to_plain(column.attribute) if column.attribute else None}
            for column, words in columns
        ],
        "added": [case.key for case in taken.added],
        "changed": [case.key for case in taken.changed],
        "same": taken.same,
        "kept": [kept._asdict() for kept in taken.kept],
        "unread": troubles(understood.unread),
        "left_out": troubles(_left_out(understood, taken)),
        "doubts": list(understood.doubts),
    }  # fmt: skip


@command("attributes", "coder attributes study.coder --save attributes.yaml")
@project_argument
@click.option("--load", "source", type=click.Path(path_type=Path), metavar="FILE",
              help="Define what this file defines; leads only.")  # fmt: skip
@click.option("--save", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write all as YAML; - prints.")
@click.option("--remove", "removed", metavar="NAME", help="Take this definition away; leads only. Cells stay.")
@click.option("--force", is_flag=True, help="With --save: replace FILE.")
@json_option
@as_option
def attributes_(
    project: str, source: Path | None, target: Path | None, removed: str | None, force: bool, as_json: bool,
    name: str | None,
) -> None:  # fmt: skip
    """Show, load or save what attributes of cases mean.

    Their types; what words mean (Tunisia: Tunisian), what is only likely, what says nothing; and groups of values. To
    change any of it, save the file, edit it and load it again.
    """
    from corpus import attribute_files
    from db import attributes, cases

    if sum(map(bool, (source, target, removed))) > 1:
        raise Refused("Say one of --load, --save and --remove.")
    with opened(project) as opened_project:
        if source:
            who, told = actor(opened_project, name), attribute_files.load(_checked(source))
            changed = attributes.load(opened_project, who, told.attributes)
            say(f"{plural(len(told.attributes), 'attribute')}, {changed} of them new or changed")
            return
        if removed:
            attributes.remove(opened_project, actor(opened_project, name), removed)
            say(f"{removed} is text from now on")
            return
        reader(opened_project, name)
        listed = [case for case in cases.listed(opened_project) if not case.purged]
        found = attributes.of(attributes.listed(opened_project), listed)
    if target:
        words = attribute_files.dumps(found)
        if str(target) == "-":
            print_file(words)
        else:
            write_new(expanded(target), words, force=force)
            say(f"{target}: {plural(len(found), 'attribute')}")
        return
    from corpus.attributes import folded, to_plain

    told_by = [{folded(name) for name in case.attributes} for case in listed]
    having = [sum(folded(attribute.name) in names for names in told_by) for attribute in found]
    if as_json:
        print_json([{**to_plain(attribute), "cases": n} for attribute, n in zip(found, having, strict=True)])
        return
    rows = [[a.name, a.type, n, _meaning(a)] for a, n in zip(found, having, strict=True)]
    print_table(["attribute", "type", "cases", "what words mean"], rows, right=[2])


def _meaning(attribute: "Attribute") -> str:
    from corpus.dates import ORDERS

    parts = [ORDERS[attribute.order]] if attribute.type == "date" else []
    parts += [f"{words} is {value}" for words, value in attribute.values.items()]
    parts += [f"{words} is likely {value}" if value else f"{words} is uncertain"
              for words, value in attribute.uncertain.items()]  # fmt: skip
    parts += [f"{words} is missing" for words in attribute.missing]
    parts += [f"{grouping}: {', '.join(groups)}" for grouping, groups in attribute.groups.items()]
    return "; ".join(parts)
