"""In a blind round the screens show a coder nothing of the others."""

import pytest

from coder.app import CoderApp
from coder.coding import ONLY_READ, Coding
from coder.screens.agreement import Agreement
from coder.screens.desk import Desk
from coder.screens.passages import Passages
from corpus.refused import Refused
from corpus.text import Span
from db import readings, rounds, sight, tags
from db.values import NewTag
from tests.coder.conftest import Study
from tests.coder.screens.conftest import line, rows, screen_text, settled


@pytest.fixture
def blind(study: Study) -> Study:
    """Ann and Ben tagged the mill, and only Ben finished it; the long text is in no planned round."""
    first = rounds.plan(
        study.project, study.lea, "first", purpose="reliability", people=[study.ann, study.ben],
        chosen=[study.mill], blind=True,
    )  # fmt: skip
    everything = sight.whole(study.project)
    for coder, memo in ((study.ann, "Words of Ann"), (study.ben, "Words of Ben")):
        reading = readings.of(everything, coder, study.mill, first)
        tags.add(study.project, coder, reading, [NewTag("D3", 0, 9, memo=memo)])
    readings.finish(study.project, study.ben, readings.of(everything, study.ben, study.mill, first))
    return study


async def test_a_coder_sees_only_their_own_on_every_list(blind: Study) -> None:
    app = CoderApp(blind.path, "Ann")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert len(rows(app)) == 3
        assert "first round" in line(app, "head")
        assert "Ben" not in screen_text(app)
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert isinstance(app.screen, Passages)
        await pilot.press("w")  # whose?
        await settled(pilot)
        assert "Ben" not in screen_text(app)
        await pilot.press("enter")
        await settled(pilot)
        assert [passage.tag.memo for passage in app.screen.every] == ["Words of Ann"]
        assert "Ben" not in screen_text(app)
        await pilot.press("f3")
        await settled(pilot)
        assert isinstance(app.screen, Agreement)
        assert "Ben" not in screen_text(app)


async def test_a_lead_sees_how_far_they_are_and_not_how_many_tags(blind: Study) -> None:
    app = CoderApp(blind.path, "Lea")
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        [mill] = [row for row in rows(app) if "mill" in row]
        assert "1 of 2 finished" in mill
        status = next(words for words in screen_text(app).splitlines() if "Ben finished" in words)
        assert "tag" not in status


async def test_a_lead_reads_what_is_assigned_to_others_and_sees_and_changes_nothing_there(blind: Study) -> None:
    rounds.set_open(blind.project, blind.lea, rounds.named(blind.project, "main"), open_=False)
    before = blind.project.changes()
    app = CoderApp(blind.path, "Lea")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.open_document(blind.mill)
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.coding.tags == []
        assert "Ann" not in screen_text(app)
        assert line(app, "status").startswith(" only to read")
        for keys in (["v", "3"], ["v", "a"], ["d"], ["M"], ["3"]):
            await pilot.press("down", *keys)
            await settled(pilot)
            assert line(app, "status") == f" {ONLY_READ}|", keys
            await pilot.press("escape")
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert "Words of" not in screen_text(app)
    assert blind.project.changes() == before
    with pytest.raises(Refused, match="No open round has"):
        Coding.open(blind.project, blind.ann, blind.long)


async def test_after_the_reveal_nobody_is_told_to_reopen_what_can_not_be(blind: Study) -> None:
    project, ann = blind.project, blind.ann
    first = next(one for one in rounds.listed(project) if one.name == "first")
    readings.finish(project, ann, readings.of(sight.whole(project), ann, blind.mill, first))
    rounds.reveal(project, blind.lea, first, "{}", project.changes())
    app = CoderApp(blind.path, "Ann")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.open_document(blind.mill, Span(10, 14))
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert "can't be reopened" in line(app, "status")
        await pilot.press("1")
        assert "can't be reopened" in screen_text(app)
        assert "Press d" not in screen_text(app)
