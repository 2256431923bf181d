"""The settings that only the workflow service needs."""

from pydantic import Field

from services.kit.settings import KeyRing, Secret, Settings


class BackgroundSettings(Settings):
    """`NETRAL_*` of workflow-background, which signs nothing."""

    public_url: str = Field("http://127.0.0.1:8003", description="base of the addresses we answer")
    temporal_address: str = Field("127.0.0.1:7233", description="host:port of Temporal")
    temporal_namespace: str = Field("default", description="the namespace in Temporal")
    codec_keys: KeyRing = Field(
        description="id:base64 of 32 bytes, the current one first; seals Temporal's payloads"
    )
    intake_url: str = Field("http://127.0.0.1:8001", description="where intake answers us")
    evidence_url: str = Field("http://127.0.0.1:8002", description="where evidence answers us")
    evidence_public_url: str | None = Field(
        None, description="where an official's browser reaches evidence; unset: evidence_url"
    )
    intake_public_url: str | None = Field(
        None, description="where an official's program reaches intake; unset: intake_url"
    )
    starts_at_once: int = Field(
        10, ge=1, description="workflows started at the same time; Temporal takes 20 to 60 a second"
    )
    session_hours: int = Field(10, ge=1, description="how long a sign-in to the pages lasts")


class WorkflowSettings(BackgroundSettings):
    """`NETRAL_*` of workflow and workflow-worker."""

    grant_signing_key: Secret = Field(
        description="base64 raw Ed25519 private key; signs what an official may see for 5 minutes; "
        "not for workflow-background"
    )
