"""An evening of a team, with the real commands: blind packages, merged in any order, revealed, the figure frozen."""

import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from coder.cli import main

LEAD, CODERS = "dana", ("ann", "ben", "cem")
MADE_UP = {
    f"made-{number}": f"Made up, number {number}. The road was long and the bread was dear.\n\n"
    f"They said it was ours. Then they sold it, and nobody spoke of it for {number + 2} years."
    for number in range(6)
}
OTHERS = {"D3": "Words of ann", "D2": "Words of ben", "R1": "Words of cem"}
"""A code and a memo for each coder: what of it is shown tells whose tags are."""

Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in this process; what it prints. `status`: how it must end."""

    def call(*arguments: object, status: int = 0) -> str:
        capsys.readouterr()
        ended = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert ended == status, (arguments, err)
        return out if status != 2 else err

    return call


@pytest.fixture
def team(tmp_path: Path, run: Run) -> Path:
    """Three coders have coded ten documents in packages; only what each of them did is in each package."""
    home = tmp_path / "home" / "study.coder"
    home.parent.mkdir()
    run("new", home, "--as", LEAD)
    for name in CODERS:
        run("coders", home, "--add", name, "--as", LEAD)
    for title, words in MADE_UP.items():
        (tmp_path / f"{title}.txt").write_text(words, encoding="utf-8")
    with as_file(files("corpus") / "data" / "demo") as folder:
        sources = [*sorted(folder.glob("*.md"))[:4], *sorted(tmp_path.glob("made-*.txt"))]
        run("import", home, *sources, "--different", "--as", LEAD)
    people = [word for name in CODERS for word in ("--coder", name)]
    run("round", home, "first", "--purpose", "reliability", *people, "--blind", "--as", LEAD)
    for name in CODERS:
        run("package", home, "--for", name, tmp_path / f"{name}.coder", "--as", LEAD)
    for number, (code, memo) in enumerate(OTHERS.items()):
        package = tmp_path / f"{CODERS[number]}.coder"
        name = CODERS[number]
        for place, document in enumerate(json.loads(run("documents", package, "--json", "--as", name))):
            title = document["title"]
            for what in {"D1", code} if place != number else set():
                at = 2 * number if what == "D1" else 0
                span = ("--start", at, "--stop", 20 + at)
                run("tag", package, title, "--code", what, *span, "--memo", memo, "--as", name)
            if (name, title) != ("cem", "made-5"):
                run("finish", package, title, "--as", name)
    return home


def _copy(home: Path, where: Path) -> Path:
    where.mkdir()
    return Path(shutil.copy(home, where / home.name))


def test_packages_merged_in_any_order_and_twice_give_the_same_export(team: Path, tmp_path: Path, run: Run) -> None:
    exports = set()
    for number, order in enumerate(itertools.permutations(CODERS)):
        copy = _copy(team, tmp_path / f"order-{number}")
        packages = [tmp_path / f"{name}.coder" for name in order]
        if number % 2:
            run("merge", copy, *packages, "--as", LEAD)
        else:
            for package in packages:
                run("merge", copy, package, "--as", LEAD)
        before = copy.read_bytes()
        assert json.loads(run("merge", copy, *packages, "--json", "--as", LEAD))["conflicts"] == []
        assert copy.read_bytes() == before
        exports.add(run("export", copy, "--format", "json", "-", "--as", LEAD))
    [export] = exports
    assert len(json.loads(export)["tags"]) > 0
    assert "made-5" not in {tag["document"] for tag in json.loads(export)["tags"]}  # cem has not finished it


def test_the_reveal_freezes_a_figure_that_nothing_later_changes(team: Path, tmp_path: Path, run: Run) -> None:
    run("merge", team, *(tmp_path / f"{name}.coder" for name in CODERS), "--as", LEAD)
    assert "cem: made-5" in run("reveal", team, "first", "--as", LEAD, status=2)
    assert "Only leads" in run("reveal", team, "first", "--as", "ann", status=2)
    told = run("reveal", team, "first", "--unfinished", "--as", LEAD)
    assert "The reliability figure of first" in told
    frozen = json.loads(run("round", team, "first", "--json"))["figures"]
    assert frozen["documents"] == 10
    exports = [len(json.loads(run("tags", team, "--json", "--as", name))) for name in ("ann", LEAD)]
    assert exports[0] == exports[1] > 0
    late = ("--code", "D2", "--start", 0, "--stop", 20, "--as", "cem")
    run("tag", team, "made-5", *late)
    run("finish", team, "made-5", "--as", "cem")
    assert "can't be reopened" in run("reopen", team, "made-5", "--as", "cem", status=2)
    now = json.loads(run("agreement", team, "--round", "first", "--json"))
    assert now.pop("frozen") == {"first": frozen}
    assert now["levels"] != frozen["levels"]
    assert json.loads(run("round", team, "first", "--json"))["figures"] == frozen
    both = run("agreement", team, "--round", "first")
    at_reveal, live = both.split("As it is now (live):")
    assert "frozen at the reveal" in at_reveal
    assert "BY PASSAGE" in live
    shown = [line.split()[0] for line in at_reveal.splitlines() if line.startswith(("  D", "  R"))]
    assert shown == [code for code, of in frozen["counts"].items() if sum(of.values())]
    assert "alpha by document" in told
    assert ": undefined" not in told
    assert all(line in told for line in at_reveal.strip().splitlines())


def test_fifty_rulings_and_what_each_coder_learns_of_them(team: Path, tmp_path: Path, run: Run) -> None:
    for number, name in enumerate(CODERS):  # three passages more a document, which only one of them saw
        package = tmp_path / f"{name}.coder"
        for document in json.loads(run("documents", package, "--json", "--as", name)):
            if (name, document["title"]) != ("cem", "made-5"):
                span = ("--start", 30 + 25 * number, "--stop", 50 + 25 * number)
                run("reopen", package, document["title"], "--as", name)
                said = ("--memo", f"Words of {name}", "--as", name)
                run("tag", package, document["title"], "--code", "D4", "--code", "D0", *span, *said)
                run("finish", package, document["title"], "--as", name)
    run("merge", team, *(tmp_path / f"{name}.coder" for name in CODERS), "--as", LEAD)
    before = json.loads(run("disagreements", team, "--as", LEAD, "--json"))
    assert {row["document"] for row in before} == {f"made-{n}" for n in range(5)} | _demo_titles(run, team)
    assert json.loads(run("disagreements", team, "--as", "ann", "--json")) == []
    assert "blind" in run("rule", team, before[0]["id"], "--nothing", "--as", LEAD, status=2)
    run("reveal", team, "first", "--unfinished", "--as", LEAD)
    frozen = run("round", team, "first", "--json")
    run("reasons", team, "--add", "The words say so", "--as", LEAD)
    places = json.loads(run("disagreements", team, "--as", LEAD, "--state", "open", "--json"))
    assert len(places) >= 50
    ways = [["--take", "ann"], ["--nothing"], ["--code", "D2"], ["--take", "ben", "--reason", "1"], ["--all"]]
    for number, place in enumerate(places[:50]):
        run("rule", team, place["id"], *ways[number % len(ways)], "--why", f"Because {number}", "--as", LEAD)
    settled = json.loads(run("disagreements", team, "--as", LEAD, "--state", "settled", "--json"))
    assert [row["id"] for row in settled] == [place["id"] for place in places[:50]]
    assert run("round", team, "first", "--json") == frozen
    for name in CODERS:
        told = run("corrections", team, "--as", name)
        assert "Because" in told
        assert not any(f"Words of {other}" in told or other in told for other in CODERS if other != name)
    final = json.loads(run("final", team, "--json"))
    assert {value["provenance"] for value in final["values"]} == {"ruled", "shared by all"}
    assert len(final["open"]) == len(places) - 50
    assert final["nothing"] > 0
    run("package", team, "--for", "ann", tmp_path / "next.coder", "--as", LEAD)
    assert run("corrections", tmp_path / "next.coder", "--as", "ann", "--json") == run(
        "corrections", team, "--as", "ann", "--json"
    )
    assert "package" in run("disagreements", tmp_path / "next.coder", "--as", "ann", status=2)
    assert (
        len(json.loads(run("export", tmp_path / "next.coder", "--format", "json", "-", "--as", "ann"))["rulings"]) == 50
    )
    for _ in range(50):
        run("rule", team, "--undo", "--as", LEAD)
    run("rule", team, "--undo", "--as", LEAD, status=1)
    assert json.loads(run("disagreements", team, "--as", LEAD, "--state", "settled", "--json")) == []


def _demo_titles(run: Run, team: Path) -> set[str]:
    return {row["title"] for row in json.loads(run("documents", team, "--json", "--as", LEAD))} - set(MADE_UP)


SHOWN = [
    ["documents"], ["documents", "--json"], ["coders"], ["coders", "--json"], ["history"], ["history", "--json"],
    ["history", "--coder", "ben"], ["history", "--limit", "3"], ["tags"], ["tags", "--json"], ["tags", "--csv"],
    ["tags", "--coder", "ben"], ["tags", "--code", "D2", "--query"], ["export", "--format", "json", "-"],
    ["export", "--format", "csv", "-"], ["agreement"], ["agreement", "--json"], ["agreement", "--all"],
    ["agreement", "--round", "first", "--json"], ["agreement", "--plan"], ["agreement", "--methods"],
    ["round"], ["round", "--json"], ["round", "first"], ["round", "first", "--json"], ["cases"], ["codebook"],
    ["conflicts"], ["read", "made-1"], ["find", "bread"], ["check"], ["disagreements"], ["disagreements", "--json"],
    ["disagreements", "--sample", "9"], ["agenda", "-"], ["queries"], ["queries", "--json"], ["corrections"],
    ["corrections", "--json"], ["final"], ["final", "--json"], ["final", "--csv"], ["reasons"],
    ["cases", "--json"], ["cases", "--csv"], ["cases-alike"], ["cases-alike", "--json"], ["attributes"],
    ["table", "--rows", "status"], ["shares", "--json"], ["shares", "--coder", "ben"], ["mirror", "--json"],
    ["quotes", "--json"], ["quotes", "--own"], ["waiting"], ["waiting", "--json"], ["retest"], ["comment"],
    ["report", "--format", "md", "-"], ["agreement", "--learning"], ["codebook", "--proposed"],
]  # fmt: skip
"""Everything that shows something."""
CLOSED = [
    ["documents"], ["coders"], ["history"], ["tags"], ["export", "--format", "json", "-"], ["agreement"],
    ["round", "first"], ["conflicts"], ["disagreements"], ["final"], ["queries"], ["agenda", "-"],
]  # fmt: skip


def test_what_a_coder_is_shown_before_the_reveal_is_the_same_whatever_the_others_did(
    team: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not their tags, not their memos, not whom they met, not how many, not that there are any: the very same bytes."""
    span = ("--code", "D4", "--start", 40, "--stop", 60)
    run("tag", tmp_path / "cem.coder", "made-5", *span, "--case", "met-by-cem", "--new-case", "--as", "cem")
    alone, together = _copy(team, tmp_path / "alone"), _copy(team, tmp_path / "together")
    run("merge", alone, tmp_path / "ann.coder", "--as", LEAD)
    run("merge", together, *(tmp_path / f"{name}.coder" for name in CODERS), "--as", LEAD)
    for command, *options in SHOWN:
        told = []
        for path in (alone, together):
            capsys.readouterr()
            status = main([command, str(path), *options, "--as", "ann"])
            out, err = capsys.readouterr()
            told.append((status, out.replace(str(path), "PATH"), err.replace(str(path), "PATH")))
            assert "Words of ben" not in out
            assert "met-by-cem" not in out + err
        assert told[0] == told[1], (command, options)
        assert "mistake in the program" not in told[0][2]
    for command, *options in CLOSED:
        assert "say who you are" in run(command, together, *options, status=2)
    [foreign, *_] = _ids(together, "ben")
    for words in (["untag", foreign], ["edit", foreign, "--code", "D1"]):
        assert "No tag has the id" in run(words[0], together, *words[1:], "--as", "ann", status=2)
    run("undo", together, "--as", "ann")
    run("reopen", together, "made-1", "--as", "ann")


