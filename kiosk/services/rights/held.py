"""Everything that is held about an identity number, wherever it stands, in words for the person whose it is.

One place, so that a table that comes later has one place to be told in; of other people it says no more than the person gave.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select

from kiosk.domain.cases.rights import Held
from kiosk.domain.papers.paper import Section
from kiosk.domain.people.names import full_name
from kiosk.locale import _
from kiosk.services.cases.documents import slot_of, slots_of_case
from kiosk.services.cases.lookup import messages_about
from kiosk.services.filing.drafts import answers_json, answers_of
from kiosk.services.filing.from_rows import MARK
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights.words import acceptance_words, event_words, message_words, same_words, state_words, vouched_words
from kiosk.storage.tables import (
    AcceptanceRow,
    AttestationRow,
    Case,
    CasePerson,
    Complaint,
    Correction,
    Decision,
    Document,
    DraftRow,
    Event,
    Handover,
    HandoverCase,
    RightsRequest,
    SameIdentityRow,
    StaffNote,
    Verification,
    Withdrawal,
)
from kiosk.words.stages import stage_of_case, stage_words

_NAMELESS = "—"
_SHORTEST_CONTACT = 7
"""Characters from which a contact is looked for in complaints: a shorter one would be found in others'."""


def own_cases(session: Session, identity: str) -> list[Case]:
    """Return the cases that a person filed, oldest first."""
    return list(session.exec(select(Case).where(col(Case.identity_number) == identity).order_by(col(Case.submitted_at))).all())


def drafts_of(session: Session, identity: str) -> list[str]:
    """Return the drafts of a person that were not sent."""
    return [row.id for row in _unsent(session) if [identity] == _numbers(row)[:1]]


def everything_of(kiosk: Kiosk, session: Session, identity: str) -> Held:
    """Return everything that is held about an identity number."""
    cases, begun = own_cases(session, identity), drafts_of(session, identity)
    others = [row.id for row in _unsent(session) if identity in _numbers(row)[1:] and row.id not in begun]
    sections = [section for case in cases for section in _case(kiosk, session, case)]
    sections += _as_other(kiosk, session, identity)
    sections += [section for draft_id in begun for section in _own_draft(kiosk, session, draft_id)]
    sections += [Section(_("En un trámite sin enviar de otra persona"), rows=_draft(kiosk, session, each)) for each in others]
    if complaints := _complaints(kiosk, session, identity, cases):
        sections.append(Section(_("Quejas suyas"), rows=complaints))
    if asked := _asked(kiosk, session, identity):
        sections.append(Section(_("Lo que pidió sobre sus datos"), rows=asked))
    return Held(identity, tuple(each.number for each in cases), len(begun), tuple(sections))


def _case(kiosk: Kiosk, session: Session, case: Case) -> Iterable[Section]:
    procedure = kiosk.catalogue.procedure(case.procedure)
    others = session.exec(select(CasePerson).where(col(CasePerson.case_id) == case.id).order_by(col(CasePerson.position))).all()
    rows = [
        (_("Número"), case.number),
        (_("Recibido aquí"), _at(kiosk, case.submitted_at)),
        (_("Estado"), stage_words(stage_of_case(case)).long),
        (_("Trámite"), procedure.name if procedure else case.procedure),
        (_("Apellidos y nombres"), full_name(case.surnames, case.given_names)),
        (_("Cédula o código de extranjero"), case.identity_number),
        (_("Teléfono"), case.telephone or _NAMELESS),
        (_("Correo"), case.email or _NAMELESS),
        *([(_("Correo confirmado"), _at(kiosk, case.email_verified_at))] if case.email_verified_at else []),
        *((_("Otra persona"), f"{full_name(each.surnames, each.given_names)} {each.identity_number or ''}") for each in others),
        *([(_("Escribió"), case.observation)] if case.observation else []),
        *([(_("Número del IESS"), case.institution_reference)] if case.institution_reference else []),
        *([(_("Lo llenó con"), case.entered_by)] if case.entered_by else []),
    ]
    yield Section(_("Trámite {number}").format(number=case.number), rows=tuple(rows))
    documents, done, told = _documents(kiosk, session, case), _done(kiosk, session, case.id), _seen(kiosk, session, case.id)
    for title, part in (
        (_("Documentos del trámite {number}"), documents),
        (_("Lo que se hizo en el trámite {number}"), done),
        (_("Quién lo vio y lo cambió, trámite {number}"), told),
    ):
        if part:
            yield Section(title.format(number=case.number), rows=tuple(part))


