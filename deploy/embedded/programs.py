"""All parts of the stack, and in which order they can start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from deploy.embedded import caddy, kafka, own, postgres, seaweedfs, steps, temporal
from deploy.embedded.layout import Layout
from deploy.embedded.program import Program

SERVERS = ("postgres", "kafka", "temporal", "seaweedfs")
OWN = tuple(own.MODULES)
STEPS = ("migrate", "topics", "buckets", "seed")
ALL = (*SERVERS, *STEPS, *OWN, "caddy")

# Stopped from first to last, each group together: who asks goes before who answers.
STOPPED = (("caddy",), OWN, ("temporal", "kafka", "seaweedfs"), ("postgres",))


@dataclass(frozen=True)
class Step:
    """Something done once on the way up."""

    name: str
    run: Callable[[], None]


Part = Program | Step

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "migrate": ("postgres",),
    "topics": ("kafka",),
    "buckets": ("seaweedfs",),
    "seed": ("migrate",),
} | dict.fromkeys(OWN, (*SERVERS, "migrate", "topics", "buckets"))


def parts(layout: Layout) -> dict[str, Part]:
    """The parts that were asked for, by name."""
    wanted = layout.plan.only
    makers: dict[str, Callable[[], Part]] = {
        "postgres": partial(postgres.program, layout),
        "kafka": partial(kafka.program, layout),
        "temporal": partial(temporal.program, layout),
        "seaweedfs": partial(seaweedfs.program, layout),
        "caddy": partial(caddy.program, layout),
        "migrate": partial(Step, "migrate", partial(steps.migrate, layout)),
        "topics": partial(Step, "topics", partial(steps.create_topics, layout)),
        "buckets": partial(Step, "buckets", partial(steps.create_buckets, layout)),
        "seed": partial(Step, "seed", partial(steps.seed, layout)),
    }
    makers.update({name: partial(own.program, name, layout) for name in OWN})
    return {name: makers[name]() for name in ALL if wanted is None or name in wanted}


def needs(name: str, among: Mapping[str, Part]) -> list[str]:
    """What must be ready before this part starts."""
    return [need for need in _NEEDS.get(name, ()) if need in among]
