"""codebook, recode: show, load, save; see what was tagged under an earlier version, and give it other codes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.codes import code_named
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
    project_argument,
    reader,
    round_option,
    say,
    write_new,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.proposed import Into
    from corpus.codebook import Codebook
    from db.project import Project
    from db.recoding import Recoded
    from db.values import Coder


@command("codebook", "coder codebook study.coder --save codebook.yaml")
@project_argument
@click.option("--load", "source", type=click.Path(path_type=Path), metavar="FILE", help="Use this one from now on.")
@click.option("--save", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write it as YAML; - prints.")
@click.option("--code", "key", metavar="CODE", help="Show this code in full.")
@click.option("--force", is_flag=True, help="With --save: replace FILE.")
@click.option("--changed", is_flag=True, help="List what was tagged under another version, with codes that changed.")
@click.option("--proposed", "proposals", is_flag=True, help="List the sentences that rulings propose for it.")
@click.option("--take", "taken", metavar="ID", help="Put this proposed sentence in; --code when it may be several.")
@click.option("--into", type=click.Choice(["use", "not", "definition"]), help="With --take: where (default: use).")
@click.option("--csv", "as_csv", is_flag=True, help="With --changed: print CSV; coder recode --table takes it.")
@round_option
@json_option
@as_option
def codebook_(
    project: str,
    source: Path | None,
    target: Path | None,
    key: str | None,
    force: bool,
    changed: bool,
    proposals: bool,
    taken: str | None,
    into: "Into | None",
    as_csv: bool,
    round_name: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Show, load or save the codebook.

    A loaded one is a new version, for all tags made from then on; leads only. It changes no tag: --changed lists those
    of earlier versions whose codes are not what they were, and coder recode gives them others.

    --proposed lists sentences that rulings propose (coder rule --codebook); --take puts one into a code, as one more
    line of when to use it, or where --into says. That is a new version, too; leads only.
    """
    from corpus import codebook as files
    from db import codebooks, rounds

    if sum(map(bool, (source, target, key and not taken, changed, proposals, taken))) > 1:
        raise Refused("Say one of --load, --save, --code, --changed, --proposed and --take.")
    if into and not taken:
        raise Refused("--into goes with --take.")
    if (proposals or taken) and round_name:
        raise Refused("Sentences go into the codebook in force; leave --round out.")
    if as_csv and (not changed or as_json):
        raise Refused("--csv goes with --changed, without --json.")
    with opened(project) as opened_project:
        if source:
            must_be_read(source)
            who, loaded = actor(opened_project, name), files.load(source)
            version = codebooks.load(opened_project, who, loaded)
            say(f"{loaded.title}: {plural(len(loaded.codes), 'code')}, version {version[:12]}")
            return
        if taken:
            _take(opened_project, actor(opened_project, name), taken, key, into or "use", as_json=as_json)
            return
        reader(opened_project, name)
        if proposals:
            _show_proposed(opened_project, as_json=as_json)
            return
        chosen = rounds.named(opened_project, round_name) if round_name else rounds.current(opened_project)
        found = codebooks.of_round(opened_project, chosen)
        key = code_named(opened_project, key, found) if key else None
        if changed:
            _show_changed(opened_project, found, as_csv=as_csv, as_json=as_json)
            return
    if str(target) == "-":
        print_file(files.dumps(found))
    elif target:
        write_new(target, files.dumps(found), force=force)
        say(f"{target}: {plural(len(found.codes), 'code')}, version {found.id[:12]}")
    elif as_json:
        print_json(_of_code(found, key) if key else {"id": found.id, **json.loads(found.canonical_json())})
    elif key:
        _show_code(found, key)
    else:
        _show(found)


def _show_proposed(project: "Project", *, as_json: bool) -> None:
    """The sentences that no version of the codebook has."""
    from coder.commands.review_rows import names, quoted, why
    from coder.proposed import proposed

    every, called = proposed(project), names(project)
    offered = [one for one in every if one.state == "proposed"]
    if as_json:
        print_json([
            {"id": one.id, "document": called.documents[one.ruling.document], "start": one.ruling.start,
             "stop": one.ruling.stop, "codes": list(one.codes), "by": called.coders[one.ruling.coder],
             "how": one.ruling.how, "sentence": one.words, "reason": one.ruling.reason}
            for one in offered
        ])  # fmt: skip
        return
    for one in offered:
        head = [one.id[:8], called.documents[one.ruling.document], f"{one.ruling.start}-{one.ruling.stop}"]
        say("  ".join([*head, ", ".join(one.codes), called.coders[one.ruling.coder]]))
        say(f"    {quoted(one.words, 1000)}")
        for words in why(replace(one.ruling, proposal=""), called):
            say(f"        {words}")
    out = sum(one.state == "out" for one in every)
    told = [plural(len(offered), "sentence"), f"{len(every) - len(offered)} more taken"]
    told += [f"{out} of these not in the version in force"] if out else []
    say(", ".join(told), err=True)


