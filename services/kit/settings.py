"""The settings every process shares: `NETRAL_*`, each also as `NETRAL_*_FILE` naming a file.

Only composition roots (`app.py`, `background.py`, `worker.py`, the command line) read settings.
A missing one stops the start and is named.
"""

import base64
import os
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "NETRAL_"


def _bytes(value: object) -> object:
    return base64.b64decode(value) if isinstance(value, str) else value


def _key_ring(value: object) -> object:
    """`id:base64,older:base64` -> {id: key}; the first is the current one."""
    if not isinstance(value, str):
        return value
    pairs = (entry.strip().partition(":") for entry in value.split(",") if entry.strip())
    return {key_id: base64.b64decode(key) for key_id, _, key in pairs}


def _words(value: object) -> object:
    return [w.strip() for w in value.split(",") if w.strip()] if isinstance(value, str) else value


def _keys(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [base64.b64decode(w.strip()) for w in value.split(",") if w.strip()]


Secret = Annotated[bytes, NoDecode, BeforeValidator(_bytes)]
KeyRing = Annotated[dict[str, bytes], NoDecode, BeforeValidator(_key_ring)]
WordList = Annotated[list[str], NoDecode, BeforeValidator(_words)]
KeyList = Annotated[list[bytes], NoDecode, BeforeValidator(_keys)]


class Settings(BaseSettings):
    """What every process needs; a service adds its own in its `settings.py`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", hide_input_in_errors=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, description="port to listen on (health and metrics included)")
    database_dsn: str = Field(description="postgresql://role:password@host:port/netral")
    database_pool: int = Field(10, description="connections kept to Postgres", ge=1)
    kafka_bootstrap: str = Field("127.0.0.1:9092", description="host:port of Kafka")
    sealing_keys: KeyRing = Field(
        description="id:base64 of 32 bytes, the current one first; losing them loses every identity"
    )
    id_secret: Secret = Field(description="base64 of 32 bytes; ids are derived with it, for ever")
    grant_verify_keys: KeyList = Field(
        default_factory=list, description="base64 raw Ed25519 public keys of the workflow service"
    )
    public_url: str = Field("http://127.0.0.1:8001", description="base of the addresses we answer")
    sandbox: bool = Field(False, description="must agree with how the database was created")
    log_level: str = Field("info", description="debug, info, warning or error")
    otel_endpoint: str | None = Field(None, description="OTLP/HTTP collector; unset: no traces")

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 -- pydantic's own signature
        super().__init__(**(self._from_files() | values))

    @classmethod
    def _from_files(cls) -> dict[str, Any]:
        """The values of settings that are given as `NETRAL_X_FILE`."""
        found: dict[str, Any] = {}
        for name in cls.model_fields:
            path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
            if path:
                found[name] = Path(path).read_text("utf-8").strip()
        return found

    @classmethod
    def read(cls) -> Self:
        """The settings of this process, from its environment."""
        return cls()
