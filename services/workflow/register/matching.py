"""Who of a complaint is whom of a case: by a person's word, then by number of employment."""

from collections.abc import Mapping
from uuid import UUID

from services.kit.database import Connection


async def matched(
    conn: Connection, complaint_id: UUID, case_id: UUID, said: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Respondent of the complaint -> respondent of the case, as far as it is known.

    One respondent here and one there, of whom one at least has no number, are taken to be the
    same: triage has said that it is the same act.
    """
    ours = await conn.fetch(
        "select respondent, nip_digest from workflow.complaint_respondent"
        " where complaint_id = $1 order by respondent",
        complaint_id,
    )
    theirs = await conn.fetch(
        "select n, nip_digest from workflow.respondent where case_id = $1 order by n", case_id
    )
    by_nip = {row["nip_digest"]: row["n"] for row in theirs if row["nip_digest"]}
    known = {row["n"] for row in theirs}
    found = {ours: n for ours, n in (said or {}).items() if n in known}
    for row in ours:
        n = by_nip.get(row["nip_digest"])
        if n is not None:
            found.setdefault(row["respondent"], n)
    alone = len(ours) == 1 and len(theirs) == 1
    if alone and not (ours[0]["nip_digest"] and theirs[0]["nip_digest"]):
        found.setdefault(ours[0]["respondent"], theirs[0]["n"])
    return found