def _take(project: "Project", who: "Coder", id_: str, code: str | None, into: "Into", *, as_json: bool) -> None:
    from coder.proposed import INTO, named, take
    from db import codebooks, recoding, rounds

    project.viewer = who.id
    book = codebooks.of_round(project, rounds.current(project))
    sentence = named(project, id_)
    code = code_named(project, code, book) if code else None
    new = take(project, who, sentence, code, into)
    code = code or sentence.codes[0]
    changed = len(recoding.changed(project, new))
    if as_json:
        print_json({"id": sentence.id, "code": code, "into": into, "sentence": sentence.words, "version": new.id,
                    "changed": changed})  # fmt: skip
        return
    say(f"{code}, {INTO[into]}: {_short(sentence.words)}")
    say(f"the codebook is version {new.id[:12]} now")
    say(f"{plural(changed, 'tag')} of other versions, with codes that changed: coder codebook --changed", err=True)


_TABLE = ("tag", "code", "document", "coder", "start", "stop", "quote", "memo")


def _show_changed(project: "Project", found: "Codebook", *, as_csv: bool, as_json: bool) -> None:
    """The passages that were tagged under another version than this one, with codes that changed."""
    from coder.commands.rows import described
    from coder.csv_cells import written
    from db import recoding

    what = {tag.id: (tag, told) for tag, told in recoding.changed(project, found)}
    rows = described(project, [tag for tag, _ in what.values()])
    if as_json:
        print_json([{**row, "codebook": what[row["id"]][0].codebook, "changed": what[row["id"]][1]} for row in rows])
    elif as_csv:
        cells = [{**row, "tag": row["id"]} for row in rows]
        print_file(written(_TABLE, [[row[column] for column in _TABLE] for row in cells]))
    else:
        for row in rows:
            head = [row["document"], f"{row['start']}-{row['stop']}", row["coder"], row["code"], row["id"][:8]]
            say("  ".join(head) + f"  changed: {', '.join(what[row['id']][1])}")
            say(f"    {_short(row['quote'])}")
        say(f"{plural(len(rows), 'tag')} of another version than {found.id[:12]}, with codes that changed", err=True)


@command("recode", "coder recode study.coder --from D3 --to D3.deals --dry-run --as dana")
@project_argument
@click.option("--from", "old", metavar="CODE", help="The code that these tags have; its sub-codes are left.")
@click.option("--to", "new", metavar="CODE", help="The code that they get.")
@click.option("--table", type=click.Path(path_type=Path), metavar="FILE.csv", help="Tags (ids) and their new codes.")
@click.option("--coder", "coder_names", multiple=True, metavar="NAME", help="Only this coder's; repeatable.")
@click.option("--document", "titles", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@json_option
@as_option
@click.pass_context
def recode_(
    ctx: click.Context,
    project: str,
    old: str | None,
    new: str | None,
    table: Path | None,
    coder_names: tuple[str, ...],
    titles: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    name: str | None,
) -> None:
    """Give tags other codes, all in one action.

    For codes that were renamed or merged (--from, --to) or split (--table, a CSV file with the columns tag and code, as
    coder codebook --changed --csv prints it). Leads only. Tags of finished documents too, in open rounds that everybody
    may see; figures that were frozen at a reveal stay. Load the codebook with the new codes first; look with --dry-run.
    coder undo takes all of it back. Exit status 1 when there is nothing to recode.
    """
    from db import codebooks, coders, documents, recoding, rounds, tags

    if table is not None and (old or new or coder_names or titles):
        raise Refused("Say --from and --to, or --table, which names each tag; not both.")
    if table is None and (old is None or new is None):
        raise Refused("Say --from CODE and --to CODE, or --table FILE.csv.")
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        coders.only_leads(who, "recode")
        opened_project.viewer = who.id
        books = [codebooks.of_round(opened_project, rounds.current(opened_project))]
        books += [codebooks.get(opened_project, version) for version, _, _ in codebooks.listed(opened_project)]
        if table is not None:
            wanted = [
                (tags.get(opened_project, id_), code_named(opened_project, code, *books)) for id_, code in _pairs(table)
            ]
        else:
            code = code_named(opened_project, new or "", *books)
            found = tags.listed(
                opened_project,
                codes=[code_named(opened_project, old or "", *books)],
                coders=[coders.named(opened_project, coder).id for coder in coder_names],
                documents=[documents.named(opened_project, title).id for title in titles],
            )
            wanted = [(tag, code) for tag in found]
        done = recoding.recode(opened_project, who, wanted, dry_run=dry_run)
        _show_recoded(opened_project, done, dry_run=dry_run, as_json=as_json)
    if not done.tags:
        ctx.exit(1)


def _pairs(file: Path) -> list[tuple[str, str]]:
    """Each tag's id and new code. Raises Refused."""
    from coder.csv_cells import lines

    path = expanded(file)
    must_be_read(path)
    try:
        (_, header), *rows = lines(path.read_bytes(), str(path))
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}.") from None
    header = [cell.strip().lower() for cell in header]
    if "tag" not in header or "code" not in header:
        raise Refused(f"{path} needs the columns tag and code.")
    tag, code = header.index("tag"), header.index("code")
    found: dict[str, str] = {}
    for line, cells in rows:
        if len(cells) <= max(tag, code) or not cells[tag].strip() or not cells[code].strip():
            raise Refused(f"{path}, line {line}: a tag or its code is missing.")
        if found.setdefault(cells[tag].strip(), cells[code].strip()) != cells[code].strip():
            raise Refused(f"{path}, line {line}: this tag has two new codes; give it one.")
    return list(found.items())


