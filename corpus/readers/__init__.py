"""From a file to a text and what is known about it; a file that cannot be read is refused in one sentence."""

from dataclasses import dataclass
from pathlib import Path

from corpus.readers import markdown, plain
from corpus.refused import Refused
from corpus.text import canonical

_PLAIN = {"", ".txt", ".text"}
_MARKDOWN = {".md", ".markdown"}


@dataclass(frozen=True)
class Imported:
    """A text as it is kept (canonical) and what its file says about it; "" where it says nothing."""

    title: str
    text: str
    source: str = ""
    date: str = ""
    language: str = ""
    warning: str = ""


def read(path: Path, encoding: str | None = None) -> Imported:
    """Read a plain text or Markdown file, chosen by its suffix; `encoding` overrules what the bytes say.

    The title is the file's name without its suffix, unless the front matter of a Markdown file has one.
    Raises Refused, with the file's name, for every file that is missing, of another kind, or no sound text.
    """
    name, title = _printable(path.name), _printable(path.stem)
    try:
        suffix = path.suffix.lower()
        if suffix not in _PLAIN | _MARKDOWN:
            raise Refused(f"a {suffix} file cannot be imported: save it as plain text (.txt) or Markdown (.md).")
        text = plain.text_of(path, encoding)
        if suffix in _PLAIN:
            return Imported(title, text)
        fields, body = markdown.split(text)
        return Imported(**({"title": title} | fields), text=canonical(body))
    except Refused as refused:
        raise Refused(f"{name}: {refused}") from refused


def _printable(name: str) -> str:
    """A file name may hold bytes that are no characters, and these could not be kept."""
    return name.encode(errors="replace").decode()
