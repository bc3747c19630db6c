import dataclasses
import datetime
import itertools

import pytest

from coder.comparison import Coded, Passage, compare, finished, rolled_up
from corpus.codebook import Code, builtin, loads
from corpus.refused import Refused
from db import codebooks, readings, rounds, tags
from db.events import PROJECT
from db.purge import purge_document
from db.values import NewTag

BOOK = loads(
    """
title: Book
codes:
- {key: D1, name: one}
- key: D2
  name: two
  codes: [{key: D2.a, name: a, codes: [{key: D2.a.x, name: x}]}]
- {key: D3, name: three}
"""
)


def coded(coder, document, *passages, length=10, text="t"):
    return Coded(coder, document, text, length, tuple(Passage(*p) for p in passages))


# --- readings side by side --------------------------------------------------------------------------------------------


def test_documents_that_one_coder_finished_are_left_out():
    comparison = compare([coded("ann", "a"), coded("ben", "a"), coded("ann", "b"), coded("zoe", "c")], ["D1"])
    assert [document[0].document for document in comparison.documents] == ["a"]
    assert comparison.coders == ("ann", "ben")


def test_the_coders_asked_for_come_in_the_order_asked_for_and_the_others_are_left_out():
    some = [coded(coder, "a") for coder in ("ann", "ben", "cem")]
    assert compare(some, [], coders=["cem", "ann"]).coders == ("cem", "ann")
    assert compare(some, [], coders=["cem"]).documents == ()
    assert [one.coder for one in compare(some, []).of("ben", "cem").readings()] == ["ben", "cem"]


def test_documents_come_by_id_however_the_readings_come():
    some = [coded(coder, document) for coder in ("ann", "ben") for document in "bca"]
    for order in itertools.islice(itertools.permutations(some), 0, None, 100):
        assert [document[0].document for document in compare(order, []).documents] == ["a", "b", "c"]


def test_readings_of_different_texts_of_a_document_are_refused():
    for other in (coded("ben", "a", text="new"), coded("ben", "a", length=11)):
        with pytest.raises(Refused, match="different texts"):
            compare([coded("ann", "a"), other], ["D1"])


def test_applications_count_tags_and_those_of_sub_codes():
    some = [coded("ann", "a", ("D2.a", 0, 1), ("D2", 0, 1)), coded("ben", "a", ("D1", 0, 1), ("old", 0, 1))]
    codes = ("D1", "D2", "D2.a")
    comparison = compare(some, codes, rolled_up(BOOK, codes))
    assert comparison.applications() == {
        "D1": {"ann": 0, "ben": 1},
        "D2": {"ann": 2, "ben": 0},
        "D2.a": {"ann": 1, "ben": 0},
    }
    assert comparison.only("D2").applications() == {"D2": {"ann": 2, "ben": 0}}


# --- sub-codes --------------------------------------------------------------------------------------------------------


def test_a_sub_code_counts_for_all_codes_above_it():
    codes = ("D1", "D2", "D2.a", "D2.a.x", "gone")
    assert rolled_up(BOOK, codes) == {
        "D1": ("D1",), "D2": ("D2",), "D2.a": ("D2.a", "D2"), "D2.a.x": ("D2.a.x", "D2.a", "D2"), "gone": ("gone",),
    }  # fmt: skip


def test_apart_every_code_counts_for_itself():
    assert rolled_up(BOOK, ("D2.a.x", "D1"), apart=True) == {"D2.a.x": ("D2.a.x",), "D1": ("D1",)}


def test_what_is_below_a_code_that_counts_as_another_is_below_the_other():
    assert rolled_up(BOOK, ("D2.a",), merged={"D2": "D3"}) == {"D2.a": ("D2.a", "D3")}
    assert rolled_up(BOOK, ("D2.a.x",), merged={"D2.a": "D1"}) == {"D2.a.x": ("D2.a.x", "D1")}
    assert rolled_up(BOOK, ("D2.a",), merged={"D2": "D2.a"}) == {"D2.a": ("D2.a",)}


# --- what a project has finished --------------------------------------------------------------------------------------


def tagged(study, coder, document, *passages, round_=None, done=True):
    reading = readings.of(study.project, coder, document, round_ or rounds.current(study.project))
    tags.add(study.project, coder, reading, [NewTag(*p) for p in passages]) if passages else None
    return readings.finish(study.project, coder, reading) if done else reading


