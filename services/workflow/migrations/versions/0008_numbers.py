"""Numbers: whether a decision's number is taken is asked with each decision."""

from alembic import op

revision = "workflow_0008"
down_revision = "workflow_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index act_decision_number on workflow.act (trim(number)) where kind = 'decide'"
    )


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
