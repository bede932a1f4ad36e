"""Sending: in one transaction the case, its people, the consent, the number and what must go out, or nothing at all.

The case bears the draft's id, so a second submission of one draft, at once or after a crash, finds the first one's number.
Plain inserts, not the unit of work: measured 2.7 against 6.7 times the driver's own speed.
"""

from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, insert, select, update

from kiosk.domain.errors import BadInput, OutOfService
from kiosk.domain.filing.acceptance import Acceptance
from kiosk.domain.filing.answers import Answers, Draft, Role
from kiosk.domain.filing.attestation import Confirmation, Subject
from kiosk.domain.filing.case_number import HIGHEST_COUNT, CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION, confirmation_slot
from kiosk.domain.filing.journey import Step, next_step
from kiosk.domain.filing.leaving import as_asked
from kiosk.domain.filing.procedure import Slot, attachments_in_use, slots
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.moment import Moment
from kiosk.domain.people.names import full_name
from kiosk.locale import _
from kiosk.services.filing import confirmations, other_cases, search_words
from kiosk.services.filing.drafts import as_draft, row_of
from kiosk.services.filing.from_rows import new_acceptance
from kiosk.services.filing.slots import procedure_of
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.papers import legal_texts
from kiosk.storage.database import DatabaseAway
from kiosk.storage.tables import AcceptanceRow, Case, CasePerson, Document, Numbering, table_of

_CASE, _PEOPLE, _ACCEPTANCE = insert(table_of(Case)), insert(table_of(CasePerson)), insert(table_of(AcceptanceRow))
_numbering = table_of(Numbering)
_of_kiosk, _series = _numbering.c.kiosk == bindparam("this_kiosk"), _numbering.c.series
_LAST = (
    select(_series, _numbering.c.year, _numbering.c.last)
    .where(_of_kiosk, _series >= bindparam("this_series"))
    .order_by(_series.desc())
    .limit(1)
)
_ADVANCE = update(_numbering).where(_of_kiosk, _series == bindparam("this_series"))


def submit(kiosk: Kiosk, draft_id: str, consent: Acceptance) -> Draft:
    """Send a draft and return it with its number, the same one however often it is asked.

    Raises BadInput when something is still to be answered, or when the consent is not of the text shown now. Where the database's
    server was lost in the middle it is asked once more: nobody knows whether the case was written, and either way it is one.
    """
    try:
        return _submit(kiosk, draft_id, consent)
    except DatabaseAway:
        return _submit(kiosk, draft_id, consent)


def _submit(kiosk: Kiosk, draft_id: str, consent: Acceptance) -> Draft:
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        row = row_of(session, draft_id)
        draft = as_draft(session, row)
        if draft.number is not None:
            return draft
        _ensure_complete(kiosk, draft)
        given = confirmations.as_given(kiosk, session, draft, consent)
        lost = _forget_lost(kiosk, session, draft)
        if lost is None:
            sent, left_over = _file(kiosk, session, _as_asked(draft), given, moment)
            row.writer, row.writer_name = "", ""  # it is nobody's to write any more
    if lost is not None:  # only now, for an error inside would bring its row back
        sentence = _(
            "El kiosco ya no tiene guardado «{document}». Vuelva a los documentos y adjúntelo otra vez; lo demás sigue ahí."
        )
        raise BadInput(sentence.format(document=lost.requirement.name))
    for name in left_over:
        kiosk.vault.remove(name)
    return sent


