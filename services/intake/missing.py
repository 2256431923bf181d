"""What the law asks of a complaint and this one lacks: named to the agency, never a refusal.

Pure. The complaint is taken as it is; what is named here may come later as a supplement.
"""

from collections.abc import Iterator
from typing import Final

from services.contracts.complaint import Respondent
from services.contracts.law import Category, ComplainantMode, ComplaintKind, Missing
from services.intake.complaints import Complaint, SubmittedEvidence

_IN_ORDER: Final = tuple(Missing)


def missing(complaint: Complaint, later: tuple[SubmittedEvidence, ...] = ()) -> list[Missing]:
    """What is lacking, in the order of the list; `later` is the evidence of its supplements."""
    lacking = {
        *_of_the_people(complaint),
        *_of_the_incident(complaint),
        *_of_the_evidence(complaint.evidence or (), later),
    }
    return [one for one in _IN_ORDER if one in lacking] if lacking else []


def _of_the_people(complaint: Complaint) -> Iterator[Missing]:
    if _needs_a_name(complaint):
        yield Missing.NO_COMPLAINANT_IDENTITY
    if not complaint.respondents:
        yield Missing.NO_RESPONDENT
    for respondent in complaint.respondents or ():
        yield from _of_a_respondent(respondent)
    letter = complaint.recommendation
    referred = complaint.kind is ComplaintKind.REFERRAL
    if referred and not (letter and letter.number and letter.date):
        yield Missing.NO_RECOMMENDATION


def _needs_a_name(complaint: Complaint) -> bool:
    """A report is somebody's; who asked not to be known may leave the name to the agency."""
    who = complaint.complainant
    if who is None:
        return complaint.kind in {None, ComplaintKind.REPORT}
    return who.mode in {None, ComplainantMode.OPEN} and not who.name


def _of_a_respondent(respondent: Respondent) -> Iterator[Missing]:
    category = respondent.said_category
    account = respondent.account
    known_by = (
        respondent.name,
        respondent.nip,
        respondent.nik,
        respondent.position and (respondent.office or respondent.village_code),
        account and (account.handle or account.url),
    )
    if not any(known_by):
        yield Missing.RESPONDENT_NOT_IDENTIFIABLE
    if category is Category.UNKNOWN:
        yield Missing.CATEGORY_UNKNOWN
    if category.is_asn and not respondent.nip:
        yield Missing.NO_NIP
    if category.is_village and not respondent.village_code:
        yield Missing.NO_VILLAGE


def _of_the_incident(complaint: Complaint) -> Iterator[Missing]:
    if not (complaint.election and complaint.election.type):
        yield Missing.NO_ELECTION
    incident = complaint.incident
    if incident is None or not incident.what:
        yield Missing.NO_INCIDENT
    if incident is None or not incident.place:
        yield Missing.NO_PLACE
    if incident is None or not incident.known_on:
        yield Missing.NO_KNOWN_ON
    a_range = incident is not None and incident.date_to not in {None, incident.date_from}
    if incident is None or not incident.date_from or (a_range and not incident.ongoing):
        yield Missing.NO_EXACT_DATE
    # Presence alone has another degree than support, so it must be said which of the two it was.
    attended = incident is not None and any("attend" in slug for slug in incident.slugs)
    if incident is not None and attended and incident.active_support is None:
        yield Missing.NO_ACTIVE_SUPPORT_STATED


def _of_the_evidence(
    first: tuple[SubmittedEvidence, ...], later: tuple[SubmittedEvidence, ...]
) -> Iterator[Missing]:
    entries = (*first, *later)
    if not any(entry.points_somewhere for entry in entries):
        yield Missing.NO_EVIDENCE
    waiting = announced(entries)
    if waiting - arrived(entries):
        yield Missing.EVIDENCE_ANNOUNCED_NOT_HERE
    # Announced without a digest, a file is known by nothing: whatever upload came later is it,
    # unless it is known to be another one.
    unknown = [e for e in entries if e.announced and not e.announced.sha256 and not e.id]
    came = [e for e in later if e.id and not arrived((e,)) & waiting]
    if len(unknown) > len({entry.id for entry in came}):
        yield Missing.EVIDENCE_ANNOUNCED_NOT_HERE


def announced(entries: tuple[SubmittedEvidence, ...]) -> frozenset[str]:
    """The digests of the files that were announced."""
    return frozenset(
        entry.announced.sha256.lower()
        for entry in entries
        if entry.announced and entry.announced.sha256
    )


def arrived(entries: tuple[SubmittedEvidence, ...]) -> frozenset[str]:
    """The digests that came with the id of an upload."""
    named = [entry for entry in entries if entry.id is not None]
    digests = [entry.sha256 for entry in named]
    digests += [entry.announced.sha256 for entry in named if entry.announced]
    return frozenset(digest.lower() for digest in digests if digest)
