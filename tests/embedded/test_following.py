from pathlib import Path

from deploy.embedded.following import Follower


def test_each_line_is_said_once_with_the_name_of_its_process(tmp_path: Path) -> None:
    log = tmp_path / "intake.log"
    log.write_text("one\ntwo\n", encoding="utf-8")
    follower = Follower(tmp_path, [])

    assert follower.new() == [("intake", "one"), ("intake", "two")]
    with log.open("a", encoding="utf-8") as file:
        file.write("three\nhal")
    assert follower.new() == [("intake", "three")]
    with log.open("a", encoding="utf-8") as file:
        file.write("f\n")
    assert follower.new() == [("intake", "half")]
    assert follower.new() == []


def test_a_log_that_was_moved_aside_is_read_from_its_start(tmp_path: Path) -> None:
    log = tmp_path / "intake.log"
    log.write_text("a long line of before\n", encoding="utf-8")
    follower = Follower(tmp_path, [])
    follower.new()

    log.rename(tmp_path / "intake.log.1")
    log.write_text("new\n", encoding="utf-8")

    assert follower.new() == [("intake", "new")]


def test_only_the_named_processes_are_followed(tmp_path: Path) -> None:
    (tmp_path / "intake.log").write_text("a\n", encoding="utf-8")
    (tmp_path / "kafka.log").write_text("b\n", encoding="utf-8")

    assert Follower(tmp_path, ["kafka"]).new() == [("kafka", "b")]
