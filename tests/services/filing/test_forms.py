"""What stands on the application form, and that it goes to the printer together with what belongs to it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from sqlmodel import select
from stdnum.luhn import calc_check_digit

from kiosk.adapters.drawing.form import render_form
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.answers import Applicant, Capacity, Contact, Draft, Leaving, Person, Remaining, Scope
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.domain.papers.form import FormContent, FormField
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.services.delivery import printing
from kiosk.services.filing import drafts, forms
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Message
from tests.filing import EMAIL, JUAN, MARIA, PROCEDURE, StoppedClock, answer_all, begin, choice, family, open_kiosk, submit

ROSA = Person("p2", "Rosa", "Demostración", None, date(2019, 5, 4), "child")
PEDRO = Person("p3", "Pedro", "Demostración", JUAN, None, "spouse")


def told(kiosk: Kiosk, leaving: Leaving | None = None, *, capacity: Capacity = Capacity.HEAD) -> Draft:
    """Answer up to who leaves."""
    draft = begin(kiosk, capacity=capacity)
    drafts.save(kiosk, draft.id, Contact("+593991234567", EMAIL))
    drafts.save(kiosk, draft.id, choice(kiosk))
    return drafts.save(kiosk, draft.id, leaving or family())


def answered(fields: tuple[FormField, ...]) -> dict[str, str]:
    return {each.label: each.value for each in fields}


def queued(kiosk: Kiosk) -> dict[str, Message]:
    with kiosk.database.reading() as session:
        return {each.kind: each for each in session.exec(select(Message)).all()}


def printed(kiosk: Kiosk) -> dict[str, str]:
    """Return the words of what came out, by the beginning of the file's name."""
    paths = kiosk.settings.printer.folder.glob("*.pdf")
    return {path.name.rpartition("-")[0]: words(path.read_bytes()) for path in paths}


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_form_says_what_was_answered(kiosk: Kiosk) -> None:
    content = forms.content_of(kiosk, told(kiosk))
    assert answered(content.applicant) == {
        "Apellidos y nombres": "Demostración Ñusta María José",
        "Cédula": "9900000010",
        "Pide como": "Jefe o jefa de familia",
        "Dirección": "",
        "Teléfono": "099 123 4567",
        "Correo electrónico": EMAIL,
    }
    assert [(each.name, each.identity, each.kinship, each.role) for each in content.leavers] == [
        ("Demostración Ñusta María José", "9900000010", "quien pide", "Jefe o jefa de familia"),
        ("Demostración Juan", "2500000019", "Esposo o esposa", "Dependiente"),
        ("Demostración Rosa", "sin cédula, nació el 04/05/2019", "Hijo o hija", "Dependiente"),
    ]
    assert [each.text for each in content.scope if each.chosen] == ["Todo el grupo familiar"]
    assert content.new_head == ()


def test_place_and_date_address_and_organisation_are_left_to_be_written(kiosk: Kiosk) -> None:
    content = forms.content_of(kiosk, told(kiosk))
    assert answered(content.place)["Lugar y fecha"] == ""
    assert answered(content.place)["Organización campesina"] == ""


def test_every_adult_who_leaves_signs_and_no_minor(kiosk: Kiosk) -> None:
    content = forms.content_of(kiosk, told(kiosk))
    assert content.applicant_signs.name == "Demostración Ñusta María José"
    assert [each.name for each in content.others_sign] == ["Demostración Juan"]


