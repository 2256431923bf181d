"""What came when a complaint had ended already: its text is fetched, and a person reads it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Role
    from services.workflow.activities import orders
    from services.workflow.forms.complaints.late_supplement import LateSupplement
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import LateFact, Scope, late_workflow
    from services.workflow.workflows.task import Procedure


def late_one(late: LateFact) -> orders.WorkflowToStart:
    """The order by which a workflow that is ending leaves a supplement to a person."""
    return orders.WorkflowToStart(
        workflow_id=late_workflow(late.complaint_id, late.supplement),
        workflow="LateWorkflow",
        argument=late.model_dump(mode="json"),
    )


@workflow.defn(name="LateWorkflow")
class LateWorkflow(Procedure):
    """`late/<complaint_id>/<supplement>`: nothing that an agency sent stays unread."""

    @workflow.init
    def __init__(self, late: LateFact) -> None:
        super().__init__(
            Scope(
                workflow_id=late_workflow(late.complaint_id, late.supplement),
                jurisdiction=late.jurisdiction,
                complaint_id=late.complaint_id,
                case_id=late.case_id,
                traceparent=late.traceparent,
            )
        )

    @workflow.run
    async def run(self, late: LateFact) -> str:
        """Until a person has said what follows from it."""
        await self._note("supplemented", supplement=late.supplement, late=True)
        text = await calls.fetch_content(
            orders.ContentToFetch(scope=self.scope, complaint_id=late.complaint_id)
        )
        await self._ask(
            LateSupplement,
            role=Role.SUBSTITUTE if text.about_inspectorate else None,
            anchor=text.supplemented_on,
            context={"supplement": late.supplement},
        )
        await self._settle_handlers()
        return "read"
