"""Whether what the kiosk talks to is there: the mail server, the mailbox of returned mail, the printer, the scanner's program."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.machine.health import Check, Health
from kiosk.domain.machine.message import Media, Trouble
from kiosk.locale import _
from kiosk.ports import DeliveryFailed, Mailbox, Mailer, Printer
from kiosk.services.papers import letters
from kiosk.settings import Settings
from kiosk.small_file import read_small
from kiosk.words.system import fault_in_words


def mail(settings: Settings, mailer: Mailer | None, probe: str | None = None) -> list[Check]:
    """Greet the mail server as for a message; send one to the address `probe`, if it is given."""
    checks = [_mail(settings, mailer)]
    if probe is not None:
        checks.append(_probe(settings, mailer, probe))
    return checks


def _mail(settings: Settings, mailer: Mailer | None) -> Check:
    if mailer is None:
        words = _("Este kiosco no envía correo.")
        return Check("mail", Health.WARNING, "none", words, _("Si debe enviarlo, escriba la sección [mail] en los ajustes."))
    if settings.mail.kind == "maildir" and not settings.mail.maildir.exists():
        return Check("mail", Health.OK, "not_made", _("El buzón de muestra se hace con el primer correo."))
    try:
        mailer.check()
    except DeliveryFailed as error:
        return _failed("mail", error, "mail")
    return Check("mail", Health.OK, "ok", _("El servidor de correo contesta y acepta al kiosco."))


def _probe(settings: Settings, mailer: Mailer | None, address: str) -> Check:
    if mailer is None:
        words, mend = (
            _("No se envió el correo de prueba: este kiosco no envía correo."),
            _("Escriba la sección [mail] en los ajustes."),
        )
        return Check("probe", Health.FAILED, "none", words, mend)
    try:
        mailer.send(letters.probe_message(settings, to=address, at=datetime.now(UTC)))
    except DeliveryFailed as error:
        return _failed("probe", error, "mail")
    finally:
        mailer.hang_up()
    return Check("probe", Health.OK, "accepted", _("El servidor aceptó el correo de prueba. Mire si llegó."))


def bounces(settings: Settings, mailbox: Mailbox | None) -> list[Check]:
    """Open the mailbox that mail comes back to."""
    if mailbox is None:
        words = _("No se lee ningún buzón de correos devueltos.")
        if settings.mail.kind != "smtp":
            return [Check("bounces", Health.OK, "none", words)]
        mend = _("Para saber de los correos que vuelven, escriba la sección [bounces] en los ajustes.")
        return [Check("bounces", Health.WARNING, "none", words, mend)]
    try:
        mailbox.check()
    except DeliveryFailed as error:
        return [_failed("bounces", error, "bounces")]
    return [Check("bounces", Health.OK, "ok", _("El buzón de correos devueltos se puede leer."))]


def printers(settings: Settings, printer: Printer | None) -> list[Check]:
    """Ask after the printer for each kind of paper."""
    if printer is None:
        words = _("Este kiosco no tiene impresora.")
        mend = _("Si debe imprimir, escriba la sección [printer] en los ajustes.")
        return [Check("printer", Health.WARNING, "none", words, mend)]
    if settings.printer.kind == "folder" and not settings.printer.folder.exists():
        return [Check("printer", Health.OK, "not_made", _("La carpeta de impresión se hace con la primera hoja."))]
    return [_printer(printer, each) for each in printer.media]


def _printer(printer: Printer, media: Media) -> Check:
    name = f"printer_{media}"
    try:
        job = printer.check(media)
    except DeliveryFailed as error:
        return _failed(name, error, "printer")
    if job.trouble:
        return Check(
            name,
            Health.WARNING,
            job.trouble,
            _sentence(job.cause or _("La impresora espera ayuda.")),
            _mend(job.trouble, "printer"),
        )
    return Check(name, Health.OK, "ok", _("La impresora está lista."))


def scanner(settings: Settings) -> list[Check]:
    """Look for the scanner's program; no device is looked for, which would take seconds."""
    if settings.scanner.kind == "none":
        return [Check("scanner", Health.OK, "none", _("Este kiosco no usa escáner."))]
    if shutil.which("scanimage") is None:
        words, mend = _("Falta el programa scanimage para el escáner."), _("Instale el paquete sane-utils.")
        return [Check("scanner", Health.FAILED, "no_program", words, mend)]
    return [Check("scanner", Health.OK, "ok", _("El programa del escáner está instalado."))]


