"""Repeating: what the first claim, release or hand-over under a key was answered."""

from alembic import op

revision = "workflow_0003"
down_revision = "workflow_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table workflow.move_answer (
            act_id uuid primary key,
            asked_sha256 bytea not null,
            answer text not null default '',
            answered_at timestamptz not null default clock_timestamp()
        );
        """
    )


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
