"""A package holds what one coder needs, and nothing of the others; the work on it comes home."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.readers import Imported
from corpus.refused import Refused
from db import backups, coders, documents, merge, package, project, purge, readings, rounds, sight, tags, undo
from db.check import check
from db.project import Project
from db.restore import restore
from db.values import NewTag, Round

from .conftest import MILL, ROAD, World

SECRET = "Bens secret memo"


@pytest.fixture
def first(world: World) -> Round:
    """Ann is to code the mill, Ben both, and has begun."""
    everything = sight.whole(world.project)
    planned = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann, world.ben],
        chosen=[world.mill], blind=True,
    )  # fmt: skip
    tags.add(
        world.project, world.ben, readings.of(everything, world.ben, world.mill, planned), [NewTag("R3", 0, 9, SECRET)]
    )
    return planned


@pytest.fixture
def packed(world: World, first: Round, tmp_path: Path) -> Project:
    """Ann's package, opened."""
    written = package.package(world.project, world.lea, world.ann, tmp_path / "ann.coder")
    assert written == [world.mill]
    return project.open_project(tmp_path / "ann.coder")


def test_it_holds_nothing_of_the_others_and_no_text_that_is_not_needed(world: World, packed: Project) -> None:
    content = packed.path.read_bytes()
    assert MILL[:40].encode() in content
    for foreign in (SECRET, ROAD[:20], '"code":"R3"'):
        assert foreign.encode() not in content
    with closing(sqlite3.connect(packed.path)) as connection:
        streams = {row[0] for row in connection.execute("SELECT DISTINCT stream FROM event")}
        actors = {row[0] for row in connection.execute("SELECT DISTINCT actor FROM event")}
    assert streams == {"project"}
    assert actors == {world.lea.id}
    assert check(packed.path) == []
    assert package.made_for(packed) == world.ann.id
    assert package.made_for(world.project) is None


def test_one_works_on_it_and_the_work_comes_home_in_any_order(world: World, first: Round, packed: Project) -> None:
    ann = coders.named(packed, "ann")
    packed.viewer = ann.id
    assert [document.title for document in documents.listed(packed)] == ["mill"]
    mill = documents.named(packed, "mill")
    reading = readings.of(packed, ann, mill, rounds.current(packed, mill, ann))
    mine = tags.add(packed, ann, reading, [NewTag("D3", 0, 9, memo="on the train"), NewTag("D4", 10, 20)])
    assert undo.undo(packed, ann, reading)
    assert undo.redo(packed, ann, reading)
    readings.finish(packed, ann, reading)
    told = merge.merge(world.project, world.lea, [packed.path])
    assert told.hidden
    assert told.coders[ann.id] == merge.OfCoder(finished=1)
    everything = sight.whole(world.project)
    assert [tag for tag in tags.listed(everything) if tag.coder == ann.id] == mine
    assert documents.text(world.project, world.road) == ROAD
    assert merge.merge(world.project, world.lea, [packed.path]).events == 0
    second = package.package(world.project, world.lea, world.ann, packed.path.with_name("again.coder"))
    assert second == [world.mill]
    with project.open_project(packed.path.with_name("again.coder")) as again:
        assert tags.listed(sight.seen_by(again, ann.id)) == mine


def test_what_is_not_in_it_is_no_damage_and_is_not_taken_twice(packed: Project) -> None:
    lea = coders.named(packed, "lea")
    with pytest.raises(Refused, match="No document is called 'road'"):
        documents.named(packed, "road")
    with pytest.raises(Refused, match="not in this package"):
        documents.add(packed, lea, Imported("road again", ROAD))
    with closing(sqlite3.connect(packed.path)) as connection:
        [absent] = [row[0] for row in connection.execute("SELECT id FROM text WHERE content IS NULL")]
    with pytest.raises(Refused, match="not in this package"):
        packed.text(absent)


@pytest.mark.damaged
def test_a_text_that_is_missing_for_no_reason_still_is(packed: Project) -> None:
    packed.close()
    with closing(sqlite3.connect(packed.path)) as connection:
        connection.execute("UPDATE text SET content = NULL")
        connection.commit()
    assert "is missing and no purge says so" in check(packed.path)[0]


