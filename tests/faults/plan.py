"""What the senders will do, out of a seed: the same seed sends the same again."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deploy.demo.complaints import a_complaint

JURISDICTION = "35.08"
AGENCY = "bawaslu-3508"


@dataclass(frozen=True)
class Submission:
    """One complaint and how it is sent."""

    key: str
    number: int
    evidence: bytes | None = None
    twin: bool = False
    """Two requests with the key at the same time."""
    repeated: bool = False
    """Sent once more after it was acknowledged."""
    patient: bool = True
    """Sent again until it is acknowledged; the others go away at the first failure."""
    refusable: bool = False
    """Names a jurisdiction that is not the agency's: must have no effect."""

    @property
    def evidence_key(self) -> str:
        """Under which its file is sent."""
        return evidence_key(self.key)

    def body(self, evidence_id: str | None = None) -> bytes:
        """The bytes, the same at each attempt."""
        document = a_complaint(
            jurisdiction="99.99" if self.refusable else JURISDICTION,
            case_number=self.key,
            respondent={"category": "pns", "name": f"Pegawai Contoh {self.number}"},
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Contoh",
            narrative=f"Contoh di bawah gangguan nomor {self.number}.",
            on=date(2024, 8, 20),
            evidence=[{"id": evidence_id, "kind": "document"}] if evidence_id else [],
        )
        # Each its own: a name under another complaint's key would be nobody's any more.
        document["complainant"]["name"] = f"Pelapor Contoh {self.number}"
        return as_bytes(document)


def evidence_key(key: str) -> str:
    """The key of the file of the complaint with this key."""
    return f"{key}-bukti"


def as_bytes(document: dict[str, Any]) -> bytes:
    """As it is sent."""
    return json.dumps(document, ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def plain(prefix: str, count: int) -> list[Submission]:
    """Nothing but complaints."""
    return [Submission(key=f"{prefix}-{n}", number=n) for n in range(count)]


def with_files(prefix: str, count: int) -> list[Submission]:
    """Complaints that each name a file of their own."""
    return [replace(one, evidence=f"bukti {one.key}".encode()) for one in plain(prefix, count)]


def submissions(seed: int, count: int, prefix: str) -> Sequence[Submission]:
    """20 % repeated, 5 % twins, 10 % with evidence, 5 % impatient, 2 % to be refused."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    numbers = list(range(count))

    def some(share: float) -> set[int]:
        return set(chance.sample(numbers, max(1, round(count * share))))

    repeated, twins, with_evidence = some(0.2), some(0.05), some(0.1)
    impatient, refusable = some(0.05), some(0.02)
    return [
        Submission(
            key=f"{prefix}-{n}",
            number=n,
            evidence=chance.randbytes(chance.randint(200, 20_000)) if n in with_evidence else None,
            twin=n in twins,
            repeated=n in repeated,
            # Who is to be refused stays until it is told so.
            patient=n not in impatient or n in refusable,
            refusable=n in refusable,
        )
        for n in numbers
    ]
