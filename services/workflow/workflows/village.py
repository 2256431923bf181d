"""Village: one step after the other, each complied with or followed by the next."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Role
    from services.workflow.forms.tracks.comply import Comply
    from services.workflow.guards import keeping, progress
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.serving import Serving


class Village(Serving):
    """Village heads, village staff, village council: no degree, the order of the steps."""

    async def _village(self) -> None:
        """Decided and served until a step is complied with, or none is left."""
        while not await self._step_is_the_last():
            continue
        await self._until_no_remedy_is_open()

    async def _step_is_the_last(self) -> bool:
        """One round: decide, serve, and see whether it is complied with."""
        await self._decide()
        made = self.dossier.decision
        if made is None or made.step is None:
            return True
        ends = made.is_last
        await self._serve(self._in_effect_at(Point.CLOSE if ends else Point.COMPLIANCE))
        return ends or await self._is_complied_with()

    async def _is_complied_with(self) -> bool:
        """A person says so; silence is neither yes nor no."""
        row = self._standing(Point.COMPLIANCE)
        await self._tell_case(Point.COMPLIANCE)
        camat = keeping.compliance_post(self.dossier, self._facts)
        answer = await self._paper(
            Comply,
            progress.complied,
            # A step that was not complied with leaves its effect, and the next one is decided.
            change=lambda dossier: self._at(
                Point.DECIDE if dossier.decision is None else Point.CLOSE, dossier
            ),
            role=row.acting_role if camat else Role.DPMD,
            post_id=camat,
            also=(Role.DPMD,),
            anchor=self.dossier.received_on,
        )
        return answer is not None and answer.form.complied
