"""What the relay remembers of Kafka, so that it notices when Kafka has lost something."""

from alembic import op

from services.kit.tables import marks

revision = "evidence_0002"
down_revision = "evidence_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(marks("evidence"))


def downgrade() -> None:
    raise NotImplementedError("what Kafka was asked to keep is never forgotten")
