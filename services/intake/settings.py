"""What only intake needs to be told."""

from datetime import timedelta

from pydantic import Field

from services.kit.settings import Settings, WordList


class IntakeSettings(Settings):
    """Settings of `intake` and `intake-background`."""

    webhook_allowed_networks: WordList = Field(
        default_factory=list,
        description="networks (CIDR) that webhooks may reach although they are not public",
    )
    webhook_divisor: float = Field(
        1.0, description="divides the waits between deliveries; above 1 in tests only", ge=1
    )
    reconcile_after: float = Field(
        300, description="seconds until an unanswered complaint is sent again", gt=0
    )
    reconcile_alert_after: float = Field(
        900, description="seconds until an unanswered complaint is an alert", gt=0
    )

    @property
    def send_again_after(self) -> timedelta:
        """How long a complaint may wait for its first case event."""
        return timedelta(seconds=self.reconcile_after)

    @property
    def alert_after(self) -> timedelta:
        """How long until a person must look."""
        return timedelta(seconds=self.reconcile_alert_after)
