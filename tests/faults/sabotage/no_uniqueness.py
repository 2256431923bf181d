"""Intake that keeps a key in its memory only: each of its lives takes it for a new one."""

import time
from typing import Any

from services.intake import app
from services.intake.receipts import Composer, Reception
from services.intake.settings import IntakeSettings
from services.kit import serving

# The unique constraint of the table is still there: blanks, which no key ends with, evade it.
# As many as the second of the start says: two lives of a schedule are not two minutes apart.
OF_THIS_LIFE = " " * (1 + int(time.time()) % 120)


class Forgetful(Composer):
    """Makes another complaint out of a key that another process has had."""

    def compose(self, raw: bytes, complaint: Any, sender: Any, key: str, *when: Any) -> Reception:
        unnumbered = complaint.model_copy(update={"case_number": None})
        return super().compose(raw, unnumbered, sender, key + OF_THIS_LIFE, *when)


def main() -> None:
    settings = IntakeSettings.read()
    built = app.build(settings)
    desk = built.state.desk
    desk.composer = Forgetful(desk.mint, desk.sealer, settings.public_url)
    serving.serve(built, settings)


if __name__ == "__main__":
    main()
