CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE body (
	hash TEXT NOT NULL, 
	salt BLOB, 
	words TEXT, 
	PRIMARY KEY (hash)
)
 STRICT

;
CREATE TABLE "case" (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE codebook (
	id TEXT NOT NULL, 
	content TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE coder (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT role_is_known CHECK (role IN ('coder', 'lead'))
)
 STRICT

;
CREATE TABLE event (
	id TEXT NOT NULL, 
	format INTEGER NOT NULL, 
	project TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	replica TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	previous TEXT, 
	lamport INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	base TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT lamport_from_one CHECK (lamport >= 1), 
	CONSTRAINT seq_from_one CHECK (seq >= 1)
)
 STRICT

;
CREATE INDEX event_action ON event (action);
CREATE INDEX event_entity ON event (entity);
CREATE INDEX event_lamport ON event (lamport);
CREATE INDEX event_order ON event (stream, lamport);
CREATE UNIQUE INDEX event_place ON event (stream, replica, seq);
CREATE TABLE project (
	id TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE text (
	id TEXT NOT NULL, 
	length INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	content TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT not_empty CHECK (length >= 1)
)
 STRICT

;
CREATE TABLE document (
	id TEXT NOT NULL, 
	text TEXT NOT NULL, 
	about TEXT NOT NULL, 
	case_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_document_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_document_text FOREIGN KEY(text) REFERENCES text (id)
)
 STRICT

;
CREATE TABLE head (
	entity TEXT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (entity, event), 
	CONSTRAINT fk_head_event FOREIGN KEY(event) REFERENCES event (id)
)
 STRICT

;
CREATE TABLE round (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook TEXT NOT NULL, 
	blind INTEGER NOT NULL, 
	revealed INTEGER NOT NULL, 
	open INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT purpose_is_known CHECK (purpose IN ('training', 'reliability', 'main')), 
	CONSTRAINT blind_is_a_flag CHECK (blind IN (0, 1)), 
	CONSTRAINT open_is_a_flag CHECK (open IN (0, 1)), 
	CONSTRAINT revealed_is_a_flag CHECK (revealed IN (0, 1)), 
	CONSTRAINT fk_round_codebook FOREIGN KEY(codebook) REFERENCES codebook (id)
)
 STRICT

;
CREATE TABLE reading (
	id TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	document TEXT NOT NULL, 
	round TEXT NOT NULL, 
	finished INTEGER NOT NULL, 
	memo TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT finished_is_a_flag CHECK (finished IN (0, 1)), 
	CONSTRAINT fk_reading_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_reading_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_reading_round FOREIGN KEY(round) REFERENCES round (id)
)
 STRICT

;
CREATE TABLE progress (
	id TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	position INTEGER NOT NULL, text TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT position_not_negative CHECK (position >= 0), 
	CONSTRAINT fk_progress_reading FOREIGN KEY(reading) REFERENCES reading (id), 
	UNIQUE (reading)
)
 STRICT

;
CREATE TABLE tag (
	id TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	text TEXT NOT NULL, 
	code TEXT NOT NULL, 
	codebook TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	memo TEXT, 
	case_id TEXT, 
	qualifiers TEXT NOT NULL, 
	"query" INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT query_is_a_flag CHECK (query IN (0, 1)), 
	CONSTRAINT passage_has_words CHECK (start >= 0 AND stop > start), 
	CONSTRAINT fk_tag_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_tag_codebook FOREIGN KEY(codebook) REFERENCES codebook (id), 
	CONSTRAINT fk_tag_reading FOREIGN KEY(reading) REFERENCES reading (id), 
	CONSTRAINT fk_tag_text FOREIGN KEY(text) REFERENCES text (id)
)
 STRICT

;
CREATE INDEX tag_code ON tag (code);
CREATE INDEX tag_reading ON tag (reading, start);
CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER body_is_immutable BEFORE UPDATE ON body WHEN NEW.words IS NOT NULL OR NEW.hash <> OLD.hash
       BEGIN SELECT RAISE(ABORT, 'bodies are erased, never changed'); END;
CREATE TRIGGER body_is_kept BEFORE DELETE ON body
       BEGIN SELECT RAISE(ABORT, 'bodies leave a tombstone'); END;
CREATE TRIGGER text_is_immutable BEFORE UPDATE ON text WHEN NEW.content IS NOT NULL OR NEW.id <> OLD.id
       BEGIN SELECT RAISE(ABORT, 'texts are erased, never changed'); END;
CREATE TRIGGER text_is_kept BEFORE DELETE ON text
       BEGIN SELECT RAISE(ABORT, 'texts leave a tombstone'); END;
CREATE TABLE package (
	coder TEXT NOT NULL, 
	absent TEXT NOT NULL, 
	PRIMARY KEY (coder)
)
 STRICT

;
CREATE TABLE "plan" (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	how TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_plan_round FOREIGN KEY(round) REFERENCES round (id), 
	UNIQUE (round)
)
 STRICT

;
CREATE TABLE assignment (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	document TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT fk_assignment_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_assignment_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_assignment_round FOREIGN KEY(round) REFERENCES round (id)
)
 STRICT

;
CREATE INDEX assignment_round ON assignment (round, document, coder);
CREATE TABLE figures (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_figures_round FOREIGN KEY(round) REFERENCES round (id), 
	UNIQUE (round)
)
 STRICT

;
CREATE TABLE attribute (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE reason (
	id TEXT NOT NULL, 
	words TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE judgement (
	id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	other TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	reason TEXT, 
	coder TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT verdict_is_known CHECK (verdict IN ('same', 'different', 'unsure')), 
	CONSTRAINT fk_judgement_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_judgement_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_judgement_other FOREIGN KEY(other) REFERENCES "case" (id)
)
 STRICT

;
CREATE TABLE standing (
	id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	other TEXT, 
	reason TEXT, 
	coder TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT status_is_known CHECK (status IN ('included', 'duplicate', 'fake', 'unsure')), 
	CONSTRAINT fk_standing_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_standing_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_standing_other FOREIGN KEY(other) REFERENCES "case" (id), 
	UNIQUE (case_id)
)
 STRICT

;
CREATE TABLE answer (
	id TEXT NOT NULL, 
	tag TEXT NOT NULL, 
	document TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	words TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_answer_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_answer_document FOREIGN KEY(document) REFERENCES document (id), 
	UNIQUE (tag)
)
 STRICT

;
CREATE TABLE comment (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	document TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	words TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT fk_comment_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_comment_document FOREIGN KEY(document) REFERENCES document (id)
)
 STRICT

;
CREATE INDEX comment_about ON comment (about);
CREATE TABLE correction (
	id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	old TEXT NOT NULL, 
	new TEXT NOT NULL, 
	alignment TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_correction_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_correction_new FOREIGN KEY(new) REFERENCES text (id), 
	CONSTRAINT fk_correction_old FOREIGN KEY(old) REFERENCES text (id)
)
 STRICT

;
CREATE INDEX correction_document ON correction (document);
CREATE TABLE ruling (
	id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	round TEXT NOT NULL, 
	text TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	tags TEXT NOT NULL, 
	how TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	took TEXT, 
	picked TEXT, 
	reason TEXT, 
	proposal TEXT, 
	coder TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT how_is_known CHECK (how IN ('ruled', 'agreed')), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT place_has_words CHECK (start >= 0 AND stop > start), 
	CONSTRAINT fk_ruling_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_ruling_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_ruling_picked FOREIGN KEY(picked) REFERENCES reason (id), 
	CONSTRAINT fk_ruling_round FOREIGN KEY(round) REFERENCES round (id), 
	CONSTRAINT fk_ruling_text FOREIGN KEY(text) REFERENCES text (id), 
	CONSTRAINT fk_ruling_took FOREIGN KEY(took) REFERENCES coder (id)
)
 STRICT

;
CREATE INDEX ruling_document ON ruling (document, start);
CREATE TABLE sameness (
	id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	same_as TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_sameness_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_sameness_same_as FOREIGN KEY(same_as) REFERENCES document (id), 
	UNIQUE (document)
)
 STRICT

;
CREATE TABLE segments (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	document TEXT NOT NULL, 
	text TEXT NOT NULL, 
	spans TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_segments_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_segments_round FOREIGN KEY(round) REFERENCES round (id), 
	CONSTRAINT fk_segments_text FOREIGN KEY(text) REFERENCES text (id)
)
 STRICT

;
CREATE UNIQUE INDEX segments_round ON segments (round, document);
CREATE TABLE consent (
	id TEXT NOT NULL, 
	ruling TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	to_event TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT fk_consent_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_consent_ruling FOREIGN KEY(ruling) REFERENCES ruling (id), 
	CONSTRAINT fk_consent_to_event FOREIGN KEY(to_event) REFERENCES event (id)
)
 STRICT

;
CREATE INDEX consent_ruling ON consent (ruling);
