"""report: the page that a lead puts in front of a reader."""

from pathlib import Path

import click

from coder.commands.common import (
    as_option,
    command,
    expanded,
    opened,
    plural,
    print_file,
    project_argument,
    reader,
    say,
    write_new,
)
from corpus.refused import Refused


@command("report", "coder report study.coder report.html --as dana")
@project_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--format", "kind", type=click.Choice(["html", "md"]),
              help="html: one file that needs no network; md: Markdown (default: by OUT's ending).")  # fmt: skip
@click.option("--title", default="What people said", show_default=True, help="The report's title.")
@click.option("--quotations", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="At most so many of each code.")  # fmt: skip
@click.option("--no-quotations", is_flag=True, help="None.")
@click.option("--pseudonymise", is_flag=True, help="Pseudonyms for names; you look through the list first.")
@click.option("--names", type=click.Path(path_type=Path), metavar="FILE",
              help="With --pseudonymise: more names, one a line (NAME or NAME,PSEUDONYM).")  # fmt: skip
@click.option("--approved", type=click.Path(path_type=Path), metavar="FILE",
              help="With --pseudonymise: the list that you looked through.")  # fmt: skip
@click.option("--yes", is_flag=True, help="With --pseudonymise: write the report without waiting for you to look.")
@click.option("--force", is_flag=True, help="Replace OUT.")
@as_option
def report_(
    project: str,
    out: Path,
    kind: str | None,
    title: str,
    quotations: int,
    no_quotations: bool,
    pseudonymise: bool,
    names: Path | None,
    approved: Path | None,
    yes: bool,
    force: bool,
    name: str | None,
) -> None:
    """Write a report that people can read: shares, mirror, time line, agreement, rulings, quotations.

    OUT is the file; - prints. Nothing of a blind round is in it until that is revealed. With --pseudonymise, a list of
    all that would be replaced, and of what looks like a name and would not be, is written beside OUT; look through it,
    change it, and say --approved LIST.
    """
    from coder.report import contents, pseudonyms

    if (names or approved or yes) and not pseudonymise:
        raise Refused("--names, --approved and --yes go with --pseudonymise.")
    if approved and yes:
        raise Refused("Say --approved or --yes, not both.")
    printed = str(out) == "-"
    if printed and pseudonymise and not approved:
        raise Refused("With --pseudonymise and no list yet, name a file for OUT: the list is written beside it.")
    kind = kind or ("md" if out.suffix.casefold() in (".md", ".markdown") else "html")
    with opened(project) as opened_project:
        reader(opened_project, name)
        found = contents.report(opened_project, title, None if no_quotations else quotations)
        if pseudonymise:
            listed = pseudonyms.proposed(opened_project, found, pseudonyms.names_in(expanded(names)) if names else {})
            if approved:
                listed = pseudonyms.agreed(listed, expanded(approved))
            else:
                beside = out.with_name(f"{out.name}.names.csv")
                write_new(beside, pseudonyms.as_csv(listed), force=force)
                replaced = sum(bool(one.pseudonym) for one in listed)
                say(f"{beside}: {plural(replaced, 'spelling')} to replace, {len(listed) - replaced:,} that look like "
                    "names and stay. It says who is who: keep it apart from the report.", err=printed)  # fmt: skip
                if not yes:
                    say("Nothing else is written yet. Look through it, then say --approved with it.", err=printed)
                    raise click.exceptions.Exit(1)
            found = pseudonyms.replaced(found, listed)
    if kind == "md":
        from coder.report.text import markdown

        content = markdown(found)
    else:
        from coder.report.page import html

        content = html(found)
    if printed:
        print_file(content)
        return
    write_new(out, content, force=force)
    say(f"{out}: written ({len(content.encode()):,} bytes)")
