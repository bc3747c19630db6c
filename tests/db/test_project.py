"""A damaged, foreign, newer or altered file is refused in one sentence, unharmed. So are a full disk and a lock."""

import dataclasses
import os
import random
import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy.exc

from corpus.codebook import builtin
from corpus.refused import Refused
from corpus.text import text_id
from db import backups, coders, documents, engines, events, local, project, readings, restore, tags
from db.check import check
from db.migrate import fresh_tables
from db.schema import metadata
from db.values import NewTag

from .conftest import World


def _refusal(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Refused) as refused:
        project.open_project(path)
    assert before is None or path.read_bytes() == before
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def _closed(world: World) -> Path:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="a note to myself")])
    world.project.close()
    return world.path


def _alter(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        if any(s.startswith(("UPDATE", "DELETE")) for s in statements):
            sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
            connection.execute(f"DROP TRIGGER {name}")
            statements = (*statements, sql)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_project_has_its_lead_a_main_round_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new.coder"
    with project.create(path, "Lea", builtin()) as made:
        assert [(c.name, c.role) for c in coders.listed(made)] == [("Lea", "lead")]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert local.recent() == [path]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("new")] == ["new.coder"]


def test_an_existing_file_is_never_overwritten(world: World) -> None:
    with pytest.raises(Refused, match="exists already"):
        project.create(world.path, "Lea", builtin())


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "x" * 81, "line\nbreak"])
def test_a_name_that_is_none_makes_no_project(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="name"):
        project.create(tmp_path / "p.coder", name, builtin())
    assert list(tmp_path.glob("*.coder")) == []


@pytest.mark.parametrize("name", ["what?.coder", "per%41cent.coder", "file:x.coder", 'quo\'te "s".coder', "ünï#.coder"])
def test_odd_file_names_are_just_names(tmp_path: Path, name: str) -> None:
    with project.create(tmp_path / name, "Lea", builtin()) as made:
        id_ = made.id
    with project.open_project(tmp_path / name) as again:
        assert again.id == id_
    assert (tmp_path / name).exists()


def test_only_leads_add_coders_and_names_are_one_coders(world: World) -> None:
    with pytest.raises(Refused, match="Only leads"):
        coders.add(world.project, world.ann, "Dina")
    with pytest.raises(Refused, match="already"):
        coders.add(world.project, world.lea, "ANN")
    with pytest.raises(Refused, match="there are: Ann, Ben, Lea"):
        coders.named(world.project, "Zoe")


def test_a_missing_project_is_said_and_not_made(tmp_path: Path) -> None:
    assert "There is no project" in _refusal(tmp_path / "none.coder")
    assert not (tmp_path / "none.coder").exists()


@pytest.mark.damaged
def test_what_is_no_project_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.coder"
    folder.mkdir()
    assert "not a file" in _refusal(folder)
    for name, content in (("empty", b""), ("text", b"Just some notes. " * 50), ("short", b"SQLite format 3\0")):
        path = tmp_path / f"{name}.coder"
        path.write_bytes(content)
        assert "not a coder project" in _refusal(path)
    foreign = tmp_path / "foreign.coder"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE notes (words TEXT)")
    connection.commit()
    connection.close()
    assert "another program" in _refusal(foreign)


@pytest.mark.damaged
def test_a_newer_project_is_refused(world: World) -> None:
    path = _closed(world)
    _alter(path, "PRAGMA user_version = 99")
    assert "newer coder" in _refusal(path)


@pytest.mark.damaged
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE tag SET stop = stop + 1", "differ from what the log says"),
        ("UPDATE event SET payload = replace(payload, 'D3', 'D1') WHERE kind = 'tag.add'", "altered"),
        ("UPDATE event SET at = at + 1", "altered"),
        ("DELETE FROM event WHERE kind = 'reading.open'", "refers to something|gap|missing"),
        ("UPDATE body SET words = 'another note' WHERE words = 'a note to myself'", "altered"),
        ("UPDATE body SET words = NULL WHERE words = 'a note to myself'", "no purge says so"),
        ("UPDATE text SET content = replace(content, 'mill', 'mall')", "altered"),
        ("UPDATE head SET event = (SELECT id FROM event LIMIT 1)", "differ"),
        ("CREATE TRIGGER evil AFTER INSERT ON tag BEGIN DELETE FROM head; END", "its tables"),
        ("CREATE VIEW v AS SELECT 1", "its tables"),
        ("UPDATE event SET payload = '{' WHERE kind = 'tag.add'", "altered"),
        ("UPDATE event SET payload = '{}' WHERE kind = 'tag.add'", "altered"),
        ("UPDATE event SET payload = '[1]' WHERE kind = 'tag.add'", "altered"),
        ("UPDATE event SET base = 'x' WHERE kind = 'tag.add'", "altered"),
        ("UPDATE text SET length = 5", "length of a document's text"),
        ("UPDATE body SET words = CAST(x'ff' AS TEXT) WHERE words = 'a note to myself'", "no UTF-8"),
        ("ALTER TABLE tag ADD COLUMN extra TEXT", "its tables"),
    ],
)
def test_an_altered_project_is_refused(world: World, statement: str, says: str) -> None:
    path = _closed(world)
    connection = sqlite3.connect(path)
    connection.close()
    _alter(path, statement)
    assert re.search(says, _refusal(path))
    assert check(path) != []


