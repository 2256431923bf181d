"""What codes are called: tasks, roles, stages, sanctions, in the reader's language."""

from services.kit.words import Language, Words
from services.workflow.rules.book import Rulebook


class Labels:
    """Looks a code up; a code that nobody has named yet is shown as it is."""

    def __init__(self, words: Words, book: Rulebook) -> None:
        self._words = words
        self._steps = {step.code: step.labels for step in book.step}
        self._deadlines = {row.key: row.labels for row in book.deadline}
        self._violations = {row.slug: row.labels for row in book.violation}

    def of(self, table: str, code: object, lang: Language) -> str:
        """The name of a code of a table (`label.role`, `stage` …); empty for none."""
        if code is None or code == "":
            return ""
        key = f"{table}.{code}"
        return self._words.say(key, lang) if self._words.has(key) else str(code)

    def kind(self, kind: str, lang: Language) -> str:
        """What a task, an act, or a row of the timeline is called."""
        for key in (f"form.{kind}.title", f"note.{kind}"):
            if self._words.has(key):
                return self._words.say(key, lang)
        return kind

    def sanction(self, code: str | None, lang: Language) -> str:
        """A step of a ladder."""
        return _said(self._steps.get(code or ""), lang) or (code or "")

    def clock(self, key: str, lang: Language) -> str:
        """A period of the law."""
        return _said(self._deadlines.get(key), lang) or key

    def violation(self, slug: str, lang: Language) -> str:
        """A violation of the book."""
        return _said(self._violations.get(slug), lang) or slug


def _said(labels: object, lang: Language) -> str:
    return str(getattr(labels, lang, "") or "")
