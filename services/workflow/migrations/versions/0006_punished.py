"""Punished: which sanction was decided for which act, so that no act is punished twice."""

from alembic import op

revision = "workflow_0006"
down_revision = "workflow_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Decisions of before have it not: their findings are sealed, and only histories hold them.
    op.execute("alter table workflow.respondent add column punished jsonb")


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
