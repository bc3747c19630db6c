"""table: how many cases are of which kind."""

import click

from coder.commands.common import (
    as_option,
    command,
    json_option,
    one_form,
    opened,
    output,
    print_file,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)


@command("table", "coder table study.coder --rows nationality:region --columns date:year --where sex=F")
@project_argument
@click.option("--rows", "down", required=True, metavar="A", help="What the rows are.")
@click.option("--columns", "across", metavar="B", help="What the columns are (default: one, all cases).")
@click.option("--where", "conditions", multiple=True, metavar="A=V",
              help="Only cases of which this is said; repeatable: any value of one A, and all A.")  # fmt: skip
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet.")
@click.option("--md", "as_md", is_flag=True, help="Print Markdown.")
@as_option
def table_(
    project: str, down: str, across: str | None, conditions: tuple[str, ...], as_json: bool, as_csv: bool, as_md: bool,
    name: str | None,
) -> None:  # fmt: skip
    """Count the cases by one or two things that are said of them.

    A and B are attributes (nationality), groups of their values (nationality:region), periods of dates (date:year,
    date:season, date:quarter, date:month), status, or a code (D3): given or not given, by the final coding. Below the
    counts stands what they leave out and what is doubtful.
    """
    from coder import markdown, tables

    one_form(as_json, as_csv, as_md)
    with opened(project) as opened_project:
        reader(opened_project, name)
        found = tables.table(opened_project, down, across, conditions)
    header, body = tables.lines(found)
    if as_json:
        print_json(tables.as_json(found))
    elif as_csv:
        print_file(tables.as_csv(found))
    elif as_md:
        remarks = "".join(f"- {markdown.escaped(remark)}\n" for remark in tables.remarks(found))
        print_file(f"{markdown.table(header, body)}\n{remarks}")
    else:
        print_table(header, body, right=range(1, len(header)))
        output()
        for remark in tables.remarks(found):
            say(remark)
