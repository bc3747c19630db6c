"""A place that is like a quote but says the opposite, or another number, is a guess: on made-up texts."""

import pytest

from corpus.meaning import contrary
from corpus.quotes import locate

TEXT = """The baker is protecting the children of the valley, and it is not killing them, said the man57 at the mill.
My father did not speak to me for four months. In 2013 about 8.5 percent of 1,500 men crossed under rule 51/7 of the
river law. He didn't want to go home before the 19th of May, and he will stay until it snows.
"""


@pytest.mark.parametrize(
    "quote",
    [
        "The baker is not protecting the children of the valley, and it is killing them",
        "My father did speak to me for four months",
        "He didn't want to go home before the 19th of May, and he will never stay until it snows",
        "He did want to go home before the 19th of May, and he will stay",
        "In 2015 about 8.5 percent of 1,500 men crossed",
        "In 2013 about 85 percent of 1,500 men crossed",
        "percent of 1,500 men crossed under rule 5/17 of the river law",
        "percent of 1,500 men crossed under rule 7/51 of the river law",
        "He didn't want to go home before the 20th of May",
    ],
)
def test_the_opposite_or_another_number_is_a_guess_however_like_it_is(quote):
    answer = locate(quote, {"a": TEXT})
    assert answer.status == "unsure"
    assert answer.matches[0].score > 0.85


@pytest.mark.parametrize(
    "quote",
    [
        "The baker is protecting the childrn of the valley, and it isn't killing them",
        "it is not killing thern, said the man at the mill",
        "it is not killing them, said the man 57 at the mill",
        "it is not kiling them, said the man[57] at the mill",
        "In 2013 about 8,5 percent of 1500 men crossed",
        "In 20l3 about 8.5 percent of 1500 rnen crossed under rule 51/7",
        "He did not want to go home befor the 19th of May",
        "He didn't want to go horne before the 19th of May, and he wi11 stay until it snovvs",
        "My father did n0t speak to me for four months",
    ],
)
def test_spelling_footnotes_and_what_a_scanner_reads_change_no_meaning(quote):
    assert locate(quote, {"a": TEXT}).status == "found"


def test_whatever_is_said_twice_is_counted_where_it_is_said():
    assert contrary("not here but there", "here but not there")
    assert contrary("from 7 to 51", "from 51 to 7")
    assert not contrary("I cannot and won't go", "I can not, and will not go")
    assert not contrary("12.3.2013 at 10:30", "12/3/2013 at 10.30")
    assert not contrary("he went\n 17\nhome in 1999", "he went home in 1999")
