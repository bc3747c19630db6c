import random

from corpus.likeness import Samples, containment, fingerprint, groups, more_like, same_words, shared

SYLLABLES = ["ba", "ker", "dor", "min", "sel", "tav", "run", "gol", "pim", "esh", "wok", "lat"]


def article(seed, n=600):
    rng = random.Random(seed)
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(n))


def damaged(text, rate, seed=1):
    rng = random.Random(seed)
    return "".join("x" if c != " " and rng.random() < rate else c for c in text)


OTHERS = {f"other {n}": fingerprint(article(n)) for n in range(10, 20)}


def alike_documents(text, others):
    samples = Samples()
    for id_, sample in others.items():
        samples.add(id_, sample)
    return samples.alike(text)


def kinds(text, others):
    return [(one.id, one.kind) for one in alike_documents(text, others)]


def test_the_same_article_in_two_outlets():
    one = article(1)
    again = (
        "The Daily, late edition. By our own correspondent in the north, with the help of others. "
        + one.replace(" ", "\n").upper()
    )
    assert kinds(again, {**OTHERS, "a": fingerprint(one)}) == [("a", "near-duplicate")]
    assert kinds(one.upper(), {**OTHERS, "a": fingerprint(one)}) == [("a", "same words")]


def test_wrong_letters_and_cuts_hide_no_copy():
    one = article(1)
    for copy in (damaged(one, 0.02), one[: len(one) * 2 // 3]):
        assert kinds(copy, {**OTHERS, "a": fingerprint(one)})[0][1] == "near-duplicate"


def test_a_long_quotation_shares_text_and_is_shown():
    one, other = article(1), article(2)
    host = other + " " + one[1000:2000]
    [alike] = alike_documents(host, {"a": fingerprint(one[:3000])})
    assert alike.kind == "shares text"
    [part] = shared(host, one)
    assert one[part.b.start : part.b.stop].strip() in one[990:2010]
    assert host[part.a.start : part.a.stop] == one[part.b.start : part.b.stop]


def test_other_articles_are_not_alike():
    assert kinds(article(1), OTHERS) == []
    assert containment(fingerprint(""), fingerprint(article(1))) == 0


def test_what_every_document_has_says_nothing():
    letterhead = article(99, 300)
    others = {f"d{n}": fingerprint(letterhead + article(n + 200, 60)) for n in range(80)}
    assert kinds(letterhead + article(500, 60), others) == []


PASSAGES = {
    1: "It isn’t a state, it is a warehouse with flags.",
    2: "it is a warehouse with flags and it isn't a state",
    3: "He said: it isn't a state, it is a warehouse with flags, and I had the keys.",
    4: "The baker asked for his wages and was told that God would pay.",
    5: "the baker asked for his wages & was told, that God would pay",
    6: "I counted the days on the wall of the cellar.",
    7: "We all knew it",
    8: "we all knew it!",
    9: "it was",
    10: "it was",
}


def test_passages_with_the_same_words_are_grouped():
    found = groups(same_words(PASSAGES))
    assert sorted(map(sorted, found)) == [[1, 3], [4, 5], [7, 8]] or sorted(map(sorted, found)) == [
        [1, 2, 3],
        [4, 5],
        [7, 8],
    ]


def test_more_like_a_passage_best_first():
    texts = {
        "a": f"{article(1, 80)}. It isn’t a state, it is a warehouse with flags. {article(2, 80)}",
        "b": f"{article(3, 80)}. It is not a state: it was a warehouse with two flags. {article(4, 80)}",
        "c": article(5, 200),
    }
    found = more_like("It isn’t a state, it is a warehouse with flags.", texts)
    assert [match.id for match in found] == ["a", "b"]
