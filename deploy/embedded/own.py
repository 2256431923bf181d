"""Our own processes: how each is started, and when it is ready."""

import os
import sys
from datetime import timedelta

from deploy.embedded import probe
from deploy.embedded.environment import environment
from deploy.embedded.layout import REPOSITORY, Layout
from deploy.embedded.program import Program

MODULES = {
    "intake": "services.intake.app",
    "intake-background": "services.intake.background",
    "evidence": "services.evidence.app",
    "evidence-background": "services.evidence.background",
    "workflow": "services.workflow.app",
    "workflow-background": "services.workflow.background",
    "workflow-worker": "services.workflow.worker",
}
# Of the shell that says `make up`, only what has no meaning for a case comes through.
PASSED_ON = ("NETRAL_LOG_LEVEL", "NETRAL_OTEL_ENDPOINT")


def program(name: str, layout: Layout) -> Program:
    """One of our processes, as the supervisor runs it."""
    passed = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    return Program(
        name=name,
        argv=(sys.executable, "-m", MODULES[name]),
        cwd=REPOSITORY,
        env={"PYTHONUNBUFFERED": "1"} | passed | environment(name, layout),
        ready=probe.answering(layout.ports[name], "/readyz"),
        holds=layout.ports[name],
        patience=timedelta(seconds=40),
    )
