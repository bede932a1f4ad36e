"""A person's rights over their data: what is held is told, what is wrong is noted, and what the law lets go is removed.

Each use is a request that is answered within 15 days, by a member of staff who saw the person's identity document first.
"""

import secrets
from collections.abc import Sequence

from sqlmodel import Session, col, select

from kiosk.domain.cases.rights import ANSWERED_WITHIN, AskedRight, Held, Right
from kiosk.domain.desk.permits import CASE_WORK
from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.domain.people.identity import Identity, parse_cedula, parse_foreign_code
from kiosk.domain.text import clean, without_separators
from kiosk.locale import _, ngettext
from kiosk.services.cases.documents import drop_copies
from kiosk.services.filing import drafts
from kiosk.services.journal import events, permits
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights.held import drafts_of, everything_of, own_cases
from kiosk.storage.tables import Case, RightsRequest

LONGEST_WORDS = 400


def parse_identity(typed: str) -> Identity:
    """Return the identity number that was typed, a cédula where it is all digits; raises BadInput."""
    digits = without_separators(typed)
    return parse_cedula(typed) if digits.isdigit() or not digits else parse_foreign_code(typed)


def ask(kiosk: Kiosk, right: Right, identity: str, *, seen: bool, explanation: str = "") -> AskedRight:
    """Write down that a right was used; `seen` is whether the person's identity document was seen. Raises BadInput.

    A request to see is answered with it, one to mend waits for `settle`; for one to remove see `remove`.
    """
    _ensure_seen(seen=seen)
    said, now = clean(explanation, limit=LONGEST_WORDS), kiosk.clock.now().at
    if right is Right.CORRECTION and not said:
        raise BadInput(_("Escriba qué está mal, y cómo debe decir."), field="explanation")
    with kiosk.database.transaction() as session:
        row = RightsRequest(
            id=secrets.token_hex(16), identity_number=identity, kind=right, asked_at=now, actor=kiosk.actor, explanation=said
        )
        if right is Right.ACCESS:
            row.answered_at, row.answer = now, _("Se le mostró todo lo que guarda este kiosco.")
        session.add(row)
        _note(kiosk, session, row, "rights_asked")
        session.flush()
        return _as_asked(kiosk, row)


def look(kiosk: Kiosk, request_id: str) -> Held:
    """Return everything that is held about the identity of a request."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, CASE_WORK)
        return held_for(kiosk, session, request_id)[1]


def held_for(kiosk: Kiosk, session: Session, request_id: str) -> tuple[AskedRight, Held]:
    """Return a request with everything that is held about its identity; raises NotFound."""
    row = _row(session, request_id)
    return _as_asked(kiosk, row), everything_of(kiosk, session, row.identity_number)


def remove(kiosk: Kiosk, identity: str, *, seen: bool) -> AskedRight:
    """Remove what the law lets go: drafts, and the kiosk's copies of documents that the institute has; never a case itself.

    The answer says what was removed, and what not and why.
    """
    _ensure_seen(seen=seen)
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, "rights_removed")
        begun = drafts_of(session, identity)
    busy = 0
    for draft_id in begun:
        try:
            drafts.discard(kiosk, draft_id)
        except KioskError:  # somebody is writing it now, or sent it just now
            busy += 1
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        cases = own_cases(session, identity)
        names = [name for each in cases if each.handed_over_at for name in drop_copies(session, each.id)]
        answer = _removed(len(begun) - busy, busy, len(names), cases)
        row = RightsRequest(
            id=secrets.token_hex(16),
            identity_number=identity,
            kind=Right.REMOVAL,
            asked_at=now,
            actor=kiosk.actor,
            answered_at=now,
            answer=answer[:LONGEST_WORDS],
        )
        session.add(row)
        _note(kiosk, session, row, "rights_removed")
        session.flush()
        asked = _as_asked(kiosk, row)
    for name in names:
        kiosk.vault.remove(name)
    return asked


def settle(kiosk: Kiosk, request_id: str, answer: str) -> AskedRight:
    """Write down what was done for a request that waited; raises BadInput without words, or when it was answered already."""
    said = clean(answer, limit=LONGEST_WORDS)
    if not said:
        raise BadInput(_("Escriba qué se corrigió, o por qué no se puede."), field="answer")
    with kiosk.database.transaction() as session:
        row = _row(session, request_id)
        if row.answered_at is not None:
            raise BadInput(_("Ese pedido ya fue respondido: «{answer}»").format(answer=row.answer))
        row.answered_at, row.answer = kiosk.clock.now().at, said
        _note(kiosk, session, row, "rights_answered")
        return _as_asked(kiosk, row)


def waiting(session: Session) -> Sequence[RightsRequest]:
    """Return the requests that are not answered yet, oldest first."""
    return session.exec(
        select(RightsRequest).where(col(RightsRequest.answered_at).is_(None)).order_by(col(RightsRequest.asked_at))
    ).all()


def open_requests(kiosk: Kiosk, identity: str) -> list[tuple[AskedRight, str]]:
    """Return what a person asked for and was not answered yet, with their words."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, CASE_WORK)
        return [(_as_asked(kiosk, each), each.explanation) for each in waiting(session) if each.identity_number == identity]


def _ensure_seen(*, seen: bool) -> None:
    if not seen:
        raise BadInput(_("Pida la cédula original y mírela: estos datos se dan solo a la misma persona."), field="seen")


def _note(kiosk: Kiosk, session: Session, row: RightsRequest, name: str) -> None:
    """Record it, and once more for each of the person's cases, whose log says who saw it."""
    events.record(kiosk, session, name, detail=f"{row.kind} card")
    for each in own_cases(session, row.identity_number):
        events.record(kiosk, session, name, each.id, row.kind, why="rights")


def _removed(gone: int, busy: int, copies: int, cases: Sequence[Case]) -> str:
    """Return what was removed, and what not and why."""
    said = []
    if gone:
        said.append(ngettext("Se borró {n} trámite sin enviar.", "Se borraron {n} trámites sin enviar.", gone).format(n=gone))
    if copies:
        sentence = ngettext("Se borró la copia de {n} documento.", "Se borraron las copias de {n} documentos.", copies)
        said.append(sentence.format(n=copies))
    if not gone and not copies:
        said.append(_("No había nada que se pueda borrar."))
    if busy:
        said.append(_("Un trámite sin enviar está abierto ahora en otra pantalla: se borra solo a los pocos días."))
    if any(each.handed_over_at is None for each in cases):
        said.append(_("Los documentos que el IESS todavía no recibe se borran después de entregarlos."))
    if cases:
        said.append(_("Un trámite registrado es un documento público, y no se borra."))
    return " ".join(said)


def _row(session: Session, request_id: str) -> RightsRequest:
    row = session.get(RightsRequest, request_id)
    if row is None:
        raise NotFound(_("Ese pedido ya no está."))
    return row


def _as_asked(kiosk: Kiosk, row: RightsRequest) -> AskedRight:
    return AskedRight(
        id=row.id,
        right=Right(row.kind),
        asked_at=kiosk.local(row.asked_at),
        due_at=kiosk.local(row.asked_at + ANSWERED_WITHIN),
        answered_at=kiosk.local(row.answered_at) if row.answered_at else None,
        answer=row.answer,
    )
