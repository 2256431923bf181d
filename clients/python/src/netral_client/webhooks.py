"""Deliveries by Standard Webhooks: proof that a notice comes from netral and is fresh."""

from collections.abc import Mapping
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from netral_client.answers import Notice
from netral_client.refusals import AlteredError


def verify_webhook(headers: Mapping[str, str], body: bytes | str, secret: str) -> Notice:
    """The notice in a delivery whose signature and time stamp are right.

    Raises `AlteredError` otherwise: answer such a delivery with 400 and act on nothing in it.
    The notice's id equals the one in the feed, so what came by both ways is recognised as one.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    try:
        content: Any = Webhook(secret).verify(body, lowered)
    except (WebhookVerificationError, ValueError) as wrong:
        raise AlteredError(f"not a genuine delivery: {wrong}") from wrong
    return Notice.read(content)