def another_round(study, name="second", purpose="main", codebook=None):
    """No command makes rounds yet: one as the log would hold it."""
    first = rounds.current(study.project)
    with study.project.write(study.lea.id) as action:
        about = {"@name": action.body(name), "purpose": purpose, "codebook": codebook or first.codebook}
        action.append(PROJECT, "round.add", name, {**about, "blind": 0, "revealed": 0, "open": 1})
    return rounds.named(study.project, name)


def test_only_finished_readings_are_there_and_one_without_a_tag_is(study):
    tagged(study, study.ann, study.mill)
    tagged(study, study.ben, study.mill, ("D1", 0, 9), done=False)
    found = finished(study.project)
    assert [(one.coder, one.document, one.passages) for one in found.readings] == [("Ann", study.mill.id, ())]
    assert found.readings[0].finished == datetime.datetime.now(datetime.UTC).date()
    assert len(found.documents) == 3


def test_passages_come_with_their_code_and_case(study):
    tagged(study, study.ann, study.mill, ("D1", 0, 9))
    tagged(study, study.ben, study.mill, ("R1", 4, 9))
    by_coder = {one.coder: one.passages for one in finished(study.project).readings}
    assert by_coder == {"Ann": (Passage("D1", 0, 9),), "Ben": (Passage("R1", 4, 9),)}
    assert [one.coder for one in finished(study.project, people=[study.ben]).readings] == ["Ben"]


def test_rounds_of_different_purposes_are_pooled_only_when_asked(study):
    first = rounds.current(study.project)
    second = another_round(study, purpose="training")
    tagged(study, study.ann, study.mill, ("D1", 0, 9), round_=first)
    with pytest.raises(Refused, match="--pool"):
        finished(study.project, [first, second])
    assert len(finished(study.project, [first, second], pool=True).readings) == 1
    assert finished(study.project, [second]).readings == ()


def test_pooled_rounds_give_one_reading_a_coder_and_document_the_later_one(study):
    first = rounds.current(study.project)
    second = another_round(study)
    tagged(study, study.ann, study.mill, ("D1", 0, 9), round_=first)
    tagged(study, study.ann, study.mill, ("R1", 0, 9), round_=second)
    for order in ([first, second], [second, first]):
        found = finished(study.project, order)
        assert [one.passages[0].code for one in found.readings] == ["R1"]
        assert [r.name for r in found.rounds] == [first.name, "second"]


def test_without_a_round_named_it_is_the_latest_open_one(study):
    tagged(study, study.ann, study.mill, ("D1", 0, 9))
    another_round(study)
    assert finished(study.project).readings == ()


def test_another_version_of_the_codebook_is_counted_and_its_codes_stay(study):
    tagged(study, study.ann, study.mill, ("D1", 0, 9))
    assert finished(study.project).versions == 1
    more = dataclasses.replace(builtin(), codes=(*builtin().codes, Code("D9", "Nine", "defection")))
    codebooks.load(study.project, study.lea, more)
    found = finished(study.project)
    assert found.versions == 2
    assert found.codes[-1] == "D9"


def test_rounds_with_other_codebooks_are_pooled_only_when_asked_and_codes_of_before_stay(study):
    first = rounds.current(study.project)
    tagged(study, study.ann, study.mill, ("D1", 0, 9), round_=first)
    with study.project.write(study.lea.id) as action:
        content = action.body(BOOK.canonical_json().replace('"D1"', '"X1"'))
        action.append(PROJECT, "codebook.add", "other", {"@content": content})
    second = another_round(study, codebook="other")
    with pytest.raises(Refused, match="codebook"):
        finished(study.project, [first, second])
    assert finished(study.project, [first, second], pool=True).codes == ("X1", "D2", "D2.a", "D2.a.x", "D3", "D1")


def test_an_erased_document_is_not_among_them(study):
    tagged(study, study.ann, study.mill, ("D1", 0, 9))
    tagged(study, study.ben, study.mill, ("D1", 0, 9))
    purge_document(study.project, study.lea, study.mill)
    assert study.mill.id not in {one.document for one in finished(study.project).readings}
    assert len(finished(study.project).documents) == 2
