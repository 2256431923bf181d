"""A complete complaint that is accepted as it stands; shown in the OpenAPI and in the handbook."""

from typing import Any, Final

# Long past on purpose: a sandbox whose clock stands in 2019 accepts it as well.
COMPLAINT: Final[dict[str, Any]] = {
    "jurisdiction": "35.08",
    "case_number": "017/LP/PILKADES/XI/2019",
    "kind": "referral",
    "recommendation": {
        "number": "700/112/2019",
        "date": "2019-11-20",
        "due": "2019-12-04",
        "register": "005/Reg/XI/2019",
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
            "office": "Kecamatan Contoh",
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
    "election": {"type": "pilkades", "event_id": "pilkades-2019-3508"},
    "incident": {
        "what": "Mengajak warga memilih salah satu calon kepala desa.",
        "slugs": ["pilkades.asn-partisan"],
        "place": "Balai desa",
        "region_code": "35.08",
        "date_from": "2019-11-18",
        "date_to": "2019-11-18",
        "time": "19:30",
        "known_on": "2019-11-19",
        "active_support": True,
        "ongoing": False,
        "favoured": [{"name": "Calon Contoh", "kind": "candidate", "number": "2"}],
    },
    "narrative": "Pada malam hari terlapor berbicara di balai desa dan mengajak memilih calon itu.",
    "witnesses": [{"name": "Saksi Contoh 1", "contact": "0800-0000-0001"}],
    "evidence": [
        {
            "announced": {
                "name": "foto-balai-desa.jpg",
                "size": 48213,
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
            "kind": "photo",
            "captured_at": "2019-11-18T19:31:00+07:00",
        },
        {"url": "https://social.example/contoh/unggahan/1", "kind": "link"},
    ],
}
