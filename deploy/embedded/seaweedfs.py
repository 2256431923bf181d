"""SeaweedFS: an S3 store with Object Lock in one process."""

from datetime import timedelta

import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from deploy.embedded import atomic
from deploy.embedded.environment import BUCKETS
from deploy.embedded.layout import BIN, Layout
from deploy.embedded.program import Program

REGION = "us-east-1"
PARTS = ("master", "volume", "filer", "admin")


def program(layout: Layout) -> Program:
    """The object store of this stack."""
    data = layout.folder.data / "seaweedfs"
    identities = layout.folder.data / "seaweedfs.json"
    inner = [
        word
        for part in PARTS
        for word in (
            f"-{part}.port={layout.ports[f'seaweedfs-{part}']}",
            f"-{part}.port.grpc={layout.ports[f'seaweedfs-{part}-grpc']}",
        )
    ]
    argv = (
        *(str(BIN / "weed"), "-logtostderr=true", "mini", f"-dir={data}"),
        *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", *inner),
        *("-webdav=false", "-admin.ui=false"),
        # Each bucket takes several volumes and the store answers 500 once they are used up:
        # as many as the disk can hold, and small, so that a small disk holds enough of them.
        *("-volume.max=0", "-master.volumeSizeLimitMB=128"),
        f"-s3.port={layout.ports['s3']}",
        f"-s3.port.grpc={layout.ports['s3-grpc']}",
        f"-s3.config={identities}",
        *("-s3.port.iceberg=0", "-s3.port.lance=0"),
    )

    def before() -> None:
        data.mkdir(parents=True, exist_ok=True)
        atomic.write_json(identities, _identities(layout))

    return Program(
        name="seaweedfs",
        argv=argv,
        cwd=layout.folder.data,
        before=before,
        ready=lambda: _missing(layout),
        patience=timedelta(seconds=40),  # it says goodbye to itself for seconds
    )


def client(layout: Layout) -> Minio:
    """The store as its administrator sees it."""
    return Minio(
        layout.address("s3"),
        access_key=layout.secrets["s3_access_key"],
        secret_key=layout.secrets["s3_secret_key"],
        secure=False,
        region=REGION,
        http_client=urllib3.PoolManager(timeout=urllib3.Timeout(3), retries=False),
    )


def ensure_buckets(layout: Layout) -> None:
    """The quarantine, plain, and the vault, where what is written can be locked."""
    store = client(layout)
    quarantine, vault = BUCKETS.values()
    if not store.bucket_exists(quarantine):
        store.make_bucket(quarantine)
    if not store.bucket_exists(vault):
        store.make_bucket(vault, object_lock=True)


def _identities(layout: Layout) -> dict[str, object]:
    return {
        "identities": [
            {
                "name": "netral",
                "credentials": [
                    {
                        "accessKey": layout.secrets["s3_access_key"],
                        "secretKey": layout.secrets["s3_secret_key"],
                    }
                ],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            }
        ]
    }


def _missing(layout: Layout) -> str | None:
    try:
        client(layout).list_buckets()
    except (MinioException, HTTPError, OSError) as error:
        return type(error).__name__
    return None
