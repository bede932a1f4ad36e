"""A case as lines to be read, at the desk and on the command line: everything that was said, and that came of it."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.whole import CaseWhole, WithdrawalTold
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Capacity, Person
from kiosk.domain.filing.attestation import Attestation, Confirmation
from kiosk.domain.filing.procedure import Catalogue, Procedure
from kiosk.domain.people.telephone import shown as shown_telephone
from kiosk.locale import _, ngettext
from kiosk.words.cases import actor_in_words, outcome_in_words, taken_back_in_words
from kiosk.words.dates import shown_date, shown_moment
from kiosk.words.filings import sight_in_words, subject_in_words
from kiosk.words.history import message_in_words, name_of, verdict_in_words, what_happened
from kiosk.words.people import identity_in_words, number_in_words

MOST_EVENTS = 100
"""The newest of them: a case that is much looked at has hundreds, and all of them stand in its record."""


class CaseLine(NamedTuple):
    """One line; `value` is the slot of a document, `heading` stands above where a group begins."""

    value: str
    label: str
    text: str
    detail: str = ""
    heading: str = ""


def case_lines(case: CaseWhole, catalogue: Catalogue) -> list[CaseLine]:
    """Return all that is known of a case, group by group."""
    choice = case.draft.answers.choice
    procedure = catalogue.procedure(choice.procedure, choice.version) if choice else None
    groups = {
        _("El trámite"): _about_case(case, procedure),
        _("Personas"): _about_people(case, procedure),
        _("Contacto"): _about_contact(case),
        _("Documentos"): _about_documents(case),
        _("Lo que el personal vio"): map(attested, case.draft.attestations),
        _("Consentimiento"): _about_consent(case),
        _("Documentos pedidos otra vez"): _about_corrections(case),
        _("Respuesta del IESS"): _about_decisions(case),
        _("Lo que la persona quitó o canceló"): map(_taken_back, case.history.withdrawals),
        _("Observaciones"): _about_observations(case),
        _("Correos y papeles"): (
            CaseLine("", shown_moment(each.at), name_of(each), message_in_words(each)) for each in case.history.messages
        ),
        _("Historia"): _about_events(case),
    }
    lines = []
    for heading, group in groups.items():
        for place, line in enumerate(group):
            lines.append(line if place else line._replace(heading=heading))
    return lines


def _about_case(case: CaseWhole, procedure: Procedure | None) -> Iterator[CaseLine]:
    yield CaseLine("", _("Trámite"), procedure.name if procedure else _("(de una versión anterior)"))
    told = shown_moment(case.submitted_at)
    told = told if case.clock_trusted else _("{when} (hora no verificada)").format(when=told)
    with_whom = _("con {name}").format(name=case.entered_by) if case.entered_by else _("en la pantalla del kiosco, sin ayuda")
    confirmed = {
        Confirmation.PAPER: _("Lo confirmó en papel."),
        Confirmation.SCREEN: _("Lo confirmó en la pantalla del kiosco."),
    }.get(case.confirmed_how, _("! Falta la hoja firmada.") if case.entered_by else "")
    yield CaseLine("", _("Recibido aquí"), _("{when}, {with_whom}").format(when=told, with_whom=with_whom), confirmed)
    if case.handed_over_at:
        yield CaseLine("", _("Entregado al IESS"), shown_moment(case.handed_over_at))
    seen = shown_moment(case.receipt_seen_at) if case.receipt_seen_at else _("nadie ha dicho que salió")
    yield CaseLine("", _("Comprobante"), seen)


def _about_people(case: CaseWhole, procedure: Procedure | None) -> Iterator[CaseLine]:
    answers = case.draft.answers
    applicant = answers.applicant
    if applicant is None:
        return
    capacity = {
        Capacity.HEAD: _("Pide, jefe o jefa"),
        Capacity.DEPENDANT: _("Pide, dependiente"),
        Capacity.REPRESENTATIVE: _("Pide por otra persona"),
    }[applicant.capacity]
    leaves = "" if answers.leaving is None or answers.leaving.applicant_leaves else _("No sale.")
    doubts = [_("! {doubt}").format(doubt=each) for each in applicant.doubts]
    detail = "\n".join(part for part in (number_in_words(applicant.identity), leaves, *doubts) if part)
    yield CaseLine("", capacity, applicant.full_name, detail)
    if answers.leaving is None:
        return
    for person in answers.leaving.people:
        yield _person(_("Sale"), person, procedure)
    if answers.leaving.new_head:
        yield _person(_("Nuevo jefe"), answers.leaving.new_head, procedure)


def _person(label: str, person: Person, procedure: Procedure | None) -> CaseLine:
    kinship = procedure.kinship_name(person.kinship) if procedure else ""
    detail = " · ".join(part for part in (kinship, identity_in_words(person)) if part)
    return CaseLine("", label, person.full_name, detail)


def _about_contact(case: CaseWhole) -> Iterator[CaseLine]:
    contact, check = case.draft.answers.contact, case.draft.answers.email_check
    if contact is None:
        return
    yield CaseLine("", _("Teléfono"), shown_telephone(contact.telephone) if contact.telephone else _("no tiene"))
    confirmed = ""
    if contact.email:
        confirmed = _("● confirmado") if check and check.verified_at else _("sin confirmar")
    yield CaseLine("", _("Correo"), contact.email or _("no tiene: la respuesta se entrega aquí"), confirmed)


def _about_documents(case: CaseWhole) -> Iterator[CaseLine]:
    attached = {each.slot: each for each in case.draft.attachments}
    names = {each.key: each.given_names for each in case.draft.answers.leavers} | {"": _("Del trámite")}
    for slot in case.slots:
        document = attached.pop(slot.id, None)
        label = names.get(slot.person) or slot.person_name or _("Quien pide")
        if document is None:
            yield CaseLine("", label, slot.requirement.name, _("está en el PDF de la otra parte"))
            continue
        yield CaseLine(document.slot, label, slot.requirement.name, verdict_in_words(document))
    for document in attached.values():  # of a procedure that this kiosk no longer has
        yield CaseLine(document.slot, _("Documento"), document.slot)


def attested(attestation: Attestation) -> CaseLine:
    """Return what was vouched for as a line."""
    text = _("{name} {seen}").format(name=attestation.actor, seen=sight_in_words(attestation.how))
    detail = (attestation.value, attestation.document_number, attestation.reason, shown_moment(attestation.at))
    return CaseLine("", subject_in_words(attestation.subject), text, " · ".join(part for part in detail if part))


def _about_consent(case: CaseWhole) -> Iterator[CaseLine]:
    for each in case.draft.acceptances:
        label = _("Aviso") if each.kind is AcceptanceKind.NOTICE else _("Autorización")
        how = {
            GivenHow.READ: _("lo leyó en la pantalla"),
            GivenHow.READ_ALOUD: _("se le leyó en voz alta"),
            GivenHow.PAPER: _("la dio en papel, con firma o huella"),
            GivenHow.AWAITED: _("todavía no la da: falta la hoja firmada"),
        }[each.how]
        if each.read_by and each.how is GivenHow.PAPER:
            how = _("la dio en papel, con firma o huella; se lo leyó {name}").format(name=each.read_by)
        elif each.read_by and each.how is not GivenHow.AWAITED:
            how = _("se lo leyó {name}").format(name=each.read_by)
        yield CaseLine("", label, how, _("Versión {version}").format(version=each.version))


def _about_corrections(case: CaseWhole) -> Iterator[CaseLine]:
    names = {slot.id: slot.requirement.name for slot in case.slots}
    for each in case.history.corrections:
        became = _("! todavía no llega")
        if each.met_at:
            became = _("● llegó el {when}").format(when=shown_moment(each.met_at))
        elif each.dropped_at:
            became = _("ya no hace falta desde el {when}").format(when=shown_moment(each.dropped_at))
        detail = "\n".join(part for part in (each.explanation, became) if part)
        yield CaseLine("", shown_moment(each.asked_at), names.get(each.slot, each.slot), detail)


def _about_decisions(case: CaseWhole) -> Iterator[CaseLine]:
    for each in case.history.decisions:
        handed = "" if each.outcome is Outcome.ANNULLED else _("! por entregar a la persona")
        if each.handed_out_at:
            handed = _("● entregada el {when} por {name}").format(when=shown_moment(each.handed_out_at), name=each.handed_out_by)
        detail = "\n".join(part for part in (each.reference, each.note, handed) if part)
        yield CaseLine("", shown_date(each.decided_on), outcome_in_words(each.outcome), detail)


def _about_observations(case: CaseWhole) -> Iterator[CaseLine]:
    observation = case.draft.answers.observation
    if observation and observation.text:
        yield CaseLine("", _("La persona"), observation.text)
    for each in case.history.notes:
        yield CaseLine("", each.by, each.text, shown_moment(each.at))


def _about_events(case: CaseWhole) -> Iterator[CaseLine]:
    """Tell the newest first; what one did over and over is one line."""
    for _same, group in groupby(case.history.events[: -MOST_EVENTS - 1 : -1], key=lambda each: (each.name, each.actor, each.why)):
        newest, *others = group
        told = _("{who}: {what}").format(who=actor_in_words(newest.actor), what=what_happened(newest))
        times = ngettext("{told}, 1 vez", "{told}, {count} veces", len(others) + 1)
        yield CaseLine("", shown_moment(newest.at), times.format(told=told, count=len(others) + 1) if others else told)


def _taken_back(withdrawal: WithdrawalTold) -> CaseLine:
    told = _("anotado por {name}").format(name=actor_in_words(withdrawal.by))
    if withdrawal.undone_at:
        undone = _("{told}; {name} lo deshizo el {when}")
        told = undone.format(told=told, name=actor_in_words(withdrawal.undone_by), when=shown_moment(withdrawal.undone_at))
    return CaseLine("", shown_moment(withdrawal.at), taken_back_in_words(withdrawal.kind), told)
