"""Each warning of the study has a reading of texts in which it shows, and one in which it does not."""

import pytest

from coder.agreement.figures import Figure
from coder.cautions import Thresholds, verdict, warnings
from coder.comparison import Coded, Finished, Passage, compare
from coder.reliability import Settings, figures
from corpus.codebook import Codebook
from db.values import Document, Round

TEXT = "Word " * 20
SENTENCES = "Here is one. " * 10


def told(
    *documents, level="document", rounds=1, versions=1, known=0, text=TEXT, thresholds=None, coders=("ann", "ben")
):
    """Warnings; a document is what each coder marked: passages (code, start, stop), or None: not finished."""
    some = [
        Coded(coder, f"{n:03}", "t", len(text), tuple(Passage(*p) for p in passages))
        for n, document in enumerate(documents)
        for coder, passages in zip(coders, document, strict=True)
        if passages is not None
    ]
    comparison = compare(some, ("D1", "R1"))
    titles = tuple(Document(f"{n:03}", f"title {n}", "t", len(text), 20) for n in range(max(known, len(documents))))
    made = tuple(Round(str(n), f"round {n}", "main", "b", False, False, True) for n in range(rounds))
    found = Finished(tuple(some), made, Codebook("", (), ()), versions, titles)
    settings = Settings(levels=(level,), families={"all": ("D1", "R1")}, resamples=200, full=False)
    level_figures = figures(comparison, lambda _: text, settings)
    return [one.text for one in warnings(found, comparison, level_figures, thresholds or Thresholds())]


def says(words, *documents, **more):
    """Whether a warning holds the words."""
    return any(words in one for one in told(*documents, **more))


D1, R1 = (("D1", 0, 9),), (("R1", 0, 9),)
BOTH, FIRST, SECOND, NEITHER = (D1, D1), (D1, ()), ((), D1), ((), ())


@pytest.mark.parametrize(
    ("words", "shows", "does_not", "more"),
    [
        ("no document is finished by two coders", [(D1, None)], [BOTH], {}),
        ("documents are left out", [BOTH, (D1, None)], [BOTH], {}),
        ("only 1 document compared", [BOTH], [BOTH] * 5, {}),
        ("only 4 documents compared", [BOTH] * 4, [BOTH] * 5, {}),
        ("fewer than 20 documents", [BOTH] * 19, [BOTH] * 20, {}),
        ("rests on 1 application (D1)", [FIRST, NEITHER], [BOTH], {}),
        ("fewer than 10 applications by some coder (D1)", [BOTH] * 9, [BOTH] * 10, {}),
        ("90 % agreement or more but alpha below .667 (D1)", [NEITHER] * 19 + [FIRST], [BOTH] * 10 + [NEITHER] * 9, {}),
        ("AC1 is far above alpha, because", [NEITHER] * 19 + [FIRST], [BOTH] * 10 + [NEITHER] * 9 + [FIRST], {}),
        ("significantly more often than another (D1)", [FIRST] * 12 + [BOTH], [FIRST] * 5 + [SECOND], {}),
        ("under 5 % or over 95 % of the ratings", [BOTH] + [NEITHER] * 20, [BOTH] * 2 + [NEITHER] * 20, {}),
        ("under 5 % or over 95 % of the ratings", [NEITHER] + [BOTH] * 20, [NEITHER] * 2 + [BOTH] * 20, {}),
        ("for the rarest code, D1", [BOTH, NEITHER], [BOTH, NEITHER] * 20, {}),
        ("for the most common code, D1", [BOTH, BOTH, NEITHER], [BOTH, BOTH, NEITHER] * 20, {}),
        ("intervals wider than .30 (D1)", [BOTH, NEITHER, FIRST] * 3, [BOTH, NEITHER] * 40 + [FIRST], {}),
        ("undefined in over 5 % of the resamples", [BOTH] * 2 + [NEITHER] * 20, [BOTH, NEITHER] * 10 + [FIRST], {}),
        (
            "of the marked text only, where coders' passages meet",
            [(D1, (("R1", 8, 20),))],
            [(D1, (("R1", 1, 10),))],
            {"level": "passage"},
        ),
    ],
)  # fmt: skip
def test_a_warning_shows_where_it_holds_and_only_there(words, shows, does_not, more):
    assert says(words, *shows, **more), told(*shows, **more)
    assert not says(words, *does_not, **more), told(*does_not, **more)


def test_pooled_rounds_and_a_changed_codebook_are_told():
    assert says("rounds are pooled (round 0, round 1)", BOTH, rounds=2)
    assert not says("pooled", BOTH)
    assert says("2 versions", BOTH, versions=2)
    assert not says("versions", BOTH)


def test_every_warning_is_one_sentence_that_says_what_to_do():
    every = [
        *told(*[NEITHER] * 19, FIRST, (D1, None), rounds=2, versions=2),
        *told(*[FIRST] * 6, BOTH),
        *told((D1, (("R1", 8, 20),)), level="passage"),
        *told((D1, None)),
        *told(*[BOTH] * 2, *[NEITHER] * 20),
    ]
    does = (
        "ask for",
        "double-code",
        "code more",
        "look",
        "say so",
        "go by",
        "let ",
        "read it",
        "report it as",
        "judge",
    )
    for text in every:
        assert text.endswith(".")
        assert any(word in text.split(";", 1)[-1] or word in text.split(": ", 1)[-1] for word in does), text


def test_unused_codes_are_not_warned_about():
    assert not any("R1" in text for text in told(*[BOTH, NEITHER, FIRST] * 3))


def test_the_number_needed_follows_the_limit_that_was_set():
    assert says("20 units, and 30 are needed to show .667", *[BOTH, NEITHER] * 10)
    assert not says("are needed to show", *[BOTH, NEITHER] * 10, thresholds=Thresholds(0.6, 0.3))


def test_nothing_is_said_by_unit_where_units_are_characters():
    assert not says("AC1", *[NEITHER] * 19, FIRST, level="character")


def test_the_verdict_goes_by_the_lower_limit():
    limits = Thresholds()
    for low, words in ((0.8, "reliable"), (0.7999, "tentative"), (0.667, "tentative"), (0.6669, "not shown")):
        assert verdict(Figure(0.95, low=low, high=1.0), limits) == words
    assert verdict(Figure(0.95), limits) == "no interval"
    assert verdict(Figure(None, "no variation"), limits) == "undefined"
    assert verdict(Figure(0.9, low=0.75, high=1.0), Thresholds(0.7, 0.6)) == "reliable"
