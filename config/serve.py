"""Everything in one command: `script/server` makes ready, then runs web server and worker together.

One process imports the site once; the web server and the worker are forked from it and share its
memory.
"""

import argparse
import gc
import os
import socket
import sys
from pathlib import Path

import environ

from . import processes

BASE_DIR = Path(__file__).resolve().parent.parent
ANY_ADDRESS = ("0.0.0.0", "::")


def main(arguments=None) -> int:
    options = _options(arguments)
    somebody_said_demo = _fill_in_environment(options)
    import django

    django.setup()
    from .preparing import REAL_DATA, prepare

    status = processes.do_apart(prepare)
    if status == REAL_DATA and os.environ["DEMO"] not in ("", "0"):
        # The demo lets anybody enter as anybody: never beside real people's data.
        if somebody_said_demo:
            print("Con DEMO=1 el sitio no abre datos que no son de la demostración.")
            return 1
        os.environ["DEMO"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "config.serve", *sys.argv[1:]])
    if status not in (0, REAL_DATA):
        return status
    from . import wsgi  # noqa: F401 — imported here, once, for all the processes

    _announce(options)
    # What is alive now lives as long as the site: the collector need not look at it, and so the
    # processes need no copy of their own.
    gc.collect()
    gc.freeze()
    return processes.keep_running({"web": lambda: _web(options), "worker": _worker})


def _options(arguments):
    parser = argparse.ArgumentParser("script/server", description="Jornadas, listo para usarse.")
    parser.add_argument("--host", default="127.0.0.1", help="dirección (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="puerto (%(default)s)")
    return parser.parse_args(arguments)


def _fill_in_environment(options) -> bool:
    """Say what nobody said; return whether somebody said if this is the demo."""
    environ.Env.read_env(BASE_DIR / ".env")
    said = "DEMO" in os.environ
    host = "127.0.0.1" if options.host in ANY_ADDRESS else _in_url(options.host)
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "1",
        "SITE_URL": f"http://{host}:{options.port}",
    }
    if options.host in ANY_ADDRESS:
        defaults["ALLOWED_HOSTS"] = ",".join(_own_names())
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    return said


def _own_names() -> list[str]:
    """What the other machines of the network may call this one."""
    names = {socket.gethostname()}
    # No packet is sent: connecting a datagram socket only chooses the way out.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            names.add(probe.getsockname()[0])
        except OSError:
            pass  # no network at all: nobody will ask
    return sorted(names)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _announce(options) -> None:
    from django.conf import settings

    site = settings.SITE_URL
    print(f"Jornadas está en {site}/")
    if options.host in ANY_ADDRESS:
        others = ", ".join(f"http://{_in_url(name)}:{options.port}/" for name in _own_names())
        print(f"Desde otras máquinas de la red: {others}")
    if settings.DEMO:
        _announce_demo(site)
    print("Para terminar: Ctrl+C", flush=True)


def _announce_demo(site: str) -> None:
    from padron.demo_accounts import listed

    print("Es la demostración, con personas inventadas. Sus cuentas:")
    for account in listed():
        print(f"  {account['user'].email:42} {account['label']}")
    print(f"Para entrar como cualquiera de ellas: {site}/cuentas/demo/")


def _web(options) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    address = f"{_in_url(options.host)}:{options.port}"
    config = str(BASE_DIR / "config" / "gunicorn.py")
    sys.argv = ["gunicorn", "-c", config, "-b", address, "config.wsgi:application"]
    WSGIApplication().run()


def _worker() -> None:
    from django.core.management import call_command

    call_command("worker")


if __name__ == "__main__":
    sys.exit(main())
