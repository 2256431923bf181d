from datetime import date
from pathlib import Path

import pytest

from deploy.embedded import keys, ports
from deploy.embedded.environment import environment
from deploy.embedded.layout import Folder, Layout, Plan, Settings, recall, remember
from deploy.embedded.programs import OWN


def a_layout(root: Path = Path("/nowhere"), env: Settings | None = None) -> Layout:
    chosen = ports.choose({}, free=lambda _port: True)
    plan = Plan(only=frozenset({"postgres"}), clock=date(2019, 12, 1), env=env or {})
    return Layout(Folder(root), chosen, keys.complete({}), plan)


@pytest.mark.parametrize("process", [*OWN, "cli"])
def test_a_process_is_told_only_settings_of_its_own_name(process: str) -> None:
    assert all(name.startswith("NETRAL_") for name in environment(process, a_layout()))


@pytest.mark.parametrize("process", OWN)
def test_no_service_gets_the_administrators_way_into_the_database(process: str) -> None:
    layout = a_layout()

    values = environment(process, layout).values()

    assert not any(layout.secrets["postgres"] in value for value in values)


def test_only_the_two_processes_that_give_grants_can_sign_them() -> None:
    signers = {p for p in OWN if "NETRAL_GRANT_SIGNING_KEY" in environment(p, a_layout())}

    assert signers == {"workflow", "workflow-worker"}


def test_each_process_listens_on_a_port_of_its_own() -> None:
    listened = [environment(p, a_layout())["NETRAL_PORT"] for p in OWN]

    assert len(set(listened)) == len(OWN)


def test_a_test_may_set_something_for_all_or_for_one() -> None:
    env: Settings = {"NETRAL_A": "all", "intake": {"NETRAL_A": "one", "NETRAL_B": "b"}}
    layout = a_layout(env=env)

    assert environment("evidence", layout)["NETRAL_A"] == "all"
    assert environment("intake", layout)["NETRAL_A"] == "one"
    assert "NETRAL_B" not in environment("intake-background", layout)


def test_the_grant_keys_are_a_pair_and_survive_a_second_start() -> None:
    first = keys.complete({})

    assert keys.complete(first) == first


def test_what_was_laid_out_is_recalled_by_another_process(tmp_path: Path) -> None:
    layout = a_layout(tmp_path, env={"NETRAL_A": "1"})

    remember(layout)

    assert recall(tmp_path) == layout
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
