"""The settings that only the evidence service needs."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from services.kit.settings import Settings


class EvidenceSettings(Settings):
    """`NETRAL_*` of both processes of the evidence service."""

    public_url: str = Field("http://127.0.0.1:8002", description="base of the addresses we answer")
    s3_endpoint: str = Field(description="host:port of the S3 store")
    s3_secure: bool = Field(False, description="whether the store speaks TLS")
    s3_access_key: str = Field(description="the store's access key")
    s3_secret_key: str = Field(description="the store's secret key")
    s3_quarantine_bucket: str = Field(
        "netral-quarantine", description="where bytes wait to be sealed; without Object Lock"
    )
    s3_vault_bucket: str = Field("netral-vault", description="where they are kept under lock")
    lock_mode: Literal["COMPLIANCE", "GOVERNANCE"] | None = Field(
        None, description="unset: COMPLIANCE, in a sandbox GOVERNANCE"
    )
    retention_days: int = Field(30, ge=1, description="days an item is locked when it is sealed")
    case_retention_days: int = Field(
        730,
        ge=1,
        description="days from the opening of a case to which its items' lock is extended",
    )
    retention_cap_days: int = Field(
        3650, ge=1, description="days after its receipt beyond which no lock is ever set"
    )
    upload_limit: int = Field(512 * 1024 * 1024, ge=1, description="bytes of one item at most")
    uploads_at_once: int = Field(16, ge=1, description="uploads taken in at the same time")
    hold: int = Field(
        20, ge=1, description="seconds after which a seal of a process that died is begun again"
    )
    upload_hold: int = Field(
        5, ge=1, description="seconds after which the key of an upload that fell silent is free"
    )
    sealers: int = Field(2, ge=1, description="items sealed at the same time")
    orphans_after: int = Field(
        3600, ge=1, description="seconds after which quarantined bytes without an item are removed"
    )
    sweep_every: int = Field(60, ge=1, description="seconds between two sweeps")
    probe_retention: int = Field(
        60, ge=10, description="seconds for which the probe of the store's lock is locked"
    )

    @property
    def mode(self) -> Literal["COMPLIANCE", "GOVERNANCE"]:
        """The lock that is set on what is sealed."""
        return self.lock_mode or ("GOVERNANCE" if self.sandbox else "COMPLIANCE")

    @property
    def retention(self) -> timedelta:
        """How long an item is locked when it is sealed."""
        return timedelta(days=min(self.retention_days, self.retention_cap_days))