@pytest.mark.damaged
def test_a_wrong_count_of_words_is_found_by_check(world: World) -> None:
    path = _closed(world)
    _alter(path, "UPDATE text SET words = words + 1")
    assert "length of a document's text" in check(path)[0]


@pytest.mark.damaged
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"payload": "{"}, "can't be read"),
        ({"payload": "[1]"}, "can't be read"),
        ({"payload": "{}"}, "stream of its reading"),
        ({"base": "x"}, "can't be read"),
        ({"base": "7"}, "can't be read"),
        ({"base": "[[]]"}, "does not write"),
        ({"stream": "another", "seq": 1, "previous": None}, "stream of its reading"),
        ({"lamport": 1}, "older than"),
        ({"format": 2}, "format"),
        ({"kind": "purge.document"}, "does not write"),
    ],
)
def test_what_another_program_wrote_with_a_right_hash_is_a_fault_in_words(
    world: World, changed: dict[str, object], says: str
) -> None:
    path = _closed(world)
    engine = engines.engine(path, 1.0)
    with engine.begin() as connection:
        found = events.kept(connection)
    engine.dispose()
    assert events.verify(found) == []
    log = [events.Event(*fields) for _, *fields in found.events]
    log = [dataclasses.replace(e, **changed) if e.kind == "tag.add" else e for e in log]  # type: ignore[arg-type]
    faults = events.verify(dataclasses.replace(found, events=[(e.id, *vars(e).values()) for e in log]))
    assert any(says in fault for fault in faults), faults


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\xff" * 200, b"\0" * 5000])
@pytest.mark.damaged
def test_check_raises_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.coder"
    path.write_bytes(content)
    assert check(path)
    assert check(tmp_path)
    assert check(tmp_path / "none")
    assert check(Path("~nobody-of-this-name/p.coder"))


def test_a_mistake_of_the_program_is_not_called_damage(world: World) -> None:
    with pytest.raises(sqlalchemy.exc.IntegrityError), world.project.write(world.lea.id) as action:
        action.connection.exec_driver_sql("UPDATE document SET case_id = 'nobody'")
    with pytest.raises(sqlalchemy.exc.OperationalError), world.project.read() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_verifying_keeps_nobody_from_writing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, other = world.reading(), project.open_project(world.path, patience=0.05)
    verify, written = events.verify, []

    def slow(found: events.Kept, *, words: bool = False) -> list[str]:
        written.extend(tags.add(other, world.ann, reading, [NewTag("D3", 0, 9)]))
        return verify(found, words=words)

    with monkeypatch.context() as patched:
        patched.setattr(events, "verify", slow)
        project.open_project(world.path).close()
    other.close()
    assert len(written) == 1


def test_a_project_half_made_is_not_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = tmp_path / "p.coder", os.link
    seen = []

    def before(unfinished: Path, target: Path) -> None:
        seen.append((check(unfinished), target.exists()))
        link(unfinished, target)

    monkeypatch.setattr(os, "link", before)
    with project.create(path, "Lea", builtin()) as made:
        assert made.changes_elsewhere() == 0
    assert seen == [([], False)]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_made_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    path, link = tmp_path / "p.txt", os.link

    def meanwhile(unfinished: Path, target: Path) -> None:
        path.write_bytes(b"another's")
        if not links:
            raise OSError(1, "Operation not permitted")
        link(unfinished, target)

    monkeypatch.setattr(os, "link", meanwhile)
    with pytest.raises(Refused, match="exists already"):
        project.create(path, "Lea", builtin())
    assert path.read_bytes() == b"another's"
    assert [p for p in tmp_path.iterdir() if p.is_file()] == [path]


