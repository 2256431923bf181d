"""The regulations that the book cites, with their validity."""

from services.workflow.rules.dated import Row


class Regulation(Row):
    """One regulation; `basis` is its full title and number."""

    code: str


class Setting(Row):
    """One number or word where the sources disagree or leave it open; a regency may overlay it."""

    key: str
    value: int | str


class Principle(Row):
    """The source of a refusal that is no row of another table."""

    key: str
