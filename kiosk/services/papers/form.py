"""Composes what stands on the application form: from a draft's answers, or blank for whoever takes one home.

Nothing is masked on it, for the institution must read it; so it goes to the printer and nowhere else.
"""

from datetime import date

from kiosk.domain.errors import NotFound
from kiosk.domain.filing.answers import Answers, Applicant, Capacity, Contact, Draft, Leaving, Person, Remaining, Scope
from kiosk.domain.filing.leaving import must_say_who_stays
from kiosk.domain.filing.procedure import Catalogue, Procedure, applies
from kiosk.domain.papers.form import FormChoice, FormContent, FormField, FormPerson, FormSigner
from kiosk.domain.papers.form_mark import form_id
from kiosk.domain.people import telephone
from kiosk.domain.people.birth_date import MAJORITY, age
from kiosk.domain.people.identity import IdentityKind
from kiosk.locale import _
from kiosk.services.papers.to_bring import BLANK_ROWS, compose_to_bring, room_in_words
from kiosk.settings import Settings
from kiosk.words.dates import shown_date
from kiosk.words.filings import capacity_in_words, scope_in_words

BLANK_SIGNERS = 2
"""Adults beside the applicant for whom a blank form has a box."""


def compose_form(settings: Settings, catalogue: Catalogue, draft: Draft, today: date) -> FormContent:
    """Compose the form of a draft; `today` tells who is a minor. Raises NotFound while it is not said who leaves."""
    answers = draft.answers
    procedure = procedure_of(catalogue, answers)
    applicant, leaving = answers.applicant, answers.leaving
    if procedure is None or applicant is None or leaving is None:
        raise NotFound(_("Para imprimir la solicitud falta decir quién sale."))
    others = [each for each in answers.leavers if each.key != "applicant"]
    return FormContent(
        institution=settings.institution.name,
        code=form_id(draft.id),
        place=_place(settings, catalogue),
        applicant=applicant_fields(applicant, answers.contact),
        leavers=tuple(form_person(each, applicant, procedure) for each in answers.leavers),
        leavers_hint="",
        scope=_scope(leaving.scope),
        new_head=new_head_fields(applicant, leaving),
        new_head_hint="",
        request=_request(applicant.capacity),
        consequences=tuple(each.text for each in procedure.consequences if applies(each.when, answers)),
        applicant_signs=FormSigner(applicant.full_name, applicant.identity.number),
        others_sign=tuple(
            FormSigner(each.full_name, each.identity.number if each.identity else "")
            for each in others
            if not _is_minor(each, today)
        ),
        signing_hint=_signing_hint(applicant.capacity) if others else "",
    )


def compose_blank(settings: Settings, catalogue: Catalogue, procedure: Procedure) -> FormContent:
    """Compose a form with nobody's answers, together with the list of what to bring."""
    lines = (_("Dirección"), _("Teléfono"), _("Correo electrónico (si tiene)"))
    return FormContent(
        institution=settings.institution.name,
        code="",
        place=_place(settings, catalogue),
        applicant=(
            FormField(_("Apellidos y nombres"), wide=True),
            FormField(_("Cédula o código de extranjero")),
            FormField(_("Pide como"), choices=tuple(FormChoice(capacity_in_words(each)) for each in Capacity)),
            *(FormField(each) for each in lines),
        ),
        leavers=(FormPerson(),) * BLANK_ROWS,
        leavers_hint=room_in_words(),
        scope=_scope(None),
        new_head=_named(None),
        new_head_hint=_("Solo si sale el jefe y alguien de la familia se queda."),
        request=_request(None),
        consequences=tuple(each.text for each in procedure.consequences),
        applicant_signs=FormSigner(),
        others_sign=(FormSigner(),) * BLANK_SIGNERS,
        signing_hint=_signing_hint(None),
        to_bring=compose_to_bring(settings, procedure),
    )


def procedure_of(catalogue: Catalogue, answers: Answers) -> Procedure | None:
    """Return the procedure that was chosen, in its version; None before one was, or when it has no form."""
    choice = answers.choice
    procedure = catalogue.procedure(choice.procedure, choice.version) if choice else None
    return procedure if procedure and has_form(procedure) else None


