"""The demonstration's filed cases: people who do not exist, in every state a case can be in, so that the desk is not empty.

They are filed by the same use cases as anybody's, with cards that are drawn for them.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice

from PIL import Image
from stdnum import luhn

from kiosk.adapters.samples import card
from kiosk.adapters.samples import form as sample_form
from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Inspection, Paper
from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Applicant, Capacity, Choice, Contact, Draft, Leaving, Remaining, Scope
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.services.demonstration.parts import MEMBER
from kiosk.services.documents import attachments
from kiosk.services.filing import confirmations, drafts, slots, submission
from kiosk.services.followup import corrections, decisions, notification, vouching, withdrawals
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.services.papers import legal_texts
from kiosk.services.rights import complaints

HOW_MANY = 36
_GIVEN = (
    "Luz María",
    "José Miguel",
    "Rosa Elena",
    "Segundo",
    "Blanca",
    "Ángel Polivio",
    "Carmen",
    "Luis Alberto",
    "Zoila",
    "Manuel",
)
_SURNAMES = ("Toapanta Ñaupa", "Cando", "Yumbo Grefa", "Chimbo Quishpe", "Macas Lalangui", "Zambrano", "Tenesaca Guamán", "Ante")
_TAKEN_BY = "Mensajería de muestra"


@dataclass(frozen=True, slots=True)
class _Filed:
    """A case that stands, and what it takes to change it."""

    kiosk: Kiosk
    number: CaseNumber

    @property
    def staff(self) -> Kiosk:
        return replace(self.kiosk.acting_as(MEMBER), printer=None)


def fill(kiosk: Kiosk, progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """File the cases where there is none yet; return how many. `progress` is called with how many of how many are done."""
    if handovers.waiting_numbers(kiosk):
        return 0
    kiosk = replace(kiosk, mailer=None)  # nobody waits for these mails
    form = kiosk.inspector.inspect(_pdf(sample_form.signed_form()), Paper.PAGE)
    plan: list[Callable[[_Filed], None]] = [*_plan()]
    for done, (holder, afterwards) in enumerate(zip(_holders(), plan, strict=False)):
        progress(done, len(plan))
        afterwards(_Filed(kiosk, _file(kiosk, holder, form, assisted=done % 4 == 3)))
    for holder in islice(_holders(), len(plan), len(plan) + 3):
        _begin(kiosk, holder)
    _complain(kiosk)
    return len(plan)


def _plan() -> Iterator[Callable[[_Filed], None]]:
    """Say what happens to each case after it was filed, oldest first: most wait, as on a real day."""
    handed = (_granted, _refused, _delivered, _more_wanted, _granted, _with_the_institute, _with_the_institute, _delivered)
    yield from handed
    yield from (_cancelled, _asked_again, _consent_taken_back, _vouched, _asked_again, _vouched)
    yield from [_waits] * (HOW_MANY - len(handed) - 6)


def _waits(_filed: _Filed) -> None:
    """Leave it as it was filed."""


def _vouched(filed: _Filed) -> None:
    reason = "Es de muestra."  # its province is impossible, and only the demonstration's own catalogue takes it for granted
    vouching.vouch_filed(filed.staff, filed.number, Subject.IDENTITY, Seen.CARD, reason=reason)


def _asked_again(filed: _Filed) -> None:
    slot, _kept, _asked = corrections.places(filed.staff, filed.number)[0]
    corrections.ask(filed.staff, filed.number, slot.id, Wanted.BAD, "La foto salió movida: no se lee el número.")


def _cancelled(filed: _Filed) -> None:
    withdrawals.take_back(filed.staff, filed.number, TakenBack.REQUEST)


def _consent_taken_back(filed: _Filed) -> None:
    withdrawals.take_back(filed.staff, filed.number, TakenBack.CONSENT)


def _with_the_institute(filed: _Filed) -> None:
    _vouched(filed)
    export.export(filed.staff, [filed.number], filed.kiosk.settings.data_dir / "handover")
    handovers.record_handover(filed.staff, [filed.number], _TAKEN_BY, HandoverHow.PAPER)


def _answered(filed: _Filed, outcome: Outcome, note: str = "") -> None:
    _with_the_institute(filed)
    today = filed.kiosk.local(filed.kiosk.clock.now().at).date()
    reference = f"IESS-SSC-{today:%Y}-{filed.number.split('-')[2][-4:]}-O"
    decisions.record(filed.staff, filed.number, TypedDecision(outcome, reference, today, note))


def _granted(filed: _Filed) -> None:
    _answered(filed, Outcome.GRANTED)


def _refused(filed: _Filed) -> None:
    _answered(filed, Outcome.REFUSED, "La persona consta como jubilada.")


def _more_wanted(filed: _Filed) -> None:
    _answered(filed, Outcome.MORE_WANTED, "Falta la firma en la solicitud.")


def _delivered(filed: _Filed) -> None:
    _granted(filed)
    notification.hand_out(filed.staff, filed.number, reason=next(iter(notification.without_signature())))


def _begin(kiosk: Kiosk, holder: card.CardHolder) -> Draft:
    """Begin somebody's filing, up to who leaves."""
    identity = Identity(IdentityKind.CEDULA, holder.number)
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    draft = drafts.begin(kiosk, Applicant(identity, holder.given_names.title(), holder.surnames.title(), Capacity.HEAD), notice)
    draft = drafts.save(kiosk, draft.id, Contact(f"+5939{holder.number[2:10]}", None))
    procedure = kiosk.catalogue.procedures[0]
    chosen = Choice(kiosk.settings.kiosk.province, procedure.sector, procedure.category, procedure.id, procedure.version)
    return drafts.save(kiosk, draft.id, chosen)


