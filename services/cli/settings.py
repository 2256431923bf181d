"""What the command line is told: `NETRAL_*`, or a running stack's own `.netral/env`."""

import os
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.cli.failing import fail
from services.kit.settings import PREFIX, KeyRing, Secret

STACK_ENVIRONMENT: Final = Path(".netral") / "env"
"""Written by the stack without Docker: `NETRAL_*=value` lines."""


class CommandSettings(BaseSettings):
    """Everything optional: a command that needs one asks for it with `needed`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", hide_input_in_errors=True)

    admin_dsn: str | None = Field(None, description="postgresql://owner:password@host:port/netral")
    intake_password: str | None = Field(None, description="password of the role netral_intake")
    evidence_password: str | None = Field(None, description="password of the role netral_evidence")
    workflow_password: str | None = Field(None, description="password of the role netral_workflow")
    sandbox: bool = Field(False, description="as --sandbox of `netral migrate`")
    sandbox_clock: date | None = Field(
        None, description="as --clock of `netral migrate`: YYYY-MM-DD, for a new sandbox"
    )
    kafka_bootstrap: str | None = Field(None, description="host:port of Kafka")
    id_secret: Secret | None = Field(None, description="base64 of 32 bytes; digests a NIP")
    sealing_keys: KeyRing = Field(default_factory=dict, description="opens what was set aside")

    @field_validator("sandbox_clock", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 -- pydantic's own signature
        super().__init__(**(_from_files(type(self).model_fields) | values))

    def needed(self, name: str) -> str:
        """A setting as text; ends the command, naming it, when it is missing."""
        value = getattr(self, name)
        if value is None:
            fail(
                f"{PREFIX}{name.upper()} is not set, and there is no running stack in this "
                f"folder ({STACK_ENVIRONMENT})"
            )
        return str(value)


def _from_files(names: Any) -> dict[str, Any]:  # noqa: ANN401 -- any iterable of names
    found = {}
    for name in names:
        path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
        if path:
            found[name] = Path(path).read_text("utf-8").strip()
    return found


def _of_the_stack(file: Path) -> dict[str, str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value.strip().strip("'\"") for key, _, value in pairs if key.startswith(PREFIX)}


def read() -> CommandSettings:
    """The settings of this call; a stack running in this folder gives what is not set."""
    if f"{PREFIX}ADMIN_DSN" not in os.environ and f"{PREFIX}ADMIN_DSN_FILE" not in os.environ:
        try:
            if STACK_ENVIRONMENT.is_file():
                os.environ.update(
                    {
                        key: value
                        for key, value in _of_the_stack(STACK_ENVIRONMENT).items()
                        if key not in os.environ
                    }
                )
        except OSError as error:
            fail(f"{STACK_ENVIRONMENT} cannot be read: {error.strerror}")
    try:
        return CommandSettings()
    except (ValidationError, OSError, ValueError) as error:
        fail(f"the settings cannot be read: {error}")
