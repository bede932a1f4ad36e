"""Composes what stands on a receipt and on a resume slip, before either is drawn.

Everything that could name a person is masked here, in one place, so that no printer, mail or screen has to remember to.
"""

from typing import TYPE_CHECKING

from kiosk.domain.errors import KioskError, NotFound, OutOfService
from kiosk.domain.filing.answers import Draft, Person
from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.filing.procedure import Catalogue, Procedure, Slot, slots
from kiosk.domain.filing.resume_code import grouped, last_four_of
from kiosk.domain.filing.vouching import people_of, vouched
from kiosk.domain.machine.chain import printed
from kiosk.domain.moment import Moment, local_zone
from kiosk.domain.papers import receipt_code
from kiosk.domain.papers.receipt import ReceiptContent, SlipContent
from kiosk.domain.papers.receipt_code import Statement
from kiosk.domain.people import email
from kiosk.domain.people.identity import Identity
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.words.dates import day_and_month, moment_words, shown_time, spoken_date
from kiosk.words.filings import seen_in_words
from kiosk.words.stages import received_here

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

APPLICANT = "applicant"
PARTICLES = {"de", "del", "la", "las", "los", "y"}
"""Words of a surname that are no part of its initials."""


def compose(  # noqa: PLR0913 - what a receipt is made of, each named by the caller
    settings: Settings,
    catalogue: Catalogue,
    draft: Draft,
    submitted: Moment,
    *,
    code: str,
    chained: str = "",
    copy: int = 1,
    kept: bool = False,
) -> ReceiptContent:
    """Compose the receipt of a filed draft, in its procedure's newest version where its own was removed since.

    `code` is the signed one of its statement, `chained` its filing's hash in the chain of events; `kept` is the receipt that
    the person signs, and the dispensary keeps.
    Raises NotFound when it has no number, OutOfService when the procedure is gone altogether.
    """
    answers = draft.answers
    choice = answers.choice
    if draft.number is None or choice is None or answers.applicant is None:
        raise NotFound(_("Este trámite todavía no se ha recibido: no tiene comprobante."))
    procedure = catalogue.procedure(choice.procedure, choice.version) or catalogue.procedure(choice.procedure)
    if procedure is None:
        raise OutOfService(
            _("Falta en este kiosco el trámite «{procedure}», versión {version}: sin su archivo no hay comprobante.").format(
                procedure=choice.procedure, version=choice.version
            )
        )
    kiosk = settings.kiosk
    return ReceiptContent(
        institution=settings.institution.name,
        dispensary=kiosk.dispensary,
        place=", ".join(filter(None, (kiosk.parish, kiosk.canton, catalogue.province_name(kiosk.province)))),
        number=str(draft.number),  # what draws it knows texts alone
        groups=draft.number.groups,
        filed_at=moment_words(submitted, settings),
        procedure=procedure.name,
        applicant=_masked(answers.applicant.full_name, answers.applicant.identity),
        leavers=tuple(_leaver(person, procedure) for person in answers.leavers),
        documents=_documents(draft, procedure),
        received=received_here().format(received=moment_words(submitted, settings)),
        come_back=_come_back(catalogue, procedure, submitted, settings),
        answer=_answer(draft),
        hours=_("Horario: {hours}").format(hours=kiosk.hours) if kiosk.hours else "",
        ask=_("En el kiosco elija «¿En qué va mi trámite?»."),
        cancel=_("Si ya no quiere salir, venga antes de la respuesta y pida cancelar: es gratis."),
        next_steps=procedure.next_steps,
        cost=procedure.cost,
        contact=_contact(draft, procedure),
        legal_base=procedure.legal_base,
        qr=code,
        code_lines=receipt_code.printed_lines(code),
        chained=printed(chained),
        copy=copy,
        vouched=vouched_lines(draft, settings),
        signature=_("Firma o huella de quien recibe su comprobante") if kept else "",
    )


def statement(settings: Settings, draft: Draft, submitted: Moment) -> Statement:
    """Return what the code on a filed draft's receipt says; raises NotFound when it has no number."""
    if draft.number is None:
        raise NotFound(_("Este trámite todavía no se ha recibido: no tiene comprobante."))
    documents = [each for each in draft.attachments if each.slot != CONFIRMATION]
    applicant, choice, paper = draft.answers.applicant, draft.answers.choice, None
    if applicant is not None and choice is not None:
        leavers = [_masked(each.full_name, each.identity) for each in draft.answers.leavers]
        paper = receipt_code.on_paper(choice.procedure, _masked(applicant.full_name, applicant.identity), leavers)
    return Statement(
        number=draft.number,
        issued_at=submitted.at.astimezone(local_zone(settings.kiosk.province)).replace(microsecond=0),
        clock_trusted=submitted.trusted,
        documents=len(documents),
        documents_hash=receipt_code.joint_hash(each.sha256 for each in documents),
        paper=paper,
    )


def signed(kiosk: "Kiosk", draft: Draft, submitted: Moment) -> str:
    """Return the code that proves a filed draft's receipt.

    Raises KioskError where another kiosk at a shared database gave the number: signed with this one's key it would be called false.
    """
    said = statement(kiosk.settings, draft, submitted)
    if kiosk.database.is_shared and said.number.kiosk != kiosk.settings.kiosk.id:
        sentence = _("Este trámite se registró en el kiosco {kiosk}: su comprobante y su expediente se hacen allí.")
        raise KioskError(sentence.format(kiosk=said.number.kiosk))
    return kiosk.receipt_keys.sign(said)


