"""The compose file is parsed, not believed: hardening, one door, parity with the embedded stack."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.embedded.environment import environment
from deploy.embedded.own import MODULES
from services.cli.settings import CommandSettings
from services.evidence.settings import EvidenceSettings
from services.intake.settings import IntakeSettings
from services.workflow.settings import WorkflowSettings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name for name, entry in SERVICES.items() if entry["image"].startswith("netral/")}
JOBS = {"migrate", "topics", "buckets", "demo", "temporal-schema", "temporal-namespace"}
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


def settings_of(name: str) -> set[str]:
    """Names of the settings a compose service gets, a file counting as its setting."""
    return {key.removesuffix("_FILE") for key in SERVICES[name].get("environment", {})}


def test_only_the_front_door_is_published():
    assert {name for name, entry in SERVICES.items() if "ports" in entry} == {"caddy"}


def test_every_process_of_the_embedded_stack_runs_here_too_by_the_same_module():
    for name, module in MODULES.items():
        assert SERVICES[name]["command"] == ["python", "-m", module]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_are_hardened(name):
    entry = SERVICES[name]

    assert entry["read_only"] is True
    assert entry["cap_drop"] == ["ALL"]
    assert entry["user"] == "10001"
    assert entry["build"]["dockerfile"] == "deploy/Dockerfile"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_rotates_its_log_and_has_a_pinned_image(name):
    entry = SERVICES[name]

    assert entry["logging"]["options"]["max-size"]
    assert re.search(r":[\w.]+$", entry["image"])
    assert not entry["image"].endswith(":latest")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - JOBS))
def test_every_standing_container_restarts(name):
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_has_limits(name):
    limits = SERVICES[name]["deploy"]["resources"]["limits"]

    assert limits["memory"]
    assert limits["cpus"]
    assert limits["pids"] == (512 if name in OURS else 1024)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_container_gains_privileges(name):
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_a_job_that_cannot_succeed_gives_up_so_that_the_start_ends_in_its_words():
    for name in JOBS - {"demo"}:
        assert re.fullmatch(r"on-failure:\d", SERVICES[name]["restart"]), name


def test_a_large_scan_that_comes_by_the_page_does_not_have_to_fit_into_memory():
    entry = SERVICES["workflow"]

    assert entry["tmpfs"] == []
    assert "workflow-scratch:/tmp" in entry["volumes"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - JOBS))
def test_every_standing_container_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_what_is_waited_for_exists_and_says_which_condition():
    for name, entry in SERVICES.items():
        for awaited, how in entry.get("depends_on", {}).items():
            finishes = awaited in JOBS
            expected = "service_completed_successfully" if finishes else "service_healthy"
            assert (name, awaited, how["condition"]) == (name, awaited, expected)


def test_no_secret_stands_in_the_file_and_each_used_one_is_declared():
    used = {secret for entry in SERVICES.values() for secret in entry.get("secrets", [])}

    assert used == set(COMPOSE["secrets"])
    for entry in SERVICES.values():
        for key, value in entry.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|_KEYS?$|KEY_FILE|KEYS_FILE|DSN", key):
                assert str(value).startswith("/run/secrets/"), key


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_secret_is_where_its_setting_is_and_nowhere_else(name):
    entry = SERVICES[name]
    told = {value for key, value in entry["environment"].items() if key.endswith("_FILE")}

    assert told == {f"/run/secrets/{secret}" for secret in entry.get("secrets", [])}


def test_only_who_signs_grants_has_the_key_and_topics_has_no_secret():
    signers = {n for n, e in SERVICES.items() if "grant_signing_key" in e.get("secrets", [])}

    assert signers == {"workflow", "workflow-worker"}
    assert "secrets" not in SERVICES["topics"]


@pytest.mark.parametrize("name", sorted(MODULES))
def test_the_settings_are_those_of_the_embedded_stack(name, a_layout):
    embedded = set(environment(name, a_layout))
    only_compose = settings_of(name) - embedded - {"NETRAL_LOG_LEVEL", "NETRAL_OTEL_ENDPOINT"}

    assert embedded - settings_of(name) == set()
    assert only_compose == set()


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_is_one_that_somebody_reads(name):
    readers = (CommandSettings, IntakeSettings, EvidenceSettings, WorkflowSettings)
    told = {"NETRAL_WORKFLOW_URL"} if name == "demo" else set()
    known = {f"NETRAL_{field.upper()}" for reader in readers for field in reader.model_fields}

    assert {key for key in settings_of(name) if key.startswith("NETRAL_")} <= known | told


def test_the_buckets_are_those_of_the_embedded_stack(a_layout):
    ours = SERVICES["evidence"]["environment"]
    theirs = environment("evidence", a_layout)

    for bucket in ("NETRAL_S3_QUARANTINE_BUCKET", "NETRAL_S3_VAULT_BUCKET"):
        assert ours[bucket] == theirs[bucket]


def test_topics_are_made_by_the_same_code_and_never_by_a_typo():
    assert SERVICES["topics"]["command"] == ["netral", "topics", "ensure"]
    assert SERVICES["kafka"]["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_the_demo_runs_only_when_its_profile_is_asked_for():
    assert SERVICES["demo"]["profiles"] == ["demo"]
    assert not [n for n, e in SERVICES.items() if "demo" in e.get("depends_on", {})]


def test_the_databases_have_the_builtin_locale():
    assert (
        "--locale-provider=builtin" in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    )
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]


def test_the_image_builds_with_the_classic_builder():
    assert "RUN --mount" not in DOCKERFILE
    assert "COPY --chmod" not in DOCKERFILE
    assert "<<" not in DOCKERFILE
    assert "# syntax" not in DOCKERFILE
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == [
        "python:3.11-slim-bookworm",
        "python:3.11-slim-bookworm",
    ]
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
