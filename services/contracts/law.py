"""The words of the law that every service shares: closed lists and the forms of codes.

Pure: no I/O, no clock, no rule. What follows from these words is decided in
`services.workflow.rules` and nowhere else.
"""

from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """What a respondent is in law; each category has its own track and ladder."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    CONTRACT = "contract"
    VILLAGE_HEAD = "village_head"
    VILLAGE_OFFICIAL = "village_official"
    HAMLET_HEAD = "hamlet_head"
    VILLAGE_COUNCIL = "village_council"
    UNKNOWN = "unknown"

    @property
    def is_asn(self) -> bool:
        """Civil servants of any kind: discipline and ethics apply, by examination."""
        return self in _ASN

    @property
    def is_village(self) -> bool:
        """People under the village law: no degree, the order of the steps counts."""
        return self in _VILLAGE

    @property
    def is_village_staff(self) -> bool:
        """Village officials and hamlet heads: their village head decides."""
        return self in _VILLAGE_STAFF


_ASN: Final = frozenset({Category.PNS, Category.CPNS, Category.PPPK, Category.PPPK_PART_TIME})
_VILLAGE_STAFF: Final = frozenset({Category.VILLAGE_OFFICIAL, Category.HAMLET_HEAD})
_VILLAGE: Final = _VILLAGE_STAFF | {Category.VILLAGE_HEAD, Category.VILLAGE_COUNCIL}


class Degree(StrEnum):
    """How grave a proven violation of a civil servant is; null for village and contract."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"
    ETHICS = "ethics"


class Outcome(StrEnum):
    """How it ended for one respondent, as an agency reads it."""

    SANCTIONED = "sanctioned"
    NOT_PROVEN = "not_proven"
    REFUSED = "refused"
    REFERRED_OUT = "referred_out"
    INCOMPLETE = "incomplete"
    ANNULLED = "annulled"


class Stage(StrEnum):
    """Where a complaint or case stands, as an agency reads it."""

    RECEIVED = "received"
    AWAITING_COMPLETION = "awaiting_completion"
    UNDER_REVIEW = "under_review"
    UNDER_INVESTIGATION = "under_investigation"
    DECIDING = "deciding"
    DECIDED = "decided"
    IN_EFFECT = "in_effect"
    UNDER_REMEDY = "under_remedy"
    CLOSED = "closed"
    JOINED = "joined"


class ElectionType(StrEnum):
    """General election, regional-head election, village-head election."""

    PEMILU = "pemilu"
    PILKADA = "pilkada"
    PILKADES = "pilkades"


class ComplaintKind(StrEnum):
    """Laporan, temuan, penerusan."""

    REPORT = "report"
    FINDING = "finding"
    REFERRAL = "referral"


