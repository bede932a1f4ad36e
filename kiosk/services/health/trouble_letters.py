"""What is told to the person responsible when something has not worked for a day, and when it works again; it is about nobody."""

from datetime import datetime
from email.message import EmailMessage

from sqlmodel import Session

from kiosk.domain.errors import NotFound
from kiosk.domain.machine.watched import Watched
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.services.health import watching
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import letters
from kiosk.words.dates import moment_words


def trouble_words(watched: Watched) -> tuple[str, str]:
    """Return what does not work, and what to do about it, a sentence each."""
    return {
        Watched.MAIL: (
            _("El kiosco no logra enviar correos."),
            _("Revise si hay internet y la sección [mail] de los ajustes. Lo que espera sale solo después."),
        ),
        Watched.PRINTER: (
            _("La impresora no está lista."),
            _("Mire si tiene papel, si está encendida y conectada, y si su cola no está detenida."),
        ),
        Watched.BACKUP: (
            _("Hace más de una semana que no se hace una copia de seguridad."),
            _("Haga una copia hoy, y guárdela lejos del kiosco."),
        ),
        Watched.DISK: (
            _("Al kiosco le queda poco espacio en el disco, o no puede escribir en él."),
            _("Libere espacio: borre lo que no sea del kiosco, o cambie el disco por uno mayor."),
        ),
        Watched.CLOCK: (
            _("La hora del kiosco no está verificada."),
            _("Por ese reloj no se borra nada hasta que alguien confirme la hora: con F9 en el kiosco, o con «kiosk clock»."),
        ),
    }[watched]


def mended_words(watched: Watched) -> str:
    """Return that it works again."""
    return {
        Watched.MAIL: _("El kiosco ya envía correos otra vez."),
        Watched.PRINTER: _("La impresora ya está lista otra vez."),
        Watched.BACKUP: _("Ya hay una copia de seguridad reciente."),
        Watched.DISK: _("El kiosco ya tiene espacio en el disco."),
        Watched.CLOCK: _("La hora del kiosco ya está verificada."),
    }[watched]


def trouble_message(kiosk: Kiosk, session: Session, reference: str, message_id: str) -> EmailMessage:
    """Write the mail about a trouble; raises NotFound where it is over by now, MailRefused where the address is of no use."""
    name, _at, _kiosk = reference.partition("@")  # Database.own
    mended, watched = name.endswith(watching.MENDED), Watched(name.removesuffix(watching.MENDED))
    since, now, place = watching.since_when(kiosk, session, watched), kiosk.clock.now(), kiosk.settings.kiosk.dispensary
    to = kiosk.settings.desk.responsible_email
    if not to or (since is None) is not mended:
        raise NotFound(_("Ya no hace falta este aviso."))
    if since is None:
        told: tuple[tuple[str, ...], ...] = ((mended_words(watched),),)
        subject = _("Ya funciona: {place}")
    else:
        what, mend = trouble_words(watched)
        begun = _("No funciona desde el {when}.").format(when=_when(kiosk, since, now))
        told = ((what, begun), (_("Qué hacer: {mend}").format(mend=mend),))
        subject = _("El kiosco necesita ayuda: {place}")
    foot = (_("Kiosco {id}, {place}, {time}").format(id=kiosk.settings.kiosk.id, place=place, time=_when(kiosk, now.at, now)),)
    return letters.plain_message(
        kiosk.settings,
        to=to,
        at=now.at,
        message_id=message_id,
        subject=subject.format(place=place),
        paragraphs=(*told, foot),
    )


def _when(kiosk: Kiosk, at: datetime, now: Moment) -> str:
    return moment_words(Moment(at, now.trusted), kiosk.settings)
