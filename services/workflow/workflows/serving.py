"""The decision reaches the respondent: handed over, sent, or declared."""

from collections.abc import Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Outcome
    from services.workflow.activities import orders
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.forms.tracks.serve import Serve
    from services.workflow.guards import keeping, progress
    from services.workflow.guards.dossier import Dossier
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.remedies import Remedies


class Serving(Remedies):
    """The day of receipt is the paper's; what follows from it is asked of the rules."""

    async def _serve(self, change: Callable[[Dossier], orders.RespondentChange]) -> None:
        """Served, and from that day the remedy's period runs, as the decision names it."""
        made = self.dossier.decision
        row = self._standing(Point.SERVE)
        await self._tell_case(Point.SERVE)
        post_id = keeping.serving_post(self.dossier, self._facts)
        await self._paper(
            Serve,
            progress.served,
            change=change,
            role=row.acting_role if post_id else keeping.desk_of(self.dossier.category_today),
            post_id=post_id,
            also=keeping.serving_desks(self.dossier, self._facts),
            anchor=made.decided_on if made else None,
            not_before=(made.decided_on, TaskKind.DECIDE) if made else None,
        )
        received_on, period = self.dossier.received_on, self.dossier.remedy
        if period is not None and received_on is not None:
            await self._open_remedy(period, received_on)

    def _waits_for_effect(self, dossier: Dossier) -> orders.RespondentChange:
        """Served, not yet in effect: agencies are not told the sanction."""
        return self._at(
            Point.WAIT_EFFECT, dossier, degree=dossier.degree, sanction=self._imposed(dossier)
        )

    def _in_effect_at(self, point: Point) -> Callable[[Dossier], orders.RespondentChange]:
        """In effect with the receipt itself (village, contract) or the declaration (ethics)."""

        def change(dossier: Dossier) -> orders.RespondentChange:
            return self._at(
                point,
                dossier,
                outcome=Outcome.SANCTIONED,
                effective_on=dossier.received_on,
                degree=dossier.degree,
                sanction=self._imposed(dossier),
            )

        return change

    @staticmethod
    def _imposed(dossier: Dossier) -> str | None:
        made = dossier.decision
        if made is not None and made.step is not None:
            return made.step.code
        return dossier.village_steps[-1].sanction if dossier.village_steps else None
