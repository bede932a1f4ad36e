"""Everything that is held about an identity number, wherever it stands, in words for the person whose it is.

One place, so that a table that comes later has one place to be told in; of other people it says no more than the person gave.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, col, or_, select

from kiosk.domain.cases.rights import Held, Right
from kiosk.domain.cases.whole import CaseWhole, History
from kiosk.domain.filing.answers import Answers, Draft, Role
from kiosk.domain.papers.paper import Section
from kiosk.domain.people.names import full_name
from kiosk.locale import _
from kiosk.services.cases import whole
from kiosk.services.cases.documents import slot_of
from kiosk.services.filing.drafts import answers_json, as_draft
from kiosk.services.filing.from_rows import MARK, attestations_of
from kiosk.services.filing.slots import procedure_of, slots_of
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import words
from kiosk.storage.tables import Case, CasePerson, Complaint, Document, DraftRow, RightsRequest, SameIdentityRow, Verification
from kiosk.words.cases import outcome_told, right_in_words, taken_back_in_words
from kiosk.words.dates import shown_date, shown_moment
from kiosk.words.filings import role_in_words
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


def _case(kiosk: Kiosk, session: Session, row: Case) -> Iterable[Section]:
    case = whole.read(kiosk, session, row)
    answers, procedure = case.draft.answers, procedure_of(kiosk, case.draft, filed=True)
    check = answers.email_check
    rows = [
        (_("Número"), case.number),
        (_("Recibido aquí"), shown_moment(case.submitted_at)),
        (_("Estado"), stage_words(case.stage).long),
        (_("Trámite"), procedure.name if procedure else row.procedure),
        *_answered(answers),
        *([(_("Correo confirmado"), shown_moment(check.verified_at))] if check and check.verified_at else []),
        *([(_("Número del IESS"), case.institution_reference)] if case.institution_reference else []),
        *([(_("Lo llenó con"), case.entered_by)] if case.entered_by else []),
    ]
    yield Section(_("Trámite {number}").format(number=case.number), rows=tuple(rows))
    for title, part in (
        (_("Documentos del trámite {number}"), _documents(kiosk, case)),
        (_("Lo que se hizo en el trámite {number}"), _done(kiosk, session, case.draft, case.history)),
        (_("Quién lo vio y lo cambió, trámite {number}"), _seen(case.history)),
    ):
        if part:
            yield Section(title.format(number=case.number), rows=tuple(part))


def _answered(answers: Answers) -> Iterator[tuple[str, str]]:
    """Return what the person said of themselves and of their family."""
    applicant, contact, leaving = answers.applicant, answers.contact, answers.leaving
    if applicant:
        yield _("Apellidos y nombres"), applicant.full_name
        yield _("Cédula o código de extranjero"), applicant.identity.number
    if contact:
        yield _("Teléfono"), contact.telephone or _NAMELESS
        yield _("Correo"), contact.email or _NAMELESS
    for each in (*leaving.people, *([leaving.new_head] if leaving.new_head else [])) if leaving else ():
        yield _("Otra persona"), " ".join((each.full_name, each.identity.number if each.identity else ""))
    if answers.observation:
        yield _("Escribió"), answers.observation.text


def _documents(kiosk: Kiosk, case: CaseWhole) -> list[tuple[str, str]]:
    known, rows = slots_of(kiosk, case.draft, filed=True), []
    for each in sorted(case.documents, key=lambda document: (document.attached_at, document.slot)):
        slot = slot_of(known, each.slot.partition(MARK)[0])
        name = slot.requirement.name
        if slot.person:
            name = _("{document}, de {name}").format(document=name, name=slot.person_name)
        state = _("se guarda aquí") if each.has_copy else _("la copia ya se borró")
        if each.replaced_at:
            state = _("{state}; se cambió por otro").format(state=state)
        rows.append((shown_moment(each.attached_at), _("{document}: {state}").format(document=name, state=state)))
    return rows


def _done(kiosk: Kiosk, session: Session, draft: Draft, told: History) -> list[tuple[str, str]]:
    """Return what was accepted, vouched for, asked for, answered, taken back and sent, in the order of time."""
    asked, noted = _("Se pidió un documento. {why}"), _("{name}, del personal, anotó: {text}")
    answered, undone = _("{outcome} {reference} {note}"), _("{name}, del personal, lo deshizo")
    found: list[tuple[datetime, str]] = [(each.given_at, words.acceptance_words(each)) for each in draft.acceptances]
    found += [(each.at, words.vouched_words(each)) for each in draft.attestations]
    found += [(each.asked_at, asked.format(why=each.explanation).strip()) for each in told.corrections]
    for answer in told.decisions:
        outcome = outcome_told(answer.outcome)
        said = answered.format(outcome=outcome, reference=answer.reference, note=answer.note)
        found.append((answer.recorded_at, said.strip()))
    for back in told.withdrawals:
        found.append((back.at, taken_back_in_words(back.kind)))
        found += [(back.undone_at, undone.format(name=back.undone_by))] if back.undone_at else []
    found += [(each.at, noted.format(name=each.by, text=each.text)) for each in told.notes]
    to_whom = _("Se entregó al IESS: lo recibió {name}")
    found += [(each.at, to_whom.format(name=each.taken_by)) for each in told.handovers]
    found += [(each.created_at, words.message_words(each)) for each in told.messages]
    found += [(kiosk.local(at), said) for at, said in _beside(session, draft.id)]
    return [(shown_moment(at), said) for at, said in sorted(found)]


def _beside(session: Session, filing: str) -> Iterator[tuple[datetime, str]]:
    """Return what no other reader of a filing tells: the same identity elsewhere, and codes that were mailed."""
    either = (col(SameIdentityRow.case_id) == filing) | (col(SameIdentityRow.earlier_id) == filing)
    for same in session.exec(select(SameIdentityRow).where(either)).all():
        yield same.noted_at, _("Se vio que el número de identidad está también en otro trámite")
        if same.decided_at:
            yield same.decided_at, words.same_words(same)
    for code in session.exec(select(Verification).where(col(Verification.filing) == filing)).all():
        yield code.issued_at, _("Se enviaron los números del correo a {email}").format(email=code.email)


def _seen(told: History) -> list[tuple[str, str]]:
    return [(shown_moment(each.at), words.event_words(each)) for each in told.events]


def _as_other(kiosk: Kiosk, session: Session, identity: str) -> list[Section]:
    """Return the cases of others in which the person stands: what stands there of them, and nothing of whoever filed."""
    query = select(CasePerson, Case).join(Case, col(Case.id) == col(CasePerson.case_id))
    found = session.exec(query.where(col(CasePerson.identity_number) == identity).order_by(col(Case.submitted_at))).all()
    return [
        Section(
            _("En un trámite que pidió otra persona"),
            rows=(
                (_("Número"), case.number),
                (_("Recibido aquí"), shown_moment(kiosk.local(case.submitted_at))),
                (_("Estado"), stage_words(stage_of_case(case)).long),
                (_("Sus apellidos y nombres"), full_name(person.surnames, person.given_names)),
                (_("Su número"), person.identity_number or ""),
                *([(_("Nació"), shown_date(person.birth_date))] if person.birth_date else []),
                (_("Está como"), role_in_words(Role(person.role))),
                *_vouched(kiosk, session, case.id, person.key),
            ),
        )
        for person, case in found
    ]


def _vouched(kiosk: Kiosk, session: Session, filing: str, person: str) -> list[tuple[str, str]]:
    """Return what staff vouched for of one person in a case."""
    said = (each for each in attestations_of(session, filing) if each.person == person)
    return [(shown_moment(kiosk.local(each.at)), words.vouched_words(each)) for each in said]


def _own_draft(kiosk: Kiosk, session: Session, draft_id: str) -> Iterable[Section]:
    """Return what was answered so far, and what was done."""
    draft = whole.draft_here(kiosk, as_draft(session, session.get_one(DraftRow, draft_id)))
    told = whole.history(kiosk, session, draft_id)
    yield Section(_("Trámite sin enviar"), rows=(*_draft(kiosk, session, draft_id), *_answered(draft.answers)))
    acts = (*_done(kiosk, session, draft, told), *_seen(told))
    yield Section(_("Lo que se hizo en el trámite sin enviar"), rows=acts)


def _draft(kiosk: Kiosk, session: Session, draft_id: str) -> tuple[tuple[str, str], ...]:
    row = session.get_one(DraftRow, draft_id)
    documents = session.exec(select(Document.id).where(col(Document.filing) == draft_id)).all()
    return (
        (_("Empezado"), shown_moment(kiosk.local(row.created_at))),
        (_("Se borra solo"), shown_moment(kiosk.local(row.expires_at))),
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
    return tuple((shown_moment(kiosk.local(each.at)), each.text) for each in rows)


def _asked(kiosk: Kiosk, session: Session, identity: str) -> tuple[tuple[str, str], ...]:
    query = select(RightsRequest).where(col(RightsRequest.identity_number) == identity).order_by(col(RightsRequest.asked_at))
    said = _("{right}. {explanation} {answer}")
    return tuple(
        (
            shown_moment(kiosk.local(each.asked_at)),
            said.format(right=right_in_words(Right(each.kind)), explanation=each.explanation, answer=each.answer).strip(),
        )
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