def _file(
    kiosk: Kiosk, session: Session, draft: Draft, given: tuple[Acceptance, Confirmation], moment: Moment
) -> tuple[Draft, list[str]]:
    """Write all that a case is; return it with its number, and the names in the vault that it has no use for."""
    consent, confirmed = given
    whole = legal_texts.consent(kiosk)
    known = {(each.version, each.sha256) for each in (whole, legal_texts.in_short(whole))}
    if (consent.version, consent.sha256) not in known:
        raise BadInput(_("El texto del consentimiento cambió. Léalo otra vez, por favor."))
    number = _next_number(kiosk, session, moment)
    left_over = _drop_left_over(kiosk, session, draft, confirmed)
    _keep_in_order(session, draft, moment)
    connection = session.connection()
    draft = replace(draft, entered_by=draft.entered_by or (kiosk.actor if kiosk.by_staff else ""))
    connection.execute(_CASE, _case(draft, number, moment) | {"confirmed_how": confirmed})
    if people := _people(draft.id, draft.answers):
        connection.execute(_PEOPLE, people)
    search_words.write(session, draft.id, moment.at, _names(draft.answers, people))
    other_cases.note(session, draft.id, moment.at, _identities(draft.answers))
    connection.execute(_ACCEPTANCE, new_acceptance(draft.id, consent).model_dump())
    waiting = [(MessageKind.RECEIPT_PRINT, draft.id)] if kiosk.printer else []
    if kiosk.printer and draft.entered_by:
        waiting.append((MessageKind.KEPT_RECEIPT_PRINT, draft.id))
    if draft.answers.contact and draft.answers.contact.email:
        waiting.append((MessageKind.FILING_EMAIL, draft.id))
    if waiting:
        outbox.enqueue_all(kiosk, session, waiting, moment)
    events.record(kiosk, session, "case_submitted", draft.id)
    kept = tuple(each for each in draft.attachments if each.id not in left_over)
    return replace(draft, number=number, attachments=kept, acceptances=(*draft.acceptances, consent)), left_over


def _forget_lost(kiosk: Kiosk, session: Session, draft: Draft) -> Slot | None:
    """Empty the slots whose document is gone from the vault, so that it is asked for again, and return the first of them.

    A case with a number is whole: a disk that lost a file must not be found out by the institution.
    """
    procedure = procedure_of(kiosk, draft)
    asked = (*slots(procedure, draft.answers), confirmation_slot()) if procedure else ()
    gone = {each.slot: each.id for each in draft.attachments if not kiosk.vault.holds(each.id, each.byte_count)}
    lost = [slot for slot in asked if slot.id in gone]
    if lost:
        session.execute(delete(Document).where(col(Document.id).in_([gone[slot.id] for slot in lost])))
        events.record(kiosk, session, "documents_lost", draft.id, str(len(lost)))
    return lost[0] if lost else None


def _ensure_complete(kiosk: Kiosk, draft: Draft) -> None:
    missing = next_step(draft, procedure_of(kiosk, draft))
    if missing is not Step.REVIEW:
        raise BadInput(_("Todavía falta algo por contestar. Vuelva a «Revise su trámite» y complete lo que se indica."))


def _as_asked(draft: Draft) -> Draft:
    """Return the draft without what an earlier choice left behind, such as a new head named before everybody left."""
    applicant, leaving = draft.answers.applicant, draft.answers.leaving
    if applicant is None or leaving is None:
        return draft
    return replace(draft, answers=draft.answers.with_answer(as_asked(applicant, leaving)))


def _next_number(kiosk: Kiosk, session: Session, moment: Moment) -> CaseNumber:
    """Advance the count; the year is the later of the clock's and the last issued, so that a clock gone back repeats nothing.

    An untrusted clock is believed a new year, and no more: one that is decades ahead would fix the year of all later numbers.

    The series is the later of the setting's and the one that the last restore began (storage.restoring).
    """
    kiosk_id, series = kiosk.settings.kiosk.id, kiosk.settings.kiosk.series
    this = {"this_kiosk": kiosk_id, "this_series": series}
    connection = session.connection()
    year, seen = kiosk.local(moment.at).year, kiosk.local(kiosk.clock.seen()).year
    year = (year if moment.trusted or year <= seen + 1 else seen) % 100
    found = connection.execute(_LAST, this).one_or_none()
    if found is None:
        session.add(Numbering(kiosk=kiosk_id, series=series, year=year, last=1))
        return CaseNumber(kiosk_id, series, year, 1)
    year = max(year, found.year)
    count = found.last + 1 if year == found.year else 1
    if count > HIGHEST_COUNT:
        raise OutOfService(_("Este kiosco ya dio todos sus números de este año. Avise al personal."))
    connection.execute(_ADVANCE, this | {"this_series": found.series, "year": year, "last": count})
    return CaseNumber(kiosk_id, found.series, year, count)


