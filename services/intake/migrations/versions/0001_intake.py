"""Complaints as they were received, where they stand, and what the agencies are told."""

from alembic import op

from services.kit.tables import plumbing

revision = "intake_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- What was received; never changed. The three sealed columns open with complaint_key only.
        create table intake.complaint (
            complaint_id uuid primary key,
            number bigint not null unique generated always as identity,
            agency_id text not null,
            agency_kind text not null,
            idempotency_key text not null,
            body_sha256 bytea not null,
            jurisdiction text not null,
            case_number text,
            case_number_digest bytea,
            kind text not null,
            election_type text,
            election_id text,
            categories text[] not null,
            respondents integer not null,
            submitted_by text,
            received_at timestamptz not null,
            recorded_at timestamptz not null default clock_timestamp(),
            raw_sealed bytea not null,
            content_sealed bytea not null,
            identity_sealed bytea not null,
            answer bytea not null,
            constraint one_answer_a_key unique (agency_id, idempotency_key),
            constraint one_complaint_a_case_number unique (agency_id, case_number_digest)
        );
        create index on intake.complaint (agency_id, number desc);
        create table intake.complaint_key (
            complaint_id uuid primary key,
            wrapped bytea not null
        );
        -- Where a complaint stands: changed by case events, supplements and the withdrawal.
        create table intake.standing (
            complaint_id uuid primary key,
            recorded_at timestamptz not null default clock_timestamp(),
            sequence integer not null default 1,
            supplements integer not null default 0,
            stage text not null default 'received',
            reason_code text,
            next_step text,
            acting_role text,
            expected_on date,
            respondents jsonb not null default '[]',
            missing text[] not null,
            warnings jsonb not null default '[]',
            withdrawn_at timestamptz,
            case_id uuid,
            answered_by text check (answered_by in ('opened', 'joined', 'settled')),
            answered_at timestamptz,
            sent_again_at timestamptz,
            sent_again integer not null default 0,
            alerted_at timestamptz
        );
        create index standing_unanswered on intake.standing (recorded_at)
            where answered_at is null;
        create table intake.supplement (
            complaint_id uuid not null references intake.complaint,
            number integer not null,
            agency_id text not null,
            idempotency_key text not null,
            body_sha256 bytea not null,
            received_at timestamptz not null,
            raw_sealed bytea not null,
            content_sealed bytea not null,
            identity_sealed bytea not null,
            answer bytea not null,
            primary key (complaint_id, number),
            unique (agency_id, idempotency_key)
        );
        create table intake.withdrawal (
            complaint_id uuid primary key references intake.complaint,
            agency_id text not null,
            idempotency_key text not null,
            body_sha256 bytea not null,
            received_at timestamptz not null,
            raw_sealed bytea not null,
            answer bytea not null,
            unique (agency_id, idempotency_key)
        );
        -- How far the case events of each aggregate were read; an older one is passed over.
        create table intake.case_read (
            subject uuid primary key,
            sequence integer not null
        );
        -- Case events about a complaint that is not here (yet): applied when it is.
        create table intake.early_fact (
            complaint_id uuid not null,
            subject uuid not null,
            sequence integer not null,
            body bytea not null,
            kept_at timestamptz not null default clock_timestamp(),
            primary key (complaint_id, subject, sequence)
        );
        create table intake.audit (
            id bigint primary key generated always as identity,
            at timestamptz not null default clock_timestamp(),
            actor text not null,
            act text not null,
            complaint_id uuid,
            detail jsonb not null default '{}'
        );
        create index on intake.audit (complaint_id);
        """
    )
    op.execute(
        """
        create table intake.feed (
            agency_id text primary key,
            last_position bigint not null
        );
        create table intake.notice (
            agency_id text not null,
            position bigint not null,
            notice_id uuid not null unique,
            complaint_id uuid references intake.complaint,
            body bytea not null,
            traceparent text,
            created_at timestamptz not null default clock_timestamp(),
            primary key (agency_id, position)
        );
        create table intake.webhook (
            agency_id text primary key,
            url text not null,
            secret_sealed bytea not null,
            former_secret_sealed bytea,
            former_until timestamptz,
            put_at timestamptz not null default clock_timestamp(),
            failing_since timestamptz,
            disabled_at timestamptz,
            disabled_for text
        );
        create table intake.delivery (
            agency_id text not null,
            position bigint not null,
            state text not null default 'waiting'
                check (state in ('waiting', 'delivered', 'exhausted', 'dropped')),
            tries integer not null default 0,
            next_try_at timestamptz not null default clock_timestamp(),
            leased_until timestamptz,
            last_answer text,
            settled_at timestamptz,
            primary key (agency_id, position),
            foreign key (agency_id, position) references intake.notice
        );
        create index delivery_waiting on intake.delivery (agency_id, position)
            where state = 'waiting';
        """
    )
    op.execute(plumbing("intake"))
    op.execute(
        """
        create function intake.never_changed() returns trigger language plpgsql as $$
        begin
            raise exception '% is written once', tg_table_name using errcode = '42501';
        end $$;
        create trigger written_once before update or delete or truncate on intake.audit
            for each statement execute function intake.never_changed();
        create trigger written_once before update or truncate on intake.complaint
            for each statement execute function intake.never_changed();
        do $$
        begin
            if exists (select from pg_roles where rolname = 'netral_intake') then
                grant usage on schema intake to netral_intake;
                grant select, insert, update, delete on all tables in schema intake
                    to netral_intake;
                grant usage on all sequences in schema intake to netral_intake;
                revoke update, delete, truncate on intake.audit from netral_intake;
                revoke update, truncate on intake.complaint from netral_intake;
            end if;
        end $$;
        """
    )


def downgrade() -> None:
    raise NotImplementedError("what was received is never taken down")
