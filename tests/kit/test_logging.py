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
