"""Where nothing can be printed: what was done is done, what was only to be printed is refused, pipes end quietly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no shell like this")
FULL = Path("/dev/full")


@pytest.fixture
def shell(tmp_path):
    """Run `coder …` with what the shell does to its output; its status and what it says on stderr."""

    def run(arguments, redirection):
        command = f'"{sys.executable}" -m coder {arguments} {redirection}'
        done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, timeout=60)
        return done.returncode, done.stderr.decode()

    return run


@pytest.fixture(params=["closed", "full"])
def redirection(request):
    """Standard output that takes nothing."""
    if request.param == "full" and not FULL.exists():
        pytest.skip("no full device")
    return ">&-" if request.param == "closed" else f">{FULL}"


def test_a_change_that_is_kept_has_not_failed(redirection, shell, study, call):
    assert shell(f"tag {study} harbour --as ann --code R1 --quote 'help the people'", redirection) == (0, "")
    assert [tag["code"] for tag in call("tags", study, "--json").json] == ["R1"]
    assert shell(f"backup {study} safe", redirection) == (0, "")
    assert len(list((study.parent / "safe").iterdir())) == 1
    assert shell(f"export {study} --format csv tags.csv", redirection) == (0, "")
    assert (study.parent / "tags.csv").exists()


@pytest.mark.parametrize("arguments", ["documents {}", "tags {} --json", "export {} --format json -", "history {}"])
def test_what_was_only_to_be_printed_is_refused(arguments, redirection, shell, study):
    status, told = shell(arguments.format(study), redirection)
    assert status == 2
    assert told.startswith("coder: Nothing can be printed here")
    assert len(told.splitlines()) == 1


def test_what_could_not_be_shown_is_not_kept_as_read(redirection, shell, study, call):
    assert shell(f"read {study} harbour --next 1 --as ann", redirection)[0] == 2
    [harbour] = [row for row in call("documents", study, "--json").json if row["title"] == "harbour"]
    assert harbour["readings"] == []


@pytest.mark.parametrize("arguments", ["documents {}", "tags {} --json", "export {} --format json -", "tags --help"])
def test_a_pipe_that_nobody_reads_ends_it_quietly(arguments, study, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "coder", *arguments.format(study).split()]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
