"""What the relay remembers of Kafka, so that it notices when Kafka has lost something."""

from alembic import op

from services.kit.tables import marks

revision = "intake_0002"
down_revision = "intake_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(marks("intake"))


def downgrade() -> None:
    raise NotImplementedError("what Kafka was asked to keep is never forgotten")
