"""Parts: one's own part is declared in a case, or in a complaint before there is one."""

from alembic import op

revision = "workflow_0005"
down_revision = "workflow_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table workflow.recusal rename column case_id to matter_id")


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
