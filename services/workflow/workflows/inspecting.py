"""The Inspektorat's part of a case: review, team, report, and what follows for each respondent."""

import asyncio
from collections.abc import Iterable
from datetime import date

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Outcome
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.forms.cases.anytime import ExtendInvestigation
    from services.workflow.forms.cases.clearance import Clearance
    from services.workflow.forms.cases.findings import Finding
    from services.workflow.forms.cases.investigate import Investigate
    from services.workflow.forms.cases.review import Review, ReviewChoice
    from services.workflow.forms.cases.team import Team
    from services.workflow.guards import investigation as guards
    from services.workflow.workflows import calls
    from services.workflow.workflows.respondents import Respondents
    from services.workflow.workflows.state import OpenedCase, OpenedTrack


class Inspecting(Respondents):
    """From the papers to findings; by the substitute, where its own people are in it."""

    def __init__(self, case: OpenedCase) -> None:
        super().__init__(case)
        self._team: tuple[str, ...] = ()
        self._extended = False

    async def _inspect(self, about: list[int]) -> bool:
        """Review, and investigate if need be; False if the papers were not enough.

        Whom the papers do not prove anything against is cleared as one whom a report clears.
        """
        review = await self._ask(
            Review,
            role=self._inside(),
            context={"recommended": self._case.recommended, "respondents": about},
            guard=lambda act, form: guards.check_review(
                act,
                form,
                recommended=self._case.recommended,
                categories=self._categories(about),
                election_id=self._case.election_id,
            ),
        )
        if review.form.choice is ReviewChoice.INSUFFICIENT:
            ended = sorted(self._categories(about))
            self._new = [n for n in self._new if n not in ended]
            await asyncio.gather(
                *(self._clear(n, review.happened_on, because="insufficient") for n in ended)
            )
            return False
        if review.form.choice is ReviewChoice.OPEN_TRACKS:
            await self._act_on(review.act, review.form.findings, review.happened_on, about)
            return True
        await self._investigate(about)
        return True

    async def _investigate(self, about: list[int]) -> None:
        """A team with its letter, evidence that joins late, and the report of what was found."""
        team = await self._ask(Team, role=self._inside(), guard=guards.check_team)
        self._team = (team.form.lead_id, *team.form.member_ids)
        self._extended = False
        self._allow(
            ExtendInvestigation,
            self._more_time,
            guard=lambda act, form: guards.check_extension(act, form, extended=self._extended),
        )
        report = await self._ask(
            Investigate,
            role=self._inside(),
            anchor=team.form.letter_date,
            context={"respondents": about, "team": list(self._team)},
            guard=lambda act, form: guards.check_report(
                act,
                form,
                team=self._team,
                categories=self._categories(about),
                election_id=self._case.election_id,
            ),
        )
        self._forbid(ExtendInvestigation)
        await self._act_on(
            report.act,
            report.form.findings,
            report.form.lhp_date,
            about,
            authors=report.form.author_ids,
        )

    async def _more_time(self, act: Act, form: ExtendInvestigation) -> None:
        self._extended = True
        del act
        task = next((t for t in self._open.values() if t.form is Investigate), None)
        if task is None or task.clock_id is None:
            return
        await calls.extend_clock(
            orders.ClockToExtend(
                scope=self.scope,
                step=self._next_step(),
                clock_id=task.clock_id,
                working_days=form.working_days,
            )
        )
        self.rearm()

    async def _act_on(
        self,
        act: Act,
        findings: Iterable[Finding],
        found_on: date,
        about: list[int],
        *,
        authors: tuple[str, ...] = (),
    ) -> None:
        """Proven: a track. Not proven: cleared by letter, and told."""
        categories = self._categories(about)
        self._new = [n for n in self._new if n not in categories]
        judged = await calls.judge_findings(
            orders.FindingsToJudge(
                facts=act.facts,
                findings=tuple(findings),
                categories=categories,
                election_id=self._case.election_id,
                found_on=found_on,
            )
        )
        for found in judged.proven:
            state = self._people[found.finding.respondent]
            await self._start_track(
                OpenedTrack(
                    case_id=self._case.case_id,
                    case_number=self._case.case_number,
                    jurisdiction=self._case.jurisdiction,
                    n=state.n,
                    round=state.round,
                    category=found.category,
                    opened_on=found_on,
                    election_id=found.finding.election_id or self._case.election_id,
                    judged=found,
                    author_ids=authors,
                    team_ids=self._team,
                    about_inspectorate=self._case.about_inspectorate,
                    traceparent=self._case.traceparent,
                )
            )
        await asyncio.gather(*(self._clear(n, found_on) for n in judged.not_proven))

    async def _clear(self, n: int, found_on: date, *, because: str = "not_proven") -> None:
        """Nothing was proven against him: he gets his letter, and the agencies are told."""
        await self._ask(Clearance, role=self._inside(), respondent=n, anchor=found_on)
        await self._end(n, Outcome.NOT_PROVEN, because)
