"""A procedure that did not exist when the code was written walks the same journey."""

from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.documents.document import Attachment, MediaType, Verdict
from kiosk.domain.filing.answers import Answers, Applicant, Capacity, Choice, Contact, Draft, Leaving, Person, Scope
from kiosk.domain.filing.journey import Step, next_step, step_after
from kiosk.domain.filing.procedure import open_slots, slots
from kiosk.domain.people.identity import parse_cedula
from kiosk.procedures import load

NOW = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
JUAN = Person("p1", "Juan", "Quishpe", parse_cedula("2500000019"), kinship="child")
ANSWERS = Answers(
    applicant=Applicant(parse_cedula("9900000010"), "María", "Quishpe", Capacity.DEPENDANT),
    contact=Contact("+593991234567", None),
    choice=Choice("17", "ssc", "membership", "afiliacion-prueba", "2026-12"),
    leaving=Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,)),
)


def draft(*slots_filled: str) -> Draft:
    papers = tuple(Attachment(slot, slot, MediaType.JPEG, 1, "0" * 64, 1, Verdict.FINE, NOW) for slot in slots_filled)
    return Draft("d", "K7P49WXM", ANSWERS, NOW, NOW, papers)


def test_a_new_procedure_asks_for_its_own_documents_until_all_are_there(second: Path) -> None:
    affiliation = load(second, demo=True).procedure("afiliacion-prueba", "2026-12")
    assert affiliation is not None
    asked = ["photo:applicant", "photo:p1", "land-paper"]

    assert [each.id for each in slots(affiliation, ANSWERS)] == asked
    for filled in range(len(asked)):
        assert [each.id for each in open_slots(affiliation, draft(*asked[:filled]))] == asked[filled:]
        assert next_step(draft(*asked[:filled]), affiliation) is Step.ATTACH_DOCUMENTS
    assert step_after(Step.ATTACH_DOCUMENTS, draft(*asked), affiliation) is Step.REVIEW


def test_a_procedure_that_asks_for_no_document_goes_from_the_people_to_the_review(second: Path) -> None:
    path = second / "afiliacion.toml"
    source = path.read_text(encoding="utf-8")
    without = source[: source.index("[[requirements]]")] + source[source.index("[[consequences]]") :]
    path.write_text(without, encoding="utf-8")
    affiliation = load(second, demo=True).procedure("afiliacion-prueba")
    assert step_after(Step.WHO_LEAVES, draft(), affiliation) is Step.REVIEW
    assert affiliation is not None
    assert affiliation.kinship_name("child") == "Hijo o hija"
    assert affiliation.kinship_name("gone") == "gone"


def test_only_sectors_and_categories_that_lead_somewhere_are_offered(second: Path) -> None:
    catalogue = load(second, demo=True)
    (sector,) = catalogue.sectors_offered()
    (category,) = catalogue.categories_offered(sector)
    assert (sector.id, category.id) == ("ssc", "membership")
    assert {each.id for each in catalogue.offered(sector.id, category.id)} >= {"afiliacion-prueba"}
