"""A changed codebook leaves no tag without a meaning."""

import pytest

from corpus.codebook import loads
from corpus.refused import Refused
from db import codebooks, tags
from db.values import NewTag

from .conftest import World


def test_all_codes_that_a_new_codebook_lacks_are_named(world: World) -> None:
    keys = ["D1", "D2", "D3", "D4", "R1", "R2", "R2"]
    new = [NewTag(code, place, place + 8) for place, code in enumerate(keys)]
    tags.add(world.project, world.ann, world.reading(), new)
    book = loads("title: t\nfamilies: [{key: F, name: f}]\ncodes: [{key: D1, name: d, family: F}]\n")
    with pytest.raises(Refused) as refused:
        codebooks.load(world.project, world.lea, book)
    assert "D2 (1 tag), D3 (1 tag), D4 (1 tag), R1 (1 tag), R2 (2 tags);" in str(refused.value)
    book = loads("title: t\nfamilies: [{key: F, name: f}]\ncodes: [{key: X, name: x, family: F}]\n")
    with pytest.raises(Refused, match=r"R1 \(1 tag\) and 1 more;"):
        codebooks.load(world.project, world.lea, book)
