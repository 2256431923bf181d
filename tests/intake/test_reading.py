import json
import time
from typing import Any

import pytest

from services.intake.complaints import Complaint, Supplement
from services.intake.example import COMPLAINT
from services.intake.reading import read
from services.kit.errors import Malformed
from services.kit.problems import status_of
from tests.intake.makers import a_body, a_small_body, raw


def refusal(sent: bytes) -> Malformed:
    with pytest.raises(Malformed) as raised:
        read(sent, Complaint)
    return raised.value


def places(sent: bytes) -> dict[str, str]:
    return {at.pointer: at.code for at in refusal(sent).pointers}


def test_the_complete_example_is_read_as_it_stands() -> None:
    complaint = read(raw(COMPLAINT), Complaint)

    assert complaint.case_number == COMPLAINT["case_number"]


def test_a_jurisdiction_and_a_word_are_enough() -> None:
    assert read(raw(a_small_body()), Complaint).narrative == "Ada kejadian."


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"{} x", 400),
        (b"\xef\xbb\xbf{}", 400),
        ('{"jurisdiction":"35.08"}'.encode("utf-16"), 400),
        (b'{"narrative":"\xff"}', 400),
        (b'{"narrative":"\\ud800"}', 422),
        (b'{"narrative":"\\udc00 x"}', 422),
        (b'{"jurisdiction":"35.08","narrative":"a\\u0000b"}', 422),
        (b'{"narrative":"a\x00b"}', 422),
        (b'{"jurisdiction":"35.08","narrative":NaN}', 422),
        (b'{"jurisdiction":"35.08","narrative":"x","evidence":[{"announced":{"size":NaN}}]}', 422),
        (
            b'{"jurisdiction":"35.08","narrative":"x","evidence":[{"announced":{"size":1e999}}]}',
            422,
        ),
        (b'{"jurisdiction":"35.08","narrative":-Infinity}', 422),
        (b'{"x":%b}' % (b"9" * 200_000), 422),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422),
        (b'{"jurisdiction":"35.08","jurisdiction":"35.08","narrative":"x"}', 422),
        (b'{"jurisdiction":"35.08","narrative":"x","incident":{"what":"a","what":"b"}}', 422),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
    ],
)
def test_what_cannot_be_read_or_stored_is_refused_with_its_status(sent: bytes, status: int) -> None:
    assert status_of(refusal(sent)) == status


def test_an_escaped_backslash_before_u0000_is_plain_text() -> None:
    sent = rb'{"jurisdiction":"35.08","narrative":"ditulis \\u0000 begitu"}'

    assert read(sent, Complaint).narrative == "ditulis \\u0000 begitu"


