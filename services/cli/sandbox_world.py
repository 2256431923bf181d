"""Who is in a demonstration sandbox: four regencies, their agencies, offices, posts and people.

Roles and numbers, no names: nobody here exists. The acting regents are those whose powers the
twelve stories need.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.contracts.law import Acting, AgencyKind, OfficeKind, PositionLevel, Role
from services.kit.access.entries import Office, Post


@dataclass(frozen=True)
class Regency:
    """One jurisdiction of the sandbox."""

    code: str
    name: str
    zone: str

    @property
    def digits(self) -> str:
        """For ids: 35.08 is 3508."""
        return self.code.replace(".", "")


REGENCIES: Final = (
    Regency("35.08", "Kabupaten Lumajang", "Asia/Jakarta"),
    Regency("61.05", "Kabupaten Sintang", "Asia/Pontianak"),
    Regency("18.01", "Kabupaten Lampung Selatan", "Asia/Jakarta"),
    Regency("52.03", "Kabupaten Lombok Timur", "Asia/Makassar"),
)


@dataclass(frozen=True)
class DemoAgency:
    """A body that submits."""

    id: str
    name: str
    kind: AgencyKind
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True)
class DemoPerson:
    """An official who signs in."""

    id: str
    name: str
    roles: tuple[Role, ...]
    jurisdiction: str


LONG_AGO: Final = date(2017, 1, 2)

# How the regents of the stories sat until a regent was sworn in again in February 2025.
_SWORN_IN: Final = date(2025, 2, 20)
_ACTING_REGENTS: Final = {
    "35.08": (Acting.PJ, date(2023, 9, 24)),
    "18.01": (Acting.PLT, date(2024, 9, 25)),
}

_EVERYWHERE: Final = tuple(regency.code for regency in REGENCIES)


def agencies() -> Iterator[DemoAgency]:
    """Two that serve all four, five for each regency."""
    yield DemoAgency("bkn", "BKN (contoh)", AgencyKind.BKN, _EVERYWHERE)
    yield DemoAgency("sp4n", "SP4N-LAPOR! (contoh)", AgencyKind.SP4N, _EVERYWHERE)
    for regency in REGENCIES:
        place = regency.name.removeprefix("Kabupaten ")
        for slug, name, kind in (
            ("bawaslu", f"Bawaslu {regency.name} (contoh)", AgencyKind.BAWASLU),
            ("bkpsdm", f"BKPSDM {regency.name} (contoh)", AgencyKind.BKPSDM),
            ("dpmd", f"DPMD {regency.name} (contoh)", AgencyKind.DPMD),
            ("opd", f"Dinas Contoh 1 {place}", AgencyKind.OPD),
            ("camat", f"Kecamatan Contoh 1 {place}", AgencyKind.CAMAT),
        ):
            yield DemoAgency(f"{slug}-{regency.digits}", name, kind, (regency.code,))


_PEOPLE: Final[tuple[tuple[str, str, tuple[Role, ...]], ...]] = (
    ("intake-officer", "Petugas Pengaduan Contoh", (Role.INTAKE_OFFICER,)),
    ("inspector", "Inspektur Contoh", (Role.INSPECTOR,)),
    ("irban", "Inspektur Pembantu Contoh", (Role.IRBAN, Role.EXAMINER)),
    ("auditor", "Auditor Contoh 1", (Role.AUDITOR, Role.EXAMINER)),
    ("auditor-2", "Auditor Contoh 2", (Role.AUDITOR, Role.EXAMINER)),
    ("ppk", "Bupati Contoh", (Role.PPK,)),
    ("secretary", "Sekretaris Daerah Contoh", (Role.SECRETARY, Role.SUPERIOR, Role.EXAMINER)),
    ("assistant", "Asisten Contoh", (Role.SUPERIOR, Role.EXAMINER)),
    ("bkpsdm", "Pejabat BKPSDM Contoh", (Role.BKPSDM, Role.EXAMINER)),
    ("dpmd", "Pejabat DPMD Contoh", (Role.DPMD,)),
    ("legal", "Pejabat Hukum Contoh", (Role.LEGAL,)),
    ("opd-head", "Kepala Dinas Contoh", (Role.OPD_HEAD, Role.SUPERIOR, Role.EXAMINER)),
    ("kabid", "Kepala Bidang Contoh", (Role.SUPERIOR, Role.EXAMINER)),
    ("superior", "Kepala Seksi Contoh", (Role.SUPERIOR,)),
    ("camat", "Camat Contoh", (Role.CAMAT, Role.SUPERIOR, Role.EXAMINER)),
    ("village-head", "Kepala Desa Contoh", (Role.VILLAGE_HEAD,)),
    ("village-council", "Ketua BPD Contoh", (Role.VILLAGE_COUNCIL,)),
    ("ethics-council", "Anggota Majelis Contoh 1", (Role.ETHICS_COUNCIL,)),
    ("ethics-council-2", "Anggota Majelis Contoh 2", (Role.ETHICS_COUNCIL,)),
    ("ethics-council-3", "Anggota Majelis Contoh 3", (Role.ETHICS_COUNCIL,)),
    ("ethics-council-4", "Anggota Majelis Contoh 4", (Role.ETHICS_COUNCIL,)),
    ("ethics-council-5", "Anggota Majelis Contoh 5", (Role.ETHICS_COUNCIL,)),
    ("substitute", "Pengganti Contoh di luar Inspektorat", (Role.SUBSTITUTE,)),
    ("bpasn", "Petugas BPASN Contoh", (Role.BPASN,)),
    ("operator", "Operator Contoh", (Role.OPERATOR,)),
)


def people() -> Iterator[DemoPerson]:
    """Each role of the procedure, in each regency; `superior` heads a section (pengawas)."""
    for regency in REGENCIES:
        for slug, name, roles in _PEOPLE:
            base, _, number = slug.rpartition("-")
            person = (
                f"{base}-{regency.digits}-{number}"
                if number.isdigit()
                else (f"{slug}-{regency.digits}")
            )
            yield DemoPerson(person, f"{name} ({regency.code})", roles, regency.code)


# slug, kind, name
_OFFICES: Final = (
    ("regent", OfficeKind.REGENT, "Bupati"),
    ("secretariat", OfficeKind.SECRETARIAT, "Sekretariat Daerah"),
    ("inspectorate", OfficeKind.INSPECTORATE, "Inspektorat Daerah"),
    ("bkpsdm", OfficeKind.BKPSDM, "BKPSDM"),
    ("dpmd", OfficeKind.DPMD, "DPMD"),
    ("opd-1", OfficeKind.OPD, "Dinas Contoh 1"),
    ("kecamatan-1", OfficeKind.KECAMATAN, "Kecamatan Contoh 1"),
    ("village-1", OfficeKind.VILLAGE, "Desa Contoh 1"),
)

# slug, office, title, level, superior's slug, holder's slug
_POSTS: Final = (
    ("secretary", "secretariat", "Sekretaris Daerah", "jpt_pratama", "ppk", "secretary"),
    ("assistant", "secretariat", "Asisten I", "jpt_pratama", "secretary", "assistant"),
    ("legal", "secretariat", "Kepala Bagian Hukum", "administrator", "secretary", "legal"),
    ("inspector", "inspectorate", "Inspektur", "jpt_pratama", "ppk", "inspector"),
    ("irban", "inspectorate", "Inspektur Pembantu I", "administrator", "inspector", "irban"),
    ("auditor", "inspectorate", "Auditor Madya", "jf_madya", "inspector", "auditor"),
    ("auditor-2", "inspectorate", "Auditor Muda", "jf_muda", "inspector", "auditor-2"),
    ("bkpsdm-head", "bkpsdm", "Kepala BKPSDM", "jpt_pratama", "secretary", "bkpsdm"),
    ("dpmd-head", "dpmd", "Kepala DPMD", "jpt_pratama", "secretary", "dpmd"),
    ("opd-head", "opd-1", "Kepala Dinas Contoh 1", "jpt_pratama", "secretary", "opd-head"),
    ("opd-secretary", "opd-1", "Sekretaris Dinas", "administrator", "opd-head", None),
    ("kabid", "opd-1", "Kepala Bidang Contoh 1", "administrator", "opd-head", "kabid"),
    ("superior", "opd-1", "Kepala Seksi Contoh 1", "pengawas", "kabid", "superior"),
    ("kasi-2", "opd-1", "Kepala Seksi Contoh 2", "pengawas", "kabid", None),
    ("kasubag", "opd-1", "Kepala Subbagian Contoh 1", "pengawas", "kabid", None),
    ("staff", "opd-1", "Pelaksana Contoh 1", "pelaksana", "superior", None),
    ("teacher", "opd-1", "Guru Contoh 1", "jf_pertama", "opd-head", None),
    ("pppk", "opd-1", "PPPK Contoh 1", "jf_pertama", "opd-head", None),
    ("driver", "opd-1", "Pengemudi (perjanjian kerja)", "non_structural", "opd-head", None),
    ("camat", "kecamatan-1", "Camat Contoh 1", "administrator", "secretary", "camat"),
    ("camat-2", "kecamatan-1", "Camat Contoh 2", "administrator", "assistant", None),
    ("kasi-camat", "kecamatan-1", "Kepala Seksi Kecamatan", "pengawas", "camat", None),
    ("village-head", "village-1", "Kepala Desa Contoh 1", "non_structural", None, "village-head"),
    ("village-head-2", "village-1", "Kepala Desa Contoh 2", "non_structural", None, None),
    ("village-staff", "village-1", "Kaur Contoh 1", "non_structural", "village-head", None),
    ("hamlet-head", "village-1", "Kepala Dusun Contoh 1", "non_structural", "village-head", None),
)


def offices() -> Iterator[Office]:
    """The same eight offices in each regency."""
    for regency in REGENCIES:
        for slug, kind, name in _OFFICES:
            yield Office(
                id=f"{slug}-{regency.digits}",
                jurisdiction=regency.code,
                name=name,
                kind=kind,
                village_code=f"{regency.code}.99.2999" if kind is OfficeKind.VILLAGE else None,
            )


def posts(today: date) -> Iterator[Post]:
    """The posts the stories need, as they are held on that day of the legal clock."""
    for regency in REGENCIES:
        digits = regency.digits
        acting, since = Acting.DEFINITIVE, LONG_AGO
        if today < _SWORN_IN:
            acting, since = _ACTING_REGENTS.get(regency.code, (acting, since))
        yield Post(
            id=f"ppk-{digits}",
            office_id=f"regent-{digits}",
            title="Bupati",
            level=PositionLevel.PPK,
            superior_id=None,
            holder_id=f"ppk-{digits}",
            acting=acting,
            since=since,
        )
        for slug, office, title, level, superior, holder in _POSTS:
            yield Post(
                id=f"{slug}-{digits}",
                office_id=f"{office}-{digits}",
                title=title,
                level=PositionLevel(level),
                superior_id=f"{superior}-{digits}" if superior else None,
                holder_id=_person(holder, digits) if holder else None,
                acting=Acting.DEFINITIVE,
                since=LONG_AGO,
            )


def _person(slug: str, digits: str) -> str:
    base, _, number = slug.rpartition("-")
    return f"{base}-{digits}-{number}" if number.isdigit() else f"{slug}-{digits}"
