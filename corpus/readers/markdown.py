"""Markdown: the text as it stands in the file, but for its front matter.

Markup (#, *, links) stays: it reads well, a quote is found again in the file, and nothing is lost by misreading it.
Front matter, "key: value" lines between two lines of ---, is taken off, and title, source, date, language and (content)
warning are read from it; other keys are left out. Values may be quoted or go on in indented lines. Without any of the
five it is text: interview turns between two rules look the same.
"""

import re

_FRONT = re.compile(r"---[ \t]*\n(?P<inside>(?:(?!---|\.\.\.).*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n+|\Z)")
_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]*?)\s*:(?:\s+(?P<value>.*)|\s*)\Z")
_GOES_ON = re.compile(r"\s|#|- |\Z")  # a value's next line, a comment, a list, a blank line
_FIELDS = {
    "title": "title",
    "source": "source",
    "date": "date",
    "language": "language",
    "lang": "language",
    "warning": "warning",
    "content warning": "warning",
    "content_warning": "warning",
    "content-warning": "warning",
}


def split(text: str) -> tuple[dict[str, str], str]:
    """What the front matter says (of title, source, date, language, warning), and the text after it.

    What only looks like front matter stays in the text.
    """
    front = _FRONT.match(text)
    if front is None or not front["inside"].strip():
        return {}, text
    fields: dict[str, str] = {}
    field = None
    for line in front["inside"].splitlines():
        if pair := _LINE.match(line):
            field = _FIELDS.get(pair["key"].lower())
            if field:
                fields[field] = _unquoted(pair["value"] or "")
        elif not _GOES_ON.match(line):
            return {}, text
        elif field and line[:1].isspace():
            fields[field] = f"{fields[field].removeprefix('>').removeprefix('|').strip()} {line.strip()}".strip()
    if not fields:
        return {}, text
    return {name: value for name, value in fields.items() if value}, text[front.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
