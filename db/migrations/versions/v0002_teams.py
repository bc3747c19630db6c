"""Planned rounds, the figures frozen at a reveal, packages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "package",
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("coder"),
        sqlite_strict=True,
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_plan_round")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round"),
        sqlite_strict=True,
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.CheckConstraint("live IN (0, 1)", name="live_is_a_flag"),
        sa.ForeignKeyConstraint(["coder"], ["coder.id"], name=op.f("fk_assignment_coder")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_assignment_document")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_assignment_round")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("assignment_round", "assignment", ["round", "document", "coder"], unique=False)
    op.create_table(
        "figures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_figures_round")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round"),
        sqlite_strict=True,
    )
