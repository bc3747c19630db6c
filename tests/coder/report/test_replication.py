"""The replication package: everything can be reckoned again from it, nobody's words are in it, and none is believed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coder.agreement_report import Wanted as Compared
from coder.agreement_report import as_json as agreement_json
from coder.agreement_report import report as agreement
from coder.report import contents
from coder.report.replication import package
from coder.report.verifying import verify
from corpus.attributes import Attribute
from corpus.refused import Refused
from db import attributes, cases, documents, rounds, sight
from db.values import NewTag, Round

from ..reviewed import MILL, Reviewed, make


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """Two cases, two coders, some agreement."""
    made = make(tmp_path / "study.coder")
    attributes.load(made.project, made.lea, [Attribute("date", "date")])
    for key, name in (("k1", "mill"), ("k2", "road")):
        case = cases.add(
            made.project, made.lea, key, f"Secret Name {key}", attributes={"date": "03/04/15", "status": "=1+1"}
        )
        setattr(made, name, documents.edit(made.project, made.lea, getattr(made, name), case=case))
    made.code(made.ann, made.mill, NewTag("R1", 0, 27), NewTag("D3.racism", 33, 57), NewTag("D3", 33, 57))
    made.code(made.ann, made.road, NewTag("D1", 0, 20, memo="secret memo"))
    made.code(made.ben, made.mill, NewTag("R1", 0, 20), NewTag("D3", 30, 57))
    made.code(made.ben, made.road)
    made.project.viewer = made.lea.id
    yield made
    made.project.close()


@pytest.fixture
def zipped(team: Reviewed, tmp_path: Path) -> Path:
    path = tmp_path / "package.zip"
    path.write_bytes(package(team.project))
    return path


def _changed(path: Path, change: Callable[[dict[str, bytes]], None], *, rehash: bool = True) -> Path:
    """The package with other files in it, and, unless told otherwise, hashes that vouch for them."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if rehash:
        manifest = json.loads(files.pop("manifest.json"))
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(of).hexdigest(), "bytes": len(of)} for name, of in files.items()
        }
        files = {"manifest.json": json.dumps(manifest).encode(), **files}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_every_number_is_reckoned_again_from_the_package_alone(zipped: Path) -> None:
    assert verify(zipped) == []
    with zipfile.ZipFile(zipped) as archive:
        results = json.loads(archive.read("results.json"))
    assert results["agreement"][0]["spans"]["D3"] is not None


def test_the_same_project_gives_the_same_bytes(team: Reviewed, zipped: Path) -> None:
    assert package(team.project) == zipped.read_bytes()


