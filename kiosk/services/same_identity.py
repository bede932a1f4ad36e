"""Other cases with the same identity number: one under another name, or a second one while the first is open, is never passed over.

Neither is refused: the first may be a mistake, the second what the person wants. Staff and the institute are told, reckoned
anew each time, so that the earlier case bears the remark as well; the public screen says nothing about anybody.
"""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session, col, select

from kiosk.domain.case_state import CaseState
from kiosk.domain.folding import words_of
from kiosk.domain.identity import Identity
from kiosk.domain.same_identity import SameIdentity
from kiosk.locale import _
from kiosk.services import searches
from kiosk.services.kiosk import Kiosk
from kiosk.services.receipt_content import date_words
from kiosk.storage.tables import Case, CasePerson

OPEN: Final = (CaseState.FILED, CaseState.HANDED_OVER, CaseState.ANSWERED)
_MOST: Final = 20


def of_case(kiosk: Kiosk, session: Session, case: Case) -> tuple[SameIdentity, ...]:
    """Return the other cases with an identity of this one that are open, or bear it beside another name; newest first."""
    found: dict[str, SameIdentity] = {}
    for identity, name in _people(session, case):
        for each in _with(kiosk, session, identity, name):
            if each.number != case.number and (each.is_open or each.other_name):
                found.setdefault(each.number, each)
    return tuple(sorted(found.values(), key=lambda each: each.submitted_at, reverse=True)[:_MOST])


def open_now(kiosk: Kiosk, identity: Identity) -> tuple[SameIdentity, ...]:
    """Return the open cases of an identity, for a member of staff who types it; that it was looked for is written down."""
    with kiosk.database.transaction() as session:
        found = tuple(each for each in _with(kiosk, session, identity.number, "") if each.is_open)
        searches.note(kiosk, session, identity.number, len(found))
        return found


def in_words(each: SameIdentity) -> str:
    """Return one of them in a sentence."""
    sentence = {
        (True, True): _("La misma identidad está con otro nombre ({name}) en {number}, del {day}, que sigue abierto."),
        (True, False): _("Hay otra solicitud abierta de la misma persona: {number}, del {day}."),
        (False, True): _("La misma identidad está con otro nombre ({name}) en {number}, del {day}, ya cerrado."),
        (False, False): _("La misma persona está en {number}, del {day}, ya cerrado."),
    }[each.is_open, each.other_name]
    return sentence.format(name=each.name, number=each.number, day=date_words(each.submitted_at))


def _people(session: Session, case: Case) -> Iterator[tuple[str, str]]:
    yield case.identity_number, f"{case.given_names} {case.surnames}"
    for each in session.exec(select(CasePerson).where(col(CasePerson.case_id) == case.id)).all():
        if each.identity_number:
            yield each.identity_number, f"{each.given_names} {each.surnames}"


def _with(kiosk: Kiosk, session: Session, identity: str, name: str) -> Iterator[SameIdentity]:
    newest = col(Case.submitted_at).desc()
    as_applicant = select(Case).where(col(Case.identity_number) == identity).order_by(newest).limit(_MOST)
    for case in session.exec(as_applicant).all():
        yield _as_same(kiosk, case, f"{case.given_names} {case.surnames}", name)
    beside = select(Case, CasePerson).join(CasePerson, col(CasePerson.case_id) == col(Case.id))
    for case, person in session.exec(beside.where(col(CasePerson.identity_number) == identity).order_by(newest).limit(_MOST)).all():
        yield _as_same(kiosk, case, f"{person.given_names} {person.surnames}", name)


def _as_same(kiosk: Kiosk, case: Case, there: str, name: str) -> SameIdentity:
    return SameIdentity(
        number=case.number,
        name=there,
        submitted_at=kiosk.local(case.submitted_at),
        is_open=case.state in OPEN,
        other_name=bool(name) and set(words_of(there)) != set(words_of(name)),
    )
