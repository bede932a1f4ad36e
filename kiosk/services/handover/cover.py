"""Composes a dossier's cover from a case's record, before anything is drawn: what the institute must see without any program."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.same_identity import DecidedSame, SameDecision, SameIdentity
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Reading, Verdict
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Capacity, Draft, Person, Remaining
from kiosk.domain.filing.attestation import Confirmation, Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.filing.procedure import Procedure
from kiosk.domain.moment import Moment
from kiosk.domain.papers.dossier import DossierContent, DossierDocument, DossierSection
from kiosk.domain.people import telephone
from kiosk.locale import _
from kiosk.services.cases.same_identity import in_words
from kiosk.services.filing.slots import procedure_of
from kiosk.services.handover import dossier_record, words
from kiosk.services.handover.dossier_record import Original
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt import APPLICANT
from kiosk.words.cases import handover_in_words, lacking_in_words, outcome_in_words
from kiosk.words.dates import moment_words
from kiosk.words.filings import capacity_in_words, sight_in_words, subject_in_words
from kiosk.words.stages import stage_words


def compose(kiosk: Kiosk, record: dict[str, Any], draft: Draft, originals: Sequence[Original]) -> DossierContent:
    """Compose the cover of a case's dossier from its record (dossier_record) with what belongs to this export."""
    where, procedure = kiosk.settings.kiosk, procedure_of(kiosk, draft, filed=True)
    names = dossier_record.slot_names(kiosk, draft)
    listed = [(each, _listed(kiosk, each, names)) for each in originals]
    return DossierContent(
        institution=kiosk.settings.institution.name,
        dispensary=where.dispensary,
        place=", ".join(filter(None, (where.parish, where.canton, kiosk.catalogue.province_name(where.province)))),
        number=draft.number or "",
        groups=CaseNumber.parse(draft.number or "").groups,
        state=state_in_words(kiosk, record),
        written=_("Escrito el {when}, por {who}").format(when=_when(kiosk, record["exported_at"]), who=record["exported_by"]),
        lacking=tuple(lacking_in_words(Lacking(each)) for each in record["case"]["lacking"]),
        qr=record["receipt_code"],
        sections=tuple(_sections(kiosk, record, draft, procedure)),
        documents=tuple(document for each, document in listed if each.row.replaced_at is None),
        earlier=tuple(document for each, document in listed if each.row.replaced_at is not None),
    )


def _sections(kiosk: Kiosk, record: dict[str, Any], draft: Draft, procedure: Procedure | None) -> Iterator[DossierSection]:
    case = record["case"]
    submitted = Moment(datetime.fromisoformat(case["submitted_at"]), case["clock_trusted"])
    yield DossierSection(_("Trámite"), (procedure.name if procedure else case["procedure"], _reference(case)))
    yield DossierSection(_("Recibido"), (moment_words(submitted, kiosk.settings), _entered(case)))
    yield DossierSection(_("Quién pide"), tuple(_applicant(draft)))
    if record["same_identity"]:
        yield DossierSection(_("Ojo: la misma identidad"), tuple(map(_same_identity, record["same_identity"])))
    yield DossierSection(_("Contacto"), tuple(_contact(kiosk, case)))
    yield DossierSection(_("Quiénes salen"), tuple(_person(each, procedure) for each in draft.answers.leavers))
    if case["remaining"]:
        new_head = draft.answers.leaving.new_head if draft.answers.leaving else None
        line = words.remaining_words(Remaining(case["remaining"]))
        yield DossierSection(_("Quiénes se quedan"), (line, *((_person(new_head, procedure),) if new_head else ())))
    if case["observation"]:
        yield DossierSection(_("Observación"), tuple(case["observation"].splitlines()))
    if case["attestations"]:
        yield DossierSection(_("Lo que vio el personal"), tuple(_attestation(kiosk, draft, each) for each in case["attestations"]))
    accepted = case["acceptances"]
    yield DossierSection(_("Datos personales"), tuple(_acceptance(kiosk, each) for each in accepted))
    yield DossierSection(_("Sus textos, SHA-256"), (), tuple(map(_text_sum, accepted)))
    if timeline := tuple(_timeline(kiosk, record)):
        yield DossierSection(_("Después de recibirlo"), timeline)


def state_in_words(kiosk: Kiosk, record: dict[str, Any]) -> str:
    """Return how far it got, and what was taken back: the institute must see that first."""
    state = stage_words(Stage(record["stage"])).long
    for each in (one for one in record["withdrawals"] if one["undone_at"] is None):
        said = _("{what}, {when}.").format(what=words.taken_back_words(TakenBack(each["kind"])), when=_when(kiosk, each["at"]))
        state = said if record["state"] == CaseState.WITHDRAWN and each["kind"] == TakenBack.REQUEST else f"{state}. {said}"
    return state


def _reference(case: dict[str, Any]) -> str:
    return _("Referencia del IESS: {number}").format(number=case["institution_reference"]) if case["institution_reference"] else ""


def _entered(case: dict[str, Any]) -> str:
    if not case["entered_by"]:
        return _("La persona lo llenó por su cuenta en el kiosco.")
    sentence = _("Lo llenó {name}, del personal. {confirmed}")
    return sentence.format(name=case["entered_by"], confirmed=words.confirmation_words(Confirmation(case["confirmed_how"])))


def _applicant(draft: Draft) -> Iterator[str]:
    applicant = draft.answers.applicant
    if applicant is not None:
        line = _("{name} · {identity} · {capacity}")
        capacity = capacity_in_words(Capacity(applicant.capacity))
        yield line.format(name=applicant.full_name, identity=applicant.identity.number, capacity=capacity)
        yield from (_("Aviso: {doubt}").format(doubt=each) for each in applicant.doubts)


