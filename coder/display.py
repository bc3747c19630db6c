"""A foreign string does nothing to the terminal: all that comes from texts, names and files goes through `show`."""

_REPLACEMENT = 0xFFFD


def _harmless() -> dict[int, int]:
    """One code point for one code point, so that offsets into the shown string are offsets into the text."""
    table = {code: 0x2400 + code for code in range(0x20)}  # ␀ … ␛ … ␟: escape sequences become visible
    table[0x7F] = 0x2421  # ␡
    table |= dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)  # C1: escape sequences of one byte
    table |= dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)  # lone surrogates (in file names): not encodable
    hidden = 0x2426  # ␦: order of reading turned round, or text that nobody sees
    table |= dict.fromkeys(
        (*range(0x202A, 0x202F), *range(0x2066, 0x206A)), hidden
    )  # bidi embeddings, overrides, isolates
    table |= dict.fromkeys((0x2028, 0x2029, 0xFEFF, *range(0xFFF9, 0xFFFC)), hidden)  # line ends, BOM, annotations
    table |= dict.fromkeys(range(0xE0000, 0xE0080), hidden)  # tag characters
    return table


_HARMLESS = _harmless()
_KEEPING: dict[str, dict[int, int]] = {"": _HARMLESS}


def show(s: str, keep: str = "") -> str:
    """The string as it may be written to a terminal, one character for one character.

    Control characters become visible signs (␛), bidi overrides and tag characters ␦; the joiners and marks that Arabic,
    Persian and emoji need (ZWJ, ZWNJ, LRM, RLM) stay. `keep` names controls to leave alone: at most "\\n" and "\\t".
    """
    table = _KEEPING.get(keep)
    if table is None:
        if set(keep) - {"\n", "\t"}:
            raise ValueError(f"only line ends and tabs may be kept, not {keep!r}")
        table = _KEEPING[keep] = {code: sign for code, sign in _HARMLESS.items() if chr(code) not in keep}
    return s.translate(table)
