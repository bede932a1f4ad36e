"""Composes the slip that a person signs: all that staff typed with them, in words, and the consent that they give.

Nothing is masked on it, for whoever signs must see what; so it goes to the printer and nowhere else.
"""

from collections.abc import Iterator

from kiosk.domain.errors import NotFound
from kiosk.domain.filing.acceptance import LegalText
from kiosk.domain.filing.answers import Applicant, Draft, Leaving, Remaining
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.leaving import as_asked
from kiosk.domain.filing.procedure import Catalogue, Procedure, applies, slots
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.moment import Moment
from kiosk.domain.papers.form_mark import CONFIRMATION_PAGE, FormMark, form_id
from kiosk.domain.papers.paper import PaperContent, Section
from kiosk.locale import _
from kiosk.services.papers.form import applicant_fields, form_person, new_head_fields
from kiosk.settings import Settings
from kiosk.words.dates import moment_words
from kiosk.words.filings import scope_in_words

BLANK = "_" * 22
"""To be written by hand."""


def compose_confirmation(settings: Settings, catalogue: Catalogue, draft: Draft, consent: LegalText, now: Moment) -> PaperContent:
    """Compose the slip of a draft; raises NotFound while something is still to be answered."""
    answers, choice = draft.answers, draft.answers.choice
    procedure = catalogue.procedure(choice.procedure, choice.version) if choice else None
    applicant, leaving = answers.applicant, answers.leaving
    if procedure is None or applicant is None or leaving is None:
        raise NotFound(_("Para imprimir la hoja que se firma todavía falta algo por contestar."))
    leaving = as_asked(applicant, leaving)
    return PaperContent(
        institution=settings.institution.name,
        dispensary=settings.kiosk.dispensary,
        title=_("Confirmo lo que se escribió por mí"),
        made_at=moment_words(now, settings),
        sections=(
            Section(
                _("Quién pide"),
                rows=tuple((each.label, each.value) for each in applicant_fields(applicant, answers.contact) if each.value),
            ),
            Section(_("Trámite"), rows=_procedure(procedure, catalogue.province_name(choice.province if choice else ""))),
            Section(_("Quiénes salen"), rows=tuple(_leaving(draft, applicant, leaving, procedure))),
            Section(_("Documentos que se entregan"), lines=_documents(draft, procedure)),
            *_observation(draft),
            Section(
                _("Lo que puede causar la salida"),
                lines=tuple(each.text for each in procedure.consequences if applies(each.when, answers)),
            ),
            _consent(draft, consent),
        ),
        signature=_("Firma o huella de {name}, {identity}").format(name=applicant.full_name, identity=applicant.identity.number),
        qr=FormMark(form_id(draft.id), CONFIRMATION_PAGE).text,
        foot=(
            _("Antes de firmar, revise todo. Si algo está mal, pida que lo corrijan y que impriman otra hoja."),
            _("Esta hoja queda en el dispensario. A usted le dan su comprobante."),
        ),
    )


def _procedure(procedure: Procedure, province: str) -> tuple[tuple[str, str], ...]:
    return ((_("Pide"), procedure.name), (_("Provincia"), province), (_("Costo"), procedure.cost))


def _leaving(draft: Draft, applicant: Applicant, leaving: Leaving, procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield _("Sale"), scope_in_words(leaving.scope)
    for person in draft.answers.leavers:
        row = form_person(person, applicant, procedure)
        yield (
            (row.kinship[:1].upper() + row.kinship[1:]) or _("Persona"),
            _("{name}, {identity}").format(name=row.name, identity=row.identity or _("sin número")),
        )
    if leaving.remaining is Remaining.NOBODY:
        yield _("Se queda"), _("Nadie")
    elif leaving.remaining is Remaining.UNDECIDED:
        yield _("Se queda"), _("Alguien de la familia; todavía no se sabe quién será jefe")
    elif leaving.remaining is Remaining.NEW_HEAD:
        named = ", ".join(each.value for each in new_head_fields(applicant, leaving) if each.value)
        yield _("Nuevo jefe de familia"), named


def _documents(draft: Draft, procedure: Procedure) -> tuple[str, ...]:
    attached = {each.slot for each in draft.attachments}
    named = _("{document}, de {name}")
    return tuple(
        "• " + (named.format(document=each.requirement.name, name=each.person_name) if each.person else each.requirement.name)
        for each in slots(procedure, draft.answers)
        if each.id in attached
    )


def _observation(draft: Draft) -> tuple[Section, ...]:
    observation = draft.answers.observation
    return (Section(_("Observación"), lines=tuple(observation.text.splitlines())),) if observation and observation.text else ()


def _consent(draft: Draft, consent: LegalText) -> Section:
    """Return the consent: which text, how it reached the person, and that they give it."""
    reading = vouched(draft, Subject.READING)
    rows = [
        (_("Lo escribió"), _("{name}, del personal").format(name=draft.entered_by)),
        (_("Texto"), _("Consentimiento informado, versión {version}").format(version=consent.version)),
        (_("Sello del texto"), " ".join(consent.sha256[at : at + 8] for at in range(0, 64, 8))),
    ]
    if reading is not None and reading.how is Seen.READ_ALOUD:
        rows += [(_("Me lo leyó en voz alta"), reading.value), (_("Su cédula"), BLANK), (_("Su firma"), BLANK)]
    elif reading is not None:
        rows.append((_("Cómo lo conocí"), _("Lo leí yo")))
    sentence = _(
        "Lo escrito en esta hoja es lo que dije. Conozco el texto del consentimiento y autorizo que estos datos y documentos se "
        "envíen al IESS para este trámite. Puedo quitar este permiso cuando quiera, en este dispensario."
    )
    return Section(_("Autorizo"), lines=(sentence,), rows=tuple(rows))