def test_nobodys_words_and_names_are_in_it(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for words in (MILL[:20], "secret memo", "Secret Name", "mill"):
        assert words not in everything


def test_nothing_of_a_blind_round_is_in_it(team: Reviewed) -> None:
    hidden = rounds.plan(
        team.project,
        team.lea,
        "unseen",
        purpose="main",
        people=[team.ann, team.ben, team.cem],
        chosen=[team.road],
        blind=True,
    )
    for coder in (team.ann, team.ben, team.cem):
        team.code(coder, team.road, NewTag("D4", 0, 20), round_=hidden)
    team.project.viewer = team.lea.id
    with zipfile.ZipFile(io.BytesIO(package(team.project))) as archive:
        assert b"unseen" not in b"".join(archive.read(name) for name in archive.namelist())


def test_a_formula_in_the_register_is_harmless_and_comes_back(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive:
        assert b"'=1+1" in archive.read("register.csv")
    assert verify(zipped) == []


@pytest.mark.parametrize("of", ["shares", "mirror", "agreement"])
def test_a_number_that_is_not_so_is_found(zipped: Path, of: str) -> None:
    def change(files: dict[str, bytes]) -> None:
        results = json.loads(files["results.json"])
        match of:
            case "shares":
                results["shares"][0]["cases"] += 1
            case "mirror":
                results["mirror"]["total"] += 1
            case _:
                results["agreement"][0]["ratings"]["R1"] = 0.123
        files["results.json"] = json.dumps(results).encode()

    [difference] = verify(_changed(zipped, change))
    assert difference.startswith(of)
    assert "reckoned" in difference


def test_a_file_that_was_altered_is_refused(zipped: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        files["final.csv"] = files["final.csv"].replace(b"R1", b"R2")

    with pytest.raises(Refused, match="altered"):
        verify(_changed(zipped, change, rehash=False))


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.update({"results.json": b"[]"}),
        lambda files: files.update({"results.json": b'{"agreement": [{"number": "x"}]}'}),
        lambda files: files.update({"results.json": b"{" * 100_000}),
        lambda files: files.update({"final.csv": b"a,b\n1,2\n"}),
        lambda files: files.update({"final.csv": b"\xff\xfe"}),
        lambda files: files.update({"codebooks/x.yaml": b"title: x"}),
        lambda files: files.update({"register.csv": b"id,status,other\nk1,included\n"}),
        lambda files: files.pop("present.csv"),
        lambda files: files.update({"attributes.yaml": b"- - -"}),
    ],
)
def test_what_is_not_as_coder_writes_it_is_refused_in_a_line(
    zipped: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    with pytest.raises(Refused) as refused:
        verify(_changed(zipped, change))
    assert "\n" not in str(refused.value)


def test_odd_zips_are_refused(zipped: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.zip"
    for content in (b"", b"no zip", zipped.read_bytes()[:400], zipped.read_bytes()[:-30]):
        odd.write_bytes(content)
        with pytest.raises(Refused):
            verify(odd)
    with pytest.raises(Refused, match="read"):
        verify(tmp_path / "nowhere.zip")
    for name in ("../evil.csv", "/etc/evil", "a/../../b", "C:/evil", "a//b", "folder/"):
        with zipfile.ZipFile(odd, "w") as archive:
            archive.writestr(name, b"x")
        with pytest.raises(Refused, match="leads elsewhere"):
            verify(odd)


def test_a_name_twice_is_refused(zipped: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("final.csv", b"x")
    with pytest.raises(Refused, match="twice"):
        verify(zipped)


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 200_000_000)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(Refused, match="unpacks to far more"):
        verify(bomb)


def _revealed(team: Reviewed) -> Round:
    """A blind round, coded by Ann and Ben, revealed; with its figures."""
    blind = rounds.plan(
        team.project, team.lea, "first", purpose="reliability", people=[team.ann, team.ben, team.cem], blind=True
    )
    team.code(team.ann, team.mill, NewTag("D1", 0, 27), round_=blind)
    team.code(team.ben, team.mill, NewTag("D1", 0, 27), round_=blind)
    everything = sight.whole(team.project)
    figures = json.dumps(agreement_json(agreement(everything, Compared(rounds=[blind], full=True))))
    rounds.reveal(team.project, team.lea, blind, figures, team.project.changes())
    team.project.viewer = team.lea.id
    return rounds.named(team.project, "first")


def test_the_figures_frozen_at_a_reveal_are_in_the_package_and_reckoned_again(team: Reviewed, tmp_path: Path) -> None:
    _revealed(team)
    path = tmp_path / "package.zip"
    path.write_bytes(package(team.project))
    [one] = [one for one in _results(path)["agreement"] if one["round"] == "first"]
    assert one["frozen"]["spans"]["D1"] == one["spans"]["D1"] == 1.0
    assert one["unchanged"] is True
    assert verify(path) == []

    def worse(files: dict[str, bytes]) -> None:
        results = json.loads(files["results.json"])
        results["agreement"][one["number"] - 1]["frozen"]["spans"]["D1"] = 0.5
        files["results.json"] = json.dumps(results).encode()

    assert any("unchanged" in line for line in verify(_changed(path, worse)))


def test_what_is_coded_after_a_reveal_leaves_the_frozen_figures_as_they_are(team: Reviewed, tmp_path: Path) -> None:
    blind = _revealed(team)
    [before] = [s for s in contents.report(team.project, "x").sections if s.title == "Round first"]
    team.code(team.cem, team.mill, NewTag("D2", 30, 57), round_=blind)
    team.project.viewer = team.lea.id
    path = tmp_path / "package.zip"
    path.write_bytes(package(team.project))
    [one] = [one for one in _results(path)["agreement"] if one["round"] == "first"]
    assert one["frozen"]["spans"]["D1"] == 1.0 != one["spans"]["D1"]
    assert one["unchanged"] is False
    assert verify(path) == []
    [after] = [s for s in contents.report(team.project, "x").sections if s.title == "Round first"]
    [told] = [block for block in after.blocks if block not in before.blocks]  # what is known of the material then
    assert "Two coders" in str(told)
    assert "frozen when the round was revealed" in str(told)
    assert "marked at all" in " ".join(map(str, after.blocks))


def _results(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(json.loads(archive.read("results.json")))
