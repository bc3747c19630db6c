"""cases-import, attributes: a made-up register, as untidy as real ones."""

import pytest

REGISTER = """number,name,nationality,sex,date,source
1,Ilse Baum,Sylvanian,F,14/07/15,Radio
2,Otto Kern*,Sylvania,M,03/17/15,Radio
3,Unknown,Likely Freedonian,M,05/06/15,"Courier, Evening"
4,Abu Kern,Freedonian,M,30/08/14,Radio
5,Mia Lenz,Unknown,F,,Courier
"""
MAP = """
attributes:
  nationality:
    type: choice
    values: {Sylvania: Sylvanian}
    uncertain: {Likely Freedonian: Freedonian}
    groups:
      region: {North: [Sylvanian], South: [Freedonian]}
"""


@pytest.fixture
def register(tmp_path):
    """The register and a map of it, as files."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path / "register.csv"


def test_a_preview_shows_each_column_and_writes_nothing(study, call, register):
    shown = call("cases-import", study, register, "--preview", "--as", "lea")
    assert shown.status == 0
    rows = {line.split()[0]: line for line in shown.out.splitlines()[1:7]}
    assert "id" in rows["number"].split()
    assert "date, dd/mm/yy; 2014-08-30 to 2015-07-14; 1 missing; 1 unread" in rows["date"]
    assert "row 2 (line 3), date: '03/17/15' is no dd/mm/yy date; kept as written; counts for 2015 only" in shown.out
    assert "formats may be mixed" in shown.out
    assert "5 would be added" in shown.err
    assert call("cases", study, "--json").json == []
    assert call("attributes", study, "--json").json == []


def test_a_register_comes_in_with_its_map_and_twice_changes_nothing(study, call, register):
    done = call("cases-import", study, register, "--map", register.with_name("map.yaml"), "--json", "--as", "lea").json
    assert done["added"] == ["1", "2", "3", "4", "5"]
    assert [(cell["row"], cell["line"], cell["column"]) for cell in done["unread"]] == [(2, 3, "date")]
    assert done["written"]
    cases = {case["id"]: case for case in call("cases", study, "--json").json}
    assert cases["2"]["attributes"]["nationality"] == "Sylvania"
    assert cases["2"]["values"]["nationality"] == {"value": "Sylvanian", "state": "given"}
    assert cases["3"]["values"]["nationality"] == {"value": "Freedonian", "state": "uncertain"}
    assert cases["2"]["values"]["date"] == {"value": "2015", "state": "unread"}
    again = call("cases-import", study, register, "--as", "lea")
    assert "0 added, 0 changed, 5 the same" in again.err


def test_what_somebody_set_here_stays_and_is_told(study, call, register):
    call("cases-import", study, register, "--as", "lea")
    call("cases", study, "--edit", "4", "--set", "sex=F", "--as", "lea")
    told = call("cases-import", study, register, "--as", "lea")
    assert "4: sex stays 'F', as set here by hand; the file says 'M'" in told.out


def test_rows_that_are_left_out_are_told_the_rest_comes_in_and_the_status_says_so(study, call, tmp_path):
    (tmp_path / "r.csv").write_text("id,sex\na,F\nA,M\nno id,M\nb,M\n")
    done = call("cases-import", study, tmp_path / "r.csv", "--as", "lea")
    assert done.status == 1
    assert "row 2 (line 3), id: 'A' is left out: row 1 has the same id" in done.out
    assert [case["id"] for case in call("cases", study, "--json").json] == ["a", "b"]


def test_only_leads_bring_it_in(study, call, register):
    refused = call("cases-import", study, register, "--as", "ann")
    assert refused.status == 2
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\xff\xfe",
        b"PK\x03\x04\x00\x00",
        "id,näme\na,x\n".encode("latin-1"),
        b"id,sex\na,F,x\n",
        b"id,sex\n",
        b"1,2\n3,4\n",
    ],
)
def test_a_bad_file_is_refused_in_one_line_and_nothing_is_changed(study, call, tmp_path, content):
    (tmp_path / "bad.csv").write_bytes(content)
    refused = call("cases-import", study, tmp_path / "bad.csv", "--as", "lea")
    assert refused.status == 2
    assert len(refused.err.splitlines()) == 1
    assert "mistake in the program" not in refused.err
    assert call("cases", study, "--json").json == []


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(study, call, register, tmp_path):
    for arguments in (["nowhere.csv"], [tmp_path], [register, "--map", tmp_path], [register, "--map", "nowhere.yaml"]):
        refused = call("cases-import", study, *arguments, "--as", "lea")
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)


def test_cells_do_nothing_to_the_terminal(study, call, tmp_path):
    (tmp_path / "r.csv").write_text("id,name,x\x1b[2J\na,\x1b[31mred,\x1b]0;t\x07\n", encoding="utf-8")
    call("cases-import", study, tmp_path / "r.csv", "--as", "lea")
    shown = [
        call("cases-import", study, tmp_path / "r.csv", "--as", "lea"),
        call("cases", study),
        call("cases", study, "--md"),
        call("attributes", study),
        call("history", study),
    ]
    assert not any("\x1b" in one.out + one.err for one in shown)


def test_attributes_are_saved_edited_and_loaded(study, call, register, tmp_path):
    call("cases-import", study, register, "--map", register.with_name("map.yaml"), "--as", "lea")
    assert call("attributes", study, "--save", tmp_path / "saved.yaml").status == 0
    words = (tmp_path / "saved.yaml").read_text(encoding="utf-8")
    assert "Likely Freedonian: Freedonian" in words
    (tmp_path / "saved.yaml").write_text(words.replace("Sylvania: Sylvanian", "Sylvania: Ruritanian"))
    assert "1 of them new or changed" in call("attributes", study, "--load", tmp_path / "saved.yaml", "--as", "lea").out
    told = call("table", study, "--rows", "nationality", "--json").json
    assert told["rows"] == ["Freedonian", "Ruritanian", "Sylvanian", "(missing)"]
    listed = {row["name"]: row for row in call("attributes", study, "--json").json}
    assert listed["nationality"]["cases"] == 5
    assert call("attributes", study, "--save", tmp_path / "saved.yaml").status == 2
    assert call("attributes", study, "--load", tmp_path / "saved.yaml", "--as", "ann").status == 2
    assert call("attributes", study, "--remove", "sex", "--as", "lea").status == 0
    assert call("attributes", study, "--remove", "sex", "--as", "lea").status == 2


def test_the_json_export_has_the_register_whole(study, call, register):
    call("cases-import", study, register, "--map", register.with_name("map.yaml"), "--as", "lea")
    call("cases-same", study, "2", "4", "--same", "--why", "one face", "--exclude", "2", "--as", "lea")
    told = call("export", study, "--format", "json", "-", "--as", "lea").json
    two = next(case for case in told["cases"] if case["key"] == "2")
    assert (two["status"], two["of"], two["why"], two["by"]) == ("duplicate", "4", "one face", "lea")
    assert two["attributes"]["nationality"] == "Sylvania"
    assert two["values"]["nationality"] == {"value": "Sylvanian", "state": "given"}
    nationality = next(attribute for attribute in told["attributes"] if attribute["name"] == "nationality")
    assert nationality["groups"] == {"region": {"North": ["Sylvanian"], "South": ["Freedonian"]}}
    (said,) = told["judgements"]
    assert (set(said["cases"]), said["verdict"]) == ({"2", "4"}, "same")
