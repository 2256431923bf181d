"""Papers: what an official uploaded an item for; whose an agency's item is, its complaints say."""

from alembic import op

revision = "workflow_0002"
down_revision = "workflow_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table workflow.evidence_item add column sent_for uuid;
        update workflow.evidence_item set sent_for = case_id where agency_id like 'office:%';
        delete from workflow.evidence_item where state = 'named';
        alter table workflow.evidence_item drop column case_id, drop column complaint_id;
        create index evidence_sent_for on workflow.evidence_item (sent_for);
        """
    )


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
