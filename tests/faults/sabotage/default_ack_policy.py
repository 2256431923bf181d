"""The background of workflow with subscribers as FastStream makes them by default."""

import asyncio
from typing import Any

from pydantic import TypeAdapter

from services.kit.consuming import Consumer, Handler
from services.workflow import background
from services.workflow.settings import BackgroundSettings


class ByDefault(Consumer):
    """Acknowledges on its own, whether or not anything came of a message."""

    def subscribe(self, topic: str, event_type: Any, handler: Handler) -> None:
        adapter: TypeAdapter[Any] = TypeAdapter(event_type)

        async def decode(message: Any) -> Any:
            return adapter.validate_json(message.body)

        @self.broker.subscriber(
            topic,
            group_id=self.group,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            decoder=decode,
        )
        async def take(event: Any) -> None:
            await handler(event)


def main() -> None:
    vars(background)["Consumer"] = ByDefault
    asyncio.run(background.run(BackgroundSettings.read()))


if __name__ == "__main__":
    main()
