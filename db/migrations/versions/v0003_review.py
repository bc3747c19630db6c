"""Corrected texts, rulings and what leads to them, the register of cases."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("progress", sa.Column("text", sa.Text(), nullable=True))
    op.create_table(
        "attribute",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "reason",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('same', 'different', 'unsure')", name="verdict_is_known"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_judgement_case_id")),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_judgement_coder")),
        sa.ForeignKeyConstraint(["other"], ["case.id"], name=op.f("fk_judgement_other")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "standing",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('included', 'duplicate', 'fake', 'unsure')", name="status_is_known"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_standing_case_id")),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_standing_coder")),
        sa.ForeignKeyConstraint(["other"], ["case.id"], name=op.f("fk_standing_other")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_answer_coder")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_answer_document")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tag"),
        sqlite_strict=True,
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_comment_coder")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_comment_document")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("comment_about", "comment", ["about"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("alignment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_correction_document")),
        sa.ForeignKeyConstraint(["new"], ["text.id"], name=op.f("fk_correction_new")),
        sa.ForeignKeyConstraint(["old"], ["text.id"], name=op.f("fk_correction_old")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("correction_document", "correction", ["document"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("took", sa.Text(), nullable=True),
        sa.Column("picked", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.CheckConstraint("how IN ('ruled', 'agreed')", name="how_is_known"),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.CheckConstraint("start >= 0 AND stop > start", name="place_has_words"),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_ruling_coder")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_ruling_document")),
        sa.ForeignKeyConstraint(["picked"], ["reason.id"], name=op.f("fk_ruling_picked")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_ruling_round")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_ruling_text")),
        sa.ForeignKeyConstraint(["took"], ["coder.id"], name=op.f("fk_ruling_took")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ruling_document", "ruling", ["document", "start"], unique=False)
    op.create_table(
        "sameness",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_sameness_document")),
        sa.ForeignKeyConstraint(["same_as"], ["document.id"], name=op.f("fk_sameness_same_as")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document"),
        sqlite_strict=True,
    )
    op.create_table(
        "segments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_segments_document")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_segments_round")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_segments_text")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("segments_round", "segments", ["round", "document"], unique=True)
    op.create_table(
        "consent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("to_event", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_consent_coder")),
        sa.ForeignKeyConstraint(["ruling"], ["ruling.id"], name=op.f("fk_consent_ruling")),
        sa.ForeignKeyConstraint(["to_event"], ["event.id"], name=op.f("fk_consent_to_event")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("consent_ruling", "consent", ["ruling"], unique=False)
