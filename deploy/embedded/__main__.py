"""`python -m deploy.embedded`: what the Makefile calls.

All else takes a second to import. Ctrl-C within that second ends in one line too: so it is listened
to before anything is imported, and with `-S` before Python looks for the libraries.
"""

import os
import signal
import sys


def _leave(_number: int, _frame: object) -> None:
    os.write(2, b"netral: interrupted; nothing was started\n")
    # Not an exception: in the middle of an import it might become another one.
    os._exit(130)


def _main() -> int:
    signal.signal(signal.SIGINT, _leave)
    if "site" not in sys.modules:
        import site  # noqa: PLC0415 - see above

        site.main()
    from deploy.embedded.commands import main  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return main()
    finally:
        # It is done: who stops Python at its own end would hear of a failure that there was not.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    raise SystemExit(_main())
