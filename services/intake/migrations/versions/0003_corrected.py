"""What corrections make of the fields that a complaint is listed by: the complaint itself stays."""

from alembic import op

revision = "intake_0003"
down_revision = "intake_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table intake.standing add column corrected_kind text,"
        " add column corrected_respondents integer"
    )


def downgrade() -> None:
    raise NotImplementedError("a correction that was acknowledged is never forgotten")
