"""One way to Temporal: pydantic payloads, sealed with AES-256-GCM, failures encoded as well.

Workflow ids, types, task queues and search attributes are never sealed, so none holds a person.
"""

import dataclasses
import os
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)

ENCODING = b"binary/netral-aes256gcm"
TASK_QUEUE = "netral"


class SealingCodec(PayloadCodec):
    """Seals each payload whole under the current key; older keys stay readable."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = next(iter(keys))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open; what was never sealed passes."""
        return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        nonce = os.urandom(12)
        key_id = self._current.encode()
        blob = self._keys[self._current].encrypt(nonce, payload.SerializeToString(), key_id)
        return Payload(metadata={"encoding": ENCODING, "key": key_id}, data=nonce + blob)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key_id = payload.metadata["key"]
        plain = self._keys[key_id.decode()].decrypt(payload.data[:12], payload.data[12:], key_id)
        opened = Payload()
        opened.ParseFromString(plain)
        return opened


def data_converter(keys: Mapping[str, bytes]) -> DataConverter:
    """The converter that clients, workers, tests and replays share."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=SealingCodec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def connect(address: str, namespace: str, keys: Mapping[str, bytes]) -> Client:
    """A client; raises RuntimeError while Temporal is away."""
    return await Client.connect(address, namespace=namespace, data_converter=data_converter(keys))
