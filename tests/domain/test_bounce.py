"""Whose fault it is that a mail came back: the numbers decide, and only they are passed on."""

import pytest

from kiosk.domain.machine.bounce import Bounce, ReportedAction
from kiosk.domain.machine.message import Trouble


@pytest.mark.parametrize(
    ("status", "reply", "trouble", "words"),
    [
        ("5.1.1", 550, Trouble.ADDRESS, "esa dirección no existe o ya no recibe correo (550 5.1.1)"),
        ("5.1.2", 0, Trouble.ADDRESS, "(5.1.2)"),
        ("5.1.10", 556, Trouble.ADDRESS, "(556 5.1.10)"),
        ("5.2.1", 550, Trouble.ADDRESS, "ya no recibe correo"),
        ("5.4.4", 0, Trouble.ADDRESS, "(5.4.4)"),
        ("5.7.17", 550, Trouble.ADDRESS, "(550 5.7.17)"),
        ("5.0.0", 550, Trouble.ADDRESS, "(550 5.0.0)"),
        ("", 550, Trouble.ADDRESS, "(550)"),
        ("5.2.2", 552, Trouble.OTHER, "está lleno (552 5.2.2)"),
        ("4.2.2", 452, Trouble.OTHER, "está lleno (452 4.2.2)"),
        ("5.2.3", 552, Trouble.CONTENT, "no acepta este mensaje"),
        ("5.3.4", 552, Trouble.CONTENT, "no acepta este mensaje"),
        ("5.6.1", 554, Trouble.CONTENT, "no acepta este mensaje"),
        ("5.1.8", 553, Trouble.SENDER, "no acepta correo de este kiosco"),
        ("5.7.1", 550, Trouble.SENDER, "no acepta correo de este kiosco"),
        ("4.4.7", 0, Trouble.OTHER, "no lo recibió en varios días (4.4.7)"),
        ("5.4.7", 0, Trouble.OTHER, "no lo recibió en varios días"),
        ("4.0.0", 0, Trouble.OTHER, "no lo recibió en varios días"),
        ("5.0.0", 554, Trouble.OTHER, "volvió sin entregarse (554 5.0.0)"),
        ("", 0, Trouble.OTHER, "volvió sin entregarse (sin número)"),
    ],
)
def test_the_numbers_tell_whose_fault_it_is(status: str, reply: int, trouble: Trouble, words: str) -> None:
    found, cause = Bounce("0" * 32, ReportedAction.FAILED, status, reply).verdict()
    assert found is trouble
    assert words in cause
