"""The first format."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = (
    """CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER body_is_immutable BEFORE UPDATE ON body WHEN NEW.words IS NOT NULL OR NEW.hash <> OLD.hash
       BEGIN SELECT RAISE(ABORT, 'bodies are erased, never changed'); END""",
    """CREATE TRIGGER body_is_kept BEFORE DELETE ON body
       BEGIN SELECT RAISE(ABORT, 'bodies leave a tombstone'); END""",
    """CREATE TRIGGER text_is_immutable BEFORE UPDATE ON text WHEN NEW.content IS NOT NULL OR NEW.id <> OLD.id
       BEGIN SELECT RAISE(ABORT, 'texts are erased, never changed'); END""",
    """CREATE TRIGGER text_is_kept BEFORE DELETE ON text
       BEGIN SELECT RAISE(ABORT, 'texts leave a tombstone'); END""",
)


def upgrade() -> None:

    op.create_table(
        "body",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "codebook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "coder",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('coder', 'lead')", name="role_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("replica", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("lamport", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.CheckConstraint("lamport >= 1", name="lamport_from_one"),
        sa.CheckConstraint("seq >= 1", name="seq_from_one"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("event_action", "event", ["action"], unique=False)
    op.create_index("event_entity", "event", ["entity"], unique=False)
    op.create_index("event_lamport", "event", ["lamport"], unique=False)
    op.create_index("event_order", "event", ["stream", "lamport"], unique=False)
    op.create_index("event_place", "event", ["stream", "replica", "seq"], unique=True)
    op.create_table(
        "project",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "text",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.CheckConstraint("length >= 1", name="not_empty"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_document_case_id")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_document_text")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "head",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_head_event")),
        sa.PrimaryKeyConstraint("entity", "event"),
        sqlite_strict=True,
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("blind", sa.Integer(), nullable=False),
        sa.Column("revealed", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('training', 'reliability', 'main')", name="purpose_is_known"),
        sa.CheckConstraint("blind IN (0, 1)", name="blind_is_a_flag"),
        sa.CheckConstraint("open IN (0, 1)", name="open_is_a_flag"),
        sa.CheckConstraint("revealed IN (0, 1)", name="revealed_is_a_flag"),
        sa.ForeignKeyConstraint(["codebook"], ["codebook.id"], name=op.f("fk_round_codebook")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.CheckConstraint("finished IN (0, 1)", name="finished_is_a_flag"),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_reading_coder")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_reading_document")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_reading_round")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "progress",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0", name="position_not_negative"),
        sa.ForeignKeyConstraint(["reading"], ["reading.id"], name=op.f("fk_progress_reading")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reading"),
        sqlite_strict=True,
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("qualifiers", sa.Text(), nullable=False),
        sa.Column("query", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.CheckConstraint("query IN (0, 1)", name="query_is_a_flag"),
        sa.CheckConstraint("start >= 0 AND stop > start", name="passage_has_words"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tag_case_id")),
        sa.ForeignKeyConstraint(["codebook"], ["codebook.id"], name=op.f("fk_tag_codebook")),
        sa.ForeignKeyConstraint(["reading"], ["reading.id"], name=op.f("fk_tag_reading")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_tag_text")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("tag_code", "tag", ["code"], unique=False)
    op.create_index("tag_reading", "tag", ["reading", "start"], unique=False)
    for guard in GUARDS:
        op.execute(guard)