def test_a_package_of_one_is_the_same_whatever_the_others_did(team: Path, tmp_path: Path, run: Run) -> None:
    alone, together = _copy(team, tmp_path / "alone"), _copy(team, tmp_path / "together")
    run("merge", alone, tmp_path / "ann.coder", "--as", LEAD)
    run("merge", together, *(tmp_path / f"{name}.coder" for name in CODERS), "--as", LEAD)
    dumps = []
    for path in (alone, together):
        out = path.with_name("package.coder")
        run("package", path, "--for", "ann", out, "--as", LEAD)
        with closing(sqlite3.connect(out)) as connection:
            dumps.append(sorted(connection.iterdump()))
    assert dumps[0] == dumps[1]


def test_a_dry_run_tells_what_would_come_and_a_restore_takes_it_back(team: Path, tmp_path: Path, run: Run) -> None:
    before = team.read_bytes()
    told = json.loads(run("merge", team, tmp_path / "ann.coder", "--dry-run", "--json", "--as", LEAD))
    assert (told["coders"], told["changes"], told["backup"]) == (
        {"ann": {"new": 0, "changed": 0, "removed": 0, "finished": 10}}, None, None,
    )  # fmt: skip
    assert team.read_bytes() == before
    done = json.loads(run("merge", team, tmp_path / "ann.coder", "--json", "--as", LEAD))
    run("restore", team, done["backup"], "--as", LEAD)
    assert json.loads(run("tags", team, "--json", "--as", "ann")) == []
    run("merge", team, tmp_path / "ann.coder", "--as", LEAD)
    assert len(json.loads(run("tags", team, "--json", "--as", "ann"))) > 0


def _ids(path: Path, name: str) -> list[str]:
    """The ids of a coder's tags, read from the file itself."""
    with closing(sqlite3.connect(path)) as connection:
        query = """SELECT tag.id FROM tag JOIN reading ON tag.reading = reading.id
                   JOIN coder ON reading.coder = coder.id JOIN body ON coder.name = body.hash WHERE body.words = ?"""
        return [row[0] for row in connection.execute(query, (name,))]
