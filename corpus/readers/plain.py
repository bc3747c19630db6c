"""Plain text: from bytes to the text that is kept. UTF-8, or UTF-16 with its mark; other encodings have to be named."""

import codecs
import re
from pathlib import Path

from corpus.refused import Refused
from corpus.text import MAX_LENGTH, canonical

# What a file without NULs may be, for all that its name ends in .txt.
_OTHER_KINDS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a Word, LibreOffice or zip file",
    b"{\\rtf": "an RTF file",
    b"\xd0\xcf\x11\xe0": "an old Word or Office file",
}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# The commonest letters of what an encoding is for (of Turkish those that Western encodings lack): they tell which one
# makes sense of the bytes.
_COMMON = {
    "cp1256": "اليومن",
    "cp1251": "оеаинт",
    "koi8-r": "оеаинт",
    "gb18030": "的是我了不在有他这们",
    "cp1254": "ışğİŞĞ",
}
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")


def text_of(path: Path, encoding: str | None = None) -> str:
    """The canonical text of a file. Raises Refused for what is no file, no text, or in an encoding nobody named."""
    return canonical(_decoded(_bytes_of(path), encoding))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused("this is a folder: name the files in it.")
        if path.exists() and not path.is_file():
            raise Refused("this is no regular file: copy its text into a file and import that.")
        size = path.stat().st_size
        if size > 4 * MAX_LENGTH:  # a character has at most four bytes; not even read
            raise Refused(
                f"the file has {size:,} bytes and a document holds at most {MAX_LENGTH:,} characters: split it."
            )
        return path.read_bytes()
    except (FileNotFoundError, ValueError):  # ValueError: a NUL in the name
        raise Refused("there is no such file: check the name and the folder.") from None
    except PermissionError:
        raise Refused("you may not read this file: ask its owner for permission to read it.") from None
    except OSError as error:
        raise Refused(f"the file cannot be read ({error.strerror or error}): copy it to this machine again.") from None


def _decoded(data: bytes, encoding: str | None) -> str:
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            raise Refused(f"this is {kind}, whatever its name says: save it as plain text (UTF-8) and import that.")
    if encoding is not None:
        return _as_asked(data, encoding)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused("this is UTF-32: import it with --encoding utf-32.")
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _strict(data, encoding)
    if (nul := data.find(0)) >= 0:
        if wide := _unmarked_utf16(data):
            raise Refused(f"this seems to be UTF-16 without its mark: import it with --encoding {wide}.")
        raise Refused(
            f"this is a binary file (NUL at byte offset {nul:,}), no text: export its text as UTF-8 and import that."
        )
    return _strict(data, "utf-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8" else "UTF-16"
        place = _place(data, error)
        if encoding != "utf-8":
            raise Refused(f"{place} is not {name}: the file is damaged or cut off, save it again as UTF-8.") from None
        if _SURROGATE.match(data, error.start):
            raise Refused(
                f"{place} is half a character (a lone surrogate), which no plain text holds: save it again as UTF-8."
            ) from None
        guess, looks = _guess(data, error.start)
        raise Refused(
            f"{place} is not {name}: save the file as UTF-8, or name its encoding,"
            f' perhaps --encoding {guess} (then it reads "{looks}").'
        ) from None


def _as_asked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"{_place(data, error)} is not {encoding}: try another --encoding.") from None
    except (LookupError, ValueError):
        raise Refused(f'there is no encoding called "{encoding}": try --encoding utf-8, cp1252 or cp1256.') from None


def _place(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"byte offset {error.start:,} (0x{data[error.start]:02X}, line {line:,})"


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 of a Western text: nearly all NULs are in the odd places (little-endian) or in the even ones."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(even, odd) < len(data) / 8 or min(even, odd) > max(even, odd) / 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(data: bytes, at: int) -> tuple[str, str]:
    """The likeliest encoding, and how the place then reads. Only a suggestion: nothing is ever read by a guess."""
    sample = data[max(0, at - 2_000) : at + 20_000]
    guess = max(_COMMON, key=lambda encoding: _sense(sample, encoding))
    if _sense(sample, guess) < 0.3:
        guess = "cp1252"
    around = data[max(0, at - 24) : at + 24].decode(guess, "replace")
    return guess, " ".join(around.replace("\ufffd", "…").split())


def _sense(sample: bytes, encoding: str) -> float:
    """The share of the non-ASCII characters that are among the commonest of the encoding's languages."""
    foreign = [char for char in sample.decode(encoding, "replace") if not char.isascii()]
    return sum(foreign.count(char) for char in _COMMON[encoding]) / max(1, len(foreign))
