"""What was said to be tagged is there after kill −9."""

import os

import pytest

from .conftest import World
from .kill9 import rounds


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_no_acknowledged_tag_is_lost_in_100_kills(world: World) -> None:
    world.project.close()
    acknowledged: set[str] = set()
    for said, kept in rounds(world.path, number=100, seed=9):
        acknowledged |= said
        assert acknowledged <= kept
    assert len(acknowledged) >= 100
    world.again()
