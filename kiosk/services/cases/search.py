"""Finding a case by whatever somebody has of it: its number, a code from a slip, an identity number, or a name.

Names are found by keys of one to four words (domain.people.folding), each with its cases newest first: a common first name is read
no further than what is shown, and common words that never meet in one person are known not to, without walking through any.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from kiosk.domain.cases.status import Stage
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.resume_code import parse_resume_code
from kiosk.domain.people.folding import key_of, words_of
from kiosk.domain.people.identity import CEDULA_DIGITS, Identity, IdentityKind, parse_cedula, spellings
from kiosk.domain.people.names import full_name
from kiosk.domain.text import clean, without_separators
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, CasePerson, CaseWord, Correction, DraftRow, table_of
from kiosk.words.stages import OF_STAGE, stage_of_case

MOST_FOUND = 50
MOST_WORDS = 8
"""Words of a name that are looked for."""
MOST_ENDINGS = 60
"""Words that the last one may be the beginning of; of more, whoever types has not typed enough."""
SHORTEST_BEGINNING = 2
_When = tuple[datetime, str]
"""A case as the keys hold it: when it was sent, and its id."""
_Matches = Callable[[Any], bool]
"""Whether a row of an applicant or another person is who was looked for."""


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was found; the time is local. `person` is who matched, where it was not the applicant."""

    number: CaseNumber
    name: str
    identity: Identity
    submitted_at: datetime
    stage: Stage
    person: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, newest first; `more` when there is more than is told."""

    cases: tuple[FoundCase, ...]
    more: bool = False


# Built once: building a statement takes longer than running it.
_cases, _people, _words = table_of(Case), table_of(CasePerson), table_of(CaseWord)
_case, _person, _word = _cases.c, _people.c, _words.c
_draft, _correction = table_of(DraftRow).c, table_of(Correction).c
_SPELLED: list[sa.BindParameter[str]] = [sa.bindparam(each) for each in ("compact", "spaced")]
_BY_NUMBER = sa.select(_case.submitted_at, _case.id).where(_case.number == sa.bindparam("number"))
_BY_DRAFT = sa.select(_draft.id).where(_draft.code == sa.bindparam("code"))
_BY_CORRECTION = sa.select(_correction.case_id).where(_correction.code == sa.bindparam("code"))
_BY_IDENTITY = (
    sa.union(
        sa.select(_case.submitted_at, _case.id).where(_case.identity_number.in_(_SPELLED)),
        sa.select(_case.submitted_at, _case.id)
        .join_from(_person.case_id.table, _case.id.table)
        .where(_person.identity_number.in_(_SPELLED)),
    )
    .order_by(sa.desc("submitted_at"), sa.desc("id"))
    .limit(MOST_FOUND + 1)
)
_BY_KEY = (
    sa.select(_word.submitted_at, _word.case_id)
    .where(_word.word == sa.bindparam("key"))
    .order_by(_word.submitted_at.desc(), _word.case_id.desc())
    .limit(MOST_FOUND + 1)
)
_NEXT_WORD = (
    sa.select(_word.word).where(_word.word > sa.bindparam("after"), _word.word < sa.bindparam("end")).order_by(_word.word).limit(1)
)
_WHO = ("identity_number", "given_names", "surnames")
_CASES = sa.select(
    *(_case[each] for each in ("id", "number", "submitted_at", "identity_kind", *_WHO, *OF_STAGE)),
).where(_case.id.in_(sa.bindparam("ids", expanding=True)))
_PEOPLE = sa.select(_person.case_id, *(_person[each] for each in _WHO)).where(
    _person.case_id.in_(sa.bindparam("ids", expanding=True))
)


def find(kiosk: Kiosk, typed: str) -> Findings:
    """Return the cases that what was typed stands for, at most `MOST_FOUND`, newest first.

    Raises BadInput where a number's check character is wrong, or where nothing can be looked for; NotFound for the code of a
    filing that was not sent.
    """
    text = clean(typed)
    compact = without_separators(text).upper()
    with kiosk.database.reading() as session:
        if re.fullmatch(r"[0-9A-Z]{4}[A-Z]\d{8}[0-9A-Z]", compact, re.ASCII):
            number = _number(text)
            return _told(kiosk, session, _run(session, _BY_NUMBER, number=number))
        if filing := _by_code(session, compact):
            return _told(kiosk, session, [(kiosk.clock.now().at, filing)])
        if re.search(r"\d", compact):
            return _by_identity(kiosk, session, text, compact)
        return _by_name(kiosk, session, words_of(text))


def _number(typed: str) -> CaseNumber:
    try:
        return CaseNumber.parse(typed)
    except BadInput as wrong:
        raise BadInput(wrong.message, field="what") from None


def _by_code(session: Session, compact: str) -> str | None:
    """Return the filing of a code from a slip, None where it is no code, or of none; raises NotFound for one not sent yet."""
    try:
        code = parse_resume_code(compact)
    except BadInput:
        return None
    connection = session.connection()
    if corrected := connection.execute(_BY_CORRECTION, {"code": code}).scalar():
        return str(corrected)
    filing = connection.execute(_BY_DRAFT, {"code": code}).scalar()
    if filing is not None and connection.execute(sa.select(_case.id).where(_case.id == filing)).scalar() is None:
        raise NotFound(_("Ese número es de un trámite sin terminar: ábralo en «Seguir un trámite sin terminar»."), field="what")
    return filing


def _by_identity(kiosk: Kiosk, session: Session, text: str, compact: str) -> Findings:
    asked, spaced = spellings(text)
    found = _run(session, _BY_IDENTITY, compact=asked, spaced=spaced)
    if not found and compact.isdigit() and len(compact) == CEDULA_DIGITS:
        try:
            parse_cedula(compact)
        except BadInput as mistyped:
            raise BadInput(mistyped.message, field="what") from None
    return _told(kiosk, session, found, lambda person: person.identity_number in {asked, spaced})


def _by_name(kiosk: Kiosk, session: Session, words: Sequence[str]) -> Findings:
    if not words:
        raise BadInput(_("Escriba el número del trámite o para volver, una cédula, o apellidos y nombres."), field="what")
    if len(words) > MOST_WORDS:
        raise BadInput(_("Escriba menos palabras: bastan un nombre y los apellidos."), field="what")
    *whole, last = words
    found: set[_When] = set()
    for ending in _endings(session, last):
        found.update(_run(session, _BY_KEY, key=key_of((*whole, ending))))

    def matches(person: Any) -> bool:  # noqa: ANN401 - a row of either table
        names = words_of(full_name(person.surnames, person.given_names))
        return set(whole) <= set(names) and any(name.startswith(last) for name in names)

    newest = sorted(found, reverse=True)[: MOST_FOUND + 1]
    return _told(kiosk, session, newest, matches)


def _endings(session: Session, beginning: str) -> list[str]:
    """Return the words that there are with this beginning; the word itself alone where they are too many; raises BadInput."""
    there = [beginning] if _run(session, _BY_KEY, key=beginning) else []
    if len(beginning) < SHORTEST_BEGINNING:
        if not there:
            raise BadInput(_("Escriba más letras del nombre."), field="what")
        return there
    found, end = list(there), f"{beginning}\U0010ffff"
    while len(found) <= MOST_ENDINGS:
        following = session.connection().execute(_NEXT_WORD, {"after": (found or [beginning])[-1], "end": end}).scalar()
        if following is None:
            return found
        found.append(following)
    if not there:
        raise BadInput(
            _("Hay muchos nombres que empiezan con «{letters}»: escriba más letras.").format(letters=beginning), field="what"
        )
    return there


def _run(session: Session, query: "sa.Select[Any] | sa.CompoundSelect[Any]", **values: str) -> list[_When]:
    return [(each[0], each[1]) for each in session.connection().execute(query, values)]


def _told(kiosk: Kiosk, session: Session, found: Sequence[_When], matches: _Matches | None = None) -> Findings:
    """Return the cases with the ids that were found; `matches` tells whether a person is the one who was looked for."""
    ids = {"ids": [case_id for _at, case_id in found[:MOST_FOUND]]}
    rows = session.connection().execute(_CASES, ids).all() if found else []
    others = {each.id for each in rows if matches and not matches(each)}
    people: dict[str, Any] = {}
    if others and matches:
        for person in session.connection().execute(_PEOPLE, {"ids": list(others)}):
            if person.case_id not in people and matches(person):
                people[person.case_id] = person
    newest = sorted(rows, key=lambda row: (row.submitted_at, row.id), reverse=True)
    return Findings(
        tuple(
            FoundCase(
                number=each.number,
                name=full_name(each.surnames, each.given_names),
                identity=Identity(IdentityKind(each.identity_kind), each.identity_number),
                submitted_at=kiosk.local(each.submitted_at),
                stage=stage_of_case(each),
                person=full_name(people[each.id].surnames, people[each.id].given_names) if each.id in people else "",
            )
            for each in newest
            if each.id not in others or each.id in people  # else its words are there, but not of one person
        ),
        more=len(found) > MOST_FOUND,
    )
