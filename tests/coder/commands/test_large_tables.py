"""A large table of tags: each text is fetched once, and somebody who waits sees that it goes on."""

import os
import sys

import pytest
from sqlalchemy import Engine, event


def table(path, rows):
    """Rows that go to and fro between two documents."""
    lines = [f"{('orchard', 'harbour')[n % 2]},ann,R1,{n // 2},{n // 2 + 9}" for n in range(rows)]
    path.write_text("\n".join(["document,coder,code,start,stop", *lines, "nowhere,ann,R1,0,9", "orchard,ann,R1,9,0"]))


@pytest.fixture
def statements():
    """The statements that were sent to a database since."""
    sent = []

    def note(*arguments):
        sent.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def test_more_rows_are_no_more_queries(study, call, tmp_path, statements):
    counts = []
    for rows in (20, 120):
        table(tmp_path / "tags.csv", rows)
        statements.clear()
        outcome = call("tags-import", study, tmp_path / "tags.csv", "--as", "lea")
        counts.append(len(statements))
    assert (outcome.status, outcome.out) == (1, "100 tags made; 20 there already\n")
    assert counts[1] - counts[0] < 10
    reasons = outcome.err.splitlines()
    assert [line.split(":")[0] for line in reasons[:2]] == ["row 122", "row 123"]
    assert "placing" not in outcome.err


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX")
def test_on_a_terminal_one_sees_how_far_it_is(study, tmp_path):
    pexpect = pytest.importorskip("pexpect")
    table(tmp_path / "tags.csv", 50)
    arguments = ["-m", "coder", "tags-import", str(study), str(tmp_path / "tags.csv"), "--as", "lea"]
    told = pexpect.run(f"{sys.executable} {' '.join(arguments)}", timeout=60, env={**os.environ, "TERM": "xterm"})
    assert b"placing" in told
    assert b"52/52" in told
    assert b"50 tags made" in told
