"""Kafka's jars: the pinned list, each file checked by its SHA-256, fetched where missing."""

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from jgo.maven import MavenContext

from deploy.embedded.failure import StackFailure, explained

LIST = Path(__file__).with_name("kafka-jars.toml")
AT_ONCE = 8
TRIES = 3
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Jar:
    """One file, named by its coordinates and known by its content."""

    group: str
    artifact: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def path(self) -> Path:
        """Where it lies in a repository folder."""
        file = f"{self.artifact}-{self.version}.jar"
        return Path(*self.group.split("."), self.artifact, self.version, file)


def pinned() -> list[Jar]:
    """The list in the tree."""
    content = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [_jar(name, sha256) for name, sha256 in content["sha256"].items()]


def _jar(name: str, sha256: str) -> Jar:
    group, artifact, version = name.split(":")
    return Jar(group, artifact, version, sha256)


def cache() -> Path:
    """Where fetched jars stay, shared by every stack of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "netral" / "jars"


def fetch(
    told: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
    jars: list[Jar] | None = None,
    folder: Path | None = None,
    get: Callable[[Jar, Path], None] | None = None,
) -> list[Path]:
    """Every jar, present and right; only what is missing or damaged is fetched again."""
    jars, folder, get = jars or pinned(), folder or cache(), get or _from_registry
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            missing = [jar for jar in jars if not _right(folder / jar.path, jar)]
            _fetch_all(missing, folder, get, told, have=len(jars) - len(missing))
    except OSError as error:
        raise explained(error, "storing Kafka's jars") from error
    return [folder / jar.path for jar in jars]


def _fetch_all(
    missing: list[Jar],
    folder: Path,
    get: Callable[[Jar, Path], None],
    told: Callable[[int, int, str], None],
    have: int,
) -> None:
    failed: dict[str, Exception] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(_fetch_one, jar, folder, get): jar for jar in missing}
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                error = future.exception()
                if isinstance(error, Exception):
                    failed[str(futures[future])] = error
                told(have + done, have + len(missing), str(futures[future]))
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    if failed:
        name, error = next(iter(failed.items()))
        others = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        why = str(explained(error, "fetching"))[:160]
        raise StackFailure(
            f"could not fetch {name}{others} ({why}); "
            "what arrived is kept: run again to fetch the rest"
        ) from error


def _fetch_one(jar: Jar, folder: Path, get: Callable[[Jar, Path], None]) -> None:
    path = folder / jar.path
    last: Exception | None = None
    for _ in range(TRIES):
        # Danger: a file cut in its download would be taken as present by the resolver.
        path.unlink(missing_ok=True)
        try:
            get(jar, folder)
        except Exception as error:  # noqa: BLE001 - the resolver raises what it likes
            last = error
            continue
        if _right(path, jar):
            return
        last = StackFailure("its SHA-256 is not the pinned one")
    path.unlink(missing_ok=True)
    raise last or StackFailure("it did not arrive")


def _from_registry(jar: Jar, folder: Path) -> None:
    context = MavenContext(repo_cache=folder, timeout=TIMEOUT_SECONDS)
    context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()


def _right(path: Path, jar: Jar) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two stacks that start at once fetch one after the other."""
    with (folder / ".lock").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        yield
