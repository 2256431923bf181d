import json
import logging as standard

import structlog

from services.kit import logging


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_is_one_json_object_without_persons(capsys):
    logging.configure("intake")
    structlog.get_logger("x").info("complaint_accepted", complaint_id="c1", name="Contoh\n\x1b[1m")
    standard.getLogger("library").warning("line\r\nbreak")

    first, second = lines(capsys)
    assert first["event"] == "complaint_accepted"
    assert first["process"] == "intake"
    assert "name" not in first
    assert second["event"] == "line\r\nbreak"


def test_a_traceback_keeps_places_and_no_words(capsys):
    logging.configure("intake")
    try:
        secret = "kata pelapor"
        raise ValueError(secret)
    except ValueError:
        structlog.get_logger("x").exception("request_crashed")

    (line,) = lines(capsys)
    assert "kata pelapor" not in json.dumps(line)
    assert "ValueError" in json.dumps(line)


def test_what_a_library_says_again_and_again_in_an_outage_is_written_once_a_minute(capsys):
    logging.configure("intake")
    for node in range(50):
        standard.getLogger("aiokafka.conn").error("Unable connect to node with id %s", node)
        standard.getLogger("another").warning("each time")
    standard.getLogger("aiokafka.conn").error("another kind")

    said = [line["event"] for line in lines(capsys)]
    assert said.count("Unable connect to node with id 0") == 1
    assert [one for one in said if one.startswith("Unable")] == ["Unable connect to node with id 0"]
    assert said.count("each time") == 50
    assert said[-1] == "another kind"
