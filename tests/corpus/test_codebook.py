"""Codebooks: the built-in one, others from YAML, and the line of what is wrong in them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import codebook
from corpus.codebook import Code, Codebook, Family, Qualifier
from corpus.refused import Refused

SMALL = """\
title: Migration
codes:
  - key: push
    name: Push
    not: Weather.
    codes:
      - key: push.war
        name: War
  - key: pull
    name: Pull
    neighbours:
      push: Pull is about the place one goes to.
"""


# --- the built-in one -------------------------------------------------------------------------------------------------


def test_the_seven_narratives_are_under_the_digits() -> None:
    assert [code.key for code in codebook.builtin().top] == ["D1", "D2", "D3", "D4", "R1", "R2", "R3"]


def test_each_family_has_a_residual_that_is_no_narrative() -> None:
    residuals = [code for code in codebook.builtin().codes if code.residual]
    assert [(code.key, code.family) for code in residuals] == [("D0", "D"), ("R0", "R")]
    assert not {code.key for code in residuals} & {code.key for code in codebook.builtin().top}


def test_every_narrative_says_what_it_means_when_to_use_it_and_when_not() -> None:
    for code in codebook.builtin().top:
        assert code.definition
        assert code.use
        assert code.dont
        assert code.examples
        assert code.neighbours
        assert code.colour


def test_a_sub_code_has_its_parents() -> None:
    book = codebook.builtin()
    assert book.ancestors("D3.racism") == ("D3",)
    assert [code.key for code in book.children("D2")] == ["D2.sunni", "D2.others", "D2.unsaid"]
    assert book.code("D3.racism").family == "D"


def test_voice_and_strength_are_built_in() -> None:
    found = {q.key: [value for value, _ in q.values] for q in codebook.builtin().qualifiers}
    assert found == {"voice": ["own", "reported", "other"], "strength": ["reason", "criticism"]}


def test_an_unknown_code_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match=r"D9.*there are: D1"):
        codebook.builtin().code("D9")


# --- in and out -------------------------------------------------------------------------------------------------------


def test_the_built_in_one_comes_back_from_yaml_and_from_json() -> None:
    book = codebook.builtin()
    assert codebook.loads(codebook.dumps(book)) == book
    assert codebook.from_json(book.canonical_json()) == book


def test_without_families_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(SMALL, encoding="utf-8")
    book = codebook.load(tmp_path / "book.yaml")
    assert [family.name for family in book.families] == ["Codes"]
    assert [(code.key, code.parent) for code in book.codes] == [("push", None), ("push.war", "push"), ("pull", None)]
    assert book.code("push").dont == ("Weather.",)
    assert book.code("pull").neighbours == (("push", "Pull is about the place one goes to."),)


def test_a_changed_codebook_is_another_version() -> None:
    book = codebook.loads(SMALL)
    assert codebook.loads(SMALL.replace("Weather", "The weather")).id != book.id
    assert codebook.loads(SMALL.replace("title:", "# a comment\ntitle:")).id == book.id


def test_only_nine_of_forty_codes_have_a_digit() -> None:
    book = codebook.loads("title: Forty\ncodes:\n" + "".join(f"- {{key: c{n}, name: Code {n}}}\n" for n in range(40)))
    assert len(book.codes) == 40
    assert [code.key for code in book.top] == [f"c{n}" for n in range(9)]


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=60)
lines = words.map(str.strip).filter(bool)
keys = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
blocks = st.lists(words, max_size=3).map("\n".join).map(str.strip)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    families = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    names = draw(st.lists(keys, min_size=1, max_size=6, unique_by=str.casefold))
    codes: list[Code] = []
    for key in names:
        parent = codes[-1] if codes and draw(st.booleans()) else None
        neighbours = draw(st.dictionaries(st.sampled_from(names), lines, max_size=2))
        codes.append(
            Code(
                key, draw(lines), parent.family if parent else draw(st.sampled_from(families)),
                parent.key if parent else None, draw(blocks),
                *(tuple(draw(st.lists(lines, max_size=2))) for _ in range(3)),
                tuple(neighbours.items()), draw(st.sampled_from(["", "7", "#1a2B3c"])), draw(st.booleans()),
            )
        )  # fmt: skip
    values = draw(st.dictionaries(keys, lines, min_size=1, max_size=3))
    qualifiers = draw(st.lists(keys, max_size=2, unique=True))
    return Codebook(
        draw(lines),
        tuple(Family(key, draw(lines)) for key in families),
        tuple(codes),
        tuple(Qualifier(key, draw(lines), tuple(values.items())) for key in qualifiers),
    )


@settings(deadline=None, max_examples=60)
@given(codebooks())
def test_any_codebook_comes_back_from_yaml_and_from_json(book: Codebook) -> None:
    assert codebook.loads(codebook.dumps(book)) == book
    assert codebook.from_json(book.canonical_json()) == book


# --- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (("key: pull", "key: push"), 9, "the code push is there twice"),
        (("name: War", "nmae: War"), 8, "'nmae'"),
        (("        name: War", ""), 7, "name of one line"),
        (("key: push.war", "key: 'a b'"), 7, "letters, digits"),
        (("name: Pull", "name: 12"), 10, "quotation marks"),
        (("name: Pull", "name: yes\n    colour: red"), 11, "colour"),
        (("      push: Pull", "      pish: Pull"), 11, "'pish'"),
        (("not: Weather.", "not: {a: b}"), 5, "no text"),
        (("not: Weather.", "residual: maybe"), 5, "true nor false"),
        (("not: Weather.", "family: X"), 5, "one of codes"),
        (("title: Migration", "title: ''"), 1, "title"),
        (("not: Weather.", 'not: "a\\x1b[31mb"'), 5, "U\\+001B"),
        (("title: Migration", "title: [Migration"), 2, "no YAML"),
        (("  - key: pull\n    name: Pull", "  - pull\n  - key: x\n    name: Pull"), 9, "a code needs"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(change: tuple[str, str], line: int, told: str) -> None:
    wrong = SMALL.replace(*change)
    assert wrong != SMALL
    with pytest.raises(Refused, match=rf"book.yaml, line {line}\b.*{told}"):
        codebook.loads(wrong, "book.yaml")


@pytest.mark.parametrize("words", ["", "- a", "just words", "title: Nothing", "title: x\ncodes: []", "a: *b"])
def test_what_is_no_codebook_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        codebook.loads(words)


def test_a_tag_of_yaml_makes_nothing() -> None:
    with pytest.raises(Refused):
        codebook.loads("title: !!python/object/apply:os.system [echo]\ncodes: [{key: a, name: b}]")


def test_a_file_that_is_missing_or_no_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be read"):
        codebook.load(tmp_path / "gone.yaml")
    (tmp_path / "latin.yaml").write_bytes("title: é".encode("latin-1"))
    with pytest.raises(Refused, match="byte offset 7"):
        codebook.load(tmp_path / "latin.yaml")


def test_aliases_are_refused_since_few_of_them_can_stand_for_millions_of_codes() -> None:
    bomb = "title: x\na0: &a0 [w]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    with pytest.raises(Refused, match="line 3 has a YAML alias"):
        codebook.loads(bomb + "codes: [{key: a, name: b}]\n")
    with pytest.raises(Refused, match="'foo'"):
        codebook.loads("title: x\ncodes:\n  - <<: {foo: Z}\n    key: A\n    name: x\n")
