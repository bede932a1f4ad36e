"""Where a person is and may go, computed from what was answered and never stored, so that it cannot disagree with it."""

from enum import StrEnum

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.leaving import still_to_say
from kiosk.domain.filing.procedure import Procedure, open_slots
from kiosk.domain.filing.vouching import vouched


class Step(StrEnum):
    """The steps in their order."""

    CHOOSE_PROCEDURE = "choose_procedure"
    NOTICE = "notice"
    IDENTIFY = "identify"
    CONTACT = "contact"
    VERIFY_EMAIL = "verify_email"
    WHO_LEAVES = "who_leaves"
    ATTACH_DOCUMENTS = "attach_documents"
    REVIEW = "review"
    CONSENT = "consent"
    RECEIPT = "receipt"


ORDER = tuple(Step)
COUNTED = tuple(step for step in ORDER if step not in {Step.VERIFY_EMAIL, Step.RECEIPT})
"""The eight steps of "Paso 2 de 8": the mail's numbers, which few are asked for, belong to the contact; the receipt is the end."""


def next_step(draft: Draft | None, procedure: Procedure | None, *, notice_accepted: bool = False) -> Step:  # noqa: PLR0911 - a ladder: one return a step
    """Return the first step that is still to be answered; `procedure` is the one chosen, None before that.

    What leaving may cause and what it needs are told before anything is asked, and the notice before anything personal is.
    """
    if draft is not None and draft.number is not None:
        return Step.RECEIPT
    if procedure is None:
        return Step.CHOOSE_PROCEDURE
    if draft is None:
        return Step.IDENTIFY if notice_accepted else Step.NOTICE
    answers = draft.answers
    if answers.applicant is None:
        return Step.IDENTIFY
    if answers.contact is None:
        return Step.CONTACT
    if not _email_settled(draft):
        return Step.VERIFY_EMAIL
    if answers.leaving is None or still_to_say(answers.applicant, answers.leaving) is not None:
        return Step.WHO_LEAVES
    if open_slots(procedure, draft):
        return Step.ATTACH_DOCUMENTS
    return Step.REVIEW


def may_visit(step: Step, draft: Draft | None, procedure: Procedure | None, *, notice_accepted: bool = False) -> bool:
    """Tell whether a step may be shown now: any before the next one, but none after the number was given.

    The notice is not asked again once a draft exists, nor the code of an e-mail that was verified. The consent follows the
    review within one visit, and is asked for each time anew.
    """
    reached = next_step(draft, procedure, notice_accepted=notice_accepted)
    if reached is Step.RECEIPT:
        return step is Step.RECEIPT
    if step is Step.NOTICE and draft is not None:
        return False
    if step is Step.VERIFY_EMAIL and not _may_verify(draft):
        return False
    return ORDER.index(step) <= ORDER.index(reached) or (step is Step.CONSENT and reached is Step.REVIEW)


def counted(step: Step) -> int:
    """Return which of the counted steps this is, from 1."""
    return len([each for each in ORDER[: ORDER.index(step) + 1] if each in COUNTED])


def step_before(step: Step, draft: Draft | None, procedure: Procedure | None) -> Step | None:
    """Return the step that "Atrás" leads to, or None where that is the welcome screen."""
    earlier = ORDER[: ORDER.index(step)]
    return next((each for each in reversed(earlier) if may_visit(each, draft, procedure, notice_accepted=True)), None)


def step_after(step: Step, draft: Draft | None, procedure: Procedure | None, *, notice_accepted: bool = True) -> Step:
    """Return the step that follows `step` once its answer was saved: the first that is still to be answered.

    So whoever changes one line from the review comes straight back to it, unless the change opened another question.
    """
    reached = next_step(draft, procedure, notice_accepted=notice_accepted)
    return Step.CONSENT if step is Step.REVIEW and reached is Step.REVIEW else reached


def _may_verify(draft: Draft | None) -> bool:
    """Tell whether there is an e-mail whose code can still be typed, at once or after it was postponed."""
    if draft is None or draft.answers.contact is None or draft.answers.contact.email is None:
        return False
    check = draft.answers.email_check
    return check is None or check.email != draft.answers.contact.email or check.verified_at is None


def _email_settled(draft: Draft) -> bool:
    contact, check = draft.answers.contact, draft.answers.email_check
    if contact is None or contact.email is None or vouched(draft, Subject.CONTACT):
        return True
    if check is None or check.email != contact.email:
        return False
    return check.verified_at is not None or check.postponed_at is not None