def passwords(settings: Settings) -> list[Check]:
    """Look whether the files with passwords are there, and who may read them."""
    files = {
        "mail": settings.mail.password_file if settings.mail.kind == "smtp" else None,
        "bounces": settings.bounces.password_file if settings.bounces.kind == "imap" else None,
    }
    checks = [_password(section, file) for section, file in files.items() if file is not None]
    return checks or [Check("passwords", Health.OK, "none", _("No hay archivos de contraseña."))]


def _password(section: str, file: Path) -> Check:
    name = f"passwords_{section}"
    try:
        status = file.stat()
        read_small(file)
    except OSError as error:
        words = _("No se puede leer la contraseña {file}: {reason}.").format(file=file, reason=fault_in_words(error))
        mend = _("Revise el ajuste {section}.password_file y que el archivo sea del usuario del kiosco.").format(section=section)
        return Check(name, Health.FAILED, "unreadable", words, mend)
    if status.st_mode & 0o077:
        words = _("Otros pueden leer la contraseña {file}.").format(file=file)
        return Check(name, Health.WARNING, "open_to_others", words, _("Escriba: chmod 600 {file}").format(file=file))
    return Check(name, Health.OK, "ok", _("Solo el kiosco puede leer la contraseña {file}.").format(file=file))


def _failed(name: str, error: DeliveryFailed, section: str) -> Check:
    return Check(name, Health.FAILED, error.trouble or "other", _sentence(error.message), _mend(error.trouble, section))


def _sentence(cause: str) -> str:
    """Return a cause, which may be a clause made to stand within a sentence, as one of its own."""
    return cause[:1].upper() + cause[1:].removesuffix(".") + "."


def _mend(trouble: Trouble, section: str) -> str:
    words = {
        Trouble.UNREACHABLE: _("Revise si hay internet, y los ajustes {section}.host y {section}.port."),
        Trouble.LATE: _("Revise si hay internet, y los ajustes {section}.host y {section}.port."),
        Trouble.CUT: _("Pruebe otra vez en unos minutos; si sigue, revise {section}.port y {section}.security."),
        Trouble.BUSY: _("Pruebe otra vez en unos minutos."),
        Trouble.TLS: _(
            "Revise {section}.host, {section}.security y la hora del equipo; el certificado lo arregla quien cuida el servidor."
        ),
        Trouble.CREDENTIALS: _("Revise {section}.user y {section}.password_file."),
        Trouble.SENDER: _("Revise mail.sender: el servidor debe aceptar esa dirección como remitente."),
        Trouble.ADDRESS: _("Revise la dirección."),
        Trouble.GONE: _("Revise el ajuste {section}.folder y el permiso de la carpeta en el servidor."),
        Trouble.DISK: _("Revise que la carpeta exista y sea del usuario del kiosco."),
        Trouble.PAPER_OUT: _("Ponga papel."),
        Trouble.COVER_OPEN: _("Cierre la tapa."),
        Trouble.JAM: _("Saque el papel atascado."),
        Trouble.INK_OUT: _("Cambie la tinta, el tóner o la cinta."),
        Trouble.OFFLINE: _("Encienda la impresora y revise su cable o su red."),
        Trouble.STOPPED: _("Reanude la cola: cupsenable y cupsaccept con su nombre."),
        Trouble.NO_PRINTER: _("Revise los ajustes printer.roll y printer.a4: deben ser los nombres que da lpstat -v."),
    }
    return words.get(trouble, _("Avise a quien cuida el kiosco.")).format(section=section)