def test_a_disk_without_links_takes_a_project_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with project.create(tmp_path / "p.coder", "Lea", builtin()) as made:
        assert [c.name for c in coders.listed(made)] == ["Lea"]
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["p.coder"]


@pytest.mark.damaged
def test_no_flipped_bit_goes_unseen_or_does_harm(world: World, tmp_path: Path) -> None:
    """200 files, a bit flipped in each: refused in one sentence, or the project says exactly what it said before."""
    path = _closed(world)
    whole = path.read_bytes()

    def says(opened: project.Project) -> object:
        return (
            documents.listed(opened),
            tags.listed(opened),
            [c.name for c in coders.listed(opened)],
            readings.listed(opened),
        )

    with project.open_project(path) as sound:
        before = says(sound)
    dice, refused = random.Random(7), 0
    flipped = tmp_path / "flipped.coder"
    for _ in range(200):
        at, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        flipped.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            with project.open_project(flipped) as opened:
                assert says(opened) == before
        except Refused:
            refused += 1
    assert refused > 0


@pytest.mark.damaged
def test_a_truncated_project_is_refused(world: World) -> None:
    path = _closed(world)
    path.write_bytes(path.read_bytes()[:-4096])
    assert _refusal(path)


def test_a_project_that_vanishes_while_open_takes_no_more_tags(world: World) -> None:
    reading = world.reading()
    world.path.rename(world.path.with_name("moved.coder"))
    with pytest.raises(Refused, match=r"moved, deleted or replaced.*not saved"):
        tags.add(world.project, world.ann, reading, [NewTag("D3", 0, 9)])
    assert not world.path.exists()


