"""`netral buckets`: the evidence store's two buckets, made explicitly."""

import typer

from services.cli import settings as command_settings
from services.cli.failing import UNAVAILABLE, fail

bucket_commands = typer.Typer(no_args_is_help=True, help="The evidence store's buckets.")


@bucket_commands.command("ensure")
def ensure() -> None:
    """Make the buckets that are not there yet; an existing one is left as it is."""
    # Imported here: only where evidence is served are the store's libraries installed.
    from minio.error import MinioException  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    from services.evidence import buckets, objects  # noqa: PLC0415
    from services.evidence.settings import EvidenceSettings  # noqa: PLC0415

    command_settings.read()
    try:
        settings = EvidenceSettings.read()
    except ValidationError as error:
        named = ", ".join(f"NETRAL_{str(found['loc'][0]).upper()}" for found in error.errors())
        fail(f"not set: {named}")
    try:
        buckets.ensure(objects.connect(settings), settings)
    except (MinioException, HTTPError, OSError) as error:
        fail(f"the store at {settings.s3_endpoint} cannot be reached: {error}", UNAVAILABLE)
    typer.echo(f"{settings.s3_quarantine_bucket}\n{settings.s3_vault_bucket} (Object Lock)")