def _drop_left_over(kiosk: Kiosk, session: Session, draft: Draft, confirmed: Confirmation) -> list[str]:
    """Remove the documents of slots that a changed answer made needless, and return their names in the vault.

    The signed slip stays where it is what the person confirmed by.
    """
    procedure = procedure_of(kiosk, draft)
    kept = attachments_in_use(procedure, draft) if procedure else ()
    signed = {CONFIRMATION} if confirmed is Confirmation.PAPER else set()
    names = [each.id for each in draft.attachments if each not in kept and each.slot not in signed]
    if names:
        session.execute(delete(Document).where(col(Document.id).in_(names)))
    return names


def _keep_in_order(session: Session, draft: Draft, moment: Moment) -> None:
    """Let no document seem younger than its case, where the clock went back: what comes to a case later is known by its time."""
    if any(each.attached_at > moment.at for each in draft.attachments):
        later = (col(Document.filing) == draft.id, col(Document.attached_at) > moment.at)
        session.execute(update(Document).where(*later).values(attached_at=moment.at))


def _case(draft: Draft, number: CaseNumber, moment: Moment) -> dict[str, object]:
    answers = draft.answers
    applicant, contact, choice, leaving = answers.applicant, answers.contact, answers.choice, answers.leaving
    if applicant is None or contact is None or choice is None or leaving is None:
        raise BadInput(_("Todavía falta algo por contestar."))  # _ensure_complete said so already
    check, seen = answers.email_check, vouched(draft, Subject.IDENTITY)
    verified_at = check.verified_at if check and check.email == contact.email else None
    return {
        "id": draft.id,
        "number": number,
        "state": "filed",
        "channel": "assisted" if draft.entered_by else "kiosk",
        "procedure": choice.procedure,
        "procedure_version": choice.version,
        "province": choice.province,
        "sector": choice.sector,
        "category": choice.category,
        "submitted_at": moment.at,
        "clock_trusted": moment.trusted,
        "identity_kind": applicant.identity.kind,
        "identity_number": applicant.identity.number,
        "given_names": applicant.given_names,
        "surnames": applicant.surnames,
        "capacity": applicant.capacity,
        "identity_doubts": "\n".join(applicant.doubts),
        "telephone": contact.telephone,
        "email": contact.email,
        "email_verified_at": verified_at,
        "scope": leaving.scope,
        "applicant_leaves": leaving.applicant_leaves,
        "remaining": leaving.remaining,
        "observation": answers.observation.text if answers.observation else "",
        "institution_reference": "",
        "receipt_seen_at": None,
        "entered_by": draft.entered_by,
        "identity_seen_at": seen.at if seen else None,
        "handed_over_at": None,
    }


def _names(answers: Answers, people: list[dict[str, object]]) -> list[str]:
    applicant = [answers.applicant.full_name] if answers.applicant else []
    return [*applicant, *(full_name(str(each["surnames"]), str(each["given_names"])) for each in people)]


def _identities(answers: Answers) -> list[tuple[str, str]]:
    leaving = answers.leaving
    everybody = [answers.applicant, *((*leaving.people, leaving.new_head) if leaving else ())]
    return [(each.identity.number, each.full_name) for each in everybody if each and each.identity]


def _people(filing: str, answers: Answers) -> list[dict[str, object]]:
    leaving = answers.leaving
    if leaving is None:
        return []
    roles = [(Role.LEAVER, each) for each in leaving.people]
    if leaving.new_head is not None:
        roles.append((Role.NEW_HEAD, leaving.new_head))
    return [
        {
            "case_id": filing,
            "position": position,
            "role": role,
            "key": person.key,
            "given_names": person.given_names,
            "surnames": person.surnames,
            "identity_kind": person.identity.kind if person.identity else None,
            "identity_number": person.identity.number if person.identity else None,
            "birth_date": person.birth_date,
            "kinship": person.kinship,
            "capacity": person.capacity or "",
        }
        for position, (role, person) in enumerate(roles, 1)
    ]
