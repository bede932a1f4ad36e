"""Whether what was said about who leaves is whole and agrees with itself: asked by the screen, the journey and the filing alike.

The answer is looked at together with the applicant's, because a change of one ("I am the head after all") can open the other.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from kiosk.domain.filing.answers import Applicant, Capacity, Draft, Leaving, Person, Remaining, Scope
from kiosk.domain.people.identity import Identity
from kiosk.locale import _


def still_to_say(applicant: Applicant, leaving: Leaving) -> str | None:
    """Return what is still missing or does not agree, in words that mend it; None when all is said."""
    return who_is_missing(applicant, leaving) or _about_who_stays(applicant, leaving)


def who_is_missing(applicant: Applicant, leaving: Leaving) -> str | None:
    """Return what is still missing of those who leave, in words that mend it."""
    if applicant.capacity is Capacity.REPRESENTATIVE and leaving.applicant_leaves:
        return _("Usted representa a otra persona: quien sale es ella. Escriba quién sale.")
    if not leaving.applicant_leaves and not leaving.people:
        return _("Escriba al menos una persona que sale.")
    if leaving.scope is Scope.ME and leaving.people:
        return _("Eligió que sale solo usted. Borre a las otras personas, o elija que salen varios.")
    if leaving.scope is not Scope.ME and not leaving.people:
        return _("Escriba qué otras personas salen, o elija que sale solo usted.")
    return _about_people(applicant, leaving)


def must_say_who_stays(applicant: Applicant, leaving: Leaving) -> bool:
    """Tell whether it has to be said what becomes of those who stay: when a head leaves, and not everybody does."""
    return head_leaves(applicant, leaving) and leaving.scope is not Scope.ALL


def head_leaves(applicant: Applicant, leaving: Leaving) -> bool:
    """Tell whether a head of a family is among those who leave: the applicant, or somebody who is represented."""
    if applicant.capacity is Capacity.REPRESENTATIVE:
        return any(each.capacity is Capacity.HEAD for each in leaving.people)
    return applicant.capacity is Capacity.HEAD and leaving.applicant_leaves


def as_asked(applicant: Applicant, leaving: Leaving) -> Leaving:
    """Return the answer without what an earlier choice left behind: a new head nobody asks for any more is not told to anybody."""
    if not must_say_who_stays(applicant, leaving):
        return replace(leaving, remaining=None, new_head=None)
    return leaving if leaving.remaining is Remaining.NEW_HEAD else replace(leaving, new_head=None)


def next_person_key(draft: Draft) -> str:
    """Return a key for one more person, `p1`, `p2`…: never one whose documents may still be there, for they are somebody else's."""
    people = draft.answers.leaving.people if draft.answers.leaving else ()
    keys = [*(each.key for each in people), *(each.slot.partition(":")[2] for each in draft.attachments)]
    taken = [int(key[1:]) for key in keys if re.fullmatch(r"p\d+", key, re.ASCII)]
    return f"p{max(taken, default=0) + 1}"


def _about_people(applicant: Applicant, leaving: Leaving) -> str | None:
    for person in leaving.people:
        if not (person.given_names and person.surnames):
            return _("Escriba los apellidos y los nombres de cada persona que sale.")
        if person.identity is None and person.birth_date is None:
            return _("Escriba la cédula de {name}, o su fecha de nacimiento si no tiene cédula.").format(name=person.full_name)
        if not person.kinship and applicant.capacity is not Capacity.REPRESENTATIVE:
            return _("Elija qué es de usted {name}.").format(name=person.full_name)
        if person.capacity is None and applicant.capacity is Capacity.REPRESENTATIVE:
            return _("Diga si {name} es jefe de familia o dependiente: elija su línea.").format(name=person.full_name)
    identities = [applicant.identity, *_identities(leaving.people)]
    if len(set(identities)) < len(identities):
        return _("El mismo número de cédula está escrito para dos personas. Revise y corrija.")
    return None


def _about_who_stays(applicant: Applicant, leaving: Leaving) -> str | None:
    if not must_say_who_stays(applicant, leaving):
        return None
    if leaving.remaining is None:
        return _("Diga si alguien de su familia se queda en el seguro.")
    if leaving.remaining is not Remaining.NEW_HEAD:
        return None
    if leaving.new_head is None or not leaving.new_head.full_name:
        return _("Escriba quién será el nuevo jefe de familia, o elija «Todavía no sé».")
    gone = _identities(leaving.people) + ([applicant.identity] if leaving.applicant_leaves else [])
    if set(_identities([leaving.new_head])) & set(gone):
        return _("El nuevo jefe de familia debe ser alguien que se queda. Escriba otra persona.")
    return None


def _identities(people: Iterable[Person]) -> list[Identity]:
    return [each.identity for each in people if each.identity is not None]
