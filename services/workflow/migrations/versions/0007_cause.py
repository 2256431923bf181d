"""Cause: a fact that is told twice is one row of the timeline."""

from alembic import op

revision = "workflow_0007"
down_revision = "workflow_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table workflow.act add column cause text;
        create unique index act_cause on workflow.act (cause);
        """
    )


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
