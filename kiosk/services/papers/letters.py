"""Writes the e-mails: plain text first, a simple HTML of the same words beside it, and no header that a name could break.

Nobody is named in them, and no identity is written in full: a mailbox is often shared by a family, or somebody else's.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape

from kiosk.domain.machine.message import Trouble
from kiosk.domain.moment import Moment, local_zone
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.ports import MailRefused
from kiosk.services.papers.receipt import with_receipt
from kiosk.settings import Settings
from kiosk.words.dates import moment_words, shown_time

_POLICY = policy.SMTP.clone(cte_type="7bit")
"""Bodies in seven bits: not every server on the way takes eight."""


_ATOMS = r"[^\s.@<>()\[\]\\,;:\"]+(\.[^\s.@<>()\[\]\\,;:\"]+)*"
"""Words with a dot between each two: either side of an address, unquoted (RFC 5322, 3.2.3)."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[str, ...]
    large: bool = False


def message_id(settings: Settings, row: str) -> str:
    """Return the Message-ID of a waiting message's row (RFC 5322, 3.6.4): one sent twice can be told by it."""
    return f"<{row}@{_address(settings.mail.sender).domain}>"


def email_code_message(settings: Settings, *, to: str, code: str, issued: Moment, message_id: str) -> EmailMessage:
    """Write the e-mail with the code (six digits); raises MailRefused when an address cannot be used."""
    local = issued.at.astimezone(local_zone(settings.kiosk.province))
    place = settings.kiosk.dispensary
    subject = _("Verificar correo electrónico: {place}, {time}").format(place=place, time=shown_time(local))
    paragraphs = (
        _Paragraph((_("Sus 6 números son:"),)),
        _Paragraph((f"{code[:3]} {code[3:]}",), large=True),
        _Paragraph(
            (
                _("Escríbalos en la pantalla del kiosco ({place}) para confirmar que este correo es suyo.").format(place=place),
                _("Si ya se fue del kiosco, vuelva y elija «Tengo los números del correo»."),
            )
        ),
        _Paragraph(
            (
                _("Se pidieron el {when}, y sirven {hours} horas.").format(
                    when=moment_words(issued, settings), hours=settings.limits.confirm_hours
                ),
            )
        ),
        _Paragraph((_("No dé estos números a otras personas."),)),
        _Paragraph((_("Si usted no los pidió, no haga nada: sin ellos nadie puede confirmar su correo."),)),
        _Paragraph((settings.institution.name, place)),
    )
    return _filled(_addressed(settings, to, local, message_id), subject, paragraphs)


def holder_code_message(  # noqa: PLR0913 - what a message is made of, each named by the caller
    settings: Settings, number: str, *, to: str, code: str, issued: Moment, message_id: str
) -> EmailMessage:
    """Write the e-mail with the digits that open a case; raises MailRefused on an address of no use."""
    subject = _("Sus números para el trámite {number}").format(number=number)
    paragraphs = (
        (_("Alguien pide en el kiosco cambiar o cancelar su trámite {number}.").format(number=number),),
        (_("Si es usted, escriba estos números en la pantalla:"), f"{code[:3]} {code[3:]}"),
        (_("Se pidieron el {when}, y sirven 10 minutos.").format(when=moment_words(issued, settings)),),
        (_("Si no es usted, no haga nada y no dé los números a nadie: sin ellos no se cambia nada."),),
        (settings.institution.name, settings.kiosk.dispensary),
    )
    return plain_message(settings, to=to, at=issued.at, message_id=message_id, subject=subject, paragraphs=paragraphs)


