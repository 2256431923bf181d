"""`python -m services.kit.probe`: asks this container's own process whether it is ready."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """0 if `/readyz` answers 200, else 1."""
    port = os.environ.get("NETRAL_PORT", "8000")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
