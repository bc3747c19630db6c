"""Makes docs/coding-screen.svg, the picture in the README: `python docs/coding_screen.py`. The demo, as it looks."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

TARGET = Path(__file__).with_name("coding-screen.svg")


async def picture(folder: Path) -> str:
    """The desk with a document of the demo, as SVG without references to anything outside it."""
    from coder import demo
    from coder.app import CoderApp
    from coder.screens.desk import Desk

    demo.build(folder / "demo.coder")
    app = CoderApp(folder / "demo.coder", demo.CODER)
    async with app.run_test(size=(124, 34)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.project is not None
        from db import documents

        document = documents.named(app.project, "interview-3")
        app._read(document, 0)
        await app.workers.wait_for_complete()
        await pilot.pause()
        desk = app.screen
        assert isinstance(desk, Desk)
        shown = desk.coding.tags[2]
        desk.coding.focus = shown.id
        desk.jump(shown.start)
        await pilot.pause()
        svg = app.export_screenshot(title="coder")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = folder
        TARGET.write_text(asyncio.run(picture(Path(folder))), "utf-8")


if __name__ == "__main__":
    main()
