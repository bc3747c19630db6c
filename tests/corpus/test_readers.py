"""Files: what is read from them, and for everything else the one sentence that says what is wrong and what to do."""

import codecs
import os
import re

import pytest

from corpus.readers import Imported, read
from corpus.refused import Refused

ARABIC = "وصلنا إلى المدينة في المساء ولم يكن هناك أحد"
RUSSIAN = "Мы пришли в город вечером, и никого там не было"
CHINESE = "我们是晚上到的，他们都不在这个城里了"
TURKISH = "Şehre akşam vardık, kimse yoktu, sonra ağladığımı hatırlıyorum"


@pytest.fixture
def file(tmp_path):
    """Writes bytes into a file of that name and gives its path."""

    def write(data, name="road.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def refusal(path, encoding=None):
    """Why it is refused, in one line that names the file."""
    with pytest.raises(Refused) as refused:
        read(path, encoding)
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(f"{path.name}: ")
    return said.removeprefix(f"{path.name}: ")


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "é, ش, 中".encode(),
        codecs.BOM_UTF8 + "é, ش, 中".encode(),
        codecs.BOM_UTF16_LE + "é, ش, 中".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "é, ش, 中".encode("utf-16-be"),
    ],
)
def test_utf8_and_utf16_with_its_mark_are_read(file, data):
    assert read(file(data)) == Imported("road", "é, ش, 中")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_line_end_becomes_one_line_feed(file, encoding):
    assert read(file("one\r\ntwo\rthree\n\r\nfour".encode(encoding))).text == "one\ntwo\nthree\n\nfour"


def test_nothing_else_in_the_text_is_changed(file):
    text = " \tcafe\u0301 ﬁ\u00a0“q” \u202etxet\u202c \x1b[31mred\x0c end  \n\n"
    assert read(file(text.encode())).text == text


@pytest.mark.parametrize("name", ["road.txt", "road.TXT", "road.text", "road.md", "road.Markdown", "road"])
def test_plain_text_and_markdown_are_read_and_called_by_their_name(file, name):
    assert read(file(b"We left.", name)) == Imported("road", "We left.")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("مقابلة ١.txt", "مقابلة ١"),
        ("-rf *.txt", "-rf *"),
        ("a.b.c.txt", "a.b.c"),
        (".txt", ".txt"),
        ("two\nlines.txt", "two\nlines"),
        ("[red]\x1b[2J.txt", "[red]\x1b[2J"),
        ("$(id);'\".txt", "$(id);'\""),
    ],
)
def test_a_hostile_name_is_only_a_title(file, name, title):
    assert read(file(b"We left.", name)).title == title


def test_bytes_of_a_name_that_are_no_characters_are_replaced(file):
    try:
        path = file(b"We left.", os.fsdecode(b"ro\xffad.txt"))
    except OSError:
        pytest.skip("this file system has no such names")
    assert read(path).title == "ro?ad"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "cp1256"),
        (ARABIC, "windows-1256"),
        (RUSSIAN, "koi8-r"),
        ("é", "latin-1"),
        ("é", "utf-32"),
        ("é", "utf-16-be"),
    ],
)
def test_an_encoding_that_is_named_is_used(file, text, encoding):
    assert read(file(text.encode(encoding)), encoding).text == text


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("We left, and “he” went to the café.", "cp1252"),
        ("Müller ging über die Brücke nach Süden, für Wochen.", "cp1252"),
        (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (TURKISH, "cp1254"),
    ],
)
def test_another_encoding_is_refused_with_the_byte_and_a_suggestion_that_works(file, text, encoding):
    data = b"It begins in ASCII.\n\n" + text.encode(encoding)
    path = file(data)
    said = refusal(path)
    at = next(index for index, byte in enumerate(data) if byte > 127)
    assert said.startswith(f"byte offset {at:,} (0x{data[at]:02X}, line 3) is not UTF-8: ")
    assert f"--encoding {encoding} (then it reads " in said
    assert read(path, encoding).text.endswith(text)