def test_text_round_trips_exactly() -> None:
    text = "é e\u0301 \U0001f5f3 \u202e ujaran \r\n\t akhir "

    assert read(raw(a_small_body(narrative=text)), Complaint).narrative == text


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"jurisdiction": "3508"}, "/jurisdiction", "not-of-its-form"),
        ({"jurisdiction": ...}, "/jurisdiction", "missing-field"),
        ({"kind": "rumour"}, "/kind", "not-of-its-form"),
        ({"unknown": 1}, "/unknown", "unknown-field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown-field"),
        ({"narrative": 5}, "/narrative", "invalid"),
        ({"respondents": [{"category": "mayor"}]}, "/respondents/0/category", "not-of-its-form"),
        ({"respondents": [{"nip": 198001012005011001}]}, "/respondents/0/nip", "invalid"),
        (
            {"respondents": [{"village_code": "35.08.01.3001"}]},
            "/respondents/0/village_code",
            "not-of-its-form",
        ),
        ({"election": {"type": "pilpres"}}, "/election/type", "not-of-its-form"),
        ({"incident": {"region_code": "35-08"}}, "/incident/region_code", "not-of-its-form"),
        ({"incident": {"region_code": "٣٥.٠٨"}}, "/incident/region_code", "not-of-its-form"),
        ({"jurisdiction": "٣٥.٠٨"}, "/jurisdiction", "not-of-its-form"),
        ({"incident": {"slugs": ["a b"]}}, "/incident/slugs/0", "not-of-its-form"),
        ({"incident": {"time": "24:00"}}, "/incident/time", "not-of-its-form"),
        ({"incident": {"time": "19:30+07:00"}}, "/incident/time", "not-of-its-form"),
        ({"incident": {"time": "9:30"}}, "/incident/time", "not-of-its-form"),
        ({"incident": {"date_from": "2024-02-30"}}, "/incident/date_from", "invalid"),
        ({"incident": {"date_from": "2024-10-07T00:00:00Z"}}, "/incident/date_from", "invalid"),
        ({"incident": {"date_from": 1728259200}}, "/incident/date_from", "invalid"),
        ({"incident": {"active_support": "yes"}}, "/incident/active_support", "invalid"),
        ({"incident": {"favoured": [{"number": 1.5}]}}, "/incident/favoured/0/number", "invalid"),
        ({"evidence": [{"id": "not-an-id"}]}, "/evidence/0/id", "invalid"),
        ({"evidence": [{"sha256": "abc"}]}, "/evidence/0/sha256", "not-of-its-form"),
        ({"evidence": [{"announced": {"size": -1}}]}, "/evidence/0/announced/size", "invalid"),
        (
            {"evidence": [{"captured_at": "2024-10-07T19:31:00"}]},
            "/evidence/0/captured_at",
            "no-offset",
        ),
        ({"evidence": [{"captured_at": "1728259200"}]}, "/evidence/0/captured_at", "invalid"),
        ({"evidence": [{"captured_at": 1728259200}]}, "/evidence/0/captured_at", "invalid"),
        ({"complainant": {"mode": "secret"}}, "/complainant/mode", "not-of-its-form"),
        ({"complainant": {"birth_date": "1980-01-01"}}, "/complainant/birth_date", "unknown-field"),
        ({"witnesses": [5]}, "/witnesses/0", "invalid"),
        ({"witnesses": [{"name": 5}]}, "/witnesses/0/name", "invalid"),
    ],
)
def test_a_wrong_place_is_named_by_its_pointer(
    changes: dict[str, Any], pointer: str, code: str
) -> None:
    found = places(raw(a_body(**changes)))

    assert found[pointer] == code


def test_codes_of_closed_lists_are_read_without_regard_to_case() -> None:
    complaint = read(
        raw(a_body(kind="REPORT", respondents=[{"category": "VILLAGE_HEAD"}])), Complaint
    )

    assert (complaint.kind, complaint.respondents[0].category) == ("report", "village_head")  # type: ignore[index]


def test_a_witness_may_be_a_bare_name() -> None:
    complaint = read(raw(a_small_body(witnesses=["Saksi 1", {"name": "Saksi 2"}])), Complaint)

    assert [one.name for one in complaint.witnesses or ()] == ["Saksi 1", "Saksi 2"]


def test_no_value_is_repeated_in_a_refusal() -> None:
    canary = "KENARI-7d1f"
    body = a_body(
        narrative=[canary],
        kind=canary,
        complainant={"name": {"x": canary}},
        evidence=[{"announced": {"name": 5, "sha256": canary}}],
    )
    failure = refusal(raw(body))

    assert canary not in repr((failure.args, failure.params, failure.pointers, failure.__cause__))


def test_a_huge_object_of_unknown_fields_is_refused_quickly() -> None:
    sent = json.dumps({f"k{number}": 1 for number in range(90_000)}).encode()
    begun = time.perf_counter()
    failure = refusal(sent)

    assert [at.code for at in failure.pointers] == ["too-many-errors"]
    assert time.perf_counter() - begun < 2


def test_a_supplement_is_read_as_strictly() -> None:
    with pytest.raises(Malformed) as raised:
        read(b'{"corrections":[{"pointer":"incident","value":1}],"x":1}', Supplement)

    assert {at.pointer for at in raised.value.pointers} == {"/corrections/0/pointer", "/x"}