def _show_recoded(project: "Project", done: "Recoded", *, dry_run: bool, as_json: bool) -> None:
    from coder.commands.rows import described

    new = {tag.id: code for tag, code in done.tags}
    doubled = {tag.id for tag in done.doubled}
    rows = described(project, [tag for tag, _ in done.tags])
    if as_json:
        left = [{"why": why, "tags": number} for why, number in sorted(done.left.items())]
        told = [{**row, "to": new[row["id"]], "removed": row["id"] in doubled} for row in rows]
        print_json({"tags": told, "left": left, "rulings": done.rulings, "open": done.open, "dry_run": dry_run})
        return
    for row in rows:
        head = [row["document"], f"{row['start']}-{row['stop']}", row["coder"], row["id"][:8]]
        removed = "  (removed: the passage has that code already)" if row["id"] in doubled else ""
        say("  ".join(head) + f"  {row['code']} → {new[row['id']]}{removed}")
        say(f"    {_short(row['quote'])}")
    for why, number in sorted(done.left.items()):
        say(f"{plural(number, 'tag')} left in {why}", err=True)
    be = "would be " if dry_run else ""
    if done.rulings:
        say(f"{plural(done.rulings, 'ruling')} {be}taken along", err=True)
    if done.open:
        say(f"{plural(done.open, 'place')} {'would need' if dry_run else 'need'} a decision again", err=True)
    say(f"{plural(len(rows), 'tag')} {be}recoded", err=True)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 200 else f"{words[:199]}…"


def _of_code(found: "Codebook", key: str) -> dict[str, Any]:
    """As in the whole codebook, and the keys of its sub-codes."""
    from dataclasses import asdict

    return {**asdict(found.code(key)), "codes": [code.key for code in found.children(key)]}


def _show_code(found: "Codebook", key: str) -> None:
    code = found.code(key)
    say(f"{code.key}  {code.name}")
    families = {family.key: family.name for family in found.families}
    above = [f"{found.code(other).key} {found.code(other).name}" for other in found.ancestors(key)]
    say(f"part of {', in '.join([*above, families[code.family]])}")
    if code.definition:
        say(f"\n{' '.join(code.definition.split())}")
    neighbours = [f"{other}: {words}" for other, words in code.neighbours]
    codes = [f"{other.key}  {other.name}" for other in found.children(key)]
    for title, lines in (
        ("Use it for", code.use),
        ("Not for", code.dont),
        ("Examples", code.examples),
        ("What tells it from others", neighbours),
        ("Sub-codes", codes),
    ):
        if lines:
            say(f"\n{title}")
        for line in lines:
            say(f"  {' '.join(line.split())}")


def _show(found: "Codebook") -> None:
    say(f"{found.title} (version {found.id[:12]})")
    for family in found.families:
        say(f"\n{family.name}")
        for code in (code for code in found.codes if code.family == family.key):
            say(f"{'  ' * (1 + len(found.ancestors(code.key)))}{code.key}  {code.name}")
            if code.definition and code.parent is None:
                say(f"      {' '.join(code.definition.split())}")
    for qualifier in found.qualifiers:
        values = ", ".join(f"{key} ({label})" for key, label in qualifier.values)
        say(f"\n{qualifier.key}: {values}")
