"""What a key was used for beside its bytes, and whether its answer was given and stays."""

from alembic import op

revision = "evidence_0003"
down_revision = "evidence_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table evidence.upload"
        " add column declared bytea,"
        " add column given boolean not null default false"
    )


def downgrade() -> None:
    raise NotImplementedError("what was answered is never forgotten")
