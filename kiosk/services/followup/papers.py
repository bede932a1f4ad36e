"""Composes the desk's papers: what is asked for again, an answer, a withdrawal.

As on the receipt, nobody is named on a paper that may be lost.
"""

from dataclasses import replace

from sqlmodel import Session

from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.resume_code import grouped
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.papers.paper import PaperContent, Section
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.domain.people.names import full_name
from kiosk.locale import _
from kiosk.services.followup import corrections, decisions, withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt import document_name, initials
from kiosk.services.papers.ways import as_brought
from kiosk.storage.tables import Case, Message
from kiosk.words.cases import outcome_told
from kiosk.words.dates import moment_words, shown_date, spoken_date, spoken_time

KINDS = (MessageKind.CORRECTION_PRINT, MessageKind.ANSWER_PRINT, MessageKind.WITHDRAWAL_PRINT)


def content_of(kiosk: Kiosk, session: Session, message: Message) -> PaperContent:
    """Return what stands on one of the papers in `KINDS`; raises NotFound when what it is about is gone."""
    match MessageKind(message.kind):
        case MessageKind.CORRECTION_PRINT:
            return _correction(kiosk, corrections.asked_of(kiosk, session, message.reference))
        case MessageKind.ANSWER_PRINT:
            return _answer(kiosk, session, session.get(Case, message.reference))
        case MessageKind.WITHDRAWAL_PRINT:
            return _withdrawal(kiosk, session, message.reference)
        case _:
            raise NotFound(_("Ese papel ya no está."))


def why(asked: AskedDocument) -> str:
    """Return why a document is asked for, in one sentence or two."""
    if asked.wanted is Wanted.MISSING:
        return f"{_('Falta este documento.')} {asked.explanation}".strip()
    return f"{_('El que entregó no sirve:')} {asked.explanation}".strip()


def ways_back(kiosk: Kiosk) -> tuple[str, ...]:
    """Return what to do with the document that is asked for."""
    hours = kiosk.settings.kiosk.hours
    return (
        _("1. Consiga el documento, {how}.").format(how=as_brought(kiosk.settings)),
        _("2. Venga a este dispensario con este número y su cédula. Horario: {hours}").format(hours=hours)
        if hours
        else _("2. Venga a este dispensario con este número y su cédula."),
        _("3. Entréguelo al personal. O, en el kiosco, elija «Seguir con mi número para volver» y escriba este número."),
        _("Hasta entonces su trámite espera: venga lo más pronto que pueda."),
    )


def meaning(outcome: Outcome) -> tuple[str, ...]:
    """Return what an outcome means for the person, and what to do now."""
    if outcome is Outcome.GRANTED:
        return (
            _("Las personas que pidieron salir ya no están en el Seguro Social Campesino desde la fecha que dice la respuesta."),
            _("Guarde la respuesta con sus papeles."),
        )
    if outcome is Outcome.REFUSED:
        return (
            _("Nadie ha salido del Seguro Social Campesino: todo sigue como antes."),
            _("La respuesta dice por qué. Si no está de acuerdo, o quiere pedirlo otra vez, pregunte en este dispensario."),
        )
    return (
        _("Su trámite sigue abierto, y espera lo que el IESS pide."),
        _("De cada documento le damos, o le enviamos, un papel con su número para volver. Tráigalo con el documento."),
    )


def _correction(kiosk: Kiosk, asked: AskedDocument) -> PaperContent:
    return replace(
        headed(kiosk, _("LE PEDIMOS UN DOCUMENTO")),
        number=grouped(asked.code),
        sections=(
            Section(_("Qué documento"), (document_name(asked.slot), why(asked))),
            Section(_("Qué debe hacer"), ways_back(kiosk)),
            Section(_("De qué trámite"), rows=((_("Número"), asked.number), (_("Se pidió el"), spoken_date(asked.asked_at)))),
        ),
        qr=corrections.mark(asked),
        foot=(_("Guarde este papel y no lo preste."),),
    )


def _answer(kiosk: Kiosk, session: Session, case: Case | None) -> PaperContent:
    decision = decisions.newest(session, case) if case else None
    if case is None or decision is None:
        raise NotFound(_("Este trámite no tiene una respuesta."))
    outcome, hours = Outcome(decision.outcome), kiosk.settings.kiosk.hours
    rows = [
        (_("Quién pidió"), _masked(case)),
        (_("Fecha de la respuesta"), shown_date(decision.decided_on)),
        *([(_("Documento del IESS"), decision.reference)] if decision.reference else []),
        *([(_("Horario del dispensario"), hours)] if hours else []),
    ]
    return replace(
        headed(kiosk, _("RESPUESTA A SU TRÁMITE")),
        number=str(case.number),
        sections=(
            Section(outcome_told(outcome), tuple(filter(None, (decision.note, *meaning(outcome))))),
            Section(_("De qué trámite"), rows=tuple(rows)),
            Section(_("Recibí la respuesta"), (_("Firme o ponga su huella. El personal escanea esta hoja y se la devuelve."),)),
        ),
        signature=_("Firma de quien recibe, y fecha"),
    )


def _withdrawal(kiosk: Kiosk, session: Session, withdrawal_id: str) -> PaperContent:
    proof, case = withdrawals.proof_of(kiosk, session, withdrawal_id)
    request = proof.what is TakenBack.REQUEST
    return replace(
        headed(kiosk, _("SOLICITUD CANCELADA") if request else _("PERMISO QUITADO")),
        number=str(case.number),
        sections=(
            Section(
                _("Canceló su solicitud") if request else _("Quitó su permiso (consentimiento)"),
                rows=(
                    (_("Fecha"), spoken_time(proof.at)),
                    (_("Quién"), _masked(case)),
                ),
            ),
            Section(_("Qué pasa ahora"), withdrawals.effects(case, proof.what, spoken_date(proof.until))),
        ),
        foot=(_("No tuvo que decir por qué, y no cuesta nada. Guarde este papel."),),
    )


def headed(kiosk: Kiosk, title: str) -> PaperContent:
    """Return a paper with its head only."""
    settings = kiosk.settings
    made_at = moment_words(kiosk.clock.now(), settings)
    return PaperContent(settings.institution.name, settings.kiosk.dispensary, title, made_at)


def _masked(case: Case) -> str:
    identity = Identity(IdentityKind(case.identity_kind), case.identity_number)
    name = full_name(case.surnames, case.given_names)
    return _("{initials} · {identity}").format(initials=initials(name), identity=identity.masked)
