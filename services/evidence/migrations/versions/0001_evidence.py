"""Items, their uploads, what names them, and their custody."""

from alembic import op

from services.kit.tables import plumbing

revision = "evidence_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create table evidence.upload (
    sender text not null,
    key text not null,
    jurisdiction text not null,
    evidence_id uuid not null unique,
    attempt uuid not null unique,
    held_until timestamptz not null,
    sha256 bytea,
    size bigint,
    answer bytea,
    begun_at timestamptz not null default clock_timestamp(),
    primary key (sender, key)
);

create table evidence.item (
    evidence_id uuid primary key,
    jurisdiction text not null,
    agency_id text not null,
    sender text not null,
    sent_for text,
    case_id uuid,
    state text not null default 'received'
        check (state in ('received', 'sealing', 'sealed', 'refused', 'swept')),
    size bigint not null check (size > 0),
    sha256 bytea not null check (length(sha256) = 32),
    blocks bytea not null,
    declared_type text not null,
    media_type text not null,
    warnings text[] not null default '{}',
    wrapped_key bytea,
    name_sealed bytea,
    claimed_sealed bytea,
    found_sealed bytea,
    received_at timestamptz not null,
    stored_at timestamptz not null default clock_timestamp(),
    sealed_at timestamptz,
    attempt uuid not null,
    parts integer not null,
    vault_key text,
    vault_version text,
    lock_mode text,
    retain_until timestamptz,
    retain_wanted timestamptz,
    held_by uuid,
    held_until timestamptz,
    tries integer not null default 0,
    next_try_at timestamptz not null default clock_timestamp(),
    sequence integer not null default 0,
    custody_n bigint not null default 0,
    custody_head bytea,
    traceparent text
);
create index item_to_seal on evidence.item (next_try_at) where state in ('received', 'sealing');
create index item_to_extend on evidence.item (evidence_id)
    where state = 'sealed' and retain_wanted is not null;
create index item_by_agency on evidence.item (agency_id, stored_at desc, evidence_id);
create index item_by_end on evidence.item (retain_until) where state = 'sealed';

create table evidence.naming (
    evidence_id uuid not null,
    complaint_id uuid not null,
    agency_id text not null,
    jurisdiction text not null,
    named_at timestamptz not null default clock_timestamp(),
    attached_at timestamptz,
    primary key (evidence_id, complaint_id)
);
create index naming_by_complaint on evidence.naming (complaint_id);

create table evidence.complaint_in_case (
    complaint_id uuid primary key,
    case_id uuid,
    since timestamptz not null default clock_timestamp()
);

create table evidence.custody (
    evidence_id uuid not null references evidence.item,
    n bigint not null,
    at timestamptz not null,
    actor text not null,
    act text not null,
    detail text not null,
    previous bytea not null,
    digest bytea not null,
    primary key (evidence_id, n)
);

create function evidence.custody_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'custody is only ever added to';
end $$;
create trigger custody_is_only_added_to before update or delete on evidence.custody
    for each row execute function evidence.custody_is_only_added_to();
create trigger custody_is_never_emptied before truncate on evidence.custody
    for each statement execute function evidence.custody_is_only_added_to();
revoke update, delete, truncate on evidence.custody from netral_evidence;
revoke delete, truncate on evidence.item from netral_evidence;
"""


def upgrade() -> None:
    op.execute(plumbing("evidence"))
    op.execute(TABLES)


def downgrade() -> None:
    raise NotImplementedError("custody is never taken down")
