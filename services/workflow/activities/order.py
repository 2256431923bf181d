"""What every order that writes has in common."""

from services.workflow.acts import Message
from services.workflow.workflows.state import Scope


class Order(Message):
    """One step of one workflow."""

    scope: Scope
    step: int