def test_a_locked_project_says_so_quickly_and_nothing_is_saved(world: World) -> None:
    impatient = project.open_project(world.path, patience=0.05)
    other = sqlite3.connect(world.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    reading = world.reading()
    with pytest.raises(Refused, match=r"Another program is writing.*not saved"):
        tags.add(impatient, world.ann, reading, [NewTag("D3", 0, 9)])
    other.execute("ROLLBACK")
    other.close()
    assert tags.add(impatient, world.ann, reading, [NewTag("D3", 0, 9)])
    impatient.close()


def test_a_full_disk_says_so_and_what_was_acknowledged_stays(world: World) -> None:
    made, full = [], None
    with world.project.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
    reading = world.reading()
    from sqlalchemy import event

    event.listen(world.project._engine, "checkout", lambda c, *_: c.execute(f"PRAGMA max_page_count = {pages + 8}"))
    for at in range(500):
        try:
            made += tags.add(
                world.project, world.ann, reading, [NewTag("D3", at % 60, at % 60 + 1 + at // 60, memo="m" * 200)]
            )
        except Refused as refused:
            if "full" in str(refused):
                full = str(refused)
                break
    assert full is not None
    assert "not saved" in full
    world.again()
    assert {tag.id for tag in tags.of_reading(world.project, world.reading())} == {tag.id for tag in made}


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_read_only_project_can_be_read_and_says_that_it_can_not_be_written(world: World, tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; p = Path(sys.argv[1])\n"
        "from corpus.refused import Refused\nfrom db import coders, project\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "opened = project.open_project(p); lea = coders.named(opened, 'Lea')\n"
        "try: coders.add(opened, lea, 'Zoe')\nexcept Refused as r: print(r); sys.exit(2)\n"
    )
    world.project.close()
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    if os.geteuid() == 0:  # the script runs as nobody, who must get there; pytest's folders are for their owner only
        for folder in (tmp_path, *tmp_path.parents[: len(tmp_path.parents) - 2]):
            folder.chmod(folder.stat().st_mode | 0o011)
    copy = shared / "study.coder"
    copy.write_bytes(world.path.read_bytes())
    copy.chmod(0o444)
    shared.chmod(0o555)
    try:
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "CODER_STATE": str(shared / "none")}
        done = subprocess.run(
            [sys.executable, "-c", script, str(copy)], capture_output=True, text=True, env=env, check=False
        )
    finally:
        shared.chmod(0o755)
        copy.unlink()
        shared.rmdir()
    assert done.returncode == 2, done.stderr
    assert "read-only" in done.stdout


def test_two_programs_work_on_one_file_and_see_each_others_work(world: World) -> None:
    with project.open_project(world.path) as other:
        before = other.changes()
        tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
        assert other.changes() > before
        tags.add(other, world.ben, world.reading(world.ben), [NewTag("D1", 0, 9)])
        assert {tag.code for tag in tags.listed(world.project)} == {"D1", "D3"}


def test_the_tables_are_those_of_the_migrations_and_of_the_schema(tmp_path: Path) -> None:
    kept = Path(project.__file__).parent / "migrations" / "newest.sql"
    assert kept.read_text("utf-8") == fresh_tables()
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with project.create(tmp_path / "p.coder", "Lea", builtin()) as made, made.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_backup_is_sound_and_brings_everything_back(world: World, tmp_path: Path) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.remove(world.project, world.ann, tag)
    world.project.close()
    before = restore.restore(world.path, copy, "lea").before
    world.again()
    assert tags.of_reading(world.project, world.reading()) == [tag]
    assert before is not None
    with project.open_project(before) as old:
        assert tags.listed(old) == []


def test_after_a_restore_work_goes_on_under_another_replica(world: World, tmp_path: Path) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    old = world.project.replica
    world.project.close()
    restore.restore(world.path, copy, "lea")
    assert world.again().replica != old


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be replaced there")
def test_an_older_copy_put_in_place_by_hand_is_noticed(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    old = world.project.replica
    world.project.close()
    world.path.write_bytes(copy.read_bytes())
    assert world.again().replica != old


def test_only_a_sound_backup_of_the_same_project_is_restored(world: World, tmp_path: Path) -> None:
    with project.create(tmp_path / "other.coder", "Zoe", builtin()) as other:
        copy = backups.backup(other, tmp_path / "safe")
    whole = world.path.read_bytes()
    for wrong in (copy, tmp_path / "none.coder", world.path):
        with pytest.raises(Refused):
            restore.restore(world.path, wrong, "lea")
    assert world.path.read_bytes() == whole


@pytest.mark.damaged
def test_a_damaged_project_is_set_aside_and_replaced(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    world.project.close()
    world.path.write_bytes(b"\0" * 8000)
    restored = restore.restore(world.path, copy, "lea")
    aside = restored.before
    assert aside is not None
    assert "purge again" in restored.words[0]
    assert aside.read_bytes() == b"\0" * 8000
    assert world.again().id


def test_backups_are_thinned_by_day_week_and_month() -> None:
    import datetime

    today = datetime.date(2026, 6, 30)
    days = [today - datetime.timedelta(days=n) for n in range(400)]
    copies = [Path(f"{day}-090000-daily.coder") for day in days]
    gone = set(backups.superfluous(copies, today))
    left = [copy for copy in copies if copy not in gone]
    assert left[:7] == copies[:7]
    assert 7 + 8 + 10 <= len(left) <= 7 + 10 + 13
    assert backups.superfluous(left, today) == []


def test_a_new_day_of_work_begins_with_a_backup(world: World) -> None:
    world.project.close()
    yesterday = world.path.stat().st_mtime - 86400
    os.utime(world.path, (yesterday, yesterday))
    world.again()
    tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    tags.add(world.project, world.ann, world.reading(), [NewTag("D1", 0, 9)])
    [copy] = backups.listed(world.path)
    with project.open_project(copy) as old:
        assert tags.listed(old) == []


def test_backups_have_names_without_blanks_that_tell_when(world: World, tmp_path: Path) -> None:
    by_hand, automatic = backups.backup(world.project, tmp_path / "safe"), backups.automatic(world.path, "daily")
    assert re.fullmatch(r"study-\d{4}-\d\d-\d\d-\d{6}\.coder", by_hand.name)
    assert automatic.parent.name == "study-backups"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{6}-daily\.coder", automatic.name)


def test_a_daily_backup_that_cant_be_written_says_what_to_do(world: World) -> None:
    backups.folder_of(world.path).write_text("in the way")
    yesterday = world.path.stat().st_mtime - 86400
    os.utime(world.path, (yesterday, yesterday))
    world.again()
    with pytest.raises(Refused, match="writable for you, or ask who owns it"):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    assert tags.listed(world.project) == []


def test_each_thread_gets_the_text_that_it_asks_for(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    asked = [world.mill.text_id, world.road.text_id] * 200
    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(world.project.text, asked))
    assert [text_id(text) for text in got] == asked


@pytest.mark.damaged
def test_an_index_that_no_longer_says_what_its_table_says_is_noticed(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    world.project.close()
    with closing(sqlite3.connect(world.path)) as connection:
        [page] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'tag_code'").fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    damaged = bytearray(world.path.read_bytes())
    damaged[damaged.index(b"D3", size * (page - 1)) + 1] ^= 1  # now the index says D2
    world.path.write_bytes(damaged)
    assert "damaged" in check(world.path)[0]
