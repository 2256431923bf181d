"""`netral secrets new`: every secret of a compose installation, written once.

One file a secret, in a folder that only its owner may enter (0700) and that is never under version
control. The files themselves are readable: a container mounts each alone, for a user of its own.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.cli.failing import fail
from services.cli.printing import as_table

secret_commands = typer.Typer(no_args_is_help=True, help="The secrets of an installation.")

DATABASE_HOST: Final = "postgres:5432"
_REPLACEABLE: Final = "A password: replaceable, by `netral migrate` with the new one."
_INSIDE: Final = "A password: replaceable, by `alter role` inside Postgres."
_LOST: Final = "CANNOT BE REPLACED"


@dataclass(frozen=True)
class Secret:
    """One file: its name, what is in it, and what losing it means."""

    name: str
    value: str
    losing_it: str


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _store_config(access_key: str, secret_key: str) -> str:
    """The store's own identities: one, with rights on the buckets."""
    identity = {
        "name": "netral",
        "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    return json.dumps({"identities": [identity]}, indent=2)


def make() -> list[Secret]:
    """A complete fresh set; every call another one."""
    password = {
        name: secrets.token_urlsafe(24)
        for name in ("postgres", "intake", "evidence", "workflow", "temporal")
    }
    access_key, secret_key = "netral", secrets.token_urlsafe(32)
    signing = Ed25519PrivateKey.generate()
    made = [
        Secret(
            f"{name}_password",
            value,
            _INSIDE if name in {"postgres", "temporal"} else _REPLACEABLE,
        )
        for name, value in sorted(password.items())
    ]
    made.append(
        Secret(
            "admin_dsn",
            f"postgresql://postgres:{password['postgres']}@{DATABASE_HOST}/netral",
            "Derived from postgres_password.",
        )
    )
    made += [
        Secret(
            f"{service}_dsn",
            f"postgresql://netral_{service}:{password[service]}@{DATABASE_HOST}/netral",
            f"Derived from {service}_password.",
        )
        for service in ("evidence", "intake", "workflow")
    ]
    return [
        *made,
        Secret("s3_access_key", access_key, "Replaceable, together with s3.json."),
        Secret("s3_secret_key", secret_key, "Replaceable, together with s3.json."),
        Secret("s3.json", _store_config(access_key, secret_key), "Derived from the two above."),
        Secret(
            "kafka_cluster_id",
            base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("="),
            "Replaceable with an empty Kafka; the reconciler sends again.",
        ),
        Secret(
            "sealing_keys",
            f"k1:{_key()}",
            f"{_LOST}: every complaint, complainant and file name becomes unreadable for ever.",
        ),
        Secret(
            "codec_keys",
            f"k1:{_key()}",
            f"{_LOST}: running procedures can no longer be read by Temporal's workers.",
        ),
        Secret(
            "id_secret",
            _key(),
            f"{_LOST}: a repeated submission would get another id and be taken twice.",
        ),
        Secret(
            "grant_signing_key",
            base64.b64encode(signing.private_bytes_raw()).decode(),
            "Replaceable: officials' grants of the last five minutes end.",
        ),
        Secret(
            "grant_verify_keys",
            base64.b64encode(signing.public_key().public_bytes_raw()).decode(),
            "Derived from grant_signing_key.",
        ),
    ]


def write(folder: Path, made: list[Secret]) -> None:
    """Writes each to a file of its own; refuses, touching nothing, if any is there already."""
    there = sorted(secret.name for secret in made if (folder / secret.name).exists())
    if there:
        raise FileExistsError(", ".join(there))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for secret in made:
        # O_EXCL: what another run writes at this moment is not overwritten either.
        handle = os.open(folder / secret.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(handle, 0o644)
            file.write(secret.value)


@secret_commands.command("new")
def new(
    directory: Annotated[
        Path, typer.Option("--dir", help="The folder to write them to; keep it out of git.")
    ],
) -> None:
    """Write every secret that an installation needs, once; never overwrites one."""
    made = make()
    try:
        write(directory, made)
    except FileExistsError as error:
        fail(
            f"{directory} holds secrets already ({error}). They are never overwritten: an "
            "installation that loses them cannot read what it keeps. Use another folder."
        )
    except OSError as error:
        fail(f"cannot write to {directory}: {error.strerror}")
    as_table(
        ["file", "losing it means"],
        [[secret.name, secret.losing_it] for secret in made],
    )
    typer.echo(f"\nWritten to {directory}. Keep a copy apart from the database's backup.")
