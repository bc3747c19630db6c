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


def test_a_default_case_is_given_and_taken_away_and_only_that_document_is_shown(study, call, tmp_path):
    call("cases", study, "--add", "k01", "--as", "ann")
    change = ["documents", study, "--document", "harbour", "--as", "lea", "--json", "--set"]
    assert [d["title"] for d in call(*change, "case=k01").json] == ["harbour"]
    assert _case_of(call, study, "harbour") == "k01"
    assert call(*change, "case=").status == 0
    assert _case_of(call, study, "harbour") is None
    assert [d["title"] for d in call(*change, "title=The harbour").json] == ["The harbour"]


def _case_of(call, study, title):
    everything = call("export", study, "--format", "json", "-").json
    return next(d["case"] for d in everything["documents"] if d["title"] == title)


def test_cases_are_added_and_listed(study, call):
    added = ["--add", "k01", "--name", "Karim", "--attribute", "town=Harbour", "--attribute", "born=", "--note", "a\nb"]
    assert call("cases", study, *added, "--as", "ann").status == 0
    (case,) = call("cases", study, "--json").json
    told = {"id": "k01", "name": "Karim", "attributes": {"town": "Harbour"}, "note": "a\nb", "status": "included"}
    assert {key: case[key] for key in told} == told
    assert "k01  Karim  Harbour  included     a b" in call("cases", study).out
    for wrong in (added, ["--add", "k 02"], ["--name", "x"], ["--add", "k02", "--attribute", "town"]):
        assert call("cases", study, *wrong, "--as", "ann").status == 2
    assert len(call("cases", study, "--json").json) == 1


def test_one_code_is_shown_in_full(study, call):
    out = call("codebook", study, "--code", "D3").out
    code = call("codebook", study, "--code", "D3", "--json").json
    for words in (code["name"], *code["use"], *code["dont"], *code["examples"], *code["codes"]):
        assert " ".join(words.split()) in out
    for neighbour, words in code["neighbours"]:
        assert f"{neighbour}: {' '.join(words.split())}" in out
    assert "D3 " in call("codebook", study, "--code", "D3.racism").out
    assert call("codebook", study, "--code", "D99").status == 2
    assert call("codebook", study, "--code", "D3", "--save", "-").status == 2


def test_the_codebook_is_printed_as_the_file_that_save_writes(study, call, tmp_path):
    call("codebook", study, "--save", tmp_path / "book.yaml")
    assert call("codebook", study, "--save", "-").out == (tmp_path / "book.yaml").read_text("utf-8")
    assert not (tmp_path / "-").exists()


def test_the_history_tells_who_did_what(study, call):
    call("tag", study, "harbour", "--as", "ann", "--code", "R1", "--quote", "help the people")
    rows = call("history", study, "--json").json
    assert rows[0]["coder"] == "ann"
    assert rows[0]["document"] == "harbour"
    [line] = call("history", study, "--limit", 1).out.splitlines()
    assert "  ann  harbour: tagged “help the people” R1" in line
    assert {row["coder"] for row in call("history", study, "--coder", "lea", "--json").json} == {"lea"}


def test_the_history_tells_for_whom_a_lead_brought_tags_in(study, call, tmp_path):
    (tmp_path / "tags.csv").write_text("document,coder,code,quote\nharbour,ann,R1,help the people\n", "utf-8")
    call("tags-import", study, tmp_path / "tags.csv", "--as", "lea")
    assert "  lea for ann  harbour: tagged" in call("history", study, "--limit", 1).out
    row = call("history", study, "--limit", 1, "--json").json[0]
    assert (row["coder"], row["for"], row["document"]) == ("lea", "ann", "harbour")


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


def test_the_demo_is_played_as_ann_unless_the_name_is_one_of_its_coders(call, tmp_path, monkeypatch):
    played = []
    monkeypatch.setattr("coder.app.run", lambda _path, name: played.append(name) or 0)
    path = tmp_path / "demo.coder"
    assert call("demo", path).status == 0
    for name in ("lea", "Ben"):
        monkeypatch.setenv("CODER_NAME", name)
        assert call("demo", path).status == 0
    assert call("demo", path, "--as", "lea").status == 0  # the screen says that there is no lea
    assert played == ["ann", "ann", "Ben", "lea"]