def filing_message(  # noqa: PLR0913 - what a message is made of, each named by the caller
    settings: Settings, content: ReceiptContent, *, to: str, pdf: bytes, at: datetime, message_id: str
) -> EmailMessage:
    """Write the e-mail that a case was filed, with the receipt attached; `at` is now. Raises MailRefused."""
    subject = _("Recibimos su trámite {number}").format(number=content.number)
    paragraphs = (
        _Paragraph((content.received, _("Su número de trámite es:"))),
        _Paragraph((content.number,), large=True),
        _Paragraph((_("Guarde este correo: con él va su comprobante, en PDF."),)),
        _Paragraph((content.answer, with_receipt(content), *filter(None, (content.hours,)))),
        _Paragraph(
            (
                _("Trámite: {procedure}").format(procedure=content.procedure),
                _("Persona: {applicant}").format(applicant=content.applicant),
                _("Lugar: {place}").format(place=content.dispensary),
                _("Fecha: {when}").format(when=content.filed_at),
                _("Costo: {cost}").format(cost=content.cost),
            )
        ),
        _Paragraph((_("Documentos que recibimos:"), *_bullets(content.documents))),
        _Paragraph((_("Qué sigue:"), *_bullets(content.next_steps))),
        _Paragraph((_("Para preguntar: {ask}").format(ask=content.ask), content.cancel)),
        _Paragraph((_("¿Tiene preguntas? No responda a este correo: nadie lee las respuestas. Pregunte aquí:"), *content.contact)),
        _Paragraph((content.institution, content.dispensary)),
    )
    local = at.astimezone(local_zone(settings.kiosk.province))
    message = _filled(_addressed(settings, to, local, message_id), subject, paragraphs)
    name = _("comprobante-{number}.pdf").format(number=re.sub(r"[^\w-]", "", content.number))
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return message


def correction_message(  # noqa: PLR0913 - what a message is made of, each named by the caller
    settings: Settings, asked: tuple[str, str, str, str], ways: tuple[str, ...], *, to: str, at: datetime, message_id: str
) -> EmailMessage:
    """Write the e-mail that a document is asked for again; raises MailRefused on an address of no use.

    `asked` is the case's number, the document, why, and the code; `ways` say what to do.
    """
    number, document, why, code = asked
    paragraphs = (
        _Paragraph((_("Para seguir con su trámite {number} hace falta un documento:").format(number=number),)),
        _Paragraph((document,), large=True),
        _Paragraph((why,)),
        _Paragraph((_("Su número para volver con él:"),)),
        _Paragraph((code,), large=True),
        _Paragraph((_("Qué debe hacer:"), *ways)),
        _Paragraph((_("No envíe el documento por correo: nadie lee las respuestas. Tráigalo al dispensario."),)),
        _Paragraph((settings.institution.name, settings.kiosk.dispensary)),
    )
    subject = _("Le pedimos un documento para su trámite {number}").format(number=number)
    local = at.astimezone(local_zone(settings.kiosk.province))
    return _filled(_addressed(settings, to, local, message_id), subject, paragraphs)


def answer_message(  # noqa: PLR0913 - what a message is made of, each named by the caller
    settings: Settings,
    number: str,
    said: tuple[tuple[str, ...], ...],
    *,
    to: str,
    scan: tuple[bytes, str] | None,
    at: datetime,
    message_id: str,
) -> EmailMessage:
    """Write the e-mail with the institute's answer; raises MailRefused on an address of no use.

    `said` are its paragraphs, the first of them drawn large. `scan` is the paper's bytes and media type, for an address that is
    known to be the person's own only.
    """
    here = (
        _("Con este correo va una copia del documento del IESS.")
        if scan
        else _("Para tener el documento del IESS, venga a este dispensario con su cédula y su comprobante.")
    )
    paragraphs = (
        _Paragraph((_("Ya hay respuesta a su trámite {number}:").format(number=number),)),
        _Paragraph(said[0], large=True),
        *(_Paragraph(lines) for lines in said[1:]),
        _Paragraph((here,)),
        _Paragraph((_("¿Tiene preguntas? No responda a este correo: nadie lee las respuestas. Pregunte en el dispensario."),)),
        _Paragraph((settings.institution.name, settings.kiosk.dispensary)),
    )
    subject = _("Respuesta a su trámite {number}").format(number=number)
    local = at.astimezone(local_zone(settings.kiosk.province))
    message = _filled(_addressed(settings, to, local, message_id), subject, paragraphs)
    if scan:
        kind, _slash, subtype = scan[1].partition("/")
        ending = "pdf" if subtype == "pdf" else "jpg"
        name = _("respuesta-{number}.{ending}").format(number=re.sub(r"[^\w-]", "", number), ending=ending)
        message.add_attachment(scan[0], maintype=kind, subtype=subtype, filename=name)
    return message