def _file(kiosk: Kiosk, holder: card.CardHolder, form: Inspection, *, assisted: bool) -> CaseNumber:
    """File a case whole, with the person's own card, at the public screen or at the desk; return its number."""
    here = kiosk.acting_as(MEMBER) if assisted else replace(kiosk, printer=None)  # nor for the receipts
    draft = _begin(here, holder)
    draft = drafts.save(here, draft.id, Leaving(Scope.ME, applicant_leaves=True, people=(), remaining=Remaining.NOBODY))
    sides = {"front": card.front, "back": card.back}
    for slot in slots.slots_of(here, draft):
        side = next((drawn for name, drawn in sides.items() if name in slot.id), None)
        if side is None:
            draft = attachments.put(here, draft, slot.id, form)
        else:
            draft = attachments.attach(here, draft.id, slot.id, _jpeg(side(holder)))
    if assisted:
        confirmations.print_slip(here, draft.id)
    consent = legal_texts.accept(here, legal_texts.consent(here), GivenHow.PAPER if assisted else GivenHow.READ)
    number = submission.submit(replace(here, printer=None), draft.id, consent).number
    assert number is not None  # noqa: S101 - it was just given
    prints.withdraw(here, draft.id, tuple(MessageKind))
    return number


def _complain(kiosk: Kiosk) -> None:
    complaints.leave(kiosk, "El lunes el dispensario abrió dos horas tarde.", "")
    complaints.leave(kiosk, "Las letras de la pantalla se leen bien, gracias.", "")
    settled = complaints.listed(kiosk)[0]
    complaints.settle(kiosk.acting_as(MEMBER), settled.id, "Se habló con quien abre el dispensario.")


def _holders() -> Iterator[card.CardHolder]:
    """Make people up one after the other, with cédulas of an impossible province."""
    for place in count():
        first_nine = f"99000{place * 7 + 101:04}"
        given, surnames = _GIVEN[place % len(_GIVEN)], _SURNAMES[place * 3 % len(_SURNAMES)]
        skin, hair = ("#c98f66", "#b87f58", "#d3a27c")[place % 3], ("#2a1c14", "#3b3029", "#6d6660")[place % 3]
        born = f"{place % 28 + 1} MAY {1950 + place % 40}"
        number = first_nine + luhn.calc_check_digit(first_nine)
        yield card.CardHolder(number, surnames.upper(), given.upper(), woman=place % 2 == 0, born=born, skin=skin, hair=hair)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88, dpi=(300, 300))
    return written.getvalue()


def _pdf(page: Image.Image) -> bytes:
    written = io.BytesIO()
    page.save(written, "PDF", resolution=150)
    return written.getvalue()
