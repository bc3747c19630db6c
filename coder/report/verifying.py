"""A replication package, read and reckoned again from itself alone. It may come from anybody: nothing in it is
believed, and nothing of it is written anywhere but into a folder of our own that is gone afterwards."""

import hashlib
import json
import math
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coder import csv_cells
from coder import register as registers
from coder.calculator import of_ratings, of_spans
from coder.final_coding import Final
from coder.given import Sources, Wanted, codes_of, counted
from coder.measures import ALPHA, PASSAGES
from coder.report.replication import ATTRIBUTE, DOCUMENTS, FINAL, FORMAT, PRESENT, REGISTER, results_of, unchanged
from corpus import attribute_files, codebook
from corpus.refused import Refused
from db.values import Case, Document

MOST_BYTES = 2 * 1024**3
MOST_FILES = 2_000
MOST_DENSE = 1_000
"""No table of codes is packed denser than this; what unpacks to more is a bomb."""


def verify(path: Path) -> list[str]:
    """What is not as results.json says, a line each; [] when all is. Raises Refused: no such package, or damaged."""
    files = _files(path)
    try:
        told = json.loads(files["results.json"])
        found = _reckoned(files, told)
    except Refused:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Refused(f"{path} is not as coder writes such packages ({type(error).__name__}).") from None
    return list(_differences(told, found, ""))


def _reckoned(files: Mapping[str, bytes], told: Mapping[str, Any]) -> dict[str, Any]:
    found = results_of(counted(Wanted(), _sources(files)))
    found["agreement"] = [_agreement(files, one) for one in told["agreement"]]
    return found


def _sources(files: Mapping[str, bytes]) -> Sources:
    names = sorted((n for n in files if n.startswith("codebooks/")), key=lambda n: int(n[10:].removesuffix(".yaml")))
    codes = codes_of([codebook.loads(files[name].decode(), name) for name in names])
    attributes = attribute_files.loads(files["attributes.yaml"].decode(), "attributes.yaml").attributes
    cases = [
        Case(
            row["id"], row["id"], attributes={name[len(ATTRIBUTE) :]: words for name, words in row.items()
                                              if name.startswith(ATTRIBUTE) and words},
            status="included" if row["status"] == "erased" else row["status"],  # type: ignore[arg-type]
            purged=row["status"] == "erased", other=row["other"] or None,
        )
        for row in _rows(files, "register.csv", REGISTER)
    ]  # fmt: skip
    documents = tuple(
        Document(row["document"], "", row["text_id"], int(row["length"]), 0, case=row["case"] or None,
                 same_as=row["same_as"] or None)
        for row in _rows(files, "documents.csv", DOCUMENTS)
    )  # fmt: skip
    values = tuple(
        Final(
            row["document"], row["text_id"], row["code"], int(row["start"]), int(row["stop"]), row["case"] or None,
            json.loads(row["qualifiers"]), row["provenance"], tuple(row["coders"].split(";")), row["round"],  # type: ignore[arg-type]
        )
        for row in _rows(files, "final.csv", FINAL)
    )  # fmt: skip
    present = frozenset((row["document"], row["case"] or None) for row in _rows(files, "present.csv", PRESENT))
    return Sources(codes, registers.of(cases, attributes), documents, values, present)


def _agreement(files: Mapping[str, bytes], told: Mapping[str, Any]) -> dict[str, Any]:
    """The same figures by the calculator, which knows no project."""
    at, codes = int(told["number"]), [str(code) for code in told["codes"]]
    with tempfile.TemporaryDirectory(prefix="coder-verify-") as folder:
        ratings, spans = Path(folder) / "ratings.csv", Path(folder) / "spans.csv"
        ratings.write_bytes(files[f"agreement/{at}-ratings.csv"])
        spans.write_bytes(files[f"agreement/{at}-spans.csv"])
        of_units, of_passages = of_ratings(ratings, codes, as_sets=True).codes, of_spans(spans, codes).codes
    found = {
        **told,
        "ratings": {code: of_units[code][ALPHA].value for code in told["ratings"]},
        "spans": {code: of_passages[code][PASSAGES].value for code in told["spans"]},
    }
    return {**found, "unchanged": unchanged(found)} if "frozen" in told else found


def _rows(files: Mapping[str, bytes], name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Each row by column. Raises Refused as `csv_cells.lines` does, and for other columns."""
    (_, header), *rows = csv_cells.lines(files[name], name)
    if tuple(header[: len(columns)]) != columns:
        raise Refused(f"{name} has other columns than coder writes.")
    for line, row in rows:
        if len(row) != len(header):
            raise Refused(f"{name}, line {line}: cells: {len(row)}; the header has {len(header)}.")
        yield dict(zip(header, row, strict=True))


def _differences(told: Any, found: Any, where: str) -> Iterator[str]:
    """Where two values of JSON differ; numbers but for the last digits. `doubts` are words about a project."""
    if isinstance(told, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*told, *found)):
            if key == "doubts":
                continue
            if key not in told or key not in found:
                yield f"{where}{key}: only {'reckoned' if key in found else 'said'}"
            else:
                yield from _differences(told[key], found[key], f"{where}{key} ")
    elif isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        for at, (one, other) in enumerate(zip(told, found, strict=True)):
            name = one.get("code", at) if isinstance(one, dict) else at
            yield from _differences(one, other, f"{where}{name} ")
    elif isinstance(told, float) and isinstance(found, int | float) and not isinstance(found, bool):
        if not math.isclose(told, found, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{where.strip()}: said {told}, reckoned {found}"
    elif told != found:
        yield f"{where.strip()}: said {told}, reckoned {found}"


# --- the zip ----------------------------------------------------------------------------------------------------------


def _files(path: Path) -> dict[str, bytes]:
    """By name, what the manifest vouches for. Raises Refused for all else: a name twice or one that leads out, a file
    that unpacks to more than it may, one that is missing, too many or altered."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check(path, entries)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Refused(f"{path} is no zip, or it is damaged ({type(error).__name__}).") from None
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror or error}.") from None
    try:
        manifest = json.loads(files.pop("manifest.json"))
        form, listed = manifest["format"], {name: of["sha256"] for name, of in manifest["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Refused(f"{path} has no manifest as coder writes it.") from None
    if form != FORMAT:
        raise Refused(f"{path} is not of the format {FORMAT!r}; it may be of another version of coder.")
    if missing := sorted(set(listed) ^ set(files)):
        raise Refused(f"{path}: {missing[0]} is in the manifest or in the zip, not in both.")
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != listed[name]:
            raise Refused(f"{path}: {name} is altered or damaged; its hash is not the manifest's.")
    return files


def _check(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES:
        raise Refused(f"{path} holds {len(names):,} files, more than any replication package.")
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(f"{path} holds a file twice under one name.")
    for entry in entries:
        parts = entry.filename.split("/")
        if "\\" in entry.orig_filename or ":" in entry.filename or {"", ".", ".."} & set(parts):
            raise Refused(f"{path} holds a file whose name leads elsewhere: {entry.filename!r}")
        if entry.flag_bits & 1:
            raise Refused(f"{path} is encrypted.")
        if entry.file_size > 4096 and entry.file_size > MOST_DENSE * max(entry.compress_size, 1):
            raise Refused(f"{path}: {entry.filename} unpacks to far more than it should.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused(f"{path} unpacks to more than {MOST_BYTES // 1024**3} GB.")
