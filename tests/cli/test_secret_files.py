import stat
from pathlib import Path

from tests.cli.calling import call


def test_secrets_are_written_once_and_never_over(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = call("secrets", "new", "--dir", str(folder), cwd=tmp_path)
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "sealing_keys").unlink()
    second = call("secrets", "new", "--dir", str(folder), cwd=tmp_path)

    assert first.code == 0
    assert "CANNOT BE REPLACED" in first.out
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert second.code == 1
    assert "never overwritten" in second.err
    assert not (folder / "sealing_keys").exists()
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {
        name: value for name, value in kept.items() if name != "sealing_keys"
    }


def test_no_secret_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    said = call("secrets", "new", "--dir", str(folder), cwd=tmp_path)

    shown = {
        file.name
        for file in folder.iterdir()
        if file.name != "s3_access_key" and file.read_text("utf-8") in said.out + said.err
    }
    assert shown == set()


def test_two_sets_share_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        call("secrets", "new", "--dir", str(tmp_path / name), cwd=tmp_path)

    same = {
        file.name
        for file in (tmp_path / "a").iterdir()
        if file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    }
    assert same == {"s3_access_key"}
