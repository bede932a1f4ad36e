"""Every use case that writes, done through the same services as the screens do it, telling what each screen would show as saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from sqlmodel import col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.rights import Right
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.desk.permits import Role
from kiosk.domain.documents.brought import Documents
from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Contact, Draft
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases import receipts
from kiosk.services.cases.lookup import case_of
from kiosk.services.delivery import mailing
from kiosk.services.documents import additions, attachments
from kiosk.services.filing import confirmations, drafts, submission, verification
from kiosk.services.followup import changes, corrections, decisions, notification, vouching, withdrawals
from kiosk.services.handover import export, handovers
from kiosk.services.journal import figures
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.services.rights import complaints, requests
from kiosk.services.staff import members, sign_in, ssh_keys
from kiosk.services.upkeep import backups, housekeeping
from kiosk.storage.tables import (
    AcceptanceRow,
    AttestationRow,
    Case,
    Complaint,
    Correction,
    Decision,
    Document,
    DraftRow,
    Event,
    Handover,
    Message,
    PublishedMonth,
    RightsRequest,
    Staff,
    StaffKey,
    StaffNote,
    Verification,
    Withdrawal,
)
from tests.filing import EMAIL, JUAN, begin, choice, family, number_of, paper, photograph
from tests.keys import public_key
from tests.soak.told import Telling
from tests.soak.world import ROSA, World, tell_draft

MONTHS = b"year,month,complaints,attentions\n2025,1,0,5\n2025,2,3,6\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a use case is done; `kiosk` is composed, but where the composing is the use case."""

    folder: Path
    world: World
    tell: Telling

    def case_id(self, kiosk: Kiosk, number: CaseNumber) -> str:
        """Return the filing's id of a case."""
        with kiosk.database.reading() as session:
            return case_of(session, number).id


def answers(kiosk: Kiosk, scene: Scene) -> None:
    """Begin a draft and answer until the documents."""
    draft = begin(kiosk)
    tell_draft(scene.tell, draft)
    scene.tell.saved("notice", AcceptanceRow, filing=draft.id, kind="notice")
    for answer in (Contact("+593991234567", EMAIL), choice(kiosk), family()):
        _answered(scene, draft, lambda answer=answer: drafts.save(kiosk, draft.id, answer))  # type: ignore[misc] # bound now
    _answered(scene, draft, lambda: verification.postpone(kiosk, draft.id))


def code(kiosk: Kiosk, scene: Scene) -> None:
    """Have a code mailed, and type it."""
    filing = scene.world.begun
    verification.request_code(kiosk, filing)
    scene.tell.saved("code", Verification, filing=filing, email=EMAIL)
    mailing.deliver_codes(kiosk)
    scene.tell.saved("code sent", Message, kind=MessageKind.EMAIL_CODE, state=MessageState.ACCEPTED)
    with kiosk.database.reading() as session:
        issued = session.exec(select(Verification).where(col(Verification.filing) == filing)).one()
    draft = drafts.read(kiosk, filing)
    _answered(scene, draft, lambda: verification.confirm(kiosk, filing, verification.code_of(kiosk, issued)))


def attach(kiosk: Kiosk, scene: Scene) -> None:
    """Put a document into its slot."""
    tell_draft(scene.tell, attachments.attach(kiosk, scene.world.begun, "cedula-front:applicant", photograph("UNO")))


def replace(kiosk: Kiosk, scene: Scene) -> None:
    """Put another document in place of one: until then the former stands there."""
    filing, slot = scene.world.ready, "cedula-front:applicant"
    scene.tell.saved("filled", Document, filing=filing, slot=slot)
    scene.tell.changing(f"{filing} {slot}")
    tell_draft(scene.tell, attachments.attach(kiosk, filing, slot, photograph("DOS")))


def remove(kiosk: Kiosk, scene: Scene) -> None:
    """Take a document out of its slot."""
    filing, slot = scene.world.ready, "cedula-front:applicant"
    scene.tell.changing(f"{filing} {slot}")
    attachments.remove(kiosk, filing, slot)
    scene.tell.gone(f"{filing} {slot}", Document, filing=filing, slot=slot)


def submit(kiosk: Kiosk, scene: Scene) -> None:
    """Authorise, and be given a number."""
    draft = submission.submit(kiosk, scene.world.ready, legal_texts.accept(kiosk, legal_texts.consent(kiosk)))
    scene.tell.saved("number", Case, id=draft.id, number=draft.number)
    scene.tell.saved("consent", AcceptanceRow, filing=draft.id, kind="consent")


