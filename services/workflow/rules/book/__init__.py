"""The book of law: the rows beside this file, read once."""

from services.workflow.rules.book.rulebook import Rulebook

__all__ = ["Rulebook"]