def _documents(kiosk: Kiosk, session: Session, case: Case) -> list[tuple[str, str]]:
    known, rows = slots_of_case(kiosk, session, case), []
    query = select(Document).where(col(Document.filing) == case.id).order_by(col(Document.attached_at), col(Document.slot))
    for each in session.exec(query).all():
        slot = slot_of(known, each.slot.partition(MARK)[0])
        name = slot.requirement.name
        if slot.person:
            name = _("{document}, de {name}").format(document=name, name=slot.person_name)
        state = _("se guarda aquí") if each.key else _("la copia ya se borró")
        if each.replaced_at:
            state = _("{state}; se cambió por otro").format(state=state)
        rows.append((_at(kiosk, each.attached_at), _("{document}: {state}").format(document=name, state=state)))
    return rows


def _done(kiosk: Kiosk, session: Session, filing: str) -> list[tuple[str, str]]:
    """Return what was accepted, vouched for, asked for, answered, taken back and sent, in the order of time."""
    corrections = session.exec(select(Correction).where(col(Correction.case_id) == filing)).all()
    found: list[tuple[datetime, str]] = [
        (each.given_at, acceptance_words(each))
        for each in session.exec(select(AcceptanceRow).where(col(AcceptanceRow.filing) == filing)).all()
    ]
    vouched = session.exec(select(AttestationRow).where(col(AttestationRow.filing) == filing)).all()
    found += [(each.at, vouched_words(each)) for each in vouched]
    asked = _("Se pidió un documento. {why}")
    found += [(each.asked_at, asked.format(why=each.explanation).strip()) for each in corrections]
    for decision in session.exec(select(Decision).where(col(Decision.case_id) == filing)).all():
        words = _("Respuesta del IESS: {outcome} {reference} {note}")
        said = words.format(outcome=state_words(decision.outcome), reference=decision.reference, note=decision.note)
        found.append((decision.recorded_at, said.strip()))
    taken_back = session.exec(select(Withdrawal).where(col(Withdrawal.case_id) == filing)).all()
    found += [(each.at, _("Quitó o canceló: {what}").format(what=state_words(each.kind))) for each in taken_back]
    undone = _("{name}, del personal, lo deshizo")
    found += [(each.undone_at, undone.format(name=each.undone_by)) for each in taken_back if each.undone_at]
    notes = session.exec(select(StaffNote).where(col(StaffNote.case_id) == filing)).all()
    noted = _("{name}, del personal, anotó: {text}")
    found += [(each.at, noted.format(name=each.actor, text=each.text)) for each in notes]
    either = (col(SameIdentityRow.case_id) == filing) | (col(SameIdentityRow.earlier_id) == filing)
    for same in session.exec(select(SameIdentityRow).where(either)).all():
        found += [(same.noted_at, _("Se vio que el número de identidad está también en otro trámite"))]
        found += [(same.decided_at, same_words(same))] if same.decided_at else []
    handed = select(Handover).join(HandoverCase).where(col(HandoverCase.case_id) == filing)
    to_whom = _("Se entregó al IESS: lo recibió {name}")
    found += [(each.at, to_whom.format(name=each.taken_by)) for each in session.exec(handed).all()]
    codes = session.exec(select(Verification).where(col(Verification.filing) == filing)).all()
    found += [(each.issued_at, _("Se enviaron los números del correo a {email}").format(email=each.email)) for each in codes]
    found += [(each.created_at, message_words(each)) for each in messages_about(session, filing)]
    return [(_at(kiosk, at), words) for at, words in sorted(found)]


def _seen(kiosk: Kiosk, session: Session, filing: str) -> list[tuple[str, str]]:
    rows = session.exec(select(Event).where(col(Event.filing) == filing).order_by(col(Event.id))).all()
    return [(_at(kiosk, each.at), event_words(each)) for each in rows]


def _as_other(kiosk: Kiosk, session: Session, identity: str) -> list[Section]:
    """Return the cases of others in which the person stands: what stands there of them, and nothing of whoever filed."""
    query = select(CasePerson, Case).join(Case, col(Case.id) == col(CasePerson.case_id))
    found = session.exec(query.where(col(CasePerson.identity_number) == identity).order_by(col(Case.submitted_at))).all()
    return [
        Section(
            _("En un trámite que pidió otra persona"),
            rows=(
                (_("Número"), case.number),
                (_("Recibido aquí"), _at(kiosk, case.submitted_at)),
                (_("Estado"), stage_words(stage_of_case(case)).long),
                (_("Sus apellidos y nombres"), full_name(person.surnames, person.given_names)),
                (_("Su número"), person.identity_number or ""),
                *([(_("Nació"), f"{person.birth_date:%d/%m/%Y}")] if person.birth_date else []),
                (_("Está como"), state_words(person.role)),
                *_vouched(kiosk, session, case.id, person.key),
            ),
        )
        for person, case in found
    ]


