"""The settings of our own processes: the only way in which they are configured."""

from deploy.embedded.layout import Layout

BUCKETS = {
    "NETRAL_S3_QUARANTINE_BUCKET": "netral-quarantine",
    "NETRAL_S3_VAULT_BUCKET": "netral-vault",
}


def environment(process: str, layout: Layout) -> dict[str, str]:
    """Every `NETRAL_*` that this process needs, and no other; `cli` is the command line."""
    service = process.split("-", maxsplit=1)[0]
    settings = _common(layout)
    if process in layout.ports:
        settings["NETRAL_PORT"] = str(layout.ports[process])
    if service in {"intake", "evidence", "workflow"}:
        settings["NETRAL_DATABASE_DSN"] = layout.dsn(service)
        settings["NETRAL_PUBLIC_URL"] = layout.url(service)
    if service in {"intake", "cli"}:
        settings["NETRAL_WEBHOOK_ALLOWED_NETWORKS"] = "127.0.0.0/8"
    if service in {"evidence", "cli"}:
        settings |= _store(layout)
    if service in {"workflow", "cli"}:
        settings |= _temporal(layout)
    if service == "workflow":
        settings["NETRAL_INTAKE_PUBLIC_URL"] = layout.url("intake")
        settings["NETRAL_EVIDENCE_PUBLIC_URL"] = layout.url("evidence")
    if process in {"workflow", "workflow-worker", "cli"}:
        settings["NETRAL_GRANT_SIGNING_KEY"] = layout.secrets["grant_signing_key"]
    if service == "cli":
        settings |= _administrator(layout)
    return settings | layout.plan.settings_of(process)


def _common(layout: Layout) -> dict[str, str]:
    return {
        "NETRAL_HOST": "127.0.0.1",
        "NETRAL_SANDBOX": "true",
        "NETRAL_KAFKA_BOOTSTRAP": layout.address("kafka"),
        "NETRAL_INTAKE_URL": layout.url("intake"),
        "NETRAL_EVIDENCE_URL": layout.url("evidence"),
        "NETRAL_SEALING_KEYS": layout.secrets["sealing_keys"],
        "NETRAL_ID_SECRET": layout.secrets["id_secret"],
        "NETRAL_GRANT_VERIFY_KEYS": layout.secrets["grant_verify_keys"],
    }


def _store(layout: Layout) -> dict[str, str]:
    return BUCKETS | {
        "NETRAL_S3_ENDPOINT": layout.address("s3"),
        "NETRAL_S3_SECURE": "false",
        "NETRAL_S3_ACCESS_KEY": layout.secrets["s3_access_key"],
        "NETRAL_S3_SECRET_KEY": layout.secrets["s3_secret_key"],
        "NETRAL_LOCK_MODE": "GOVERNANCE",
    }


def _temporal(layout: Layout) -> dict[str, str]:
    return {
        "NETRAL_TEMPORAL_ADDRESS": layout.address("temporal"),
        "NETRAL_TEMPORAL_NAMESPACE": "default",
        "NETRAL_CODEC_KEYS": layout.secrets["codec_keys"],
    }


def _administrator(layout: Layout) -> dict[str, str]:
    return {
        "NETRAL_ADMIN_DSN": layout.dsn(),
        "NETRAL_DATABASE_DSN": layout.dsn("workflow"),
        "NETRAL_PUBLIC_URL": layout.url("intake"),
        "NETRAL_INTAKE_PASSWORD": layout.secrets["intake_password"],
        "NETRAL_EVIDENCE_PASSWORD": layout.secrets["evidence_password"],
        "NETRAL_WORKFLOW_PASSWORD": layout.secrets["workflow_password"],
    }
