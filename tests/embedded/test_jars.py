import hashlib
from pathlib import Path

import pytest

from deploy.embedded import jars
from deploy.embedded.failure import StackFailure


def a_jar(artifact: str = "broker", content: bytes = b"right") -> jars.Jar:
    return jars.Jar("org.example", artifact, "1", hashlib.sha256(content).hexdigest())


def put(folder: Path, jar: jars.Jar, content: bytes) -> None:
    path = folder / jar.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_the_pinned_list_holds_kafka_and_a_logger_once_each() -> None:
    names = [str(jar) for jar in jars.pinned()]

    assert "org.apache.kafka:kafka_2.13:4.3.1" in names
    assert "org.slf4j:slf4j-simple:1.7.36" in names
    assert len({jar.artifact for jar in jars.pinned()}) == len(names)


def test_only_what_is_missing_or_damaged_is_fetched(tmp_path: Path) -> None:
    present, damaged, missing = a_jar("present"), a_jar("damaged"), a_jar("missing")
    put(tmp_path, present, b"right")
    put(tmp_path, damaged, b"righ")
    fetched: list[str] = []

    def get(jar: jars.Jar, folder: Path) -> None:
        fetched.append(jar.artifact)
        put(folder, jar, b"right")

    jars.fetch(jars=[present, damaged, missing], folder=tmp_path, get=get)

    assert sorted(fetched) == ["damaged", "missing"]
    assert (tmp_path / damaged.path).read_bytes() == b"right"


def test_a_file_with_another_content_is_named_and_not_kept(tmp_path: Path) -> None:
    jar = a_jar()

    with pytest.raises(StackFailure, match=r"org\.example:broker:1.*SHA-256.*run again"):
        jars.fetch(jars=[jar], folder=tmp_path, get=lambda j, f: put(f, j, b"other"))

    assert not (tmp_path / jar.path).exists()


def test_a_download_that_fails_once_is_tried_again(tmp_path: Path) -> None:
    tries: list[int] = []

    def get(jar: jars.Jar, folder: Path) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ConnectionError("cut")
        put(folder, jar, b"right")

    assert jars.fetch(jars=[a_jar()], folder=tmp_path, get=get) == [tmp_path / a_jar().path]


def test_what_arrived_is_kept_when_another_file_fails(tmp_path: Path) -> None:
    good, bad = a_jar("good"), a_jar("bad")

    def get(jar: jars.Jar, folder: Path) -> None:
        if jar == bad:
            raise ConnectionError("no route")
        put(folder, jar, b"right")

    with pytest.raises(StackFailure, match="bad"):
        jars.fetch(jars=[good, bad], folder=tmp_path, get=get)

    assert (tmp_path / good.path).exists()
