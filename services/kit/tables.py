"""The tables that each service's schema has alike; used by its first migration."""


def plumbing(schema: str) -> str:
    """SQL for the outbox and the set-aside messages of a schema."""
    return f"""
    create table {schema}.outbox (
        id bigint primary key generated always as identity,
        event_id uuid not null unique,
        topic text not null,
        key uuid not null,
        sequence integer not null,
        body bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        sent_at timestamptz,
        unique (topic, key, sequence)
    );
    create index outbox_unsent on {schema}.outbox (id) where sent_at is null;
    create table {schema}.set_aside (
        id bigint primary key generated always as identity,
        consumer text not null,
        topic text not null,
        partition integer not null,
        "offset" bigint not null,
        key bytea,
        body_sealed bytea not null,
        reason text not null,
        tries integer not null default 1,
        state text not null default 'kept' check (state in ('kept', 'replayed', 'dropped')),
        kept_at timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        settled_by text,
        body_sha256 bytea not null,
        unique (consumer, topic, partition, "offset", body_sha256)
    );
    """


def marks(schema: str) -> str:
    """SQL for what the relay of a schema remembers of Kafka; see `losses`."""
    return f"""
    create table {schema}.outbox_mark (
        topic text primary key,
        ends jsonb not null,
        begins jsonb not null default '{{}}',
        taken_until timestamptz
    );
    """
