import os
import random
import stat
import time

import pytest

from corpus.index import Index, Interrupted
from corpus.quotes import Plain, locate

WORDS = ["road", "house", "night", "market", "letter", "brother", "promised", "waited", "answered", "winter", "bread"]


def text(seed, n=3000):
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(n))


@pytest.fixture
def texts():
    return {f"t{n}": text(n) + f" The witness of village {n * 7919} wept. " + text(n + 100) for n in range(8)}


def found(quote, index):
    answer = locate(quote, index)
    return answer.status, [match.id for match in answer.matches][:1]


def test_with_an_index_the_answers_are_those_without(texts):
    index, plain = Index(texts), Plain(texts)
    quotes = [
        "the witness of village 23757 wept",
        "The witnes of vilage 15838 wept",
        "an",
        texts["t3"][700:900],
        "nobody else",
    ]
    for quote in quotes:
        assert locate(quote, index) == locate(quote, plain)


def test_texts_come_and_go(texts, tmp_path):
    index = Index(texts, tmp_path / "index")
    assert found("the old judge fell asleep", index) == ("not found", [])
    texts["new"] = "And so the old judge fell asleep on the bench."
    index.sync()
    assert found("the old judge fell asleep", index) == ("found", ["new"])
    del texts["new"]
    assert found("the old judge fell asleep", index) == ("not found", [])
    index.sync()
    assert found("the old judge fell asleep", index) == ("not found", [])
    assert found("the witness of village 15838 wept", index) == ("found", ["t2"])


def test_it_is_kept_in_a_file_for_its_owner_only(texts, tmp_path):
    file = tmp_path / "index"
    Index(texts, file).close()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert found("the witness of village 15838 wept", Index(texts, file)) == ("found", ["t2"])
    assert file.read_bytes() == before


def test_what_is_gone_is_cleared_out_of_the_file(texts, tmp_path):
    file = tmp_path / "index"
    texts["secret"] = "xqjwv zzqvy " * 40
    index = Index(texts, file)
    assert b"xqj" in file.read_bytes()
    del texts["secret"]
    index.clear()
    index.sync()
    index.close()
    assert b"xqj" not in file.read_bytes()
    assert found("the witness of village 15838 wept", Index(texts, file)) == ("found", ["t2"])


def test_when_a_quarter_is_gone_it_is_made_anew(texts, tmp_path):
    file = tmp_path / "index"
    index = Index(texts, file)
    for n in range(4):
        del texts[f"t{n}"]
    index.sync()
    assert index._count == index._live()
    assert found("the witness of village 39595 wept", index) == ("found", ["t5"])


@pytest.mark.parametrize("damage", ["other", "cut", "version", "garbled"])
def test_a_damaged_file_is_made_anew(texts, tmp_path, damage):
    import sqlite3

    file = tmp_path / "index"
    Index(texts, file).close()
    content = file.read_bytes()
    if damage == "other":
        file.write_bytes(b"this is no database at all" * 100)
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 3])
    elif damage == "garbled":
        file.write_bytes(content[:8192] + bytes(len(content) - 8192))
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 99")
    assert found("the witness of village 15838 wept", Index(texts, file)) == ("found", ["t2"])


def test_two_at_once_see_the_same(texts, tmp_path):
    file = tmp_path / "index"
    one, other = Index(texts, file), Index(texts, file)
    texts["new"] = "And so the old judge fell asleep on the bench."
    one.sync()
    other.sync()
    assert found("the old judge fell asleep", one) == found("the old judge fell asleep", other) == ("found", ["new"])


def test_making_it_can_be_stopped_and_leaves_it_whole(texts, tmp_path):
    index = Index({}, tmp_path / "index")
    index.texts = texts
    with pytest.raises(Interrupted):
        index.sync(stop=lambda: True)
    index.sync()
    assert found("the witness of village 15838 wept", index) == ("found", ["t2"])


def test_texts_without_letters_are_no_trouble():
    index = Index({"a": "…!?", "b": "ab", "c": "a quiet morning came"})
    assert found("a quiet morning came", index) == ("found", ["c"])
    assert found("ab", index) == ("found", ["b"])


def test_one_more_text_and_one_quote_take_milliseconds(texts, tmp_path):
    index = Index({f"{key}{n}": f"{n} {value}" for n in range(6) for key, value in texts.items()}, tmp_path / "index")
    texts = {**index.texts, "new": text(77)}
    index.texts = texts
    begun = time.perf_counter()
    index.sync()
    locate("the witness of a village never heard of wept for hours", index)
    assert time.perf_counter() - begun < 2  # some 30 ms; a shared machine may be slow
