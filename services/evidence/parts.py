"""What both processes of the service are put together from; opens no connection."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from services.evidence import buckets, objects
from services.evidence.inspection.nursery import Nursery
from services.evidence.items import Words
from services.evidence.lock_proof import LockProof
from services.evidence.objects import Objects
from services.evidence.quarantine import Quarantine
from services.evidence.settings import EvidenceSettings
from services.evidence.vault import Vault
from services.kit.clock import InstallationClock, LegalClock
from services.kit.database import Database
from services.kit.health import Health
from services.kit.ids import IdMint
from services.kit.installation import insist
from services.kit.sealing import Sealer


@dataclass(frozen=True)
class Parts:
    """Database, store and keys."""

    settings: EvidenceSettings
    database: Database
    objects: Objects
    quarantine: Quarantine
    vault: Vault
    proof: LockProof
    nursery: Nursery
    clock: LegalClock
    ids: IdMint
    sealer: Sealer
    words: Words

    def health(self) -> Health:
        """Ready with Postgres, and a store that answers and has shown that it locks."""

        async def of_its_kind() -> None:
            await insist(self.database, sandbox=self.settings.sandbox)

        async def store() -> None:
            await self.objects.call(
                self.objects.client.bucket_exists, self.settings.s3_vault_bucket
            )

        return Health(needed={"postgres": of_its_kind, "store": store, "lock": self.proof.ready})

    async def close(self) -> None:
        """Give back what was opened."""
        await self.nursery.close()
        self.objects.close()
        await self.database.close()


def assemble(settings: EvidenceSettings, process: str) -> Parts:
    """The parts of one process."""
    database = Database(
        settings.database_dsn, size=settings.database_pool, application=f"netral-{process}"
    )
    store = Objects(objects.connect(settings), threads=16)
    sealer = Sealer(settings.sealing_keys)
    return Parts(
        settings=settings,
        database=database,
        objects=store,
        quarantine=Quarantine(store, settings.s3_quarantine_bucket),
        vault=Vault(store, settings.s3_vault_bucket, settings.mode),
        proof=LockProof(
            store,
            settings.s3_vault_bucket,
            settings.mode,
            timedelta(seconds=settings.probe_retention),
            partial(buckets.ensure, store.client, settings),
        ),
        nursery=Nursery(),
        clock=InstallationClock(database),
        ids=IdMint(settings.id_secret),
        sealer=sealer,
        words=Words(sealer),
    )