def _same_identity(each: dict[str, Any]) -> str:
    at = datetime.fromisoformat(each["submitted_at"])
    return in_words(SameIdentity(each["number"], each["name"], at, each["open"], each["other_name"], _decided(each["decided"])))


def _decided(told: dict[str, Any] | None) -> DecidedSame | None:
    if told is None:
        return None
    return DecidedSame(SameDecision(told["decision"]), told["by"], datetime.fromisoformat(told["at"]), told["note"])


def _contact(kiosk: Kiosk, case: dict[str, Any]) -> Iterator[str]:
    contact = case["contact"]
    yield _("Teléfono: {number}").format(number=telephone.shown(contact["telephone"]) if contact["telephone"] else _("no tiene"))
    if not contact["email"]:
        yield _("Sin correo: se le responde en el dispensario.")
    elif contact["email_verified_at"]:
        when = _when(kiosk, contact["email_verified_at"])
        yield _("Correo: {email}, confirmado el {when}").format(email=contact["email"], when=when)
    else:
        yield _("Correo: {email}, sin confirmar").format(email=contact["email"])


def _person(person: Person, procedure: Procedure | None) -> str:
    if person.identity:
        identity = person.identity.number
    else:
        born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "?"
        identity = _("menor sin cédula, nació el {date}").format(date=born)
    if person.key == APPLICANT:
        return _("{name} · {identity} (quien pide)").format(name=person.full_name, identity=identity)
    kinship = procedure.kinship_name(person.kinship) if procedure and person.kinship else person.kinship
    capacity = capacity_in_words(person.capacity) if person.capacity else ""
    return " · ".join(filter(None, (person.full_name, identity, kinship, capacity)))


def _attestation(kiosk: Kiosk, draft: Draft, each: dict[str, Any]) -> str:
    names = {person.key: person.full_name for person in draft.answers.leavers if person.key != APPLICANT}
    subject = subject_in_words(Subject(each["subject"]))
    if each["person"] in names:
        subject = _("{subject} de {name}").format(subject=subject, name=names[each["person"]])
    said = _("{subject}: {name} {seen}").format(subject=subject, name=each["by"], seen=sight_in_words(Seen(each["how"])))
    number = _("documento {number}").format(number=each["document_number"]) if each["document_number"] else ""
    reason = _("motivo: {reason}").format(reason=each["reason"]) if each["reason"] else ""
    return " · ".join(filter(None, (said, each["value"], number, reason, _when(kiosk, each["at"]))))


def _acceptance(kiosk: Kiosk, each: dict[str, Any]) -> str:
    line = words.acceptance_words(AcceptanceKind(each["kind"]), GivenHow(each["how"]))
    return line.format(when=_when(kiosk, each["given_at"]), version=each["version"], reader=each["read_by"] or _("otra persona"))


def _text_sum(each: dict[str, Any]) -> str:
    consent = each["kind"] == AcceptanceKind.CONSENT
    line = _("Consentimiento {sum}") if consent else _("Aviso {sum}")
    return line.format(sum=each["sha256"])


def _timeline(kiosk: Kiosk, record: dict[str, Any]) -> Iterator[str]:
    """Return in short what happened since it was sent."""
    for at, said in sorted(_acts(record)):
        yield _("{when}: {said}").format(when=_when(kiosk, at), said=said)


def _acts(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for each in record["case"]["earlier_documents"]:
        yield each["replaced_at"], _("Se cambió un documento por otro mejor")
    for each in record["case"]["documents"]:
        if each["slot"] == CONFIRMATION and each["attached_at"] > record["case"]["submitted_at"]:
            yield each["attached_at"], _("Se escaneó la hoja firmada")
    for each in record["handovers"]:
        how = handover_in_words(HandoverHow(each["how"]))
        yield each["at"], _("Se entregó a {name}, {how}").format(name=each["taken_by"], how=how)
    for each in record["corrections"]:
        said = _("{name} pidió un documento otra vez. {why}").format(name=each["by"], why=each["explanation"])
        yield each["asked_at"], said.strip()
    for each in record["decisions"]:
        outcome = outcome_in_words(Outcome(each["outcome"]))
        said = _("{outcome}. {reference} Lo anotó {name}. {note}")
        said = said.format(outcome=outcome, reference=each["reference"], name=each["by"], note=each["note"])
        yield each["recorded_at"], " ".join(said.split())
    for each in record["withdrawals"]:
        yield each["at"], words.taken_back_words(TakenBack(each["kind"]))
        if each["undone_at"]:
            yield each["undone_at"], _("{name} lo deshizo: el trámite sigue").format(name=each["undone_by"])
    for each in record["notes"]:
        yield each["at"], _("{name} anotó: {text}").format(name=each["by"], text=each["text"])


def _listed(kiosk: Kiosk, original: Original, names: dict[str, str]) -> DossierDocument:
    row = original.row
    within = [slot for slot in names if slot in row.slot]  # an older version bears a mark beside its slot
    caption = names[max(within, key=len)] if within else _("Otro documento")
    found = [each["message"] for each in json.loads(row.findings)]
    said = [words.verdict_words(Verdict(row.verdict)), *found, words.reading_words(Reading(row.reading) if row.reading else None)]
    if row.judged_at is not None:
        said.append(_("{name} decidió que vale, {when}.").format(name=row.judged_by, when=_when(kiosk, row.judged_at.isoformat())))
    verdict = " ".join(filter(None, said))
    if not original.file:
        return DossierDocument(caption, _("Copia borrada"), row.sha256, verdict, 0)
    return DossierDocument(caption, original.file, row.sha256, verdict, row.pages)


def _when(kiosk: Kiosk, iso: str) -> str:
    return moment_words(Moment(datetime.fromisoformat(iso), trusted=True), kiosk.settings)
