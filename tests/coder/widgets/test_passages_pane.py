"""The list of tags beside the text: it can be scrolled to its end, also after one more came."""

import pytest
from textual.app import App, ComposeResult

from coder.widgets.passages_pane import PassagesPane
from db.values import Tag


class OnePane(App[None]):
    """A pane alone."""

    def compose(self) -> ComposeResult:
        yield PassagesPane()

    @property
    def pane(self) -> PassagesPane:
        return self.query_one(PassagesPane)

    def show(self, number: int) -> None:
        tags = [Tag(f"{n}", "r", "ann", "d", "main", "t", "D1", n, n + 1, "c") for n in range(number)]
        self.pane.list_tags(tags, lambda tag: f"tag {tag.id}")


@pytest.mark.parametrize("numbers", [(0, 50), (50, 51, 52), (50, 3), (3, 4), (60, 40, 0)])
async def test_the_last_tag_can_be_reached_however_many_there_were_before(numbers: tuple[int, ...]) -> None:
    app = OnePane()
    async with app.run_test(size=(40, 20)) as pilot:
        for number in numbers:
            app.show(number)
            await pilot.pause()
        last = numbers[-1]
        assert app.pane.max_scroll_y == max(0, last + 1 - 20)
        assert app.pane.show_vertical_scrollbar == (last + 1 > 20)
        if app.pane.show_vertical_scrollbar:
            assert app.pane.vertical_scrollbar.window_virtual_size == last + 1
        if last:
            app.pane.choose(str(last - 1))
            await pilot.pause()
            seen = [app.pane.render_line(y).text.strip() for y in range(20)]
            assert f"▸tag {last - 1}" in seen


async def test_without_tags_it_says_that_nothing_is_a_result_too() -> None:
    app = OnePane()
    async with app.run_test(size=(40, 20)) as pilot:
        app.show(0)
        await pilot.pause()
        assert [app.pane.render_line(y).text.strip() for y in range(2)] == ["Passages (0)", "No tags here."]
