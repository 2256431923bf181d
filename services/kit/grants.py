"""Grants: what the workflow service decided about a case, carried to where the item is kept.

A token is `base64url(payload).base64url(Ed25519 signature of the payload)`, sent as
`Authorization: Grant <token>`. It names one act on one item, for at most five minutes of real time.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from services.kit.errors import EdgeRefusal

LONGEST = timedelta(minutes=5)
_SKEW = timedelta(seconds=30)

GrantAct = Literal["view", "download", "upload", "reveal", "submit", "read"]


class Grant(BaseModel, frozen=True, extra="forbid"):
    """One person may do one act on one item until it expires."""

    id: UUID = Field(default_factory=uuid4)
    person_id: str
    roles: tuple[str, ...] = ()
    jurisdiction: str
    act: GrantAct
    item: str
    """Evidence id, complaint id, case or task id; the act says which."""
    case_id: UUID | None = None
    complaint_id: UUID | None = None
    purpose: str = ""
    """A code or a short reason of an official; goes into custody or audit, never into a log."""
    expires_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC) + LONGEST)


class GrantSigner:
    """Signs grants; only the workflow service has the key."""

    def __init__(self, private_key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)

    def sign(self, grant: Grant) -> str:
        """The token of a grant."""
        payload = grant.model_dump_json().encode()
        return f"{_encode(payload)}.{_encode(self._key.sign(payload))}"


class GrantVerifier:
    """Verifies grants against any of the public keys (two at once while rotating)."""

    def __init__(self, public_keys: Sequence[bytes]) -> None:
        self._keys = [Ed25519PublicKey.from_public_bytes(key) for key in public_keys]

    def verify(
        self,
        token: str,
        *,
        acts: Sequence[GrantAct],
        item: str | None = None,
        now: datetime | None = None,
    ) -> Grant:
        """The grant, if it is ours, alive, for one of the acts and for the item; else a 401."""
        grant = self._opened(token)
        moment = now or datetime.now(UTC)
        alive = moment <= grant.expires_at <= moment + LONGEST + _SKEW
        fits = grant.act in acts and (item is None or grant.item == item)
        if not (alive and fits):
            raise EdgeRefusal("grant-invalid", 401)
        return grant

    def _opened(self, token: str) -> Grant:
        try:
            payload, signature = (_decode(part) for part in token.split(".", 1))
        except (ValueError, binascii.Error) as error:
            raise EdgeRefusal("grant-invalid", 401) from error
        for key in self._keys:
            try:
                key.verify(signature, payload)
                return Grant.model_validate_json(payload)
            except (InvalidSignature, ValidationError):
                continue
        raise EdgeRefusal("grant-invalid", 401)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
