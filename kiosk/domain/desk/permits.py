"""Who of staff may what: one table, by the name under which an act is written down in the events.

What stands in no line is work on filings and cases: attending to people, and all that is done with what they left.
"""

from enum import StrEnum
from typing import Final

from kiosk.locale import _


class Role(StrEnum):
    """What somebody is at the desk."""

    READER = "reader"
    """Sees, and changes nothing: an auditor."""
    CLERK = "clerk"
    """Attends to people."""
    SUPERVISOR = "supervisor"
    """Erases, annuls, withdraws for others and hands over, too."""
    ADMINISTRATOR = "administrator"
    """Looks after staff, devices and settings, and sees no case."""


SEE_CASES: Final = "see_cases"
"""Looking at what bears somebody's name and is not written down as a look: lists of what waits."""
SEE_FIGURES: Final = "see_figures"
"""Looking at counts without anybody in them."""
CASE_WORK: Final = "case_work"
"""Any act that the table does not name."""
_WORKS: Final = frozenset({Role.CLERK, Role.SUPERVISOR})
_SEES: Final = _WORKS | {Role.READER}
_SUPERVISES: Final = frozenset({Role.SUPERVISOR})
_ADMINISTERS: Final = frozenset({Role.ADMINISTRATOR})
_KEEPS_RUNNING: Final = _WORKS | _ADMINISTERS
"""Whoever stands beside the kiosk: a dispensary has no administrator at hand when its paper jams."""
_ANYBODY: Final = frozenset(Role)
PERMITS: Final[dict[str, frozenset[Role]]] = {
    "staff_signed_in": _ANYBODY,
    SEE_FIGURES: _ANYBODY,
    SEE_CASES: _SEES,
    "case_looked_at": _SEES,
    "document_looked_at": _SEES,
    "cases_listed": _SEES,
    "cases_searched": _SEES,
    "drafts_searched": _SEES,
    "searches_listed": _SEES,
    "acts_listed": _SEES,
    "complaint_read": _SEES,
    "case_exported": _SUPERVISES,
    "case_handed_over": _SUPERVISES,
    "decision_annulled": _SUPERVISES,
    "consent_withdrawn": _SUPERVISES,
    "request_withdrawn": _SUPERVISES,
    "withdrawal_undone": _SUPERVISES,
    "rights_removed": _SUPERVISES,
    "devices_looked_at": _ANYBODY,
    "taken_out_of_service": _KEEPS_RUNNING,
    "put_back_into_service": _KEEPS_RUNNING,
    "ended_by_staff": _KEEPS_RUNNING,
    "clock_confirmed": _KEEPS_RUNNING,
    "backup_made": _ADMINISTERS,
    "backup_incomplete": _ADMINISTERS,
    "staff_added": _ADMINISTERS,
    "staff_reset": _ADMINISTERS,
    "staff_revoked": _ADMINISTERS,
    "staff_restored": _ADMINISTERS,
    "staff_role_given": _ADMINISTERS,
    "staff_key_added": _ADMINISTERS,
    "staff_key_removed": _ADMINISTERS,
    "receipt_key_replaced": _ADMINISTERS,
}


def roles_for(act: str) -> frozenset[Role]:
    """Return who may do something."""
    return PERMITS.get(act, _WORKS)


def may(role: Role, act: str) -> bool:
    """Tell whether a role may do something."""
    return role in roles_for(act)


def refusal(role: Role, act: str) -> str:
    """Return the sentence that says who may."""
    who = _(" o ").join(role_words(each) for each in Role if each in roles_for(act))
    return _("Esto lo hace una persona de {who}. Usted es de {role}: pídaselo a ella.").format(who=who, role=role_words(role))


def role_words(role: Role) -> str:
    """Return what a role is called, as in "una persona de…"."""
    return {
        Role.READER: _("auditoría"),
        Role.CLERK: _("atención"),
        Role.SUPERVISOR: _("supervisión"),
        Role.ADMINISTRATOR: _("administración"),
    }[role]