def submit_assisted(kiosk: Kiosk, scene: Scene) -> None:
    """Have the slip printed and signed, scan it, and send as a member of staff."""
    desk, filing = kiosk.acting_as(ROSA), scene.world.ready
    confirmations.print_slip(desk, filing)
    scene.tell.saved("slip", Message, kind=MessageKind.CONFIRMATION_PRINT, reference=filing)
    consent = legal_texts.accept(desk, legal_texts.consent(desk), GivenHow.PAPER)
    draft = submission.submit(desk, filing, consent)
    scene.tell.saved("number", Case, id=filing, number=draft.number)
    additions.keep_scan(desk, number_of(draft), Documents([photograph("FIRMADA")]), by_eye=True)
    scene.tell.saved("scan", Case, id=filing, confirmed_how="paper")


def deliver(kiosk: Kiosk, scene: Scene) -> None:
    """Send and print what waits: what was asked for just now, for a print that nobody waits for is taken back in time."""
    correction_asked(kiosk, scene)
    with kiosk.database.reading() as session:
        case = case_of(session, scene.world.plain)
        asked = session.exec(select(Correction.id).where(Correction.case_id == case.id)).one()
    mailing.deliver_due(kiosk)
    for kind in (MessageKind.CORRECTION_EMAIL, MessageKind.CORRECTION_PRINT):
        scene.tell.saved(kind, Message, kind=kind, reference=asked, state=MessageState.ACCEPTED)


def receipt(kiosk: Kiosk, scene: Scene) -> None:
    """Say that the receipt came out, and have it printed once more."""
    case = scene.case_id(kiosk, scene.world.plain)
    receipts.confirm_printed(kiosk, scene.world.plain, came_out=True)
    scene.tell.saved("seen", Event, name="receipt_came_out", filing=case)
    receipts.print_again(kiosk, scene.world.plain)
    scene.tell.saved("again", Message, kind=MessageKind.RECEIPT_PRINT, reference=case, copy_number=2)


def receipt_key(kiosk: Kiosk, scene: Scene) -> None:
    """Begin a new key for receipts."""
    public = receipts.replace_key(kiosk)
    scene.tell.saved("key", Event, name="receipt_key_replaced", detail=public.name)


def correction_asked(kiosk: Kiosk, scene: Scene) -> None:
    """Ask for a document again."""
    asked = corrections.ask(kiosk.acting_as(ROSA), scene.world.plain, "application-form", Wanted.BAD, "Falta la firma.")
    scene.tell.saved("asked again", Correction, id=asked.id, code=asked.code)


def correction_received(kiosk: Kiosk, scene: Scene) -> None:
    """Bring it."""
    corrections.receive(kiosk, scene.world.correction, Documents([paper("NUEVA")]))
    scene.tell.saved("met", Event, name="correction_met", filing=scene.case_id(kiosk, scene.world.asked))


def decision(kiosk: Kiosk, scene: Scene) -> None:
    """Record the institute's answer with its paper, and hand it out."""
    desk, number = kiosk.acting_as(ROSA), scene.world.plain
    today = kiosk.local(datetime.now(UTC)).date()
    decisions.record(desk, number, TypedDecision(Outcome.GRANTED, "IESS-SSC-2026-0123-O", today), Documents([paper("RESPUESTA")]))
    scene.tell.saved("decision", Decision, case_id=scene.case_id(kiosk, number), position=1, outcome=Outcome.GRANTED)
    notification.hand_out(desk, number, reason=next(iter(notification.without_signature())))
    scene.tell.saved("handed out", Decision, case_id=scene.case_id(kiosk, number), handed_out_by=ROSA)


def withdrawal(kiosk: Kiosk, scene: Scene) -> None:
    """Take back a request."""
    proof = withdrawals.take_back(kiosk.acting_as(ROSA), scene.world.plain, TakenBack.REQUEST)
    scene.tell.saved("withdrawal", Withdrawal, id=proof.id)