def _vouched(kiosk: Kiosk, session: Session, filing: str, person: str) -> list[tuple[str, str]]:
    """Return what staff vouched for of one person in a case."""
    of_person = (col(AttestationRow.filing) == filing, col(AttestationRow.person) == person)
    return [(_at(kiosk, each.at), vouched_words(each)) for each in session.exec(select(AttestationRow).where(*of_person)).all()]


def _own_draft(kiosk: Kiosk, session: Session, draft_id: str) -> Iterable[Section]:
    """Return what was answered so far, and what was done."""
    answers = answers_of(session.get_one(DraftRow, draft_id))
    applicant, contact, leaving = answers.applicant, answers.contact, answers.leaving
    others = (*leaving.people, *([leaving.new_head] if leaving.new_head else [])) if leaving else ()
    rows = [
        *_draft(kiosk, session, draft_id),
        *([(_("Apellidos y nombres"), applicant.full_name)] if applicant else []),
        *([(_("Teléfono"), contact.telephone or _NAMELESS), (_("Correo"), contact.email or _NAMELESS)] if contact else []),
        *((_("Otra persona"), " ".join((each.full_name, each.identity.number if each.identity else ""))) for each in others),
        *([(_("Escribió"), answers.observation.text)] if answers.observation else []),
    ]
    yield Section(_("Trámite sin enviar"), rows=tuple(rows))
    acts = (*_done(kiosk, session, draft_id), *_seen(kiosk, session, draft_id))
    yield Section(_("Lo que se hizo en el trámite sin enviar"), rows=acts)


def _draft(kiosk: Kiosk, session: Session, draft_id: str) -> tuple[tuple[str, str], ...]:
    row = session.get_one(DraftRow, draft_id)
    documents = session.exec(select(Document.id).where(col(Document.filing) == draft_id)).all()
    return (
        (_("Empezado"), _at(kiosk, row.created_at)),
        (_("Se borra solo"), _at(kiosk, row.expires_at)),
        (_("Documentos"), str(len(documents))),
    )


def _complaints(kiosk: Kiosk, session: Session, identity: str, cases: list[Case]) -> tuple[tuple[str, str], ...]:
    """Return the complaints that name the person: by their number, one of their cases, or how they can be answered."""
    contacts = {identity, *(each for case in cases for each in (case.number, case.email, case.telephone) if each)}
    named = [
        column.contains(each, autoescape=True)
        for each in sorted(contacts)
        if len(each) >= _SHORTEST_CONTACT
        for column in (col(Complaint.reply_to), col(Complaint.text))
    ]
    rows = session.exec(select(Complaint).where(or_(*named)).order_by(col(Complaint.at))).all() if named else []
    return tuple((_at(kiosk, each.at), each.text) for each in rows)


def _asked(kiosk: Kiosk, session: Session, identity: str) -> tuple[tuple[str, str], ...]:
    query = select(RightsRequest).where(col(RightsRequest.identity_number) == identity).order_by(col(RightsRequest.asked_at))
    return tuple(
        (_at(kiosk, each.asked_at), " ".join(filter(None, (state_words(each.kind), each.explanation, each.answer))))
        for each in session.exec(query).all()
    )


def _unsent(session: Session) -> list[DraftRow]:
    sent = select(Case.id).where(col(Case.id) == col(DraftRow.id))
    return list(session.exec(select(DraftRow).where(~sent.exists())).all())  # few: they end after days


def _numbers(row: DraftRow) -> list[str]:
    """Return the identity numbers in a draft, the applicant's first; none of one that cannot be read any more."""
    try:
        answers = answers_json().validate_json(row.answers)
    except ValueError:
        return []
    if answers.applicant is None:
        return []
    leaving = answers.leaving
    others = (*leaving.people, *([leaving.new_head] if leaving.new_head else [])) if leaving else ()
    return [answers.applicant.identity.number, *(each.identity.number for each in others if each.identity)]


def _at(kiosk: Kiosk, at: datetime) -> str:
    return f"{kiosk.local(at):%d/%m/%Y %H:%M}"
