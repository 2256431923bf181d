"""`netral` as a process that dies after Kafka has answered for the n-th replayed message."""

import os
import signal
import sys
from typing import Any

from aiokafka import AIOKafkaProducer

from services.cli import main, set_aside


def dying(after: int) -> type[AIOKafkaProducer]:
    """A producer whose process is killed when so many messages were answered for."""

    class Dying(AIOKafkaProducer):  # type: ignore[misc]
        answered = 0

        async def send_and_wait(self, *what: Any, **more: Any) -> Any:
            answer = await super().send_and_wait(*what, **more)
            self.answered += 1
            if self.answered == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

    return Dying


if __name__ == "__main__":
    vars(set_aside)["AIOKafkaProducer"] = dying(int(sys.argv.pop(1)))
    main.run()
