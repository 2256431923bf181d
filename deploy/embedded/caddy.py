"""Caddy: the one front door, with its own certificates; nothing is put into the system's trust."""

import re
from datetime import timedelta
from pathlib import Path

from deploy.embedded import atomic, probe
from deploy.embedded.layout import BIN, Layout
from deploy.embedded.program import Program

HOSTS = ("api.localhost", "console.localhost", "files.localhost")
TO_INTAKE = "/v1/complaints /v1/complaints/* /v1/notices /v1/notices/* /v1/webhook"
COMPOSED = Path(__file__).parents[1] / "caddy" / "Caddyfile"
INSIDE = "/livez /readyz /metrics"
TO_EVIDENCE = "/v1/evidence /v1/evidence/*"


def program(layout: Layout) -> Program:
    """The front door of this stack."""
    file = layout.folder.data / "Caddyfile"
    home = layout.folder.data / "caddy"

    def before() -> None:
        home.mkdir(parents=True, exist_ok=True)
        atomic.write(file, caddyfile(layout))

    return Program(
        name="caddy",
        argv=(str(BIN / "caddy"), "run", "--adapter", "caddyfile", "--config", str(file)),
        cwd=layout.folder.data,
        env={"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)},
        before=before,
        ready=probe.certified(layout.ports["front-door"], HOSTS, Path(authority(layout))),
        patience=timedelta(seconds=15),
    )


def authority(layout: Layout) -> str:
    """The file of the certificate authority that clients of the front door may trust."""
    return str(layout.folder.data / "caddy" / "pki" / "authorities" / "local" / "root.crt")


def shared() -> str:
    """The parts of the compose file's Caddyfile that say what the door refuses, and how safely."""
    text = COMPOSED.read_text("utf-8")
    safe, problems = re.findall(
        r"^\((?:safe|problems)\) \{\n.*?^\}\n", text, re.MULTILINE | re.DOTALL
    )
    return f"{safe}\n{problems}"


def caddyfile(layout: Layout) -> str:
    """Three hosts, each with its limits, and no other; the address itself serves as `api`."""
    port = layout.ports["front-door"]
    intake, evidence, workflow = (
        layout.address(name) for name in ("intake", "evidence", "workflow")
    )
    return f"""{{
	admin off
	storage file_system {{
		root {layout.folder.data / "caddy"}
	}}
	local_certs
	skip_install_trust
	auto_https disable_redirects
	default_bind 127.0.0.1
	default_sni api.localhost
	grace_period 5s
	servers {{
		protocols h1 h2
		timeouts {{
			read_header 10s
			read_body_idle 40s
			write_idle 2m
			idle 2m
		}}
		max_header_size 16KB
	}}
}}

{shared()}
https://api.localhost:{port}, https://127.0.0.1:{port} {{
	import safe
	import problems
	@intake path {TO_INTAKE} /problems/* /openapi.json
	handle @intake {{
		request_body {{
			max_size 2MiB
		}}
		reverse_proxy {intake}
	}}
	@evidence path {TO_EVIDENCE}
	handle @evidence {{
		request_body {{
			max_size 520MiB
		}}
		reverse_proxy {evidence}
	}}
	handle {{
		error 404
	}}
}}

https://console.localhost:{port} {{
	import safe
	import problems
	@inside path {INSIDE}
	handle @inside {{
		error 404
	}}
	@upload path /console/tasks/*/upload /console/cases/*/upload
	handle @upload {{
		request_body {{
			max_size 520MiB
		}}
		reverse_proxy {workflow}
	}}
	handle {{
		request_body {{
			max_size 2MiB
		}}
		reverse_proxy {workflow}
	}}
}}

https://files.localhost:{port} {{
	import safe
	import problems
	@inside path {INSIDE}
	error @inside 404
	request_body {{
		max_size 520MiB
	}}
	reverse_proxy {evidence}
}}

https://:{port} {{
	import safe
	import problems
	error 404
}}
"""
