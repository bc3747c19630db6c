"""The tables of a project file, column by column.

Two kinds. **Kept**: `event` (append-only), `body` and `text` (what events refer to by hash). **Folded**: everything
else, a cache that `db.events.fold` gives again from the log alone. Only Text, Integer and LargeBinary are used, so
that SQLite's STRICT tables and PostgreSQL both take them. No cascades: nothing is ever deleted but by `purge`.

Version history: 1 (revision `0001`) the first; 2 (`0002`) planned rounds, frozen figures, packages; 3
(`0003`) corrected texts, rulings and what leads to them, the register of cases.
"""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s"})


def _table(name: str, *parts: Column[Any] | CheckConstraint | Index) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _flag(name: str) -> tuple[Column[Any], CheckConstraint]:
    return Column(name, Integer, nullable=False), CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_is_a_flag")


# --- kept ------------------------------------------------------------------------------------------------------------

event = _table(
    "event",
    Column("id", Text, primary_key=True),  # SHA-256 of the canonical content of all the columns below
    Column("format", Integer, nullable=False),  # EVENT_FORMAT when it was written
    Column("project", Text, nullable=False),  # id of the project
    Column("stream", Text, nullable=False),  # "project", or the id of a reading
    Column("replica", Text, nullable=False),  # which copy on which machine wrote it
    Column("seq", Integer, nullable=False),  # 1, 2, 3 … in this replica and stream, without gaps
    Column("previous", Text),  # id of the event with seq - 1; NULL for the first
    Column("lamport", Integer, nullable=False),  # greater than that of every event known when it was written
    Column("at", Integer, nullable=False),  # wall clock, ms since 1970: for display only, never for order
    Column("actor", Text, nullable=False),  # id of the coder who did it
    Column("action", Text, nullable=False),  # what one undo takes back together
    Column("kind", Text, nullable=False),  # "tag.add" …: the table it folds into, and what happened
    Column("entity", Text, nullable=False),  # id of the thing it happened to
    Column("base", Text, nullable=False),  # JSON list: the entity's heads that it was made on
    Column("payload", Text, nullable=False),  # JSON object: the whole new state of the entity; "@…" refer to bodies
    CheckConstraint("seq >= 1", name="seq_from_one"),
    CheckConstraint("lamport >= 1", name="lamport_from_one"),
    Index("event_place", "stream", "replica", "seq", unique=True),
    Index("event_order", "stream", "lamport"),
    Index("event_entity", "entity"),
    Index("event_lamport", "lamport"),
    Index("event_action", "action"),
)

body = _table(
    "body",  # free text that events refer to: memos, names, titles, codebooks
    Column("hash", Text, primary_key=True),  # SHA-256 of salt and words; stays when the words are erased
    Column("salt", LargeBinary),  # 16 random bytes, so that a hash in the log does not betray short words
    Column("words", Text),  # UTF-8; NULL once purged
)

text = _table(
    "text",  # canonical texts of documents; immutable
    Column("id", Text, primary_key=True),  # SHA-256 of its UTF-8
    Column("length", Integer, nullable=False),  # code points
    Column("words", Integer, nullable=False),  # how many words, as corpus.text counts them
    Column("content", Text),  # NULL once purged
    CheckConstraint("length >= 1", name="not_empty"),
)

package = _table(
    "package",  # one row in a package; none in a project
    Column("coder", Text, primary_key=True),  # id of the coder whom it was made for
    Column("absent", Text, nullable=False),  # JSON list: ids of the texts whose content is not in it
)

# --- folded from the log ---------------------------------------------------------------------------------------------

head = _table(
    "head",  # events of an entity that no later event was made on; two of them are a conflict
    Column("entity", Text, primary_key=True),
    Column("event", Text, ForeignKey("event.id"), primary_key=True),
)

project = _table(
    "project",  # one row
    Column("id", Text, primary_key=True),
    Column("created", Integer, nullable=False),  # ms since 1970
)

coder = _table(
    "coder",
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # body hash
    Column("role", Text, nullable=False),
    CheckConstraint("role IN ('coder', 'lead')", name="role_is_known"),
)

codebook = _table(
    "codebook",  # one row a version
    Column("id", Text, primary_key=True),  # corpus.codebook.Codebook.id: hash of its canonical JSON
    Column("content", Text, nullable=False),  # body hash of the canonical JSON
    Column("created", Integer, nullable=False),
)

case = _table(
    "case",  # a person whose words are coded
    Column("id", Text, primary_key=True),
    Column("about", Text, nullable=False),  # body hash of JSON: key, name, attributes, note
)

