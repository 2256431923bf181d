"""A complete complaint that is accepted as it stands; shown in the OpenAPI and in the handbook."""

from typing import Any, Final

COMPLAINT: Final[dict[str, Any]] = {
    "jurisdiction": "35.08",
    "case_number": "017/REG/LP/PB/Kab/16.22/X/2024",
    "kind": "referral",
    "recommendation": {
        "number": "112/PM.00.02/K.JI-12/10/2024",
        "date": "2024-10-14",
        "due": "2030-12-31",
        "register": "005/Reg/TM/PB/Kab/16.22/X/2024",
        "sbt": None,
    },
    "complainant": {
        "mode": "confidential",
        "name": "Pelapor Contoh 1",
        "contact": "pelapor.contoh1@example.org",
    },
    "respondents": [
        {
            "category": "pns",
            "name": "Pegawai Contoh 2",
            "nip": "198001012005011001",
            "nik": None,
            "position": "Kepala Seksi",
            "office": "Dinas Contoh",
            "village_code": None,
            "capacities": [],
            "relation_to_candidate": "none",
            "cltn": False,
            "account": {
                "platform": "instagram",
                "handle": "@contoh",
                "url": "https://social.example/contoh",
            },
        }
    ],
    "election": {"type": "pilkada", "event_id": "pilkada-2024"},
    "incident": {
        "what": "Mengikuti dan mengomentari akun tim pemenangan pasangan calon.",
        "slugs": ["disc.social-media-like"],
        "place": "Media sosial",
        "region_code": "35.08",
        "date_from": "2024-10-07",
        "date_to": "2024-10-07",
        "time": "19:30",
        "known_on": "2024-10-08",
        "active_support": True,
        "ongoing": False,
        "favoured": [{"name": "Pasangan Calon Contoh", "kind": "candidate_pair", "number": "2"}],
    },
    "narrative": "Pada malam hari terlapor mengikuti akun tim pemenangan dan menulis dukungan.",
    "witnesses": [{"name": "Saksi Contoh 1", "contact": "0800-0000-0001"}],
    "evidence": [
        {
            "announced": {
                "name": "tangkapan-layar.png",
                "size": 48213,
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
            "kind": "screenshot",
            "captured_at": "2024-10-07T19:31:00+07:00",
        },
        {"url": "https://social.example/contoh/unggahan/1", "kind": "link"},
    ],
}
