"""What a collector of traces is sent: that something was done and failed, never what was said."""

import subprocess
import sys

import pytest

from tests.catching import catching

CANARY = "KenariJejak5120"
ADDRESS = f"""
from fastapi import FastAPI
from fastapi.testclient import TestClient
from opentelemetry import trace
from services.kit import telemetry
from services.kit.serving import Traced

telemetry.configure("percobaan", ENDPOINT)
app = FastAPI(telemetry=telemetry.NONE_OF_ITS_OWN)
app.add_middleware(Traced)
TestClient(app).get("/v1/evidence?name={CANARY}")
trace.get_tracer_provider().shutdown()
"""
FAILURE = f"""
from contextlib import suppress
from opentelemetry import trace
from services.kit import telemetry

telemetry.configure("percobaan", ENDPOINT)
with suppress(ValueError), telemetry.continued(None, "GET"):
    raise ValueError("{CANARY}")
trace.get_tracer_provider().shutdown()
"""


@pytest.mark.parametrize("code", [ADDRESS, FAILURE], ids=["address", "failure"])
def test_a_span_tells_neither_the_address_nor_the_error(code: str) -> None:
    with catching() as collector:
        # A provider of traces is set once in the life of a process.
        told = f"ENDPOINT = {collector.url!r}\n{code}"
        subprocess.run([sys.executable, "-c", told], check=True, timeout=60)
        sent = b"".join(one.body for one in collector.at("/v1/traces"))

    assert b"netral-percobaan" in sent
    assert b"GET" in sent
    assert CANARY.encode() not in sent
    assert (b"ValueError" in sent) is (code is FAILURE)
