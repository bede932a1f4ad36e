"""The receipt from content to PDF bytes, against the same drawing straight on a canvas: what wrapping and placing cost."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import segno
from reportlab.pdfgen.canvas import Canvas

from kiosk.adapters.drawing import sheet
from kiosk.adapters.drawing.receipt import render_receipt
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.domain.papers.receipt_code import PAYLOAD_BYTES, SIGNATURE_BYTES, printed_lines, unpack, write
from kiosk.storage.receipt_keys import ReceiptKeys
from tests.bench.comparison import Row, compared, in_turn, timed

PAYLOAD = b"\x02" + (1).to_bytes(7, "big") + (1_764_000_000).to_bytes(5, "big") + bytes([10])
"""The beginning of what a receipt's code says: version 2, a number, a moment, five hours west; letters may follow."""
CODE = write(bytes(range(PAYLOAD_BYTES)), bytes(range(100, 100 + SIGNATURE_BYTES)))
CONTENT = ReceiptContent(
    institution="Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino",
    dispensary="Dispensario 0417",
    place="Parroquia de muestra, Cantón de muestra, Pichincha",
    number="0417A-26-000123-9",
    groups=("0417A", "26", "000", "123", "9"),
    filed_at="23 de noviembre de 2026, 10:41",
    procedure="Egreso de jefes de familia y/o dependientes del Seguro Social Campesino",
    applicant="M.Q. · 9900••••••",
    leavers=("Usted: M.Q. · 9900••••••", "Cónyuge: J.Q. · 2500••••••", "Hija: A.Q. · menor sin cédula"),
    documents=("Cédula (de usted)", "Cédula (de J.Q.)", "Partida de nacimiento (de A.Q.)", "Solicitud de egreso, 2 páginas"),
    received="Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41.",
    answer="La respuesta se la dan aquí.",
    come_back="Vuelva desde el 6 de enero de 2027",
    hours="",
    ask="En el kiosco elija «¿En qué va mi trámite?».",
    cancel="Si ya no quiere salir, venga antes de la respuesta y pida cancelar: es gratis.",
    next_steps=("El IESS revisa su pedido.", "Usted sigue en el seguro hasta que el IESS conteste."),
    cost="Este trámite no cuesta nada.",
    contact=("atencionalusuario@iess.gob.ec", "+593 2 394 5666", "www.iess.gob.ec"),
    legal_base=("Resolución C.D. 625", "Ley de Seguridad Social", "Resolución C.D. 636"),
    qr=CODE,
    code_lines=printed_lines(CODE),
)
REPEATS = 20
"""Receipts in one measured run: one alone takes a few milliseconds."""


class _Recorder:
    """A canvas, or a path of one, that notes each call before it passes it on."""

    def __init__(self, real: Any, calls: list[tuple[bool, str, tuple[Any, ...], dict[str, Any]]], *, path: bool) -> None:  # noqa: ANN401 - ReportLab ships no types
        self._real, self._calls, self._path = real, calls, path

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - ReportLab ships no types
            if name == "beginPath":
                return _Recorder(self._real.beginPath(), self._calls, path=True)
            self._calls.append((self._path, name, arguments, options))
            return getattr(self._real, name)(*(getattr(each, "_real", each) for each in arguments), **options)

        return call


def drawing(paper: Media) -> Callable[[], bytes]:
    """Return a function that makes the very same calls on a canvas, every word and line already in its place."""
    calls: list[tuple[bool, str, tuple[Any, ...], dict[str, Any]]] = []
    given: dict[str, Any] = {}

    def recording(out: io.BytesIO, **options: Any) -> _Recorder:  # noqa: ANN401 - ReportLab ships no types
        given.update(options)
        return _Recorder(Canvas(out, **options), calls, path=False)

    with mock.patch.object(sheet, "Canvas", recording):
        render_receipt(CONTENT, paper)

    def draw() -> bytes:
        segno.make_qr(CONTENT.qr, error="m")
        out = io.BytesIO()
        canvas = Canvas(out, **given)
        path = canvas.beginPath()
        for of_path, name, arguments, options in calls:
            if of_path:
                path.rect(*arguments)
            elif name == "drawPath":
                canvas.drawPath(path, **options)
            else:
                getattr(canvas, name)(*arguments, **options)
        return out.getvalue()

    return draw


def measure(folder: Path) -> list[Row]:
    """Compare both papers."""
    rows = []
    papers = tuple(Media)
    for paper in papers:
        draw = drawing(paper)
        assert draw() == render_receipt(CONTENT, paper), "both sides must draw the same receipt"

        def ours(paper: Media = paper) -> None:
            for _ in range(REPEATS):
                render_receipt(CONTENT, paper)

        def theirs(draw: Callable[[], bytes] = draw) -> None:
            for _ in range(REPEATS):
                draw()

        mine, other = in_turn(timed(ours), timed(theirs))
        one = [value / REPEATS for value in mine], [value / REPEATS for value in other]
        rows.append(compared(f"receipt to PDF, {paper}", "same drawing on a canvas", *one, most=1.3))
        rows.append(_proof(folder, paper))
    return rows


def _proof(folder: Path, paper: Media) -> Row:
    """Compare a receipt signed, with its code drawn, with one that bears the number alone, as receipts did before."""
    keys, said = ReceiptKeys(folder, "0417"), unpack(PAYLOAD.ljust(PAYLOAD_BYTES, b"A"))
    keys.open(said.issued_at)
    before = replace(CONTENT, qr=CONTENT.number, code_lines=())

    def signed() -> None:
        for _ in range(REPEATS):
            code = keys.sign(said)
            render_receipt(replace(CONTENT, qr=code, code_lines=printed_lines(code)), paper)

    def unsigned() -> None:
        for _ in range(REPEATS):
            render_receipt(before, paper)

    mine, other = in_turn(timed(signed), timed(unsigned))
    one = [value / REPEATS for value in mine], [value / REPEATS for value in other]
    row = compared(f"receipt signed and drawn, {paper}", "the number alone", *one, most=1)
    return replace(row, goal="reported", reached=None)  # a QR of 45 modules a side for one of 25: most of it is choosing its mask
