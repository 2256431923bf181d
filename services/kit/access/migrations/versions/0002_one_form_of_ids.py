"""One form of the ids of agencies and people, and no empty name."""

from alembic import op

revision = "access_0002"
down_revision = "access_0001"
branch_labels = None
depends_on = None

# `not valid`: an id that an older release took is not renamed, but it can only be shut out.
FORM = """
alter table access.{table} add constraint {table}_id_has_one_form check (
    {ended} is not null
    or (id ~ '^[a-z0-9]([a-z0-9.-]{{0,61}}[a-z0-9])?$' and name ~ '[^[:space:]]')
) not valid;
"""


def upgrade() -> None:
    op.execute(FORM.format(table="agency", ended="revoked_at"))
    op.execute(FORM.format(table="person", ended="disabled_at"))


def downgrade() -> None:
    raise NotImplementedError("a record of who was who is never taken down")
