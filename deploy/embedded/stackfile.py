"""`stack.json`: what people, the client, the demo and the tests may know of a running stack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.embedded import atomic, caddy
from deploy.embedded.layout import Folder, Layout


def content(layout: Layout, pids: Mapping[str, int | None]) -> dict[str, Any]:
    """Addresses, pids and demo credentials."""
    seeded = atomic.read_json(layout.folder.seed) or {}
    secrets = atomic.read_json(_webhooks(layout.folder)) or {}
    return {
        "intake_url": layout.url("intake"),
        "evidence_url": layout.url("evidence"),
        "workflow_url": layout.url("workflow"),
        "temporal_ui_url": layout.url("temporal-ui"),
        "temporal_address": layout.address("temporal"),
        "kafka_bootstrap": layout.address("kafka"),
        "s3_endpoint": layout.url("s3"),
        "s3_access_key": layout.secrets["s3_access_key"],
        "s3_secret_key": layout.secrets["s3_secret_key"],
        "postgres_dsn": layout.dsn(),
        "front_door_url": f"https://{layout.address('front-door')}",
        "front_door_hosts": ["api.localhost", "console.localhost", "files.localhost"],
        "front_door_ca": caddy.authority(layout),
        "processes": dict(pids),
        "agencies": [
            agency | {"webhook_secret": secrets.get(agency["id"], agency.get("webhook_secret"))}
            for agency in seeded.get("agencies", [])
        ],
        "people": seeded.get("people", []),
    }


def write(layout: Layout, pids: Mapping[str, int | None]) -> None:
    """Replaces the file in one step."""
    atomic.write_json(layout.folder.stack, content(layout, pids))


def remember_webhook(folder: Folder, agency_id: str, secret: str) -> None:
    """Keeps the secret that `PUT /v1/webhook` answered once, for those who test with it."""
    secrets = atomic.read_json(_webhooks(folder)) or {}
    atomic.write_json(_webhooks(folder), secrets | {agency_id: secret})
    stack = atomic.read_json(folder.stack)
    if stack is not None:
        for agency in stack["agencies"]:
            if agency["id"] == agency_id:
                agency["webhook_secret"] = secret
        atomic.write_json(folder.stack, stack)


def _webhooks(folder: Folder) -> Path:
    return folder.root / "webhooks.json"
