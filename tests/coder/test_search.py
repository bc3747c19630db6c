"""Searching in a text: word for word first, then whatever the case and the blanks, and only else what is like it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.search import MOST_LIKE, Hit, find

STORY = (
    "The commander laughed. “Go home,” the commander said,\nand the\ncommander's men laughed too. "
    "They took Sayid's bread."
)


def words(text: str, hits: list[Hit]) -> list[str]:
    return [text[hit.start : hit.stop] for hit in hits]


def apart(hits: list[Hit]) -> bool:
    return all(a.stop <= b.start for a, b in pairwise(sorted(hits)))


def test_exact_places_come_first_then_the_folded_ones() -> None:
    hits = find(STORY, "the commander")
    assert words(STORY, hits) == ["the commander", "The commander", "the\ncommander"]
    assert [hit.how for hit in hits] == ["exact", "folded", "folded"]
    assert {hit.score for hit in hits} == {100.0}


def test_quotation_marks_and_blanks_match_their_like() -> None:
    assert words(STORY, find(STORY, '"go  home,"')) == ["“Go home,”"]
    assert words(STORY, find(STORY, "Sayid’s")) == ["Sayid's"]


def test_what_is_only_like_the_words_is_found_when_nothing_else_is() -> None:
    [hit] = find(STORY, "they took Sayeds bread")
    assert hit.how == "like"
    assert 75 <= hit.score < 100
    assert STORY[hit.start : hit.stop] == "They took Sayid's bread"


def test_the_likest_place_comes_first() -> None:
    text = "The comander left. Nobody spoke of it. The commnder stayed. A commander slept."
    hits = find(text, "the commandor")
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.start))
    assert len(hits) >= 2


def test_a_short_word_is_not_like_anything() -> None:
    assert find(STORY, "xyz") == []


def test_what_is_not_there_is_not_found() -> None:
    assert find(STORY, "an entirely different matter") == []
    assert find("", "words") == []
    assert find("bread", "bread and butter and water") == []


@pytest.mark.parametrize("query", ["", " ", "\n\t "])
def test_no_words_are_nowhere(query: str) -> None:
    assert find(STORY, query) == []


def test_blanks_around_the_words_do_not_matter() -> None:
    assert words(STORY, find(STORY, "  laughed too ")) == ["laughed too"]


@pytest.mark.parametrize("query", ["[crying]", "(he)", "a.c", "1+1=2?", "\\d", "^$"])
def test_signs_mean_themselves(query: str) -> None:
    text = f"abc {query} 11"
    assert [(hit.how, text[hit.start : hit.stop]) for hit in find(text, query)] == [("exact", query)]


@settings(deadline=None)
@given(st.text("aAb ", max_size=60), st.text("aAb ", min_size=1, max_size=4))
def test_every_exact_place_is_found_and_no_two_places_overlap(text: str, query: str) -> None:
    hits = find(text, query)
    query = query.strip()
    assert apart(hits)
    exact = [hit for hit in hits if hit.how == "exact"]
    assert hits[: len(exact)] == exact == sorted(exact)
    assert len(exact) == (text.count(query) if query else 0)
    for hit in hits:
        found = text[hit.start : hit.stop]
        assert (found == query) == (hit.how == "exact")
        if hit.how == "folded":
            assert found.lower().split() == query.lower().split()


def test_an_exact_place_is_not_hidden_by_a_folded_one_that_overlaps_it() -> None:
    assert [(hit.start, hit.how) for hit in find("HA ha ha", "ha ha")] == [(3, "exact")]


def test_exact_places_are_found_also_behind_more_folded_ones_than_are_wanted() -> None:
    text = "will " * 50 + "Will " + "will " * 50
    hits = find(text, "Will", limit=10)
    assert [hit.how for hit in hits] == ["exact"] + ["folded"] * 9
    assert hits[0].start == 250


def test_no_more_places_than_wanted() -> None:
    assert [hit.start for hit in find("a " * 100, "a", limit=3)] == [0, 2, 4]
    assert len(find("The comander laughed. " * 500, "the comnander laughed")) <= MOST_LIKE


@pytest.mark.parametrize("at", [199_990, 199_995, 200_000, 399_999])
def test_a_place_across_two_windows_is_found_once(at: int) -> None:
    text = "." * at + "the long\n road" + "." * 250_000
    assert [(hit.start, hit.stop) for hit in find(text, "The long road")] == [(at, at + 14)]


@pytest.mark.parametrize("at", [19_990, 20_000, 39_995])
def test_a_place_that_is_like_the_words_is_found_once_across_two_windows(at: int) -> None:
    text = "-" * at + " the comander laughed " + "-" * 30_000
    assert words(text, find(text, "the commander laughed")) == ["the comander laughed"]


def test_offsets_are_those_of_the_text_also_where_small_letters_are_longer() -> None:
    text = "İ" * 300 + " DİYARBAKIR; the comander laughed"
    assert words(text, find(text, "THE COMANDER")) == ["the comander"]
    assert words(text, find(text, "the commander laughed")) == ["the comander laughed"]
    assert words(text, find(text, "Diyarbakir")) == ["DİYARBAKIR"]


def test_other_scripts() -> None:
    text = "خرج من البيت في الليل. 他说在那里待了三年。 Он ушёл домой ночью."
    assert words(text, find(text, "من البيت")) == ["من البيت"]
    assert words(text, find(text, "那里待了")) == ["那里待了"]
    assert words(text, find(text, "ОН УШЁЛ")) == ["Он ушёл"]
    assert words(text, find(text, "он ушел домои ночью")) == ["Он ушёл домой ночью"]


def test_a_search_stops_when_it_is_told_to() -> None:
    text = "needle " + "hay " * 200_000 + "needle"
    asked: list[int] = []

    def after_one_window() -> bool:
        asked.append(1)
        return len(asked) > 1

    assert [hit.start for hit in find(text, "needle", stop=after_one_window)] == [0]
    assert find(text, "needle", stop=lambda: True) == []
    assert find(text, "neeedle hey", stop=lambda: True) == []
