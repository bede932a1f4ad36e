"""Whether a receipt's code is genuine: asked by any post, with public keys alone; no database, network or kiosk of its own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.papers.receipt_code import Mistyped, SignedStatement, Statement, on_paper, procedure_hash, read
from kiosk.domain.papers.receipt_key import PublicKey
from kiosk.locale import _
from kiosk.storage.public_keys import is_signed_with


class ReceiptVerdict(StrEnum):
    """What can be said of a receipt."""

    GENUINE = "genuine"
    FALSE = "false"
    UNKNOWN_KIOSK = "unknown_kiosk"


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """The verdict, why in words, and what the code says (which is true only when it is genuine)."""

    verdict: ReceiptVerdict
    message: str
    said: Statement | None = None
    lines: tuple[int, ...] = ()
    """Lines of a mistyped code to look at."""


def check(typed: str, known: Collection[PublicKey]) -> ReceiptCheck:
    """Judge a code as a reader or a person typed it, by the keys that are known here."""
    try:
        signed = read(typed)
    except Mistyped as error:
        return ReceiptCheck(ReceiptVerdict.FALSE, _bare_number(typed) or error.message, lines=error.lines)
    said = signed.said
    named = [each for each in known if each.fingerprint == said.key]
    if not named:
        if any(each.kiosk == said.number.kiosk for each in known):
            sentence = _(
                "No está firmado con ninguna llave del kiosco {kiosk} que se conozca aquí. "
                "Si ese kiosco cambió su llave hace poco, pida el archivo nuevo y revise otra vez."
            )
            return ReceiptCheck(ReceiptVerdict.FALSE, sentence.format(kiosk=said.number.kiosk), said)
        sentence = _("Aquí no se conoce la llave del kiosco {kiosk}: no se puede decir si es auténtico. Pida su archivo de llave.")
        return ReceiptCheck(ReceiptVerdict.UNKNOWN_KIOSK, sentence.format(kiosk=said.number.kiosk), said)
    refusals = [_refusal(signed, each) for each in named]
    if None in refusals:
        genuine = (
            _("Lo firmó el kiosco {kiosk}. El papel es auténtico si dice lo mismo que está aquí abajo.")
            if said.paper
            else _(
                "Lo firmó el kiosco {kiosk}. Es un comprobante de los de antes: prueba el número, la fecha y los "
                "documentos, no de quién es. Compare el número y la fecha con los del papel."
            )
        )
        return ReceiptCheck(ReceiptVerdict.GENUINE, genuine.format(kiosk=said.number.kiosk), said)
    return ReceiptCheck(ReceiptVerdict.FALSE, next(each for each in refusals if each), said)


def compared(found: ReceiptCheck, applicant: str, leavers: Sequence[str], procedures: Iterable[str]) -> ReceiptCheck:
    """Judge the lines of the paper, too, as they were typed: a genuine code beside other people is false.

    `procedures` are the ids of those that are known here; the paper may be of any of them. Raises BadInput for a code of
    version 1, which says nothing of people, and where no line of who leaves was typed: a true paper is not called false for it.
    """
    if found.verdict is not ReceiptVerdict.GENUINE or found.said is None:
        return found
    if found.said.paper is None:
        raise BadInput(_("Este comprobante es de los de antes: no dice quién pide ni quiénes salen."))
    if found.said.paper.leavers and not leavers:
        raise BadInput(_("Para comparar faltan las líneas de «Quiénes salen»: escriba cada una con --leaver, como en el papel."))
    if any(on_paper(each, applicant, leavers).who == found.said.paper.who for each in procedures):
        same = _("La firma es auténtica, y el papel dice lo que se firmó: quién pide, quiénes salen y el trámite.")
        return replace(found, message=same)
    other = _(
        "La firma es auténtica, pero de otro papel: quién pide, quiénes salen o el trámite no son los que se firmaron. "
        "Escriba las líneas como están en el papel, en su orden, y revise otra vez."
    )
    return replace(found, verdict=ReceiptVerdict.FALSE, message=other)


def procedure_of(said: Statement, names: Iterable[tuple[str, str]]) -> str:
    """Return the name of the procedure that a code is of, among the ids and names that are known here; else nothing."""
    return next((name for each, name in names if said.paper and procedure_hash(each) == said.paper.procedure), "")


def _refusal(signed: SignedStatement, key: PublicKey) -> str | None:
    """Return why a code is not one of a key, None where it is."""
    if not is_signed_with(signed, key):
        return _(
            "La firma no corresponde: alguien cambió las líneas, o no las hizo ese kiosco. "
            "Si las copió a mano, compárelas otra vez."
        )
    if key.kiosk != signed.said.number.kiosk:
        return _("Lo firmó el kiosco {kiosk}, y el número es de otro kiosco.").format(kiosk=key.kiosk)
    if key.until is not None and signed.said.issued_at > key.until:
        return _("Está firmado con una llave que ya no se usaba en esa fecha.")
    return None


def _bare_number(typed: str) -> str:
    """Return what to say to whoever typed the case number instead, or read an old receipt's QR, which held no more."""
    try:
        CaseNumber.parse(typed)
    except BadInput:
        return ""
    return _("Eso es solo el número del trámite. Lea el QR, o escriba las líneas del final del comprobante.")
