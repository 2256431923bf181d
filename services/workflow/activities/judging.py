"""What the law makes of findings: an activity, so that the book of that day stays in history."""

from temporalio import activity

from services.workflow.activities import orders
from services.workflow.guards.judging import judged


@activity.defn(name="judge_findings")
async def judge_findings(order: orders.FindingsToJudge) -> orders.JudgedFindings:
    """The proven ones with their judgement; a rule that exculpates makes a finding not proven."""
    proven, not_proven = [], []
    for finding in order.findings:
        category = finding.category or order.categories[finding.respondent]
        found = judged(order.facts, finding, category, order.election_id, order.found_on)
        if found is None or found.heaviest.exculpated:
            not_proven.append(finding.respondent)
        else:
            proven.append(found)
    return orders.JudgedFindings(proven=tuple(proven), not_proven=tuple(not_proven))
