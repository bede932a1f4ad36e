"""The file of one procedure: its shape, what its parts must agree on, and the domain value that it becomes."""

from collections.abc import Iterator
from typing import Any

from kiosk.domain.documents.document import Paper
from kiosk.domain.filing.procedure import Consequence, ForEach, Kinship, Procedure, Requirement, Sector, When
from kiosk.locale import _
from kiosk.procedures.mistake import PendingMistake
from kiosk.procedures.shape import IDENTIFIER, NAME, SENTENCE, Key, days, flag, look, one_of, pattern, several, tables

VERSION = pattern(
    r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", lambda: _('Debe ser un año y un mes, como "2026-11", o con el día: "2026-11-15".')
)

REQUIREMENT = {
    "id": Key(IDENTIFIER),
    "name": Key(NAME),
    "hint": Key(SENTENCE),
    "for_each": Key(one_of(ForEach)),
    "when": Key(one_of(When), needed=False),
    "satisfied_by": Key(IDENTIFIER, needed=False),
    "paper": Key(one_of(Paper), needed=False),
    "bears_identity": Key(flag, needed=False),
    "form": Key(flag, needed=False),
}
CONSEQUENCE = {"text": Key(SENTENCE), "when": Key(one_of(When), needed=False)}
KINSHIP = {"id": Key(IDENTIFIER), "name": Key(NAME)}

PROCEDURE = {
    "id": Key(IDENTIFIER),
    "version": Key(VERSION),
    "name": Key(NAME),
    "short_name": Key(NAME),
    "sector": Key(IDENTIFIER),
    "category": Key(IDENTIFIER),
    "audience": Key(SENTENCE),
    "summary": Key(SENTENCE),
    "cost": Key(NAME),
    "alternative": Key(SENTENCE, needed=False),
    "usual_days": Key(days, needed=False),
    "answer_working_days": Key(days, needed=False),
    "legal_base": Key(several(SENTENCE)),
    "contact": Key(several(NAME)),
    "next_steps": Key(several(SENTENCE)),
    "requirements": Key(tables(REQUIREMENT, unique="id", at_least=0), needed=False),
    "consequences": Key(tables(CONSEQUENCE, unique="", at_least=0), needed=False),
    "kinships": Key(tables(KINSHIP, unique="id")),
}

PERSONAL = (When.WITH_CEDULA, When.WITH_FOREIGN_CODE, When.WITHOUT_IDENTITY)
"""Conditions on a person: asked of the whole case they would never hold."""


def complaints(values: dict[str, Any], sectors: tuple[Sector, ...]) -> Iterator[PendingMistake]:
    """Yield what is wrong in a procedure, its sector and category looked up in the catalogue."""
    yield from look(values, PROCEDURE)
    yield from _place_in_catalogue(values, sectors)
    needs = _tables(values, "requirements")
    for index, need in enumerate(needs):
        yield from _agreement(index, need, needs)
    yield from _one_form(needs)
    for index, consequence in enumerate(_tables(values, "consequences")):
        if consequence.get("when") in PERSONAL:
            message = _("Una advertencia es para todo el trámite: esta condición es de una persona.")
            yield PendingMistake(("consequences", index, "when"), message)


def build(values: dict[str, Any]) -> Procedure:
    """Return the procedure of a file without mistakes."""
    plain = {key: value for key, value in values.items() if not isinstance(value, list)}
    return Procedure(
        **plain,
        legal_base=tuple(values["legal_base"]),
        contact=tuple(values["contact"]),
        next_steps=tuple(values["next_steps"]),
        requirements=tuple(
            Requirement(
                need["id"],
                need["name"],
                need["hint"],
                ForEach(need["for_each"]),
                When(need.get("when", When.ALWAYS)),
                need.get("satisfied_by"),
                Paper(need.get("paper", Paper.PAGE)),
                need.get("bears_identity", False),
                need.get("form", False),
            )
            for need in values.get("requirements", [])
        ),
        consequences=tuple(
            Consequence(each["text"], When(each.get("when", When.ALWAYS))) for each in values.get("consequences", [])
        ),
        kinships=tuple(Kinship(each["id"], each["name"]) for each in values["kinships"]),
    )


def _place_in_catalogue(values: dict[str, Any], sectors: tuple[Sector, ...]) -> Iterator[PendingMistake]:
    sector = next((each for each in sectors if each.id == values.get("sector")), None)
    if sector is None:
        if "sector" in values:
            known = ", ".join(each.id for each in sectors)
            yield PendingMistake(("sector",), _("Ese sector no está en catalogue.toml. Están: {known}.").format(known=known))
    elif "category" in values and values["category"] not in [each.id for each in sector.categories]:
        known = ", ".join(each.id for each in sector.categories)
        message = _("Esa categoría no está en el sector «{sector}» de catalogue.toml. Están: {known}.")
        yield PendingMistake(("category",), message.format(sector=sector.id, known=known))


def _agreement(index: int, need: dict[str, Any], needs: list[dict[str, Any]]) -> Iterator[PendingMistake]:
    """Yield where a requirement disagrees with itself or with the one that it names."""
    if need.get("for_each") == ForEach.CASE and need.get("when") in PERSONAL:
        message = _('Esta condición es de una persona: con for_each = "case" nunca se cumple.')
        yield PendingMistake(("requirements", index, "when"), message)
    if "satisfied_by" not in need:
        return
    place = ("requirements", index, "satisfied_by")
    other = next((each for each in needs if each is not need and each.get("id") == need["satisfied_by"]), None)
    if other is None:
        yield PendingMistake(place, _("Debe ser el id de otro documento de este trámite."))
    elif other.get("for_each") != need.get("for_each"):
        yield PendingMistake(place, _("Los dos documentos deben tener el mismo for_each."))


def _one_form(needs: list[dict[str, Any]]) -> Iterator[PendingMistake]:
    """Yield where a second requirement calls itself the application form, or one that each person brings."""
    forms = [index for index, need in enumerate(needs) if need.get("form") is True]
    for index in forms[1:]:
        yield PendingMistake(("requirements", index, "form"), _("La solicitud es una sola: ya hay otro documento con form = true."))
    for index in forms:
        if needs[index].get("for_each") == ForEach.PERSON:
            yield PendingMistake(("requirements", index, "form"), _('La solicitud es de todo el trámite: ponga for_each = "case".'))


def _tables(values: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the tables under a key, as far as they are tables."""
    found = values.get(key)
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []
