"""Steps that several stories share, each with its date and its paper."""

from datetime import date
from typing import Any

from deploy.demo.matter import Matter
from deploy.demo.telling import Paper, Telling


def proven(on: date, *violations: str, **more: Any) -> Paper:  # noqa: ANN401 - of the form
    """A finding: this was done on that day."""
    return {"proven": True, "violations": [*violations], "act_from": on, "act_to": on, **more}


def accepted(story: Telling, matter: Matter, on: date) -> None:
    """Triage accepts; the case opens."""
    story.official("intake-officer").answer("triage", matter, on, choice="accept")
    story.opened(matter)
    story.say("accepted, the case is open")


def routed_below(
    story: Telling, matter: Matter, on: date, *, to: str, due_on: date, post: str | None = None
) -> None:
    """Triage gives it to the superior, the head of office or the camat, until that day.

    `post` says which one, where the chart of posts does not: a regency has many camats.
    """
    named: Paper = {} if post is None else {"post_id": story.id(post)}
    story.official("intake-officer").answer(
        "triage", matter, on, choice="route_below", to=to, due_on=due_on, **named
    )
    story.opened(matter)
    story.say(f"given below, to the {to.replace('_', ' ')}")


def assigned(story: Telling, matter: Matter, on: date, *, number: str) -> None:
    """The review asks for an investigation; the letter of assignment names who does it."""
    story.official("inspector").answer("review", matter, on, choice="investigate")
    story.official("inspector").answer(
        "team",
        matter,
        on,
        number=number,
        letter_date=on,
        lead_id=story.id("auditor"),
        member_ids=[story.id("auditor") + "-2"],
    )
    story.say("letter of assignment signed")


def reported(story: Telling, matter: Matter, on: date, *, number: str, finding: Paper) -> None:
    """The report of the investigation (LHP), with one finding."""
    story.official("auditor").answer(
        "investigate",
        matter,
        on,
        number=number,
        lhp_date=on,
        author_ids=[story.id("auditor")],
        findings=[{"respondent": 1, **finding}],
        scan=story.signed("auditor", matter, "LAPORAN HASIL PEMERIKSAAN", number),
    )
    story.say("report of the investigation signed")


def profiled(
    story: Telling,
    matter: Matter,
    on: date,
    *,
    category: str,
    post: str,
    superior: str,
    office: str = "opd-1",
    by: str = "bkpsdm",
    **more: Any,  # noqa: ANN401 - further fields of the form
) -> None:
    """Who the person was at the act and is today, in which post, under whom: confirmed."""
    story.official(by).answer(
        "profile",
        matter,
        on,
        category_at_act=category,
        category_today=category,
        post_id=story.id(post),
        office_id=story.id(office),
        superior_post_id=story.id(superior),
        **more,
    )


def clarified(
    story: Telling,
    matter: Matter,
    on: date,
    *,
    by: str,
    number: str,
    finding: Paper | None = None,
) -> None:
    """The minutes of clarification are signed; where it was given below, they hold the finding."""
    scan = story.signed(by, matter, "BERITA ACARA KLARIFIKASI", number)
    answer = _minutes(number, scan, finding)
    story.official(by).answer("clarify", matter, on, attended=True, signed=True, **answer)


def team_formed(story: Telling, matter: Matter, on: date, *, number: str, superior: str) -> None:
    """The PPK forms the examination team: superior, Inspektorat, personnel."""
    story.official("ppk").answer(
        "form_team",
        matter,
        on,
        number=number,
        letter_date=on,
        members=[
            {"post_id": story.id(superior), "part": "superior"},
            {"post_id": story.id("irban"), "part": "inspectorate"},
            {"post_id": story.id("bkpsdm-head"), "part": "personnel"},
        ],
    )


def summoned(
    story: Telling, matter: Matter, on: date, *, by: str, exam_on: date, number: str
) -> None:
    """The summons, with the examination on the 7th working day after it."""
    story.official(by).answer(
        "summons",
        matter,
        on,
        number=number,
        letter_date=on,
        exam_on=exam_on,
        exam_place="Ruang pemeriksaan",
    )


def examined(
    story: Telling,
    matter: Matter,
    on: date,
    *,
    by: str,
    number: str,
    finding: Paper | None = None,
) -> None:
    """The examination was held, and its minutes are signed."""
    scan = story.signed(by, matter, "BERITA ACARA PEMERIKSAAN", number)
    answer = _minutes(number, scan, finding)
    story.official(by).answer("examine", matter, on, result="signed", **answer)


def _minutes(number: str, scan: str, finding: Paper | None) -> Paper:
    """What all minutes say; the finding only where they hold it."""
    found = {} if finding is None else {"finding": finding}
    return {"minutes_number": number, "minutes_scan": scan, **found}


def decision(
    story: Telling, matter: Matter, on: date, *, by: str, post: str | None = None
) -> Paper:
    """The fields of a signed decision, without what it decides."""
    number = f"800/{story.number:02d}/{on.year}"
    return {
        "decided_by": story.id(post or by),
        "number": number,
        "letter_date": on,
        "reasons": "Sesuai temuan dan berita acara",
        "scan": story.signed(by, matter, "KEPUTUSAN", number),
    }


def served(
    story: Telling, matter: Matter, on: date, *, by: str = "bkpsdm", sent_on: date | None = None
) -> None:
    """The decision was received on that day: handed over, or sent before."""
    how: Paper = {"how": "handed_over"} if sent_on is None else {"how": "sent", "sent_on": sent_on}
    story.official(by).answer("serve", matter, on, received_on=on, **how)


def entered(story: Telling, matter: Matter, on: date, *, number: str) -> None:
    """BKPSDM enters the sanction in the register of discipline; nothing is left to do."""
    story.official("bkpsdm").answer("record", matter, on, register_number=number, recorded_on=on)


def tracks_opened(story: Telling, matter: Matter, on: date, *, finding: Paper) -> None:
    """An agency's finished study stands instead of an investigation; the hearing still comes."""
    story.official("inspector").answer(
        "review", matter, on, choice="open_tracks", findings=[{"respondent": 1, **finding}]
    )
    story.say("the recommendation stands; the tracks are open")
