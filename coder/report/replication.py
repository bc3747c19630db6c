"""The replication package: a zip from which every number can be reckoned again, and nobody's words can be read.

In it: codebooks, documents (no titles, no texts: their hashes), tags, the final coding, the register without names and
notes, ratings and spans for agreement; what was found; a manifest with the hash of each. Tables are CSV, safe to open
in a spreadsheet. `coder.report.verifying` reads it."""

import hashlib
import importlib.metadata
import io
import json
import math
import platform
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coder import levels, mirror, shares
from coder import register as registers
from coder.agreement.figures import Figure
from coder.agreement_report import Report as Agreement
from coder.agreement_report import Wanted as Compared
from coder.agreement_report import report as agreement
from coder.calculator import SPAN_HEADER
from coder.csv_cells import written
from coder.given import Given, Wanted, counted, gathered
from coder.measures import ALPHA, PASSAGES
from coder.report.contents import reported
from corpus import attribute_files, codebook
from corpus.attributes import folded
from corpus.refused import Refused
from db import cases, codebooks, coders, rounds, tags
from db.project import Project
from db.values import Round

FORMAT = "coder replication 1"
DOCUMENTS = ("document", "text_id", "length", "case", "same_as")
FINAL = ("document", "text_id", "code", "start", "stop", "case", "qualifiers", "provenance", "coders", "round")
TAGS = ("document", "text_id", "coder", "code", "start", "stop", "case", "qualifiers", "round")
PRESENT = ("document", "case")
REGISTER = ("id", "status", "other")
"""The first columns; then the attributes, each behind "attribute ", so that one may be called "status"."""
ATTRIBUTE = "attribute "
MOST_LABELS = 30
"""Shares are told by everything that has no more values than this."""
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes


def package(project: Project) -> bytes:
    """The zip, of what the viewer may report. Raises Refused when there is nothing, or when cases share an id."""
    shown, counting = reported(project)
    wanted = Wanted(rounds=counting)
    sources = gathered(project, wanted)
    known = cases.listed(project)
    if twins := cases.twins(known):
        raise Refused(twins[0])
    keys = {case.id: case.key if not case.purged else case.id for case in known}
    called = {coder.id: coder.name for coder in coders.listed(project)}
    made = {r.id: r.name for r in shown}
    inside = {r.id for r in shown}

    def key(case: str | None) -> str:
        return keys.get(case, "") if case else ""

    named_of = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]
    now = codebooks.of_round(project, counting[-1])
    versions = [*(book for book in named_of if book.id != now.id), now]
    files = {f"codebooks/{at}.yaml": codebook.dumps(book) for at, book in enumerate(versions, 1)}
    files["documents.csv"] = written(
        DOCUMENTS, [(d.id, d.text_id, d.length, key(d.case), d.same_as) for d in sources.documents]
    )
    files["final.csv"] = written(
        FINAL,
        [
            (v.document, v.text_id, v.code, v.start, v.stop, key(v.case), _json(v.qualifiers), v.provenance,
             ";".join(sorted(called[coder] for coder in v.coders)), made[v.round])
            for v in sources.values
        ],
    )  # fmt: skip
    files["tags.csv"] = written(
        TAGS,
        [
            (t.document, t.text_id, called[t.coder], t.code, t.start, t.stop, key(t.case), _json(t.qualifiers),
             made[t.round])
            for t in tags.listed(project, rounds=sorted(inside))
        ],
    )  # fmt: skip
    files["present.csv"] = written(PRESENT, sorted((document, key(case)) for document, case in sources.present))
    files |= _register(project, keys)
    results = results_of(counted(wanted, sources))
    results["agreement"] = []
    for number, round_ in enumerate(counting, 1):
        answer = agreement(project, Compared(rounds=[round_]))
        if answer.comparison.documents:
            files |= _agreement_data(project, answer, number)
            results["agreement"].append(_agreement_results(answer, number, round_, rounds.figures(project, round_)))
    files["results.json"] = _json(results)
    files["README.md"] = _readme(results["agreement"])
    return _zipped(project, files)


def results_of(given: Given) -> dict[str, Any]:
    """The numbers that do not depend on the texts, as JSON."""
    by = {}
    for name in registers.known_names(given.register):
        variable = registers.variable(given.register, name)
        if len(variable.labels) <= MOST_LABELS:
            by[name] = shares.as_json(shares.shares(given, by=name))
    families = dict.fromkeys(family for code, family in given.codes.families.items() if code in given.codes.top)
    return {
        "shares": shares.as_json(shares.shares(given)),
        "shares_by": by,
        "mirror": mirror.as_json(mirror.mirror(given)) if len(families) > 1 else None,
        "together": mirror.together_json(mirror.together(given)),
    }


def _register(project: Project, keys: Mapping[str, str]) -> dict[str, str]:
    """The register without names and notes, and what its attributes mean."""
    listed = cases.listed(project)
    register = registers.read(project)
    names = [attribute.name for attribute in register.attributes]
    rows = [
        (
            keys[case.id], "erased" if case.purged else case.status, keys.get(case.other or "", ""),
            *(register.cells.get(case.id, {}).get(folded(name), "") for name in names),
        )
        for case in listed
    ]  # fmt: skip
    return {
        "register.csv": written((*REGISTER, *(f"{ATTRIBUTE}{name}" for name in names)), rows),
        "attributes.yaml": attribute_files.dumps(register.attributes),
    }


