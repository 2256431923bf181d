from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.errors import EdgeRefusal
from services.kit.grants import Grant, GrantSigner, GrantVerifier

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
SIGNER = GrantSigner(KEY.private_bytes_raw())
VERIFIER = GrantVerifier(
    [OTHER.public_key().public_bytes_raw(), KEY.public_key().public_bytes_raw()]
)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def a_grant(**fields: object) -> Grant:
    defaults = {
        "person_id": "auditor-3508",
        "jurisdiction": "35.08",
        "act": "view",
        "item": "item-1",
        "expires_at": NOW + timedelta(minutes=5),
    }
    return Grant.model_validate(defaults | fields)


def test_a_grant_opens_its_item_for_its_act():
    grant = a_grant()

    assert VERIFIER.verify(SIGNER.sign(grant), acts=("view",), item="item-1", now=NOW) == grant


@pytest.mark.parametrize(
    "asked",
    [
        {"acts": ("download",)},
        {"item": "item-2"},
        {"now": NOW + timedelta(minutes=5, seconds=1)},
        {"now": NOW - timedelta(minutes=2)},
    ],
)
def test_for_another_act_item_or_time_it_does_not_hold(asked):
    question = {"acts": ("view",), "item": "item-1", "now": NOW} | asked

    with pytest.raises(EdgeRefusal) as refused:
        VERIFIER.verify(SIGNER.sign(a_grant()), **question)
    assert refused.value.status == 401


@pytest.mark.parametrize("token", ["", "x", "a.b", "..", "é.é", "e30.e30", "a" * 5000])
def test_a_token_that_is_none_is_a_401(token):
    with pytest.raises(EdgeRefusal):
        VERIFIER.verify(token, acts=("view",), now=NOW)


def test_a_grant_signed_by_another_installation_does_not_hold():
    stranger = GrantSigner(Ed25519PrivateKey.generate().private_bytes_raw())

    with pytest.raises(EdgeRefusal):
        VERIFIER.verify(stranger.sign(a_grant()), acts=("view",), now=NOW)


def test_an_altered_payload_does_not_hold():
    payload, signature = SIGNER.sign(a_grant()).split(".")
    other_payload = SIGNER.sign(a_grant(item="item-2")).split(".")[0]

    with pytest.raises(EdgeRefusal):
        VERIFIER.verify(f"{other_payload}.{signature}", acts=("view",), now=NOW)
    assert payload != other_payload