def test_the_suggestion_shows_how_the_place_would_read(file):
    said = refusal(file(b"We went to the caf\xe9 by the river."))
    assert said == (
        "byte offset 18 (0xE9, line 1) is not UTF-8: save the file as UTF-8, or name its encoding,"
        ' perhaps --encoding cp1252 (then it reads "We went to the café by the river.").'
    )


def test_a_late_byte_is_found(file):
    assert refusal(file(b"a\n" * 500_000 + b"\xff")).startswith("byte offset 1,000,000 (0xFF, line 500,001) is not")


def test_a_named_encoding_that_does_not_fit_is_refused_with_the_byte(file):
    assert refusal(file(b"caf\xe9"), "ascii") == "byte offset 3 (0xE9, line 1) is not ascii: try another --encoding."
    assert refusal(file(b"\n\x81"), "cp1252").startswith("byte offset 1 (0x81, line 2) is not cp1252")


@pytest.mark.parametrize("encoding", ["klingon", "", "hex", "rot13", "undefined", "utf\0", "é\udc80"])
def test_what_is_no_encoding_is_refused(file, encoding):
    said = refusal(file(b"We left."), encoding)
    assert said == f'there is no encoding called "{encoding}": try --encoding utf-8, cp1252 or cp1256.'


def test_a_damaged_utf16_is_refused_with_the_byte(file):
    said = refusal(file(codecs.BOM_UTF16_LE + "We left".encode("utf-16-le") + b"\x21"))
    assert (
        said == "byte offset 16 (0x21, line 1) is not UTF-16: the file is damaged or cut off, save it again as UTF-8."
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_refused_and_named(file, encoding):
    path = file("We left at night.".encode(encoding))
    assert refusal(path) == f"this seems to be UTF-16 without its mark: import it with --encoding {encoding}."
    assert read(path, encoding).text == "We left at night."


def test_utf32_is_refused_and_named(file):
    assert refusal(file("We left".encode("utf-32"))) == "this is UTF-32: import it with --encoding utf-32."


# --- what is no text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b" \r\n\t\n", "\u3000\n".encode()])
def test_an_empty_file_is_refused(file, data):
    assert refusal(file(data)) == "the text is empty, there is nothing to read in it: choose another file."


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%stream", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a Word, LibreOffice or zip file"),
        (b"{\\rtf1 We left}", "an RTF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word or Office file"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_another_kind_of_file_called_txt_is_refused_by_its_kind(file, data, kind, encoding):
    said = refusal(file(data), encoding)
    assert said == f"this is {kind}, whatever its name says: save it as plain text (UTF-8) and import that."


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01\0\0\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"We le\0ft at night."]
)
def test_a_binary_file_is_refused_with_the_byte(file, data):
    at = data.index(0)
    said = f"this is a binary file (NUL at byte offset {at}), no text: export its text as UTF-8 and import that."
    assert refusal(file(data)) == said


def test_a_nul_is_refused_in_any_encoding(file):
    assert refusal(file("We\nle\0ft".encode("utf-16"))).startswith("there is a NUL at character 6 (line 2)")
    assert refusal(file(b"We le\0ft"), "latin-1").startswith("there is a NUL at character 6 (line 1)")


