"""What looks wrong in a complaint that was taken all the same. Pure: warnings, never refusals."""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, Field

from services.contracts.complaint import Respondent
from services.contracts.identifiers import warnings_for_nik, warnings_for_nip
from services.intake.complaints import Complaint


class Doubt(BaseModel, frozen=True):
    """One place that looks wrong; its value is never repeated."""

    pointer: str = Field(examples=["/respondents/0/nip"])
    code: str = Field(examples=["nip_birth_date"])


def doubts(complaint: Complaint, today: date) -> list[Doubt]:
    """What looks wrong, in the order of the fields; `today` is the legal day there."""
    return [
        *(
            doubt
            for at, respondent in enumerate(complaint.respondents or ())
            for doubt in _about(respondent, f"/respondents/{at}", complaint.jurisdiction, today)
        ),
        *_about_the_incident(complaint),
    ]


def _about(respondent: Respondent, at: str, jurisdiction: str, today: date) -> Iterator[Doubt]:
    if respondent.nip:
        for code in warnings_for_nip(respondent.nip, today, respondent.said_category):
            yield Doubt(pointer=f"{at}/nip", code=code)
    if respondent.nik:
        for code in warnings_for_nik(respondent.nik, today):
            yield Doubt(pointer=f"{at}/nik", code=code)
    if respondent.village_code and not respondent.village_code.startswith(f"{jurisdiction}."):
        yield Doubt(pointer=f"{at}/village_code", code="outside_jurisdiction")


def _about_the_incident(complaint: Complaint) -> Iterator[Doubt]:
    incident = complaint.incident
    if incident is None:
        return
    if incident.date_from and incident.date_to and incident.date_to < incident.date_from:
        yield Doubt(pointer="/incident/date_to", code="ends_before_it_begins")
    if incident.region_code and not _touch(incident.region_code, complaint.jurisdiction):
        yield Doubt(pointer="/incident/region_code", code="outside_jurisdiction")


def _touch(region: str, jurisdiction: str) -> bool:
    """Whether one lies in the other: a province is not outside its regency."""
    return f"{region}.".startswith(f"{jurisdiction}.") or jurisdiction.startswith(f"{region}.")