def _agreement_data(project: Project, answer: Agreement, number: int) -> dict[str, str]:
    """What the calculator (`coder agreement --ratings`, `--spans`) needs; a sub-code counts for those above it."""
    comparison = answer.comparison
    people = comparison.coders
    lines = levels.continua(comparison, answer.main, project.text)
    rows: list[list[object]] = []
    for document, line in zip(comparison.documents, lines, strict=True):
        for unit in range(line.length):
            cells = []
            for spans in line.coders:
                codes = [] if spans is None else [comparison.codes[c] for a, b, c in spans.tolist() if a <= unit < b]
                cells.append("" if spans is None else ";".join(sorted(set(codes))) or "-")
            rows.append([f"{document[0].document}:{unit}", *cells])
    spans_: set[tuple[object, ...]] = set()
    for coded in comparison.readings():
        about = (coded.document, coded.length, coded.coder)
        gave = {(*about, p.start, p.stop, code) for p in coded.passages for code in comparison.within.get(p.code, ())}
        spans_ |= gave or {(*about, "", "", "")}
    return {
        f"agreement/{number}-ratings.csv": written(("unit", *people), rows),
        f"agreement/{number}-spans.csv": written(SPAN_HEADER, sorted(spans_, key=lambda row: [str(c) for c in row])),
    }


def _agreement_results(
    answer: Agreement, number: int, round_: Round, frozen: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Alpha by code at the level read first, and by passages, as the project reckons them; of a round that was
    revealed also as they were frozen then, and whether those are the same."""
    presence = answer.levels[answer.main].codes
    passages = answer.levels["passage"].codes if "passage" in answer.levels else {}
    told = {
        "number": number,
        "round": round_.name,
        "level": answer.main,
        "codes": list(answer.comparison.codes),
        "ratings": {code: _value(figures.get(ALPHA)) for code, figures in presence.items()},
        "spans": {code: _value(figures.get(PASSAGES)) for code, figures in passages.items()},
    }
    if frozen is not None:
        told["frozen"] = {
            kind: {
                code: figures[name]["value"]
                for code, figures in frozen["levels"].get(level, {"codes": {}})["codes"].items()
                if name in figures
            }
            for kind, level, name in (("ratings", answer.main, ALPHA), ("spans", "passage", PASSAGES))
        }
        told["unchanged"] = unchanged(told)
    return told


def unchanged(told: Mapping[str, Any]) -> bool:
    """Whether what was frozen at the reveal is what is reckoned from the data that there are: nobody finished another
    document since, nothing was corrected or erased."""
    return all(
        one == other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
        for kind, of in told["frozen"].items()
        for code, one in of.items()
        for other in [told[kind].get(code)]
    )


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None


def _json(value: Any) -> str:
    return json.dumps(dict(value) if isinstance(value, Mapping) else value, ensure_ascii=False, sort_keys=True)


def _zipped(project: Project, files: Mapping[str, str]) -> bytes:
    raw = {name: content.encode() for name, content in sorted(files.items())}
    manifest = {
        "format": FORMAT,
        "project": project.id,
        "versions": {"coder": importlib.metadata.version("coder"), "python": platform.python_version()},
        "files": {name: {"sha256": hashlib.sha256(of).hexdigest(), "bytes": len(of)} for name, of in raw.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _in_order(raw, json.dumps(manifest, indent=1, sort_keys=True).encode()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _in_order(raw: Mapping[str, bytes], manifest: bytes) -> Iterable[tuple[str, bytes]]:
    yield "manifest.json", manifest
    yield from raw.items()


def _readme(compared: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        ("everything below, at once", "coder verify THIS.zip"),
        ("shares of cases (`shares`)", "coder shares PROJECT --json"),
        ("shares by an attribute, grouping or period (`shares_by`)", "coder shares PROJECT --by NAME --json"),
        ("the mirror (`mirror`)", "coder mirror PROJECT --json"),
        ("codes on the same passages (`together`)", "coder mirror PROJECT --passages --json"),
    ]
    for one in compared:
        at, codes = one["number"], ",".join(one["codes"])
        rows += [
            (f"alpha by {one['level']}, round {at} (`agreement`, ratings)",
             f"coder agreement --ratings agreement/{at}-ratings.csv --sets --categories {codes} --json"),
            (f"|u-alpha by passage, round {at} (`agreement`, spans)",
             f"coder agreement --spans agreement/{at}-spans.csv --categories {codes} --json"),
        ]  # fmt: skip
    told = "".join(f"- {what}: `{how}`\n" for what, how in rows)
    return (
        "# Replication package\n\nEvery number is in results.json. Those of cases follow from final.csv, present.csv, "
        "documents.csv, register.csv, attributes.yaml and the codebooks (the last is the one in force); those of "
        "agreement from agreement/. `frozen` are those of agreement that were kept when a round was revealed; they "
        "follow from agreement/, too, where `unchanged` is true (else more was done in that round since, and they "
        "can't be reckoned from here). No testimony, title, name or note is in here: documents and texts are named by "
        f"their SHA-256.\n\nWhat gives each number again:\n\n{told}"
    )
