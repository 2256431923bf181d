from services.kit import telemetry

INCOMING = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_an_incoming_traceparent_is_gone_on_with():
    with telemetry.continued(INCOMING):
        assert telemetry.correlation_id() == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_without_one_or_with_nonsense_a_new_one_is_begun():
    for incoming in (None, "", "nonsense", "00-zz-11-01", INCOMING.replace("4bf9", "ZZZZ")):
        with telemetry.continued(incoming):
            assert len(telemetry.correlation_id()) == 32
            assert telemetry.correlation_id() != "4bf92f3577b34da6a3ce929d0e0e4736"


def test_it_ends_with_its_block():
    with telemetry.continued(INCOMING):
        pass
    with telemetry.continued(None):
        assert telemetry.traceparent() != INCOMING
