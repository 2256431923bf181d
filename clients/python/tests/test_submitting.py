import httpx
import pytest
from netral_client import RefusedError, UnreachableError

from clients.python.tests.far_side import FarSide, a_problem, a_receipt


def test_a_complaint_is_repeated_with_the_same_key_and_bytes_until_it_is_acknowledged() -> None:
    far = FarSide(
        httpx.ConnectError("refused"),
        a_problem(503, "unavailable", Retry_After="3"),
        a_problem(409, "in-flight", Retry_After="1"),
        a_receipt(),
    )

    receipt = far.client().submit({"narrative": "contoh"}, key="k1")

    assert receipt.complaint_id == "c1"
    assert receipt.missing == ({"code": "no_nip"},)
    assert {request.headers["Idempotency-Key"] for request in far.asked} == {"k1"}
    assert len({request.content for request in far.asked}) == 1
    assert far.pauses == [1.0, 3.0, 1.0]


def test_a_retry_after_is_obeyed_only_up_to_the_longest_pause() -> None:
    far = FarSide(a_problem(503, "unavailable", Retry_After="86400"), a_receipt())

    far.client().submit({"narrative": "contoh"})

    assert far.pauses == [30.0]


def test_a_case_number_known_already_is_a_refusal_that_is_not_repeated() -> None:
    far = FarSide(a_problem(409, "already-received"))

    with pytest.raises(RefusedError) as refused:
        far.client().submit({"narrative": "contoh"})

    assert (refused.value.status, refused.value.code) == (409, "already-received")
    assert len(far.asked) == 1


def test_used_up_patience_names_the_key_to_repeat_with() -> None:
    far = FarSide(*[httpx.ReadTimeout("silent")] * 3)

    with pytest.raises(UnreachableError) as gave_up:
        far.client(attempts=3).submit({"narrative": "contoh"}, key="mine")

    assert gave_up.value.key == "mine"
    assert gave_up.value.attempts == 3
    assert len(far.pauses) == 2


def test_a_refusal_without_a_problem_body_still_has_a_code() -> None:
    far = FarSide(httpx.Response(400, text="<html>no</html>"))

    with pytest.raises(RefusedError, match="http-400"):
        far.client().submit({"narrative": "contoh"})


def test_a_supplement_carries_only_what_was_given() -> None:
    far = FarSide(httpx.Response(202, json={"supplement": 1}))

    far.client().supplement("c1", text="tambahan", evidence=[{"id": "e1"}])

    assert far.asked[0].url.path == "/v1/complaints/c1/supplements"
    assert far.asked[0].read() == b'{"text": "tambahan", "evidence": [{"id": "e1"}]}'
