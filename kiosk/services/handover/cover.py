"""Composes a dossier's cover from the whole case, before anything is drawn: what the institute must see without any program."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.whole import CaseWhole
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Attachment
from kiosk.domain.filing.acceptance import Acceptance, AcceptanceKind
from kiosk.domain.filing.answers import Applicant, Contact, EmailCheck, Person
from kiosk.domain.filing.attestation import Attestation
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.filing.procedure import Procedure
from kiosk.domain.moment import Moment
from kiosk.domain.papers.dossier import DossierContent, DossierDocument, DossierSection
from kiosk.domain.people import telephone
from kiosk.locale import _
from kiosk.services.cases.same_identity import in_words
from kiosk.services.filing.slots import procedure_of
from kiosk.services.handover import dossier_record, words
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt import APPLICANT
from kiosk.words.cases import handover_in_words, lacking_in_words, outcome_in_words
from kiosk.words.dates import local_words, shown_date, shown_moment, spoken_time
from kiosk.words.filings import capacity_in_words, sight_in_words, subject_in_words
from kiosk.words.stages import stage_words


def compose(kiosk: Kiosk, case: CaseWhole, files: Mapping[str, str], *, written_at: datetime, receipt_code: str) -> DossierContent:
    """Compose the cover of a case's dossier, its documents arranged and named as in `files` (both as dossier_record does)."""
    where, names = kiosk.settings.kiosk, dossier_record.slot_names(kiosk, case.draft)
    return DossierContent(
        institution=kiosk.settings.institution.name,
        dispensary=where.dispensary,
        place=", ".join(filter(None, (where.parish, where.canton, kiosk.catalogue.province_name(where.province)))),
        number=str(case.number),  # what draws it knows texts alone
        groups=case.number.groups,
        state=state_in_words(case),
        written=_("Escrito el {when}, por {who}").format(when=spoken_time(written_at), who=kiosk.actor),
        lacking=tuple(map(lacking_in_words, case.lacking)),
        qr=receipt_code,
        sections=tuple(_sections(case, procedure_of(kiosk, case.draft, filed=True))),
        documents=tuple(_listed(each, files, names) for each in case.draft.attachments),
        earlier=tuple(_listed(each, files, names) for each in case.replaced),
    )


def _sections(case: CaseWhole, procedure: Procedure | None) -> Iterator[DossierSection]:
    answers, accepted = case.draft.answers, case.draft.acceptances
    assert answers.applicant and answers.contact and answers.choice and answers.leaving  # noqa: PT018, S101 - else it is not filed
    reference = _("Referencia del IESS: {number}").format(number=case.institution_reference) if case.institution_reference else ""
    yield DossierSection(_("Trámite"), (procedure.name if procedure else answers.choice.procedure, reference))
    yield DossierSection(_("Recibido"), (local_words(Moment(case.submitted_at, case.clock_trusted)), _entered(case)))
    yield DossierSection(_("Quién pide"), tuple(_applicant(answers.applicant)))
    if case.same_identity:
        yield DossierSection(_("Ojo: la misma identidad"), tuple(map(in_words, case.same_identity)))
    yield DossierSection(_("Contacto"), tuple(_contact(answers.contact, answers.email_check)))
    yield DossierSection(_("Quiénes salen"), tuple(_person(each, procedure) for each in answers.leavers))
    if answers.leaving.remaining:
        new_head, line = answers.leaving.new_head, words.remaining_words(answers.leaving.remaining)
        yield DossierSection(_("Quiénes se quedan"), (line, *((_person(new_head, procedure),) if new_head else ())))
    if answers.observation:
        yield DossierSection(_("Observación"), tuple(answers.observation.text.splitlines()))
    if case.draft.attestations:
        names = {person.key: person.full_name for person in answers.leavers if person.key != APPLICANT}
        seen = tuple(_attestation(each, names) for each in case.draft.attestations)
        yield DossierSection(_("Lo que vio el personal"), seen)
    yield DossierSection(_("Datos personales"), tuple(map(_acceptance, accepted)))
    yield DossierSection(_("Sus textos, SHA-256"), (), tuple(map(_text_sum, accepted)))
    if timeline := tuple(_("{when}: {said}").format(when=shown_moment(at), said=said) for at, said in sorted(_acts(case))):
        yield DossierSection(_("Después de recibirlo"), timeline)


def state_in_words(case: CaseWhole) -> str:
    """Return how far it got, and what was taken back: the institute must see that first."""
    state = _("Solicitud {state}").format(state=stage_words(case.stage).long)
    for each in (one for one in case.history.withdrawals if one.undone_at is None):
        said = _("{what}, {when}.").format(what=words.taken_back_words(each.kind), when=spoken_time(each.at))
        state = said if case.state is CaseState.WITHDRAWN and each.kind is TakenBack.REQUEST else f"{state}. {said}"
    return state


