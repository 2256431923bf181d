"""`stack.json`: what people, the client, the demo and the tests may know of a running stack."""

from collections.abc import Mapping
from typing import Any

from deploy.embedded import atomic, caddy
from deploy.embedded.layout import Layout


def content(
    layout: Layout, pids: Mapping[str, int | None], webhooks: Mapping[str, str]
) -> dict[str, Any]:
    """Addresses, pids and demo credentials; `webhooks` gives the secret by agency."""
    seeded = atomic.read_json(layout.folder.seed) or {}
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
        "front_door_hosts": list(caddy.HOSTS),
        "front_door_ca": caddy.authority(layout),
        "processes": dict(pids),
        "agencies": [
            agency | {"webhook_secret": webhooks.get(agency["id"])}
            for agency in seeded.get("agencies", [])
        ],
        "people": seeded.get("people", []),
    }


def write(layout: Layout, pids: Mapping[str, int | None], webhooks: Mapping[str, str]) -> None:
    """Replaces the file in one step."""
    atomic.write_json(layout.folder.stack, content(layout, pids, webhooks))
