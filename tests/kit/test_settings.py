import base64

import pytest
from pydantic import ValidationError

from services.kit.settings import Settings

KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for name in ("DATABASE_DSN", "SEALING_KEYS", "ID_SECRET"):
        monkeypatch.delenv(f"NETRAL_{name}", raising=False)


def test_a_setting_may_come_from_a_file(monkeypatch, tmp_path):
    secret = tmp_path / "sealing_keys"
    secret.write_text(f"new:{KEY},old:{KEY}\n")
    monkeypatch.setenv("NETRAL_SEALING_KEYS_FILE", str(secret))
    monkeypatch.setenv("NETRAL_ID_SECRET", KEY)
    monkeypatch.setenv("NETRAL_DATABASE_DSN", "postgresql://x")

    settings = Settings.read()

    assert settings.sealing_keys == {"new": bytes(32), "old": bytes(32)}


def test_missing_settings_are_named_and_no_value_is_shown(monkeypatch):
    monkeypatch.setenv("NETRAL_ID_SECRET", KEY)

    with pytest.raises(ValidationError) as stopped:
        Settings.read()
    assert {error["loc"][0] for error in stopped.value.errors()} == {"database_dsn", "sealing_keys"}
    assert KEY not in str(stopped.value)
