"""What is found about one respondent, where it is made in the minutes of his hearing."""

from services.workflow.forms.cases.findings import Found


class MinutesFinding(Found):
    """The finding of a matter that was routed below: it is about whom the minutes are."""