def test_a_minor_who_came_of_age_since_signs(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = told(kiosk)
    clock.at = clock.at.replace(year=2037, month=5, day=5)
    assert "Demostración Rosa" in [each.name for each in forms.content_of(kiosk, draft).others_sign]


@pytest.mark.parametrize(
    ("remaining", "new_head", "lines"),
    [
        (Remaining.NEW_HEAD, PEDRO, ["Demostración Pedro", "2500000019"]),
        (Remaining.UNDECIDED, None, ["", ""]),
        (Remaining.NOBODY, None, []),
    ],
)
def test_a_new_head_is_named_or_left_to_be_named_only_where_somebody_stays(
    kiosk: Kiosk, remaining: Remaining, new_head: Person | None, lines: list[str]
) -> None:
    leaving = Leaving(Scope.ME, applicant_leaves=True, remaining=remaining, new_head=new_head)
    assert list(answered(forms.content_of(kiosk, told(kiosk, leaving)).new_head).values()) == lines


def test_the_consequences_are_those_that_apply_and_say_may(kiosk: Kiosk) -> None:
    mine = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
    head = forms.content_of(kiosk, told(kiosk, mine)).consequences
    dependant = forms.content_of(kiosk, told(kiosk, mine, capacity=Capacity.DEPENDANT)).consequences
    assert len(dependant) < len(head)
    assert all("puede" in each.lower() for each in head)
    assert not any("art." in each.lower() or "ley" in each.lower().split() for each in head)


def test_a_representative_asks_for_others_and_the_form_says_what_they_are(kiosk: Kiosk) -> None:
    leaving = Leaving(Scope.SOME, applicant_leaves=False, people=(replace(PEDRO, kinship="", capacity=Capacity.DEPENDANT),))
    content = forms.content_of(kiosk, told(kiosk, leaving, capacity=Capacity.REPRESENTATIVE))
    assert "Como representante" in content.request
    assert [(each.name, each.kinship, each.role) for each in content.leavers] == [("Demostración Pedro", "", "Dependiente")]
    assert "quien la representa" in content.signing_hint


def test_a_code_for_foreigners_is_called_so(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    applicant = Applicant(Identity(IdentityKind.FOREIGN_CODE, "EXT-4711"), "Ana", "Rojas", Capacity.HEAD)
    draft = drafts.save(kiosk, draft.id, applicant)
    assert answered(forms.content_of(kiosk, draft).applicant)["Código de extranjero"] == "EXT-4711"


def test_form_and_slip_are_printed_together_under_titles_that_name_nobody(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    assert forms.print_form(kiosk, draft.id)
    assert set(queued(kiosk)) == {MessageKind.FORM_PRINT, MessageKind.SLIP_PRINT}
    assert printing.deliver_prints(kiosk) == 2
    out = printed(kiosk)
    assert set(out) == {"solicitud", "número-para-volver"}
    assert "Demostración Ñusta María José" in out["solicitud"]


@pytest.mark.parametrize("paper", ["roll", "a4"])
def test_the_form_is_a4_whatever_paper_the_receipts_have(tmp_path: Path, paper: str) -> None:
    kiosk = open_kiosk(tmp_path / "other", KIOSK_PRINTER__PAPER=paper)
    forms.print_form(kiosk, told(kiosk).id)
    printing.deliver_prints(kiosk)
    (path,) = kiosk.settings.printer.folder.glob("solicitud-*.pdf")
    assert {round(float(page.mediabox.height)) for page in pypdf.PdfReader(path).pages} == {842}
    kiosk.database.close()


def test_its_properties_tell_nothing(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    forms.print_form(kiosk, draft.id)
    printing.deliver_prints(kiosk)
    (path,) = kiosk.settings.printer.folder.glob("solicitud-*.pdf")
    properties = str(dict(pypdf.PdfReader(path).metadata or {}))
    assert not any(each in properties for each in ("María", MARIA.number, draft.code))


def test_a_printer_that_is_missing_prints_nothing_and_leaves_nothing_waiting(kiosk: Kiosk) -> None:
    without = replace(kiosk, printer=None)
    assert not forms.print_form(without, told(without).id)
    assert not forms.print_blank(without)
    assert not queued(kiosk)


def test_before_it_is_said_who_leaves_neither_form_nor_slip_is_printed(kiosk: Kiosk) -> None:
    with pytest.raises(NotFound, match="quién sale"):
        forms.print_form(kiosk, begin(kiosk).id)
    assert not queued(kiosk)


def test_a_filing_that_was_sent_prints_no_form(kiosk: Kiosk) -> None:
    sent = submit(kiosk, answer_all(kiosk, email=None))
    with pytest.raises(BadInput, match="ya está recibido"):
        forms.print_form(kiosk, sent.id)
    assert MessageKind.FORM_PRINT not in queued(kiosk)


def expire(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:

    clock.advance(days=8)
    assert housekeeping.purge_expired_drafts(kiosk) == 1, draft.id


@pytest.mark.parametrize("end", [lambda kiosk, draft, _clock: drafts.discard(kiosk, draft.id), expire])
def test_a_form_that_waits_goes_with_its_draft(
    kiosk: Kiosk, clock: StoppedClock, end: Callable[[Kiosk, Draft, StoppedClock], None]
) -> None:
    draft = told(kiosk)
    forms.print_form(kiosk, draft.id)
    end(kiosk, draft, clock)
    assert not queued(kiosk)
    assert printing.deliver_prints(kiosk) == 0


def test_the_blank_form_comes_with_the_list_of_what_to_bring_and_nobody_on_it(kiosk: Kiosk) -> None:
    told(kiosk)
    assert forms.print_blank(kiosk)
    assert printing.deliver_prints(kiosk) == 1
    (text,) = printed(kiosk).values()
    assert "Qué debe traer" in text
    assert "Solicitud de egreso voluntario del Seguro Social Campesino" in text
    procedure = kiosk.catalogue.procedure("egreso-ssc")
    assert procedure is not None
    assert all(each.name in text for each in procedure.requirements)
    assert not any(each in text for each in ("María", "Demostración", "9900", "99 00", EMAIL))


def test_a_blank_form_asked_for_again_and_again_comes_out_once_a_minute(kiosk: Kiosk, clock: StoppedClock) -> None:
    for _press in range(5):
        assert forms.print_blank(kiosk)
    assert printing.deliver_prints(kiosk) == 1
    clock.advance(seconds=61)
    assert forms.print_blank(kiosk)
    assert printing.deliver_prints(kiosk) == 1


def blank(kiosk: Kiosk) -> FormContent:
    return forms.blank_content(kiosk, "egreso-ssc")


def test_a_blank_form_says_what_a_family_does_that_is_larger_than_its_rows(kiosk: Kiosk) -> None:
    content = forms.blank_content(kiosk, PROCEDURE)
    assert len(content.leavers) == 3
    assert content.leavers_hint == "En la hoja caben 3 personas. Si salen más, llene y firme otra igual: pídala al personal."
    assert content.to_bring is not None
    assert any(content.leavers_hint in step for step in content.to_bring.steps)
    pages = pypdf.PdfReader(io.BytesIO(render_form(content))).pages
    assert len(pages) == 2, "the list, and the form on one sheet"
    assert all(content.leavers_hint in " ".join(each.extract_text().split()) for each in pages)


@pytest.mark.parametrize(
    ("dispensary", "parish", "canton", "province"),
    [
        ("", "", "", ""),
        ("Dispensario del Seguro Social Campesino San José de Poaló", "San José de Poaló", "Santiago de Píllaro", "18"),
        ("Dispensario Médico Cooperativa El Esfuerzo", "Santo Domingo de los Colorados", "Santo Domingo", "23"),
    ],
    ids=["unsaid", "long", "longest"],
)
def test_a_blank_form_is_one_sheet_whatever_the_place_is_called(
    kiosk: Kiosk, dispensary: str, parish: str, canton: str, province: str
) -> None:
    there = replace(kiosk.settings.kiosk, dispensary=dispensary, parish=parish, canton=canton, province=province)
    here = replace(kiosk, settings=replace(kiosk.settings, kiosk=there))
    pages = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(render_form(blank(here)))).pages]
    assert len(pages) == 2, "the list, and the form"
    assert "Quién leyó la solicitud" in pages[1]


@pytest.mark.parametrize("people", [4, 8, 12])
def test_the_form_of_a_large_family_names_each_of_them_once_and_has_a_box_for_each_adult(kiosk: Kiosk, people: int) -> None:
    numbers = [f"99{place:07d}" for place in range(101, 100 + people)]
    relatives = tuple(
        Person(f"p{each}", f"Pariente{each:02d}", "Demostración", Identity(IdentityKind.CEDULA, number + calc_check_digit(number)))
        for each, number in enumerate(numbers, 1)
    )
    leaving = Leaving(Scope.ALL, applicant_leaves=True, people=relatives, remaining=Remaining.NOBODY)
    content = forms.content_of(kiosk, told(kiosk, leaving))
    assert content.leavers_hint == ""
    pages = [" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(render_form(content))).pages]
    table, signing = " ".join(pages).split("Lo que pide y lo que le explicaron")
    for place in range(1, people):
        assert table.count(f"Demostración Pariente{place:02d}") == 1
        assert f"Demostración Pariente{place:02d}" in signing
    assert all(f"Hoja {page} de {len(pages)}" in words for page, words in enumerate(pages, 1))


def test_a_blank_form_has_no_code_nobody_and_every_consequence(kiosk: Kiosk) -> None:
    content, procedure = blank(kiosk), kiosk.catalogue.procedure("egreso-ssc")
    assert procedure is not None
    assert content.code == ""
    assert len(content.consequences) == len(procedure.consequences)
    assert not any(each.chosen for each in content.scope)
    assert not any(each.value for each in content.applicant)


def test_the_list_says_in_which_case_a_document_is_asked_for(kiosk: Kiosk) -> None:
    to_bring = blank(kiosk).to_bring
    assert to_bring is not None
    assert [each.when for each in to_bring.of_each_person] == [
        "Si tiene cédula.",
        "Si tiene cédula.",
        "Si tiene código de extranjero.",
        "Si es menor de edad y no tiene cédula.",
    ]
    assert [each.when for each in to_bring.of_the_case] == ["", "Si usted representa a otra persona."]


def test_the_blank_form_is_that_of_each_procedures_newest_version(kiosk: Kiosk) -> None:
    procedure = kiosk.catalogue.procedure("egreso-ssc")
    assert procedure is not None
    newer = replace(procedure, version="2027-01", cost="Diez ejemplos.")
    other = replace(procedure, id="other", requirements=())
    kiosk = replace(kiosk, catalogue=replace(kiosk.catalogue, procedures=(newer, procedure, other)))
    assert forms.print_blank(kiosk)
    printing.deliver_prints(kiosk)
    (text,) = printed(kiosk).values()
    assert "Diez ejemplos." in text


def test_a_procedure_without_a_form_has_no_blank_one(kiosk: Kiosk) -> None:
    procedure = kiosk.catalogue.procedure("egreso-ssc")
    assert procedure is not None
    catalogue = replace(kiosk.catalogue, procedures=(replace(procedure, requirements=()),))
    assert not forms.print_blank(replace(kiosk, catalogue=catalogue))


def test_a_blank_form_whose_procedure_was_removed_since_fails_quietly(kiosk: Kiosk) -> None:
    forms.print_blank(kiosk)
    printing.deliver_prints(replace(kiosk, catalogue=replace(kiosk.catalogue, procedures=())))
    assert queued(kiosk)[MessageKind.BLANK_FORM_PRINT].state == MessageState.FAILED