def dossiers(kiosk: Kiosk, scene: Scene) -> None:
    """Write the dossiers of two cases, and record who took them."""
    desk, numbers = kiosk.acting_as(ROSA), [scene.world.asked, scene.world.plain]
    export.export(desk, numbers, scene.folder / "handover")
    for each in numbers:
        scene.tell.saved(f"exported {each}", Event, name="case_exported", filing=scene.case_id(kiosk, each))
    handovers.record_handover(desk, numbers, "Ana Pérez", "mail")
    scene.tell.saved("handover", Handover, taken_by="Ana Pérez", how="mail")


def new_staff(kiosk: Kiosk, scene: Scene) -> None:
    """Take somebody in, let them sign in, note their key, and let them vouch."""
    enrolment = members.add(kiosk, "luis", role=Role.SUPERVISOR)
    scene.tell.saved("luis", Staff, name="luis")
    totp = pyotp.parse_uri(enrolment.otpauth)
    assert isinstance(totp, pyotp.TOTP)
    sign_in.sign_in(kiosk, "luis", totp.now())
    scene.tell.saved("signed in", Event, name="staff_signed_in", actor="luis")
    line = ssh_keys.add_key(kiosk, "luis", public_key())
    scene.tell.saved("key", StaffKey, fingerprint=line.fingerprint)
    ssh_keys.publish(kiosk, "kiosk assist")
    vouching.vouch_filed(kiosk.acting_as("luis"), scene.world.plain, Subject.IDENTITY, Seen.CARD, reason="La vi completa")
    scene.tell.saved("vouched", AttestationRow, actor="luis")


def complaint(kiosk: Kiosk, scene: Scene) -> None:
    """Leave a complaint, and attend to it."""
    complaints.leave(kiosk, "No hay sillas.", "")
    scene.tell.saved("complaint", Complaint, text="No hay sillas.")
    [line] = complaints.listed(kiosk)
    complaints.settle(kiosk.acting_as(ROSA), line.id, "Se pusieron.")
    scene.tell.saved("settled", Complaint, id=line.id, settled_note="Se pusieron.")


def imported(kiosk: Kiosk, scene: Scene) -> None:
    """Take in the institute's months."""
    figures.import_published(kiosk, MONTHS)
    for month in (1, 2):
        scene.tell.saved(f"month {month}", PublishedMonth, year=2025, month=month)


def data_rights(kiosk: Kiosk, scene: Scene) -> None:
    """Use the rights to see and to remove."""
    desk, filing = kiosk.acting_as(ROSA), scene.world.juan
    seen = requests.ask(desk, Right.ACCESS, JUAN.number, seen=True)
    scene.tell.saved("access", RightsRequest, id=seen.id)
    scene.tell.changing(f"draft {filing}")
    removed = requests.remove(desk, JUAN.number, seen=True)
    scene.tell.saved("removal", RightsRequest, id=removed.id)
    scene.tell.gone("removed", DraftRow, id=filing)


def discard(kiosk: Kiosk, scene: Scene) -> None:
    """Wipe a draft with its documents, at the person's wish."""
    draft = drafts.read(kiosk, scene.world.ready)
    for key in (f"draft {draft.id}", *(f"{draft.id} {each.slot}" for each in draft.attachments)):
        scene.tell.changing(key)
    drafts.discard(kiosk, draft.id)
    scene.tell.gone("draft", DraftRow, id=draft.id)


def changed(kiosk: Kiosk, scene: Scene) -> None:
    """Put another address in place of a case's, and note what was observed."""
    desk, number = kiosk.acting_as(ROSA), scene.world.plain
    with kiosk.database.reading() as session:
        case = case_of(session, number)
    changes.correct_contact(desk, number, Contact(case.telephone, case.email), "0991234567", "otra@ejemplo.test")
    scene.tell.saved("contact", Case, number=number, email="otra@ejemplo.test")
    changes.add_observation(desk, number, "Llamó el hijo.")
    scene.tell.saved("note", StaffNote, text="Llamó el hijo.")


def in_order(kiosk: Kiosk, scene: Scene) -> None:
    """Sweep away what expired: a draft with its documents, the copies of a consent that was taken back."""
    housekeeping.put_in_order(kiosk)


def backup(kiosk: Kiosk, scene: Scene) -> None:
    """Back up all that there is, beside the data."""
    backups.make(kiosk, scene.folder.parent / "backup")
    scene.tell.saved("backup", Event, name="backup_made")


def _answered(scene: Scene, draft: Draft, step: Callable[[], Draft]) -> None:
    scene.tell.changing(f"draft {draft.id}")
    tell_draft(scene.tell, step())