def test_packages_are_made_from_projects_by_leads_and_merged_into_projects(
    world: World, first: Round, packed: Project, tmp_path: Path
) -> None:
    lea = coders.named(packed, "lea")
    with pytest.raises(Refused, match="is a package; merge it into"):
        merge.merge(packed, lea, [world.path])
    with pytest.raises(Refused, match="is a package; packages are made"):
        package.package(packed, lea, lea, tmp_path / "x.coder")
    with pytest.raises(Refused, match="Only leads"):
        package.package(world.project, world.ann, world.ann, tmp_path / "x.coder")
    with pytest.raises(Refused, match="exists already"):
        package.package(world.project, world.lea, world.ann, packed.path)
    rounds.set_open(world.project, world.lea, rounds.named(world.project, "main"), open_=False)
    with pytest.raises(Refused, match="nothing to code"):
        package.package(world.project, world.lea, world.lea, tmp_path / "x.coder")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new") or path.name == "x.coder"]


def test_without_a_plan_it_holds_every_text(world: World, tmp_path: Path) -> None:
    written = package.package(world.project, world.lea, world.ann, tmp_path / "all.coder")
    assert written == [world.mill, world.road]


def test_an_import_for_two_that_was_undone_is_no_damage_in_either_package(world: World, tmp_path: Path) -> None:
    """Its undo stands in both readings' streams, and was made on what only one of them holds."""
    both = {world.reading(coder): [NewTag("D3", 0, 9)] for coder in (world.ann, world.ben)}
    tags.add_many(world.project, world.lea, both)
    undo.undo(world.project, world.lea)
    undo.redo(world.project, world.lea)
    for coder in (world.ann, world.ben):
        path = tmp_path / f"{coder.name}.coder"
        package.package(world.project, world.lea, coder, path)
        assert check(path) == []
        with project.open_project(path) as opened:
            assert {tag.coder for tag in tags.listed(opened)} <= {coder.id}
        assert merge.merge(world.project, world.lea, [path]).events == 0


def test_no_round_is_planned_closed_or_revealed_in_a_package(world: World, first: Round, packed: Project) -> None:
    lea = coders.named(packed, "lea")
    with pytest.raises(Refused, match="This is a package"):
        rounds.plan(packed, lea, "second", purpose="main", people=[lea])
    with pytest.raises(Refused, match="This is a package"):
        rounds.set_open(packed, lea, first, open_=False)
    with pytest.raises(Refused, match="This is a package"):
        rounds.unfinished(packed, first)
    with pytest.raises(Refused, match="This is a package"):
        rounds.reveal(packed, lea, first, "{}", packed.changes())
    assert not rounds.named(packed, "first").revealed
    assert rounds.figures(packed, first) is None


def test_a_package_is_no_backup_of_the_project_but_of_itself(world: World, packed: Project, tmp_path: Path) -> None:
    copy = backups.backup(packed, tmp_path / "safe")
    packed.close()
    world.project.close()
    whole = world.path.read_bytes()
    for file in (packed.path, copy):
        with pytest.raises(Refused, match="is a package for Ann, no backup; nothing was changed"):
            restore(world.path, file, "lea", anyway=True)
    assert world.path.read_bytes() == whole
    assert restore(packed.path, copy, "lea").before is not None


def test_what_is_purged_at_home_stays_so_when_a_package_comes_back(world: World, first: Round, packed: Project) -> None:
    ann, mill = coders.named(packed, "ann"), documents.named(packed, "mill")
    packed.viewer = ann.id
    reading = readings.of(packed, ann, mill, rounds.current(packed, mill, ann))
    tags.add(packed, ann, reading, [NewTag("D3", 0, 9, memo="about a person")])
    purge.purge_document(world.project, world.lea, world.mill)
    merge.merge(world.project, world.lea, [packed.path])
    assert b"about a person" not in world.path.read_bytes()
    assert MILL[:30].encode() not in world.path.read_bytes()


def test_a_package_of_a_document_that_a_restore_took_away_is_refused(world: World, tmp_path: Path) -> None:
    """Its document's text is neither at home nor, for this coder, in the package."""
    from db.restore import restore

    before = backups.backup(world.project, tmp_path / "safe")
    late, _ = documents.add(world.project, world.lea, Imported("late", "A text that came late, and went again."))
    rounds.plan(world.project, world.lea, "first", purpose="main", people=[world.ann], chosen=[world.mill])
    rounds.plan(world.project, world.lea, "second", purpose="main", people=[world.ben], chosen=[late])
    package.package(world.project, world.lea, world.ann, tmp_path / "ann.coder")
    world.project.close()
    restore(world.path, before, "lea")
    world.again()
    with pytest.raises(Refused, match="neither in it nor here"):
        merge.merge(world.project, coders.named(world.project, "lea"), [tmp_path / "ann.coder"])
