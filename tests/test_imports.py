"""The program starts fast because it imports late: looked at in a process of its own."""

import subprocess
import sys

import pytest

HEAVY = ("textual", "sqlalchemy", "numpy", "rapidfuzz", "alembic", "ruamel", "jinja2", "pygal", "plotext")
LOOK = """
import sys
from coder.cli import main
status = main(sys.argv[1:])
print("loaded:", *(name for name in {heavy!r} if name in sys.modules))
sys.exit(status)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["agreement", "--help"], ["completion", "bash"]])
def test_help_imports_nothing_heavy(arguments):
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(heavy=HEAVY), *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_commands_that_show_no_screen_do_not_import_textual(tmp_path):
    script = LOOK.format(heavy=("textual",))
    arguments = ["new", str(tmp_path / "study.coder"), "--as", "lea"]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"