document = _table(
    "document",
    Column("id", Text, primary_key=True),  # from its first text
    Column("text", Text, ForeignKey("text.id"), nullable=False),  # the text now in force
    Column("about", Text, nullable=False),  # body hash of JSON: title, source, date, language, warning
    Column("case_id", Text, ForeignKey("case.id")),  # the default case
)

round_ = _table(
    "round",
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # body hash
    Column("purpose", Text, nullable=False),
    Column("codebook", Text, ForeignKey("codebook.id"), nullable=False),  # version in force
    *_flag("blind"),
    *_flag("revealed"),
    *_flag("open"),
    CheckConstraint("purpose IN ('training', 'reliability', 'main')", name="purpose_is_known"),
)

plan = _table(
    "plan",  # of a planned round: in it only what is assigned is coded; a round without one has every document
    Column("id", Text, primary_key=True),  # the round's id and ".plan"
    Column("round", Text, ForeignKey("round.id"), nullable=False, unique=True),
    Column("how", Text, nullable=False),  # JSON object, how it was drawn: {"draw": 10, "each": 2, "by": …, "seed": 7}
)

assignment = _table(
    "assignment",  # who codes which document in a planned round
    Column("id", Text, primary_key=True),  # the reading's id and ".assigned"
    Column("round", Text, ForeignKey("round.id"), nullable=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),
    *_flag("live"),  # 0 once taken back
    Index("assignment_round", "round", "document", "coder"),
)

figures = _table(
    "figures",  # a round's agreement as it was at the reveal
    Column("id", Text, primary_key=True),  # the round's id and ".figures"
    Column("round", Text, ForeignKey("round.id"), nullable=False, unique=True),
    Column("content", Text, nullable=False),  # body hash of JSON, as `coder agreement --json` prints it
)

reading = _table(
    "reading",  # one coder's pass over one document in one round; tags belong to it
    Column("id", Text, primary_key=True),  # from coder, document and round
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("round", Text, ForeignKey("round.id"), nullable=False),
    *_flag("finished"),
    Column("memo", Text),  # body hash, or NULL
)

progress = _table(
    "progress",  # how far a reading has come; apart from it, because it changes with every paragraph
    Column("id", Text, primary_key=True),  # the reading's id and ".progress"
    Column("reading", Text, ForeignKey("reading.id"), nullable=False, unique=True),
    Column("position", Integer, nullable=False),  # code points; all before it is read
    Column("text", Text),  # id of the text that position counts in; NULL (format 1 and 2): the document's first
    CheckConstraint("position >= 0", name="position_not_negative"),
)

tag = _table(
    "tag",
    Column("id", Text, primary_key=True),
    Column("reading", Text, ForeignKey("reading.id"), nullable=False),
    Column("text", Text, ForeignKey("text.id"), nullable=False),  # the text that start and stop count in
    Column("code", Text, nullable=False),  # key in the codebook
    Column("codebook", Text, ForeignKey("codebook.id"), nullable=False),  # version it was given under
    Column("start", Integer, nullable=False),  # code points
    Column("stop", Integer, nullable=False),  # code points, exclusive
    Column("memo", Text),  # body hash, or NULL
    Column("case_id", Text, ForeignKey("case.id")),
    Column("qualifiers", Text, nullable=False),  # JSON object: {"voice": "own"}
    *_flag("query"),  # "ask the lead"
    *_flag("live"),  # 0 once removed: superseded, not deleted
    Column("created", Integer, nullable=False),  # ms since 1970, of its first event
    CheckConstraint("start >= 0 AND stop > start", name="passage_has_words"),
    Index("tag_reading", "reading", "start"),
    Index("tag_code", "code"),
)

correction = _table(
    "correction",  # how a corrected text of a document lies along the one before; stays when it is taken back
    Column("id", Text, primary_key=True),  # from document, old and new text
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("old", Text, ForeignKey("text.id"), nullable=False),
    Column("new", Text, ForeignKey("text.id"), nullable=False),
    Column("alignment", Text, nullable=False),  # JSON list, as corpus.difference makes it
    Index("correction_document", "document"),
)

sameness = _table(
    "sameness",  # a document holds the same testimony as another one, told elsewhere
    Column("id", Text, primary_key=True),  # the document's id and ".same"
    Column("document", Text, ForeignKey("document.id"), nullable=False, unique=True),
    Column("same_as", Text, ForeignKey("document.id")),  # NULL once taken back
)

