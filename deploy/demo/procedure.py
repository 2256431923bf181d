"""Steps that several stories share, each with its date and its paper."""

from datetime import date

from deploy.demo.matter import Matter
from deploy.demo.telling import Paper, Telling


def accepted(story: Telling, matter: Matter, on: date) -> None:
    """Triage accepts; the case opens."""
    story.official("intake-officer").answer("triage", matter, on, choice="accept")
    story.opened(matter)
    story.say("accepted, the case is open")


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
    answer: Paper = {
        "result": "signed",
        "minutes_number": number,
        "minutes_scan": story.signed(by, matter, "BERITA ACARA PEMERIKSAAN", number),
    }
    if finding is not None:
        answer["finding"] = finding
    story.official(by).answer("examine", matter, on, **answer)


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


def tracks_opened(story: Telling, matter: Matter, on: date, *, finding: Paper) -> None:
    """An agency's finished study stands instead of an investigation; the hearing still comes."""
    story.official("inspector").answer(
        "review", matter, on, choice="open_tracks", findings=[{"respondent": 1, **finding}]
    )
    story.say("the recommendation stands; the tracks are open")
