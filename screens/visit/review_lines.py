"""The review as a value: everything that was said, a line each, with the question that changes it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from textual.geometry import Size

from kiosk.domain.documents.document import Attachment, Reading
from kiosk.domain.filing.answers import Answers, Capacity, Draft, Person, Remaining, Scope
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.journey import Step
from kiosk.domain.filing.leaving import as_asked
from kiosk.domain.filing.procedure import Catalogue, Procedure, When, applies, open_slots, slots
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.people.identity import Identity, IdentityKind, cedula_doubts
from kiosk.domain.people.telephone import shown as shown_telephone
from kiosk.locale import _
from kiosk.words.filings import capacity_in_words
from kiosk.words.people import identity_in_words, vouched_in_words
from screens.session.visit import QUESTIONS
from screens.widgets.lines import EDGES, FIGURE, Line
from screens.words.document import reading_in_words, state_in_words

NUMBER, NAMES, CAPACITY = QUESTIONS[Step.IDENTIFY]
TELEPHONE, EMAIL = QUESTIONS[Step.CONTACT]
VERIFY: Final = QUESTIONS[Step.VERIFY_EMAIL][0]
PROVINCE: Final = QUESTIONS[Step.CHOOSE_PROCEDURE][0]
HOW_MANY, PEOPLE, WHO_STAYS, NEW_HEAD = QUESTIONS[Step.WHO_LEAVES]
DOCUMENTS: Final = QUESTIONS[Step.ATTACH_DOCUMENTS][0]
TALLEST: Final = 4
"""Rows of a paper's picture: enough to know a card from a sheet, and few enough for the whole review to stay short."""


def review_lines(draft: Draft, procedure: Procedure, catalogue: Catalogue) -> list[Line]:
    """Return all that was said and put, by person, then by what it is for; `value` is the question that changes the line.

    A paper's value is the question of the papers, `#` and its slot. The papers of the whole case are the applicant's, who signs.
    """
    groups = [(_("Usted"), [*_about_applicant(draft), *_papers(draft, procedure, "applicant", "")])]
    groups += [_about_person(draft, procedure, catalogue, person) for person in _people(draft)]
    groups += [(_("Cómo se le responde"), [*_about_contact(draft)])]
    groups += [(_("Lo que pide"), [*_about_leaving(draft, catalogue), *_about_procedure(draft.answers, procedure, catalogue)])]
    return [replace(line, heading="" if place else heading) for heading, group in groups for place, line in enumerate(group)]


def answered_lines(draft: Draft, procedure: Procedure, catalogue: Catalogue) -> list[Line]:
    """Return what a person was asked about themselves and who leaves, in short: what stands beside the next question."""
    people = [Line("", _kinship(procedure, person), person.full_name) for person in _people(draft)]
    return [*_about_applicant(draft), *_about_contact(draft), *people, *_about_leaving(draft, catalogue)]


def reminders(draft: Draft, procedure: Procedure) -> list[str]:
    """Return what leaving may cause in this very case, and first that staff who typed it have not seen who it is.

    What becomes of those who stay is nothing to remember where nobody does.
    """
    leaving = draft.answers.leaving
    nobody_stays = leaving is not None and (leaving.scope is Scope.ALL or leaving.remaining is Remaining.NOBODY)
    unseen = draft.entered_by and vouched(draft, Subject.IDENTITY) is None
    caused = [
        each.text
        for each in procedure.consequences
        if applies(each.when, draft.answers) and not (nobody_stays and each.when is When.HEAD_LEAVES)
    ]
    return [_("Identidad sin verificar: muestre la cédula al personal."), *caused] if unseen else caused


def _about_applicant(draft: Draft) -> Iterator[Line]:
    applicant = draft.answers.applicant
    if applicant is None:
        return
    label, number = _identity(applicant.identity)
    yield Line(NUMBER, label, number, _seen(draft, "applicant", applicant.doubts))
    yield Line(NAMES, _("Su nombre"), applicant.full_name)
    yield Line(CAPACITY, _("Usted es"), capacity_in_words(applicant.capacity))


def _people(draft: Draft) -> tuple[Person, ...]:
    answers = draft.answers
    return as_asked(answers.applicant, answers.leaving).people if answers.applicant and answers.leaving else ()