def has_form(procedure: Procedure) -> bool:
    """Tell whether a procedure asks for the application form."""
    return any(each.form for each in procedure.requirements)


def _place(settings: Settings, catalogue: Catalogue) -> tuple[FormField, ...]:
    kiosk = settings.kiosk
    where = ", ".join(filter(None, (kiosk.parish, kiosk.canton, catalogue.province_name(kiosk.province))))
    return (
        FormField(_("Lugar y fecha")),
        FormField(_("Dispensario"), kiosk.dispensary),
        FormField(_("Parroquia, cantón, provincia"), where),
        FormField(_("Organización campesina")),
    )


def applicant_fields(applicant: Applicant, contact: Contact | None) -> tuple[FormField, ...]:
    """Return what is said of who asks, with empty lines for what is written by hand."""
    foreign = applicant.identity.kind is IdentityKind.FOREIGN_CODE
    number = contact.telephone if contact else None
    return (
        FormField(_("Apellidos y nombres"), applicant.full_name, wide=True),
        FormField(_("Código de extranjero") if foreign else _("Cédula"), applicant.identity.number),
        FormField(_("Pide como"), capacity_in_words(applicant.capacity)),
        FormField(_("Dirección")),
        FormField(_("Teléfono"), telephone.shown(number) if number else _("no tiene")),
        FormField(_("Correo electrónico"), contact.email if contact and contact.email else _("no tiene")),
    )


def form_person(person: Person, applicant: Applicant, procedure: Procedure) -> FormPerson:
    """Return a person's row; beside a dependant nobody said whether another is head or dependant."""
    if person.identity:
        identity = person.identity.number
    elif person.birth_date:
        identity = _("sin cédula, nació el {date}").format(date=shown_date(person.birth_date))
    else:
        identity = ""
    if person.key == "applicant":
        return FormPerson(person.full_name, identity, _("quien pide"), capacity_in_words(applicant.capacity))
    role = (
        _("Dependiente") if applicant.capacity is Capacity.HEAD else capacity_in_words(person.capacity) if person.capacity else ""
    )
    kinship = procedure.kinship_name(person.kinship) if person.kinship else ""
    return FormPerson(person.full_name, identity, kinship, role)


def _scope(chosen: Scope | None) -> tuple[FormChoice, ...]:
    return tuple(FormChoice(scope_in_words(each), each is chosen) for each in (Scope.ME, Scope.ALL, Scope.SOME))


def new_head_fields(applicant: Applicant, leaving: Leaving) -> tuple[FormField, ...]:
    """Return who is named, or lines to name one later; nothing where nobody stays behind."""
    if not must_say_who_stays(applicant, leaving) or leaving.remaining is Remaining.NOBODY:
        return ()
    return _named(leaving.new_head if leaving.remaining is Remaining.NEW_HEAD else None)


def _named(person: Person | None) -> tuple[FormField, ...]:
    return (
        FormField(_("Apellidos y nombres"), person.full_name if person else "", wide=True),
        FormField(_("Cédula o código de extranjero"), person.identity.number if person and person.identity else ""),
    )


def _request(capacity: Capacity | None) -> str:
    if capacity is Capacity.REPRESENTATIVE:
        return _(
            "Como representante, pido que las personas nombradas en esta solicitud salgan del Seguro Social Campesino. "
            "Antes de firmar me explicaron lo que la salida puede causar:"
        )
    return _(
        "Pido, por mi propia voluntad, la salida del Seguro Social Campesino como está escrito en esta solicitud. "
        "Antes de firmar me explicaron lo que la salida puede causar:"
    )


def _signing_hint(capacity: Capacity | None) -> str:
    if capacity is Capacity.REPRESENTATIVE:
        return _("Cada persona adulta que sale también firma o pone su huella. Si no puede, basta con quien la representa.")
    return _("Cada persona adulta que sale también firma o pone su huella. Los menores de 18 años no firman.")


def _is_minor(person: Person, today: date) -> bool:
    """Tell whether a person is known to be a minor: of who has a cédula the age is not known, and the box can stay empty."""
    return person.birth_date is not None and age(person.birth_date, today) < MAJORITY
