"""`kiosk deliver`: the service that sends and prints what waits, beside the kiosk or alone; `--once` for a timer."""

import argparse
import json
import os
import signal
import sys
import threading
import time

from kiosk.commands.opening import open_kiosk
from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk

LONGEST_ENDING = 1.5
"""Seconds that an orderly end may take; then the process ends all the same, and what it was sending is free."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("deliver", help=_("enviar e imprimir lo que espera, hasta que se le diga que termine"))
    parser.add_argument("--once", action="store_true", help=_("solo lo que toca ahora, y terminar"))
    parser.add_argument("--json", action="store_true", help=_("con --once: las cuentas para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.json and not options.once:
        _say(_("--json va con --once: un servicio no tiene cuentas que dar."))
        return 2
    stopping = _when_told_to_end(status=1 if options.once else 0)
    kiosk = open_kiosk(options)
    if kiosk.mailer is None and kiosk.printer is None:
        sentence = _("Este kiosco no tiene correo ni impresora: revise [mail] y [printer] en sus ajustes.")
        if options.once:
            raise OutOfService(sentence)
        _say(_("{sentence} Después, reinicie este servicio.").format(sentence=sentence))
        stopping.wait()  # to end would have it started again every few seconds, and settings are read at a start
        return 0
    return _once(kiosk, stopping, as_json=options.json) if options.once else _serve(kiosk, stopping)


def _serve(kiosk: Kiosk, stopping: threading.Event) -> int:
    from kiosk.services.delivery.lanes import Lanes  # noqa: PLC0415 - other commands start without it

    lanes = Lanes(kiosk, tell=_say)
    lanes.start()
    stopping.wait()
    lanes.end(within=LONGEST_ENDING)
    return 0


def _once(kiosk: Kiosk, stopping: threading.Event, *, as_json: bool) -> int:
    from kiosk.services.delivery import lanes  # noqa: PLC0415 - other commands start without it
    from kiosk.services.messages import outbox  # noqa: PLC0415 - other commands start without it

    due = outbox.due(kiosk)
    sentences = lanes.deliver_once(kiosk, lambda: not stopping.is_set(), _say)
    counts = outbox.counts(kiosk, due)
    if as_json:
        print(json.dumps(counts))
    else:
        words = _("Enviados: {sent}. Impresos: {printed}. Para más tarde: {deferred}. Fallidos: {failed}. Sin saber: {unknown}.")
        print(words.format(**counts))
    for each in sentences:
        _say(each)
    if sentences:
        return 3
    return 1 if stopping.is_set() or counts["deferred"] or counts["failed"] or counts["unknown"] else 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _when_told_to_end(status: int) -> threading.Event:
    """Return what is set when a signal asks for the end; where that takes too long, the process ends with this status."""
    # A handler in Python runs in the main thread, once that wakes, and it may just have gone to sleep: a pipe is heard at once.
    hears, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    stopping = threading.Event()

    def wait() -> None:
        os.read(hears, 1)
        stopping.set()
        time.sleep(LONGEST_ENDING)
        os._exit(status)

    threading.Thread(target=wait, name="ending", daemon=True).start()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda _number, _frame: None)
    return stopping
