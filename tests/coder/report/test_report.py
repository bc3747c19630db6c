"""The report: what stands in it, and that no foreign word acts in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from coder.report import contents, page, text
from coder.report.blocks import Quotation, Report
from corpus.attributes import Attribute
from corpus.readers import Imported
from db import attributes, cases, documents, rounds
from db.sight import seen_by
from db.values import NewTag

from ..reviewed import Reviewed, make

EVIL = (
    '<script>alert("1")</script> & "quotes" </blockquote>\x1b[31m &amp; <img src=x onerror=alert(1)> \u202e tail of it.'
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """Two cases with dates; ann and ben finished both documents; one of the texts is not to be trusted."""
    made = make(tmp_path / "study.coder")
    attributes.load(made.project, made.lea, [Attribute("date", "date")])
    for key, name, date in (("k1", "mill", "03/04/15"), ("k2", "road", "05/06/15")):
        case = cases.add(made.project, made.lea, key, attributes={"date": date, "town": "<b>Harbour</b>"})
        setattr(made, name, documents.edit(made.project, made.lea, getattr(made, name), case=case))
    evil, _ = documents.add(made.project, made.lea, Imported("<i>evil</i>", EVIL))
    evil = documents.edit(made.project, made.lea, evil, case=case, source='"><script>')
    for coder in (made.ann, made.ben):
        made.code(coder, made.mill, NewTag("R1", 0, 27, qualifiers={"voice": "own"}), NewTag("D3", 33, 57))
        made.code(coder, made.road)
        made.code(coder, evil, NewTag("D2", 0, len(EVIL)))
    made.project.viewer = made.lea.id
    yield made
    made.project.close()


def _report(team: Reviewed, quotations: int | None = 20) -> Report:
    return contents.report(seen_by(team.project, team.lea.id), "A <report> & more", quotations)


def test_the_page_is_html_without_a_mistake(team: Reviewed) -> None:
    written = page.html(_report(team))
    html5lib.HTMLParser(strict=True).parse(written)
    ids = re.findall(r'\bid="([^"]*)"', written)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', written)) <= set(ids)


def test_nothing_in_the_page_comes_from_elsewhere_or_runs(team: Reviewed) -> None:
    tree = html5lib.parse(page.html(_report(team)), namespaceHTMLElements=False)
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in ("script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignObject")
        for name, value in element.attrib.items():
            local = str(name).rpartition("}")[2]
            assert not local.startswith("on"), (tag, name)
            assert local not in ("src", "srcset", "data", "action", "style"), (tag, name)
            assert local != "href" or value.startswith("#")
        if tag == "style":
            assert "@import" not in (element.text or "")
            assert "url(" not in (element.text or "")
    assert "default-src 'none'" in page.html(_report(team))


def test_words_of_the_corpus_are_words(team: Reviewed) -> None:
    tree = html5lib.parse(page.html(_report(team)), namespaceHTMLElements=False)
    quoted = ["".join(element.itertext()) for element in tree.iter("blockquote")]
    assert EVIL.replace("\x1b", "␛").replace("\u202e", "␦") in quoted
    assert tree.find("head/title").text == "A <report> & more"


def test_in_markdown_too(team: Reviewed) -> None:
    written = text.markdown(_report(team))
    assert "<script" not in written
    assert "<img" not in written
    assert "&lt;script" in written
    assert "\x1b" not in written


def test_charts_have_a_title_and_say_in_words_what_they_show(team: Reviewed) -> None:
    written = page.html(_report(team))
    charts = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", written, re.DOTALL)]
    assert len(charts) == 2
    for chart in charts:
        assert chart.get("role") == "img"
        title, told = list(chart)[:2]
        assert title.tag.endswith("title")
        assert told.tag.endswith("desc")
        assert told.text
        assert chart.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert "R1 The Syrian conflict 50.0 %" in charts[0][1].text


def test_every_share_has_its_cases_and_their_number(team: Reviewed) -> None:
    [section] = [s for s in _report(team).sections if s.key == "shares"]
    table = section.blocks[2]
    [row] = [row for row in table.rows if row[0] == "D2"]
    assert row == ("D2", "Brutality", 1, 2, "50.0 %", "9.5–90.5 %")


def test_quotations_say_source_voice_and_case_and_may_be_left_out(team: Reviewed) -> None:
    quotations = [b for s in _report(team).sections for b in s.blocks if isinstance(b, Quotation)]
    [one] = [q for q in quotations if q.words == "They said the mill was ours"]
    assert one.about[0] == "case k1"
    assert "mill" in one.about
    without = _report(team, None)
    assert not any(isinstance(b, Quotation) for s in without.sections for b in s.blocks)
    assert "the mill was ours" not in page.html(without)


def test_of_many_passages_at_most_so_many_are_quoted_and_that_is_said(team: Reviewed) -> None:
    team.code(team.cem, team.road, *(NewTag("D1", at, at + 5) for at in range(0, 40, 8)))
    report = contents.report(team.project, "x", 1)
    for section in report.sections:
        assert sum(isinstance(block, Quotation) for block in section.blocks) <= 1


def test_nothing_of_a_blind_round_is_in_the_report_until_it_is_revealed(team: Reviewed) -> None:
    """Also not what its lead may see: readers of a report are no leads."""
    hidden = rounds.plan(
        team.project,
        team.lea,
        "secret round",
        purpose="reliability",
        people=[team.ann, team.ben, team.cem],
        chosen=[team.road],
        blind=True,
    )
    for coder in (team.ann, team.ben, team.cem):
        team.code(coder, team.road, NewTag("D4", 0, 20, memo="secret memo"), round_=hidden)
    written = page.html(_report(team)) + text.markdown(_report(team))
    assert "secret" not in written
    assert "1 round blind and not revealed" in written
    [section] = [s for s in _report(team).sections if s.key == "shares"]
    [row] = [row for row in section.blocks[2].rows if row[0] == "D4"]
    assert row[2:4] == (0, 2)
    rounds.reveal(team.project, team.lea, hidden, '{"levels": {}, "documents": 1, "coders": [], "warnings": []}',
                  team.project.changes())  # fmt: skip
    assert "secret round" in page.html(_report(team))