def probe_message(settings: Settings, *, to: str, at: datetime) -> EmailMessage:
    """Write a mail that tells staff, by its coming, that the kiosk can send; it is about nobody. Raises MailRefused."""
    local = at.astimezone(local_zone(settings.kiosk.province))
    place, time = settings.kiosk.dispensary, shown_time(local)
    subject = _("Prueba de correo del kiosco: {place}, {time}").format(place=place, time=time)
    paragraphs = (
        _Paragraph((_("Este correo es una prueba. Si usted lo lee, el kiosco puede enviar correo."),)),
        _Paragraph((_("Lo pidió una persona del personal con «kiosk doctor --probe». No hay nada que hacer."),)),
        _Paragraph((_("Kiosco {id}, {place}, {time}").format(id=settings.kiosk.id, place=place, time=time),)),
    )
    return _filled(_addressed(settings, to, local, message_id(settings, f"probe-{secrets.token_hex(12)}")), subject, paragraphs)


def plain_message(  # noqa: PLR0913 - what a message is made of, each named by the caller
    settings: Settings, *, to: str, at: datetime, message_id: str, subject: str, paragraphs: tuple[tuple[str, ...], ...]
) -> EmailMessage:
    """Write a mail of paragraphs of lines; `at` is now. Raises MailRefused."""
    local = at.astimezone(local_zone(settings.kiosk.province))
    return _filled(_addressed(settings, to, local, message_id), subject, tuple(map(_Paragraph, paragraphs)))


def _bullets(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"• {line}" for line in lines)


def _addressed(settings: Settings, to: str, at: datetime, message_id: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(settings.mail.sender, settings.kiosk.dispensary)
    message["To"] = _address(to)
    message["Date"] = at
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
    return message


def _filled(message: EmailMessage, subject: str, paragraphs: tuple[_Paragraph, ...]) -> EmailMessage:
    message["Subject"] = clean(subject)
    message.set_content("\n\n".join(_plain(each) for each in paragraphs) + "\n")
    message.add_alternative(_HTML.format(body="\n".join(_html(each) for each in paragraphs)), subtype="html")
    return message


def _address(address: str, name: str = "") -> Address:
    """Return one address, its domain in ASCII, under a name of letters and digits only; raises MailRefused.

    The quoted forms of RFC 5322 are refused: nobody has such an address, and they are how one becomes two.
    """
    user, _at, domain = address.rpartition("@")
    if clean(address, limit=254) != address or not re.fullmatch(_ATOMS, user) or not re.fullmatch(_ATOMS, domain):
        raise MailRefused(_("Esa dirección de correo no se puede usar: revise cómo está escrita."), Trouble.ADDRESS)
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError as error:
        raise MailRefused(_("Esa dirección de correo no se puede usar: revise cómo está escrita."), Trouble.ADDRESS) from error
    return Address(re.sub(r"[^\w ·-]", " ", clean(name)).strip(), username=user, domain=ascii_domain)


def _plain(paragraph: _Paragraph) -> str:
    return "\n".join(f"    {line}" if paragraph.large else line for line in paragraph.lines)


def _html(paragraph: _Paragraph) -> str:
    lines = "<br>".join(escape(line) for line in paragraph.lines)
    return f'<p style="font-size:28px;font-weight:bold">{lines}</p>' if paragraph.large else f"<p>{lines}</p>"


_HTML = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"></head>
<body style="font-family:sans-serif;font-size:17px;line-height:1.5;max-width:38em">
{body}
</body></html>
"""
