"""The review as a value: everything that was said, a line each, with the screen that changes it."""

from collections.abc import Iterator
from typing import Final

from kiosk.domain.answers import Answers, Capacity, Draft, Person, Remaining, Scope
from kiosk.domain.attestation import Subject
from kiosk.domain.document import Attachment, MediaType, Reading, Verdict
from kiosk.domain.identity import cedula_doubts
from kiosk.domain.journey import Step
from kiosk.domain.leaving import as_asked
from kiosk.domain.procedure import Catalogue, Procedure, applies, slots
from kiosk.domain.telephone import shown as shown_telephone
from kiosk.domain.vouching import vouched
from kiosk.locale import _, ngettext
from screens.document_words import in_doubt, reading_in_words, state_in_words
from screens.session import SCREENS
from screens.vouching import vouched_in_words
from screens.widgets.lines import Line
from screens.words_of import identity_in_words, number_in_words

NUMBER, NAMES, CAPACITY = SCREENS[Step.IDENTIFY]
TELEPHONE, EMAIL = SCREENS[Step.CONTACT]
VERIFY: Final = SCREENS[Step.VERIFY_EMAIL][0]
PROVINCE: Final = SCREENS[Step.CHOOSE_PROCEDURE][0]
HOW_MANY, PEOPLE, WHO_STAYS, NEW_HEAD = SCREENS[Step.WHO_LEAVES]
DOCUMENTS: Final = SCREENS[Step.ATTACH_DOCUMENTS][0]


def review_lines(draft: Draft, procedure: Procedure, catalogue: Catalogue) -> list[Line]:
    """Return all that was said, in the order of the steps; `value` is the screen that changes the line."""
    groups = {
        _("Usted"): _about_applicant(draft),
        _("Cómo se le responde"): _about_contact(draft),
        _("Su trámite"): _about_procedure(draft.answers, procedure, catalogue),
        _("Quién sale"): _about_leaving(draft, procedure, catalogue),
        _("Documentos"): _about_documents(draft, procedure),
    }
    lines = []
    for heading, group in groups.items():
        for place, line in enumerate(group):
            lines.append(line if place else Line(line.value, line.label, line.text, line.detail, heading=heading))
    return lines


def answered_lines(draft: Draft, procedure: Procedure, catalogue: Catalogue) -> list[Line]:
    """Return what a person was asked about themselves and who leaves, in short: what stands beside the next question."""
    return [*_about_applicant(draft), *_about_contact(draft), *_about_leaving(draft, procedure, catalogue)]


def reminders(draft: Draft, procedure: Procedure) -> list[str]:
    """Return what leaving may cause in this very case, and first that staff who typed it have not seen who it is."""
    unseen = draft.entered_by and vouched(draft, Subject.IDENTITY) is None
    caused = [each.text for each in procedure.consequences if applies(each.when, draft.answers)]
    return [_("Identidad sin verificar: muestre la cédula al personal."), *caused] if unseen else caused


def _about_applicant(draft: Draft) -> Iterator[Line]:
    applicant = draft.answers.applicant
    if applicant is None:
        return
    yield Line(NUMBER, _("Su documento"), number_in_words(applicant.identity), _seen(draft, "applicant", applicant.doubts))
    yield Line(NAMES, _("Su nombre"), applicant.full_name)
    yield Line(CAPACITY, _("Usted es"), _capacity(applicant.capacity))


def _about_contact(draft: Draft) -> Iterator[Line]:
    answers, contact, said = draft.answers, draft.answers.contact, vouched(draft, Subject.CONTACT)
    if contact is None:
        return
    yield Line(TELEPHONE, _("Teléfono"), shown_telephone(contact.telephone) if contact.telephone else _("No tengo teléfono"))
    yield Line(EMAIL, _("Correo"), contact.email or _("No tengo correo"), vouched_in_words(said) if said else "")
    if contact.email and answers.email_check:
        if answers.email_check.verified_at:
            yield Line("", _("Verificación"), _("Su correo está verificado"))
        elif said is None:
            yield Line(
                VERIFY, _("Verificación"), _("Falta verificar su correo"), _("Puede hacerlo después: su trámite se envía igual.")
            )


def _about_procedure(answers: Answers, procedure: Procedure, catalogue: Catalogue) -> Iterator[Line]:
    if answers.choice:
        yield Line(PROVINCE, _("Provincia"), catalogue.province_name(answers.choice.province))
    yield Line(PROVINCE, _("Trámite"), procedure.name, _("Costo: {cost}").format(cost=procedure.cost))


