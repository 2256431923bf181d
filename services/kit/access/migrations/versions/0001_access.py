"""Who is who, and the installation's clock."""

from alembic import op

revision = "access_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table access.installation (
            only_one boolean primary key default true check (only_one),
            sandbox boolean not null,
            created_at timestamptz not null default now()
        );
        create table access.clock (
            generation integer primary key generated always as identity,
            real_anchor timestamptz not null,
            virtual_anchor timestamptz not null,
            rate double precision not null check (rate >= 0),
            set_by text not null,
            set_at timestamptz not null default now()
        );
        create table access.jurisdiction (
            code text primary key,
            name text not null,
            zone text not null
        );
        create table access.agency (
            id text primary key,
            name text not null,
            kind text not null,
            created_at timestamptz not null default now(),
            revoked_at timestamptz
        );
        create table access.agency_jurisdiction (
            agency_id text not null references access.agency,
            jurisdiction text not null references access.jurisdiction,
            primary key (agency_id, jurisdiction)
        );
        create table access.agency_token (
            token_hash bytea primary key,
            agency_id text not null references access.agency,
            created_at timestamptz not null default now(),
            revoked_at timestamptz
        );
        create table access.person (
            id text primary key,
            name text not null,
            jurisdiction text not null references access.jurisdiction,
            nip_digest bytea,
            password_hash text,
            created_at timestamptz not null default now(),
            disabled_at timestamptz
        );
        create table access.person_token (
            token_hash bytea primary key,
            person_id text not null references access.person,
            created_at timestamptz not null default now(),
            revoked_at timestamptz
        );
        create table access.person_role (
            person_id text not null references access.person,
            role text not null,
            primary key (person_id, role)
        );
        create table access.office (
            id text primary key,
            jurisdiction text not null references access.jurisdiction,
            name text not null,
            kind text not null,
            parent_id text references access.office,
            village_code text
        );
        create table access.post (
            id text primary key,
            office_id text not null references access.office,
            title text not null,
            level text not null,
            superior_id text references access.post,
            holder_id text references access.person,
            acting text not null default 'definitive',
            since date,
            until date
        );
        create index on access.agency_token (agency_id);
        create index on access.person_token (person_id);
        create index on access.post (office_id);
        create index on access.post (holder_id);
        """
    )


def downgrade() -> None:
    raise NotImplementedError("a record of who was who is never taken down")
