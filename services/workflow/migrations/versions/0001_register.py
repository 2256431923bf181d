"""The register: complaints, cases, respondents, tasks, acts, clocks, and what the law needs."""

from alembic import op

from services.kit.tables import plumbing

revision = "workflow_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(plumbing("workflow"))
    op.execute(
        """
        create table workflow.complaint (
            complaint_id uuid primary key,
            agency_id text not null,
            agency_kind text not null,
            jurisdiction text not null,
            kind text not null,
            received_at timestamptz not null,
            respondents integer not null default 0,
            election_type text,
            election_id text,
            categories text[] not null default '{}',
            evidence_ids uuid[] not null default '{}',
            body_sha256 text not null,
            sequence integer not null,
            state text not null default 'pending'
                check (state in ('pending', 'started', 'opened', 'joined', 'settled')),
            point text not null default 'triage',
            stage text not null default 'received',
            expected_on date,
            case_id uuid,
            outcome text,
            reason_code text,
            content_sealed bytea,
            wrapped_key bytea,
            content_at timestamptz,
            about_inspectorate boolean not null default false,
            supplements integer not null default 0,
            withdrawn_at timestamptz,
            settled_at timestamptz,
            accepted_at timestamptz not null default clock_timestamp(),
            started_at timestamptz,
            told integer not null default 0,
            told_digest bytea,
            written_step integer not null default 0,
            traceparent text
        );
        create index complaint_pending on workflow.complaint (accepted_at)
            where state = 'pending';
        create index complaint_case on workflow.complaint (case_id);
        create index complaint_state on workflow.complaint (jurisdiction, state);

        create table workflow.cases (
            case_id uuid primary key,
            case_number text not null unique,
            jurisdiction text not null,
            year integer not null,
            opened_at timestamptz not null,
            opened_on date not null,
            complaint_id uuid not null,
            kind text not null,
            route text not null check (route in ('inspectorate', 'below')),
            route_to text,
            route_due date,
            point text not null,
            stage text not null,
            expected_on date,
            acting_role text,
            reason_code text,
            election_type text,
            election_id text,
            about_inspectorate boolean not null default false,
            author_ids text[] not null default '{}',
            rules_version text,
            sequence integer not null default 0,
            told_digest bytea,
            written_step integer not null default 0,
            closed_at timestamptz,
            closed_on date,
            traceparent text
        );
        create index cases_jurisdiction on workflow.cases (jurisdiction, opened_at desc);

        create table workflow.respondent (
            case_id uuid not null references workflow.cases,
            n integer not null,
            category text not null,
            point text,
            stage text,
            outcome text,
            degree text,
            sanction text,
            reason_code text,
            effective_on date,
            expected_on date,
            acting_role text,
            nip_digest bytea,
            details_sealed bytea,
            wrapped_key bytea,
            profile jsonb not null default '{}',
            round integer not null default 1,
            track_workflow text,
            written_by text,
            written_step integer not null default 0,
            primary key (case_id, n)
        );
        create index respondent_nip on workflow.respondent (nip_digest);

        create table workflow.complaint_respondent (
            complaint_id uuid not null references workflow.complaint,
            respondent integer not null,
            category text not null,
            nip_digest bytea,
            case_id uuid,
            n integer,
            primary key (complaint_id, respondent),
            foreign key (case_id, n) references workflow.respondent
        );
        create index complaint_respondent_case on workflow.complaint_respondent (case_id, n);
        create index complaint_respondent_nip on workflow.complaint_respondent (nip_digest);

        create table workflow.recusal (
            case_id uuid not null,
            person_id text not null,
            part text not null check (part in ('respondent', 'complainant', 'witness', 'related')),
            recorded_by text not null,
            recorded_at timestamptz not null default clock_timestamp(),
            primary key (case_id, person_id)
        );

        create table workflow.task (
            task_id uuid primary key,
            workflow_id text not null,
            kind text not null,
            jurisdiction text not null,
            case_id uuid,
            complaint_id uuid,
            respondent integer,
            role text not null,
            roles text[] not null default '{}',
            office_id text,
            post_id text,
            holder_id text,
            version integer not null default 1,
            opened_at timestamptz not null,
            opened_on date not null,
            due_on date,
            clock_id uuid,
            state text not null default 'open' check (state in ('open', 'answered', 'withdrawn')),
            context jsonb not null default '{}',
            answered_by text,
            answered_at timestamptz,
            ended_because text,
            escalated_to text[] not null default '{}'
        );
        create index task_open on workflow.task (jurisdiction, role) where state = 'open';
        create index task_holder on workflow.task (holder_id) where state = 'open';
        create index task_case on workflow.task (case_id);
        create index task_complaint on workflow.task (complaint_id);

        create table workflow.task_move (
            id bigint primary key generated always as identity,
            task_id uuid not null references workflow.task,
            version integer not null,
            what text not null check (what in ('claimed', 'released', 'handed_over')),
            by_person text not null,
            to_person text,
            moved_at timestamptz not null,
            unique (task_id, version)
        );

        create table workflow.act (
            id bigint primary key generated always as identity,
            workflow_id text not null,
            step integer,
            act_id uuid unique,
            kind text not null,
            task_id uuid,
            case_id uuid,
            complaint_id uuid,
            respondent integer,
            happened_on date,
            recorded_at timestamptz not null,
            recorded_by text,
            decided_by text,
            role text,
            number text,
            paper_date date,
            data jsonb not null default '{}',
            words_sealed bytea,
            answer_sha256 bytea,
            citation text,
            receipt jsonb,
            unique (workflow_id, step, kind)
        );
        create index act_case on workflow.act (case_id, id);
        create index act_complaint on workflow.act (complaint_id, id);

        create table workflow.step (
            workflow_id text not null,
            step integer not null,
            result jsonb,
            written_at timestamptz not null default clock_timestamp(),
            primary key (workflow_id, step)
        );

        create table workflow.clock (
            clock_id uuid primary key,
            workflow_id text not null,
            key text not null,
            jurisdiction text not null,
            task_id uuid,
            case_id uuid,
            complaint_id uuid,
            respondent integer,
            anchor_on date not null,
            n integer,
            unit text,
            extended_by integer not null default 0,
            fixed_on date,
            due_on date not null,
            remind_on date,
            effect text not null,
            remind text[] not null default '{}',
            escalate text[] not null default '{}',
            state text not null default 'running'
                check (state in ('running', 'met', 'lapsed', 'stopped')),
            calendar_version integer not null default 0,
            reminded_on date,
            escalated_on date,
            escalated_to text[] not null default '{}',
            escalations integer not null default 0
        );
        create index clock_running on workflow.clock (due_on) where state = 'running';
        create index clock_workflow on workflow.clock (workflow_id) where state = 'running';
        create index clock_case on workflow.clock (case_id);

        create table workflow.evidence_item (
            evidence_id uuid primary key,
            complaint_id uuid,
            case_id uuid,
            agency_id text,
            jurisdiction text,
            state text not null check (state in ('named', 'sealed', 'refused', 'attached')),
            sha256 text,
            size bigint,
            media_type text,
            warnings text[] not null default '{}',
            sequence integer not null default 0,
            seen_at timestamptz not null default clock_timestamp()
        );
        create index evidence_complaint on workflow.evidence_item (complaint_id);
        create index evidence_case on workflow.evidence_item (case_id);

        create table workflow.early_fact (
            event_id uuid primary key,
            topic text not null,
            subject uuid not null,
            waits_for uuid not null,
            body bytea not null,
            came_at timestamptz not null default clock_timestamp()
        );
        create index early_fact_waits on workflow.early_fact (waits_for);

        create table workflow.counter (
            jurisdiction text not null,
            year integer not null,
            series text not null,
            last integer not null,
            primary key (jurisdiction, year, series)
        );

        create table workflow.calendar_version (
            version integer primary key generated always as identity,
            source text not null,
            covers_until date not null,
            set_by text not null,
            set_at timestamptz not null default clock_timestamp()
        );
        create table workflow.holiday (
            version integer not null references workflow.calendar_version,
            day date not null,
            jurisdiction text not null default '',
            kind text not null,
            name text not null,
            source text not null,
            primary key (version, day, jurisdiction)
        );

        create table workflow.overlay (
            id bigint primary key generated always as identity,
            jurisdiction text not null,
            title text not null,
            text text not null,
            loaded_by text not null,
            loaded_at timestamptz not null default clock_timestamp()
        );
        create index overlay_jurisdiction on workflow.overlay (jurisdiction, id desc);

        create table workflow.election (
            event_id text not null,
            jurisdiction text not null default '',
            type text not null,
            name text not null,
            determined_on date,
            vote_on date,
            basis text not null default '',
            certainty text not null default 'local',
            loaded_by text not null,
            loaded_at timestamptz not null default clock_timestamp(),
            primary key (event_id, jurisdiction)
        );

        create table workflow.grant_issued (
            grant_id uuid primary key,
            person_id text not null,
            act text not null,
            item text not null,
            case_id uuid,
            complaint_id uuid,
            task_id uuid,
            purpose_sealed bytea,
            issued_at timestamptz not null default clock_timestamp(),
            expires_at timestamptz not null
        );

        create table workflow.session (
            token_hash bytea primary key,
            person_id text not null,
            created_at timestamptz not null default clock_timestamp(),
            expires_at timestamptz not null
        );
        """
    )


def downgrade() -> None:
    raise NotImplementedError("a register is never taken down")