def _about_leaving(draft: Draft, procedure: Procedure, catalogue: Catalogue) -> Iterator[Line]:
    answers, applicant = draft.answers, draft.answers.applicant
    if applicant is None or answers.leaving is None:
        return
    leaving = as_asked(applicant, answers.leaving)
    if applicant.capacity is not Capacity.REPRESENTATIVE:
        some = _("Usted y otras personas") if leaving.applicant_leaves else _("Otras personas; usted se queda")
        scope = {Scope.ME: _("Solo usted"), Scope.SOME: some, Scope.ALL: _("Toda su familia, también usted")}[leaving.scope]
        yield Line(HOW_MANY, _("Sale"), scope)
    for person in leaving.people:
        of = _capacity(person.capacity) if person.capacity else ""
        detail = "\n".join(part for part in (of, _identity_and_doubts(draft, person, catalogue)) if part)
        yield Line(PEOPLE, _kinship(procedure, person), person.full_name, detail)
    if leaving.remaining:
        remaining = {
            Remaining.NOBODY: _("Nadie más"),
            Remaining.NEW_HEAD: _("Alguien de su familia, con un nuevo jefe"),
            Remaining.UNDECIDED: _("Alguien de su familia; todavía no sabe quién será jefe"),
        }[leaving.remaining]
        said_with_it = leaving.scope is Scope.ME and leaving.remaining is Remaining.NOBODY
        yield Line(HOW_MANY if said_with_it else WHO_STAYS, _("Se queda"), remaining)
        if leaving.new_head:
            head = leaving.new_head
            yield Line(NEW_HEAD, _("Nuevo jefe"), head.full_name, _identity_and_doubts(draft, head, catalogue))


def _about_documents(draft: Draft, procedure: Procedure) -> Iterator[Line]:
    attached = {each.slot: each for each in draft.attachments}
    names = {each.key: each.given_names for each in draft.answers.leavers} | {"applicant": _("De usted"), "": _("Del trámite")}
    for slot in slots(procedure, draft.answers):
        attachment = attached.get(slot.id)
        kept = _document(attachment) if attachment else _("está en el PDF de la otra parte")
        text = _("{document}: {kept}").format(document=slot.requirement.name, kept=kept)
        if attachment and (in_doubt(attachment) or attachment.verdict is Verdict.DOUBTFUL):
            text = _("{document}. {state}").format(document=text, state=state_in_words(attachment))
        yield Line(DOCUMENTS, names[slot.person], text, _findings(attachment))
    observation = draft.answers.observation
    yield Line(DOCUMENTS, _("Observación"), observation.text if observation and observation.text else _("Ninguna"))


def _capacity(capacity: Capacity) -> str:
    return {
        Capacity.HEAD: _("Jefe o jefa de familia"),
        Capacity.DEPENDANT: _("Dependiente"),
        Capacity.REPRESENTATIVE: _("Representa a otra persona"),
    }[capacity]


def _kinship(procedure: Procedure, person: Person) -> str:
    return procedure.kinship_name(person.kinship) or _("Persona")


def _identity_and_doubts(draft: Draft, person: Person, catalogue: Catalogue) -> str:
    doubts = cedula_doubts(person.identity, catalogue.cedula_prefixes) if person.identity else ()
    return "\n".join(part for part in (identity_in_words(person), _seen(draft, person.key, doubts)) if part)


def _seen(draft: Draft, person: str, doubts: tuple[str, ...]) -> str:
    """Return who of staff saw the document, else what the person said of the warnings."""
    said = vouched(draft, Subject.IDENTITY, person)
    return vouched_in_words(said) if said else _second_look(doubts)


def _second_look(doubts: tuple[str, ...]) -> str:
    return "\n".join(_("! {doubt} Usted dijo que está bien.").format(doubt=doubt) for doubt in doubts)


def _document(attachment: Attachment) -> str:
    if attachment.media_type is MediaType.JPEG:
        return _("foto JPG")
    return ngettext("PDF, 1 página", "PDF, {pages} páginas", attachment.pages).format(pages=attachment.pages)


def _findings(attachment: Attachment | None) -> str:
    if attachment is None:
        return ""
    doubt = [reading_in_words(attachment)] if in_doubt(attachment) or attachment.reading is Reading.MEANT else []
    return "\n".join([*doubt, *(f"! {each.message}" for each in attachment.findings)])