def test_lone_surrogates_are_refused(file):
    assert refusal(file(b"We \xed\xa0\x80 left")) == (
        "byte offset 3 (0xED, line 1) is half a character (a lone surrogate), which no plain text holds:"
        " save it again as UTF-8."
    )
    assert refusal(file(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00")).startswith(
        "byte offset 2 (0x00, line 1) is not UTF-16"
    )
    assert "a lone surrogate" in refusal(file(b"We \\ud800 left"), "unicode_escape")


def test_more_than_twenty_million_characters_are_refused(file):
    said = "the text has 20,000,001 characters and a document holds at most 20,000,000: split it into parts."
    assert refusal(file(b"a" * 20_000_001)) == said


def test_a_file_that_must_be_too_long_is_not_even_read(file):
    path = file(b"")
    os.truncate(path, 80_000_001)
    assert (
        refusal(path) == "the file has 80,000,001 bytes and a document holds at most 20,000,000 characters: split it."
    )


@pytest.mark.parametrize("name", ["road.docx", "road.PDF", "road.html", "road.2015"])
def test_another_format_is_refused(file, name):
    suffix = re.escape(name[4:].lower())
    assert re.match(f"a {suffix} file cannot be imported: save it as plain text", refusal(file(b"We left.", name)))


# --- what cannot be read ----------------------------------------------------------------------------------------------


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "road.txt") == "there is no such file: check the name and the folder."
    assert refusal(tmp_path / "nowhere" / "road.txt") == "there is no such file: check the name and the folder."
    assert refusal(tmp_path / "ro\0ad.txt") == "there is no such file: check the name and the folder."


@pytest.mark.parametrize("name", ["folder", "folder.txt", "folder.md"])
def test_a_folder_is_refused(tmp_path, name):
    (tmp_path / name).mkdir()
    assert refusal(tmp_path / name) == "this is a folder: name the files in it."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(tmp_path / "pipe.txt").startswith("this is no regular file")


def test_links_that_lead_nowhere_are_refused(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "road.txt")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    assert refusal(tmp_path / "gone.txt").startswith("there is no such file")
    assert refusal(tmp_path / "round.txt").startswith("the file cannot be read (")


def test_a_name_that_is_too_long_is_refused(tmp_path):
    assert refusal(tmp_path / ("a" * 300 + ".txt")).startswith("the file cannot be read (")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(file):
    path = file(b"We left.")
    path.chmod(0)
    assert refusal(path) == "you may not read this file: ask its owner for permission to read it."


# --- Markdown ---------------------------------------------------------------------------------------------------------

FRONT = """\
---
title: "The road: a talk"
source: 'Radio'
date: 2015-03-02
lang: ar
content-warning: >
  tells of a beating,
  and of hunger
tags: [road, river]
authors:
- Lea
# made by hand
---

# The road

We *left*.
---
We [ran](https://example.org).
"""


def test_front_matter_is_taken_off_and_says_what_is_known(file):
    assert read(file(FRONT.encode(), "road.md")) == Imported(
        "The road: a talk",
        "# The road\n\nWe *left*.\n---\nWe [ran](https://example.org).\n",
        source="Radio",
        date="2015-03-02",
        language="ar",
        warning="tells of a beating, and of hunger",
    )


def test_front_matter_may_have_any_line_end_and_close_with_dots(file):
    found = read(file(codecs.BOM_UTF8 + b"---\r\nTitle: The road\r\nSource:\r\n...\r\n\r\nWe left.", "a.md"))
    assert found == Imported("The road", "We left.")


def test_in_plain_text_front_matter_is_text(file):
    assert read(file(FRONT.encode())).text == FRONT


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n---\nWe left.",
        "---\nWe left.\n---\nIt was cold.",
        "---\nOmar: We left.\nSara: It was cold.\n---\nThey said no more.",
        "---\ntitle: The road\nWe left.\n---\nIt was cold.",
        "---\ntitle: The road\n\nThe last line is missing.",
        "We left.\n---\ntitle: The road\n---\n",
        " ---\ntitle: The road\n---\nWe left.",
    ],
)
def test_what_only_looks_like_front_matter_is_text_and_nothing_is_lost(file, text):
    assert read(file(text.encode(), "road.md")) == Imported("road", text)


def test_front_matter_without_a_text_is_empty(file):
    assert refusal(file(b"---\ntitle: The road\n---\n\n", "road.md")).startswith("the text is empty")