segments = _table(
    "segments",  # the stretches of a document that a round takes as its units
    Column("id", Text, primary_key=True),  # the round's id, "." and the document's
    Column("round", Text, ForeignKey("round.id"), nullable=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("text", Text, ForeignKey("text.id"), nullable=False),  # the text that the stretches count in
    Column("spans", Text, nullable=False),  # JSON list of [start, stop], code points, in order, not overlapping
    Index("segments_round", "round", "document", unique=True),
)

reason = _table(
    "reason",  # the pick list of reasons for rulings
    Column("id", Text, primary_key=True),
    Column("words", Text, nullable=False),  # body hash
    *_flag("live"),
)

ruling = _table(
    "ruling",  # how a disagreement was settled, or what is proposed
    Column("id", Text, primary_key=True),  # the disagreement's: from its tags
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("round", Text, ForeignKey("round.id"), nullable=False),
    Column("text", Text, ForeignKey("text.id"), nullable=False),  # the text that all places here count in
    Column("start", Integer, nullable=False),  # the place, code points
    Column("stop", Integer, nullable=False),  # exclusive
    Column("tags", Text, nullable=False),  # JSON object: tag → the event it stood at when this was said
    Column("how", Text, nullable=False),  # ruled by a lead; agreed: proposed to the coders, who each say yes
    Column("outcome", Text, nullable=False),  # JSON list of {"code", "start", "stop", "case", "qualifiers"}; [] nothing
    Column("took", Text, ForeignKey("coder.id")),  # whose tags were taken as they are, if that is what was said
    Column("picked", Text, ForeignKey("reason.id")),  # from the pick list
    Column("reason", Text),  # body hash, or NULL
    Column("proposal", Text),  # body hash of a sentence proposed for the codebook, or NULL
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),  # who said it
    *_flag("live"),  # 0 once taken back
    CheckConstraint("how IN ('ruled', 'agreed')", name="how_is_known"),
    CheckConstraint("start >= 0 AND stop > start", name="place_has_words"),
    Index("ruling_document", "document", "start"),
)

consent = _table(
    "consent",  # a coder's yes to what is proposed
    Column("id", Text, primary_key=True),  # the ruling's id, "." and the coder's
    Column("ruling", Text, ForeignKey("ruling.id"), nullable=False),
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),
    Column("to_event", Text, ForeignKey("event.id"), nullable=False),  # of the ruling: a later proposal needs a new yes
    *_flag("live"),
    Index("consent_ruling", "ruling"),
)

comment = _table(
    "comment",  # what is said about a place while it is discussed
    Column("id", Text, primary_key=True),
    Column("about", Text, nullable=False),  # the disagreement's id
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),
    Column("words", Text, nullable=False),  # body hash
    *_flag("live"),
    Column("created", Integer, nullable=False),  # ms since 1970, of its first event
    Index("comment_about", "about"),
)

answer = _table(
    "answer",  # a lead's answer to a query
    Column("id", Text, primary_key=True),  # the tag's id and ".answer"
    Column("tag", Text, nullable=False, unique=True),  # no foreign key: a package has not everybody's tags
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),  # who answered
    Column("words", Text, nullable=False),  # body hash
    Column("created", Integer, nullable=False),  # ms since 1970, of its first event
)

attribute = _table(
    "attribute",  # something that the register tells of its cases
    Column("id", Text, primary_key=True),  # from its name
    Column("about", Text, nullable=False),  # body hash of JSON: name, type, order, values, groups
    *_flag("live"),
)

standing = _table(
    "standing",  # whether a case counts; a case without one is included
    Column("id", Text, primary_key=True),  # the case's id and ".standing"
    Column("case_id", Text, ForeignKey("case.id"), nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("other", Text, ForeignKey("case.id")),  # whose duplicate it is
    Column("reason", Text),  # body hash, or NULL
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),  # who said it
    CheckConstraint("status IN ('included', 'duplicate', 'fake', 'unsure')", name="status_is_known"),
)

judgement = _table(
    "judgement",  # whether two cases are one person
    Column("id", Text, primary_key=True),  # from both cases
    Column("case_id", Text, ForeignKey("case.id"), nullable=False),
    Column("other", Text, ForeignKey("case.id"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text),  # body hash, or NULL
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),  # who said it
    CheckConstraint("verdict IN ('same', 'different', 'unsure')", name="verdict_is_known"),
)

FOLDED = (
    project, coder, codebook, attribute, case, standing, judgement, document, correction, sameness, round_, plan,
    assignment, segments, figures, reading, progress, tag, reason, ruling, consent, comment, answer,
)  # fmt: skip
"""In the order in which rows may be inserted: what a row refers to stands before it."""