def compose_slip(settings: Settings, draft: Draft) -> SlipContent:
    """Compose the slip that brings a draft back."""
    expires = draft.expires_at.astimezone(local_zone(settings.kiosk.province))
    return SlipContent(
        institution=settings.institution.name,
        dispensary=settings.kiosk.dispensary,
        code=grouped(draft.code),
        expires_on=_("{date}, {time}").format(date=day_and_month(expires), time=shown_time(expires)),
        steps=(
            _("Vuelva a este dispensario con este papel y con su documento."),
            _("En la pantalla del kiosco elija «Seguir con mi número para volver»."),
            _("Escriba este número y {last_four}.").format(last_four=last_four_of(draft)),
            _("Siga desde donde se quedó. Lo que ya contestó está guardado."),
        ),
    )


def vouched_lines(draft: Draft, settings: Settings) -> tuple[str, ...]:
    """Return what staff vouched for and still counts, without a number, an address, or a name but theirs."""
    zone = local_zone(settings.kiosk.province)

    def line(said: Attestation, what: str) -> str:
        sentence = _("{what}: {seen}. Lo dice {actor}, {date}")
        return sentence.format(
            what=what, seen=seen_in_words(said.how), actor=said.actor, date=day_and_month(said.at.astimezone(zone))
        )

    lines = []
    for person in people_of(draft):
        if said := vouched(draft, Subject.IDENTITY, person.key):
            whose = _("Identidad") if person.key == APPLICANT else _("Identidad de {initials}")
            lines.append(line(said, whose.format(initials=initials(person.full_name))))
    if said := vouched(draft, Subject.CONTACT):
        lines.append(line(said, _("Correo")))
    if (said := vouched(draft, Subject.READING)) and said.how is Seen.READ_ALOUD:
        lines.append(line(said, _("Consentimiento")))
    return tuple(lines)


def initials(name: str) -> str:
    """Return `M.J.D.`: who knows the person recognises them, and nobody else does."""
    return "".join(f"{word[0].upper()}." for word in name.split() if word.lower() not in PARTICLES)


def _leaver(person: Person, procedure: Procedure) -> str:
    who = _("Usted") if person.key == APPLICANT else procedure.kinship_name(person.kinship) or _("Familiar")
    return _("{who}: {masked}").format(who=who, masked=_masked(person.full_name, person.identity))


def _masked(name: str, identity: Identity | None) -> str:
    """Return somebody as papers show them, `M.D. · 9900••••••`; what the code proves is made of it, too."""
    masked = identity.masked if identity else _("menor sin cédula")
    return _("{initials} · {identity}").format(initials=initials(name), identity=masked)


def _documents(draft: Draft, procedure: Procedure) -> tuple[str, ...]:
    received = {each.slot: each for each in draft.attachments if each.slot != CONFIRMATION}
    asked = [slot for slot in slots(procedure, draft.answers) if slot.id in received]
    choice = draft.answers.choice
    filed_in_another_version = choice is not None and choice.version != procedure.version
    others = received.keys() - {slot.id for slot in asked} if filed_in_another_version else set()
    return tuple(document_name(slot, received[slot.id].pages) for slot in asked) + (_("Otro documento"),) * len(others)


def document_name(slot: Slot, pages: int = 1) -> str:
    """Return a document's name for papers, with whose it is in initials."""
    name = slot.requirement.name
    if slot.person:
        whose = _("de usted") if slot.person == APPLICANT else _("de {initials}").format(initials=initials(slot.person_name))
        name = _("{document} ({whose})").format(document=name, whose=whose)
    if pages < 2:
        return name
    return _("{document}, {pages} páginas").format(document=name, pages=pages)


def _come_back(catalogue: Catalogue, procedure: Procedure, submitted: Moment, settings: Settings) -> str:
    """Return when the answer is due at the latest; a clock that may be wrong gives no date, which would mislead."""
    days = procedure.answer_working_days
    if days is None:
        return _("Vuelva otro día")
    if not submitted.trusted:
        return _("Vuelva después de {days} días laborables").format(days=days)
    local = submitted.at.astimezone(local_zone(settings.kiosk.province))
    due = catalogue.holidays.after(local.date(), days)
    return _("Vuelva desde el {date}").format(date=spoken_date(due))


def with_receipt(content: ReceiptContent) -> str:
    """Return when to come back, where it is not said on the receipt itself."""
    return _("{come_back} con su comprobante.").format(come_back=content.come_back)


def _answer(draft: Draft) -> str:
    """Return how the answer comes to this person: only what is certain is promised, and the dispensary always is a way."""
    answers = draft.answers
    address = answers.contact.email if answers.contact else None
    check = answers.email_check
    verified = bool(address and check and check.email == address and check.verified_at)
    verified = verified or bool(address and vouched(draft, Subject.CONTACT))
    if not address:
        return _("La respuesta se la dan aquí.")
    if verified:
        return _("La respuesta le llega al correo {email}. Si no le llega, se la dan aquí.").format(email=email.masked(address))
    sentence = _("La respuesta va al correo {email}, que todavía no está confirmado. Si no le llega, se la dan aquí.")
    return sentence.format(email=email.masked(address))


def _contact(draft: Draft, procedure: Procedure) -> tuple[str, ...]:
    """Return where to ask: who gave no e-mail is shown none."""
    contact = draft.answers.contact
    return tuple(each for each in procedure.contact if (contact and contact.email) or "@" not in each)