def _entered(case: CaseWhole) -> str:
    if not case.entered_by:
        return _("La persona lo llenó por su cuenta en el kiosco.")
    sentence = _("Lo llenó {name}, del personal. {confirmed}")
    return sentence.format(name=case.entered_by, confirmed=words.confirmation_words(case.confirmed_how))


def _applicant(applicant: Applicant) -> Iterator[str]:
    line, capacity = _("{name} · {identity} · {capacity}"), capacity_in_words(applicant.capacity)
    yield line.format(name=applicant.full_name, identity=applicant.identity.number, capacity=capacity)
    yield from (_("Aviso: {doubt}").format(doubt=each) for each in applicant.doubts)


def _contact(contact: Contact, check: EmailCheck | None) -> Iterator[str]:
    yield _("Teléfono: {number}").format(number=telephone.shown(contact.telephone) if contact.telephone else _("no tiene"))
    if not contact.email:
        yield _("Sin correo: se le responde en el dispensario.")
    elif check and check.verified_at:
        yield _("Correo: {email}, confirmado el {when}").format(email=contact.email, when=spoken_time(check.verified_at))
    else:
        yield _("Correo: {email}, sin confirmar").format(email=contact.email)


def _person(person: Person, procedure: Procedure | None) -> str:
    if person.identity:
        identity = person.identity.number
    else:
        born = shown_date(person.birth_date) if person.birth_date else "?"
        identity = _("menor sin cédula, nació el {date}").format(date=born)
    if person.key == APPLICANT:
        return _("{name} · {identity} (quien pide)").format(name=person.full_name, identity=identity)
    kinship = procedure.kinship_name(person.kinship) if procedure and person.kinship else person.kinship
    capacity = capacity_in_words(person.capacity) if person.capacity else ""
    return " · ".join(filter(None, (person.full_name, identity, kinship, capacity)))


def _attestation(said: Attestation, names: Mapping[str, str]) -> str:
    subject = subject_in_words(said.subject)
    if said.person in names:
        subject = _("{subject} de {name}").format(subject=subject, name=names[said.person])
    line = _("{subject}: {name} {seen}").format(subject=subject, name=said.actor, seen=sight_in_words(said.how))
    number = _("documento {number}").format(number=said.document_number) if said.document_number else ""
    reason = _("motivo: {reason}").format(reason=said.reason) if said.reason else ""
    return " · ".join(filter(None, (line, said.value, number, reason, shown_moment(said.at))))


def _acceptance(given: Acceptance) -> str:
    line = words.acceptance_words(given.kind, given.how)
    return line.format(when=spoken_time(given.given_at), version=given.version, reader=given.read_by or _("otra persona"))


def _text_sum(given: Acceptance) -> str:
    line = _("Consentimiento {sum}") if given.kind is AcceptanceKind.CONSENT else _("Aviso {sum}")
    return line.format(sum=given.sha256)


def _acts(case: CaseWhole) -> Iterator[tuple[datetime, str]]:
    """Return in short what happened since it was sent."""
    for document in case.replaced:
        yield document.replaced_at or document.attached_at, _("Se cambió un documento por otro mejor")
    for document in case.draft.attachments:
        if document.slot == CONFIRMATION and document.attached_at > case.submitted_at:
            yield document.attached_at, _("Se escaneó la hoja firmada")
    told = case.history
    for taken in told.handovers:
        yield taken.at, _("Se entregó a {name}, {how}").format(name=taken.taken_by, how=handover_in_words(taken.how))
    for asked in told.corrections:
        yield asked.asked_at, _("{name} pidió un documento otra vez. {why}").format(name=asked.by, why=asked.explanation).strip()
    for answer in told.decisions:
        said = _("{outcome}. {reference} Lo anotó {name}. {note}").format(
            outcome=outcome_in_words(answer.outcome), reference=answer.reference, name=answer.by, note=answer.note
        )
        yield answer.recorded_at, " ".join(said.split())
    for withdrawal in told.withdrawals:
        yield withdrawal.at, words.taken_back_words(withdrawal.kind)
        if withdrawal.undone_at:
            yield withdrawal.undone_at, words.undone_words(withdrawal.kind).format(name=withdrawal.undone_by)
    for note in told.notes:
        yield note.at, _("{name} anotó: {text}").format(name=note.by, text=note.text)


def _listed(document: Attachment, files: Mapping[str, str], names: Mapping[str, str]) -> DossierDocument:
    within = [slot for slot in names if slot in document.slot]  # an older version bears a mark beside its slot
    caption = names[max(within, key=len)] if within else _("Otro documento")
    said = [words.verdict_words(document.verdict), *(each.message for each in document.findings)]
    said.append(words.reading_words(document.reading))
    if document.judged_at is not None:
        when = spoken_time(document.judged_at)
        said.append(_("{name} decidió que vale, {when}.").format(name=document.judged_by, when=when))
    verdict, file = " ".join(filter(None, said)), files.get(document.id)
    if file is None:
        return DossierDocument(caption, _("Copia borrada"), document.sha256, verdict, 0)
    return DossierDocument(caption, file, document.sha256, verdict, document.pages)
