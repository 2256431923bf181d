"""The date on a paper: legal clocks run from it, so it is checked before it is believed."""

from datetime import date

from services.workflow.rules.refusals import LawRefusal, RefusalCode


def check_paper_date(
    happened_on: date, *, today: date, not_before: date | None = None, step: str = ""
) -> None:
    """Refuses a date after today, or before the step that it follows.

    `step` is the code of that earlier step, for the sentence a person reads.
    """
    if happened_on > today:
        raise LawRefusal(RefusalCode.DATE_IN_FUTURE, happened_on=happened_on, today=today)
    if not_before is not None and happened_on < not_before:
        raise LawRefusal(
            RefusalCode.DATE_BEFORE_STEP, happened_on=happened_on, not_before=not_before, step=step
        )
