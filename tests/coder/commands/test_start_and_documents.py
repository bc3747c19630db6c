import json

from tests.coder.commands.conftest import HARBOUR


def test_whoever_makes_a_project_leads_it(call, tmp_path):
    path = tmp_path / "study.coder"
    assert call("new", path, "--as", "lea").status == 0
    assert [(c["name"], c["role"]) for c in call("coders", path, "--json").json] == [("lea", "lead")]


def test_a_project_that_exists_is_not_made_again(study, call):
    before = study.read_bytes()
    outcome = call("new", study, "--as", "ann")
    assert outcome.status == 2
    assert study.read_bytes() == before


def test_only_leads_add_coders(study, call):
    outcome = call("coders", study, "--add", "cem", "--as", "ann")
    assert outcome.status == 2
    assert "lead" in outcome.err
    assert "cem" not in call("coders", study).out


def test_documents_as_json_have_the_keys_that_are_promised(study, call):
    call("finish", study, "harbour", "--as", "ann")
    harbour = next(d for d in call("documents", study, "--json").json if d["title"] == "harbour")
    assert list(harbour) == ["id", "title", "text_id", "length", "words", "source", "date", "language", "readings"]
    assert harbour["length"] == len(HARBOUR)
    assert harbour["readings"] == [
        {"coder": "ann", "round": "main", "position": len(HARBOUR), "finished": True, "tags": 0}
    ]


def test_one_bad_file_does_not_stop_the_rest_and_the_exit_status_says_so(study, program, tmp_path):
    (tmp_path / "good.txt").write_text("A good text with several words.", encoding="utf-8")
    (tmp_path / "late.md").write_text("# Late\n\nAnother one, after the bad ones.", encoding="utf-8")
    (tmp_path / "nul.txt").write_bytes(b"words\x00words")
    (tmp_path / "latin.txt").write_bytes("caf\xe9 au lait".encode("latin-1"))
    (tmp_path / "empty.txt").write_bytes(b"")
    bad = ["nul.txt", "latin.txt", "empty.txt", "gone.txt", "."]
    outcome = program("import", study, "good.txt", *bad, "late.md", "--as", "lea")
    assert outcome.status == 2
    assert outcome.out == "2 documents imported; 5 refused\n"
    assert len(outcome.err.splitlines()) == 7
    for name in ("nul", "latin", "empty", "gone"):
        assert sum(name in line for line in outcome.err.splitlines()) == 1
    assert {d["title"] for d in program("documents", study, "--json").json} >= {"good", "late"}


def test_the_encoding_can_be_said(study, call, tmp_path):
    (tmp_path / "arabic.txt").write_bytes("قال إنه عاد إلى البيت".encode("windows-1256"))
    assert call("import", study, tmp_path / "arabic.txt", "--as", "lea").status == 2
    assert call("import", study, tmp_path / "arabic.txt", "--encoding", "windows-1256", "--as", "lea").status == 0
    assert call("import", study, tmp_path / "arabic.txt", "--encoding", "klingon", "--as", "lea").status == 2


def test_the_same_text_again_is_told_and_not_doubled(study, call, tmp_path):
    (tmp_path / "copy.txt").write_bytes(HARBOUR.replace("\n", "\r\n").encode("utf-8-sig"))
    outcome = call("import", study, tmp_path / "copy.txt", "--as", "lea")
    assert outcome.status == 0
    assert "there already, as harbour" in outcome.err
    assert len(call("documents", study, "--json").json) == 2


def test_a_lead_changes_what_is_said_about_a_document(study, call):
    changed = ["--document", "harbour", "--set", "title=The harbour", "--set", "warning=drowning"]
    assert call("documents", study, *changed, "--as", "ann").status == 2
    assert call("documents", study, *changed, "--as", "lea").status == 0
    assert "The harbour" in call("documents", study).out
    assert "drowning" in call("documents", study).out


def test_the_codebook_is_saved_loaded_and_shown(study, call, tmp_path):
    file = tmp_path / "book.yaml"
    assert "D3.racism" in call("codebook", study).out
    assert call("codebook", study, "--save", file).status == 0
    assert call("codebook", study, "--save", file).status == 2
    version = call("codebook", study, "--json").json["id"]
    assert call("codebook", study, "--load", file, "--as", "lea").status == 0
    assert call("codebook", study, "--json").json["id"] == version
    assert call("codebook", study, "--load", file, "--as", "ann").status == 2
    file.write_text("codes: [", encoding="utf-8")
    broken = call("codebook", study, "--load", file, "--as", "lea")
    assert broken.status == 2
    assert len(broken.err.splitlines()) == 1


def test_the_history_tells_who_did_what(study, call):
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people")
    rows = call("history", study, "--json").json
    assert rows[0]["coder"] == "ann"
    assert rows[0]["document"] == "harbour"
    assert len(call("history", study, "--limit", 1).out.splitlines()) == 1
    assert {row["coder"] for row in call("history", study, "--coder", "lea", "--json").json} == {"lea"}


def test_everything_can_be_exported(study, call, tmp_path):
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people", "--memo", "=1+1")
    assert call("export", study, "--format", "json", tmp_path / "all.json").status == 0
    everything = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert {d["title"]: d["text"] for d in everything["documents"]}["harbour"] == HARBOUR
    assert everything["tags"][0]["quote"] == "help the people"
    assert call("export", study, "--format", "csv", tmp_path / "all.json").status == 2
    assert call("export", study, "--format", "csv", tmp_path / "tags.csv").status == 0
    assert (tmp_path / "tags.csv").read_text("utf-8") == call("tags", study, "--csv").out


def test_the_demo_is_made_without_opening_it(call, tmp_path):
    outcome = call("demo", tmp_path / "demo.coder", "--no-open")
    assert outcome.status == 0, outcome.err
    assert len(call("documents", tmp_path / "demo.coder", "--json").json) >= 8
