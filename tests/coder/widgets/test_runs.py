"""Which codes hold where: as asking every tag for every character would say, and in lanes that keep their place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coder.widgets import runs
from coder.widgets.runs import MORE, Mark

END = 60
KEYS = st.sampled_from(["D1", "D2", "R1", "other", "more"])


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """Overlapping, nested, doubled and empty marks in a text of END characters."""
    places = st.tuples(st.integers(0, END), st.integers(0, END), KEYS, st.booleans())
    drawn = draw(st.lists(places, max_size=15))
    return [Mark(str(n), *sorted(edges), key, key, query) for n, (*edges, key, query) in enumerate(drawn)]


ROWS = st.lists(st.integers(0, END), min_size=2, max_size=2, unique=True).map(sorted)


def holding(some: list[Mark], offset: int) -> set[str]:
    return {mark.key for mark in some if mark.start <= offset < mark.stop}


@settings(deadline=None)
@given(marks())
def test_the_codes_at_each_character_are_those_of_the_marks_around_it(some: list[Mark]) -> None:
    flat = runs.flatten(some, ["D1", "D2"])
    for offset in range(END + 1):
        assert set(flat.named(flat.at(offset))) == holding(some, offset)


@settings(deadline=None)
@given(marks(), ROWS)
def test_the_codes_in_a_row_are_those_of_its_characters(some: list[Mark], row: list[int]) -> None:
    flat = runs.flatten(some)
    expected = set().union(*(holding(some, offset) for offset in range(*row)))
    assert set(flat.named(flat.within(*row))) == expected


@settings(deadline=None)
@given(marks(), ROWS)
def test_the_codes_that_begin_in_a_row(some: list[Mark], row: list[int]) -> None:
    flat = runs.flatten(some)
    begin = [mark for mark in some if mark.start < mark.stop and row[0] <= mark.start < row[1]]
    assert set(flat.named(flat.beginning(*row))) == {mark.key for mark in begin}
    assert flat.asks(*row) == any(mark.query for mark in begin)


@settings(deadline=None)
@given(marks(), ROWS)
def test_between_two_cuts_nothing_changes(some: list[Mark], row: list[int]) -> None:
    cuts = runs.flatten(some).cuts(*row)
    assert cuts == sorted(cuts)
    assert all(row[0] < cut < row[1] for cut in cuts)
    for offset in range(row[0] + 1, row[1]):
        if offset not in cuts:
            assert holding(some, offset) == holding(some, offset - 1)


def test_codes_come_in_the_order_given_and_then_as_they_first_appear() -> None:
    flat = runs.flatten([Mark("1", 5, 9, "z", "z"), Mark("2", 0, 3, "y", "y"), Mark("3", 7, 8, "b", "b")], ["a", "b"])
    assert flat.keys == ("a", "b", "y", "z")


def test_a_code_that_holds_twice_goes_on_when_one_of_them_ends() -> None:
    flat = runs.flatten([Mark("1", 0, 5, "D1", "D1"), Mark("2", 2, 9, "D1", "D1")])
    assert [flat.named(flat.at(offset)) for offset in (0, 4, 5, 8, 9)] == [["D1"]] * 4 + [[]]


def test_without_marks_nothing_holds() -> None:
    flat = runs.flatten([Mark("empty", 3, 3, "D1", "D1")], ["D1"])
    assert flat.within(0, END) == flat.at(3) == flat.beginning(0, END) == 0
    assert flat.cuts(0, END) == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.lists(st.sampled_from(["", *"abcdefgh"]), max_size=6),
    st.integers(0, 6),
)
def test_floating_lanes_show_what_fits_and_say_when_there_is_more(
    in_use: list[str], before: list[str], room: int
) -> None:
    before = list(dict.fromkeys(before))
    lanes = runs.float_lanes(in_use, before, room)
    shown = [key for key in lanes if key not in ("", MORE)]
    assert len(lanes) == room
    assert len(set(shown)) == len(shown)
    assert set(shown) <= set(in_use)
    if len(in_use) <= room:
        assert set(shown) == set(in_use)
    elif room:
        assert lanes[-1] == MORE
        assert len(shown) == room - 1


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), min_size=2), st.integers(1, 6))
def test_a_floating_code_keeps_its_lane_while_it_is_in_use(steps: list[list[str]], room: int) -> None:
    lanes: tuple[str, ...] = ()
    for in_use in steps:
        before, lanes = lanes, runs.float_lanes(in_use, lanes, room)
        fits = room if len(in_use) <= room else room - 1
        for place, key in enumerate(before[:fits]):
            if key in in_use:
                assert lanes[place] == key


def test_a_lane_shows_its_digit_where_a_passage_begins_and_a_bar_while_it_goes_on() -> None:
    first = {"D1": "1", "D2": "2"}
    assert runs.lane_glyphs(["D1", "D2", ""], {"D1"}, {"D1", "D2"}, first, False) == ["1", "┃", " "]
    assert runs.lane_glyphs(["D1", "D2", ""], set(), {"D1"}, first, False) == ["┃", " ", " "]


def test_at_the_top_of_the_window_a_lane_says_which_code_goes_on() -> None:
    assert runs.lane_glyphs(["D1", "D2"], set(), {"D1"}, {"D1": "1", "D2": "2"}, True) == ["1", " "]


def test_the_last_lane_says_that_a_row_has_more_codes() -> None:
    assert runs.lane_glyphs(["a", MORE], set(), {"a", "b"}, {}, False) == ["┃", "+"]
    assert runs.lane_glyphs(["a", MORE], set(), {"a"}, {}, False) == ["┃", " "]