class ComplainantMode(StrEnum):
    """How far the complainant lets himself be known."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class AgencyKind(StrEnum):
    """Who submits complaints; only `BAWASLU` and `BKN` are told the sanction itself."""

    BAWASLU = "bawaslu"
    BKN = "bkn"
    SP4N = "sp4n"
    BKPSDM = "bkpsdm"
    DPMD = "dpmd"
    OPD = "opd"
    CAMAT = "camat"
    OTHER = "other"

    @property
    def is_told_the_sanction(self) -> bool:
        """Others read outcome and degree only."""
        return self in {AgencyKind.BAWASLU, AgencyKind.BKN}


class Role(StrEnum):
    """In what role a person acts; one person may hold several."""

    INTAKE_OFFICER = "intake_officer"
    INSPECTOR = "inspector"
    IRBAN = "irban"
    AUDITOR = "auditor"
    SUPERIOR = "superior"
    EXAMINER = "examiner"
    ETHICS_COUNCIL = "ethics_council"
    PPK = "ppk"
    SECRETARY = "secretary"
    OPD_HEAD = "opd_head"
    CAMAT = "camat"
    VILLAGE_HEAD = "village_head"
    VILLAGE_COUNCIL = "village_council"
    BKPSDM = "bkpsdm"
    DPMD = "dpmd"
    LEGAL = "legal"
    SUBSTITUTE = "substitute"
    RESPONDENT = "respondent"
    PRESIDENT = "president"
    BPASN = "bpasn"
    AGENCY = "agency"
    OPERATOR = "operator"


class PositionLevel(StrEnum):
    """The level of a post; the matrix of authority is written in these."""

    PPK = "ppk"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    PELAKSANA = "pelaksana"
    JF_UTAMA = "jf_utama"
    JF_MADYA = "jf_madya"
    JF_MUDA = "jf_muda"
    JF_PERTAMA = "jf_pertama"
    JF_OTHER = "jf_other"
    NON_STRUCTURAL = "non_structural"

    @property
    def is_functional(self) -> bool:
        """A functional post (jabatan fungsional)."""
        return self.value.startswith("jf_")


class Acting(StrEnum):
    """How a post is held; everything but `DEFINITIVE` has dated limits."""

    DEFINITIVE = "definitive"
    PLH = "plh"
    PLT = "plt"
    PJ = "pj"
    PJS = "pjs"


class OfficeKind(StrEnum):
    """What kind of unit of the regency an office is."""

    REGENT = "regent"
    SECRETARIAT = "secretariat"
    INSPECTORATE = "inspectorate"
    BKPSDM = "bkpsdm"
    DPMD = "dpmd"
    OPD = "opd"
    KECAMATAN = "kecamatan"
    VILLAGE = "village"


class Regime(StrEnum):
    """By which body of law a violation is judged."""

    ETHICS = "ethics"
    DISCIPLINE = "discipline"
    STATUTE = "statute"
    VILLAGE = "village"
    CONTRACT = "contract"


class Impact(StrEnum):
    """Whom an act harmed, where the law grades by impact (PP 94/2021 art. 9 to 14)."""

    UNIT = "unit"
    INSTITUTION = "institution"
    STATE = "state"


class Remedy(StrEnum):
    """What a sanctioned person may use against a decision."""

    OBJECTION = "objection"
    APPEAL_BPASN = "appeal_bpasn"
    ADMINISTRATIVE_OBJECTION = "administrative_objection"


class CandidateRelation(StrEnum):
    """What the respondent is to the candidate; a spouse is treated by a rule of its own."""

    NONE = "none"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    OTHER_FAMILY = "other_family"


class EvidenceKind(StrEnum):
    """What an evidence item is said to be."""

    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    LINK = "link"
    OTHER = "other"


class Missing(StrEnum):
    """What the law requires and a complaint lacks: named to the agency, never a refusal."""

    NO_COMPLAINANT_IDENTITY = "no_complainant_identity"
    NO_RESPONDENT = "no_respondent"
    RESPONDENT_NOT_IDENTIFIABLE = "respondent_not_identifiable"
    CATEGORY_UNKNOWN = "category_unknown"
    NO_NIP = "no_nip"
    NO_VILLAGE = "no_village"
    NO_ELECTION = "no_election"
    NO_INCIDENT = "no_incident"
    NO_PLACE = "no_place"
    NO_EXACT_DATE = "no_exact_date"
    NO_KNOWN_ON = "no_known_on"
    NO_ACTIVE_SUPPORT_STATED = "no_active_support_stated"
    NO_EVIDENCE = "no_evidence"
    EVIDENCE_ANNOUNCED_NOT_HERE = "evidence_announced_not_here"
    NO_RECOMMENDATION = "no_recommendation"


# Kemendagri codes (PP.KK.CC.VVVV), never BPS codes: the two differ for some regencies.
# [0-9] and not \d, which would take the digits of every script for the ones of a code.
REGION_CODE_PATTERN: Final = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[12][0-9]{3})?)?)?$"
JURISDICTION_PATTERN: Final = r"^[0-9]{2}\.[0-9]{2}$"
VILLAGE_CODE_PATTERN: Final = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[12][0-9]{3}$"
VIOLATION_SLUG_PATTERN: Final = r"^[a-z0-9]+\.[a-z0-9]+([_-][a-z0-9]+)*$"
SANCTION_CODE_PATTERN: Final = r"^[a-z]+(\.[a-z0-9_]+){1,2}$"