def _about_person(draft: Draft, procedure: Procedure, catalogue: Catalogue, person: Person) -> tuple[str, list[Line]]:
    of = capacity_in_words(person.capacity) if person.capacity else ""
    detail = "\n".join(part for part in (of, _doubts(draft, person, catalogue)) if part)
    line = Line(PEOPLE, _kinship(procedure, person), identity_in_words(person), detail)
    return person.full_name, [line, *_papers(draft, procedure, person.key)]


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
    province = catalogue.province_name(answers.choice.province) if answers.choice else ""
    yield Line(PROVINCE, _("Trámite"), procedure.name, _("Provincia: {province}").format(province=province))
    observation = answers.observation
    yield Line(DOCUMENTS, _("Observación"), observation.text if observation and observation.text else _("Ninguna"))


def _about_leaving(draft: Draft, catalogue: Catalogue) -> Iterator[Line]:
    answers, applicant = draft.answers, draft.answers.applicant
    if applicant is None or answers.leaving is None:
        return
    leaving = as_asked(applicant, answers.leaving)
    said_with_it = leaving.scope is Scope.ME and leaving.remaining is Remaining.NOBODY
    if applicant.capacity is not Capacity.REPRESENTATIVE:
        some = _("Usted y otras personas") if leaving.applicant_leaves else _("Otras personas; usted se queda")
        only = _("Solo usted; de su familia no se queda nadie") if said_with_it else _("Solo usted")
        yield Line(
            HOW_MANY,
            _("Quién sale"),
            {Scope.ME: only, Scope.SOME: some, Scope.ALL: _("Toda su familia, también usted")}[leaving.scope],
        )
    if leaving.remaining and not said_with_it:
        remaining = {
            Remaining.NOBODY: _("Nadie más"),
            Remaining.NEW_HEAD: _("Alguien de su familia, con un nuevo jefe"),
            Remaining.UNDECIDED: _("Alguien de su familia; todavía no sabe quién será jefe"),
        }[leaving.remaining]
        yield Line(WHO_STAYS, _("Se queda"), remaining)
    if leaving.remaining and leaving.new_head:
        head = leaving.new_head
        said = "\n".join(part for part in (identity_in_words(head), _doubts(draft, head, catalogue)) if part)
        yield Line(NEW_HEAD, _("Nuevo jefe"), head.full_name, said)


def _papers(draft: Draft, procedure: Procedure, *people: str) -> Iterator[Line]:
    attached = {each.slot: each for each in draft.attachments}
    missing = {each.id for each in open_slots(procedure, draft)}
    doubts: list[Line] = []
    for slot in slots(procedure, draft.answers):
        if slot.person not in people:
            continue
        paper, value = attached.get(slot.id), f"{DOCUMENTS}#{slot.id}"
        if paper:
            yield Line(value, slot.requirement.name, state_in_words(paper), figure=_cells(paper))
            doubts += [Line("", _("Dudoso"), slot.requirement.name, said)] if (said := _findings(paper)) else []
        else:
            there = _("· falta") if slot.id in missing else _("● listo, en el otro PDF")
            yield Line(value, slot.requirement.name, there, figure=Size(1, TALLEST))
    yield from doubts


def _cells(paper: Attachment) -> Size:
    """Return how many cells the picture of a paper takes."""
    page = paper.facts[0] if paper.facts and paper.facts[0].width and paper.facts[0].height else paper
    across = round(2 * TALLEST * max(1, page.width) / max(1, page.height))
    return Size(min(FIGURE - 2 * EDGES, max(1, across)), TALLEST)


def _identity(identity: Identity) -> tuple[str, str]:
    return (_("Su cédula") if identity.kind is IdentityKind.CEDULA else _("Código de extranjero"), identity.number)


def _kinship(procedure: Procedure, person: Person) -> str:
    return procedure.kinship_name(person.kinship) or _("Persona")


def _doubts(draft: Draft, person: Person, catalogue: Catalogue) -> str:
    doubts = cedula_doubts(person.identity, catalogue.cedula_prefixes) if person.identity else ()
    return _seen(draft, person.key, doubts)


def _seen(draft: Draft, person: str, doubts: tuple[str, ...]) -> str:
    """Return who of staff saw the document, else what the person said of the warnings."""
    said = vouched(draft, Subject.IDENTITY, person)
    return vouched_in_words(said) if said else _second_look(doubts)


def _second_look(doubts: tuple[str, ...]) -> str:
    return "\n".join(_("! {doubt} Usted dijo que está bien.").format(doubt=doubt) for doubt in doubts)


def _findings(paper: Attachment) -> str:
    doubt = [reading_in_words(paper)] if paper.is_in_doubt or paper.reading is Reading.MEANT else []
    return "\n".join([*doubt, *(f"! {each.message}" for each in paper.findings)])
