"""Each side of the team is held by somebody of that side, and nobody sits who does not exist."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Role
from services.workflow.forms.tracks.profile import Profile
from services.workflow.forms.tracks.team import FormCouncil, FormTeam
from services.workflow.guards.dossier import opened_dossier
from services.workflow.guards.seats import check_seats
from services.workflow.rules.refusals import LawRefusal
from tests.workflow.tracks.makers import a_council, a_profile, a_team, a_track, an_office
from tests.workflow.tracks.office import a_person

DAY = date(2024, 10, 15)
SUPERIOR = {"post_id": "kabid", "part": "superior"}
SUPERVISION = {"post_id": "irban", "part": "inspectorate"}
PERSONNEL = {"post_id": "kabid-bkpsdm", "part": "personnel"}
WHY = {"note": "named by the PPK"}


def refused(
    form: type[FormTeam] | type[FormCouncil], seats: list[Any], *, own: bool = False
) -> str:
    office = an_office(DAY)
    office.people["lent"] = a_person("lent-1", Role.AUDITOR)
    office.about_inspectorate = own
    opened = a_track(office, violations=("disc.social-media-like",), act_from=DAY)
    profile = Profile.model_validate(a_profile())
    dossier = opened_dossier(opened).with_(profile=profile)
    made = a_team if form is FormTeam else a_council
    answer = form.model_validate(made(letter_date=DAY, members=seats))
    try:
        check_seats(dossier, office.facts(), answer)
    except LawRefusal as law:
        return law.code if law.citation else "without a citation"
    return ""


@pytest.mark.parametrize(
    ("seats", "code"),
    [
        ([SUPERIOR, SUPERVISION, PERSONNEL], ""),
        ([{**SUPERIOR, "post_id": "kepala-dinas"}, SUPERVISION, PERSONNEL], ""),
        ([{"person_id": "holder-of-kabid", "part": "superior"}], ""),
        ([{"person_id": "lent-1", "part": "inspectorate", "level": "jf_madya"}], ""),
        ([{"person_id": "bkpsdm-1", "part": "personnel", "level": "administrator"}], ""),
        ([{**SUPERIOR, "post_id": "camat"}], "team-side-wrong"),
        ([{**SUPERIOR, "post_id": "camat", **WHY}], ""),
        ([{**SUPERIOR, "post_id": "kasubag"}], "team-side-wrong"),
        ([{**SUPERVISION, "post_id": "kepala-dinas"}], "team-side-wrong"),
        ([{**PERSONNEL, "post_id": "kepala-dinas"}], "team-side-wrong"),
        ([{"person_id": "nobody", "level": "administrator"}], "team-member-unknown"),
        ([{"person_id": "nobody", "level": "administrator", **WHY}], ""),
        ([{"person_id": "holder-of-kasi", "post_id": "irban"}], "team-member-unknown"),
    ],
)
def test_a_side_of_the_team_is_held_by_somebody_of_that_side(seats: list[Any], code: str) -> None:
    assert refused(FormTeam, seats) == code


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        (SUPERVISION, "substitute-handles"),
        ({**SUPERVISION, **WHY}, "substitute-handles"),
        ({"person_id": "substitute-1", "part": "inspectorate", "level": "administrator"}, ""),
        ({"post_id": "kepala-dinas", "part": "inspectorate"}, "team-side-wrong"),
    ],
)
def test_the_substitute_stands_for_the_inspektorat_in_a_matter_of_its_own(
    seat: Any, code: str
) -> None:
    assert refused(FormTeam, [seat], own=True) == code


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ({"post_id": "camat"}, ""),
        ({"person_id": "orang-tak-ada"}, "team-member-unknown"),
        ({"person_id": "holder-of-camat"}, ""),
    ],
)
def test_nobody_sits_in_the_council_who_does_not_exist(seat: Any, code: str) -> None:
    assert refused(FormCouncil, [seat]) == code
