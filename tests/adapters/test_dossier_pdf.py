"""What stands on a dossier's cover has its room, however much it is."""

import pytest

from kiosk.adapters.drawing import dossier
from kiosk.adapters.drawing.sheet import Sheet, _Box, _Words
from kiosk.domain.papers.dossier import DossierContent

SHORT = "Solicitud recibida aquí, por entregar al IESS"


def content(state: str) -> DossierContent:
    return DossierContent(
        institution="Instituto",
        dispensary="Dispensario 0417",
        place="Pichincha",
        number="0417A-26-000123-9",
        groups=(),
        state=state,
        lacking=(),
        written="Escrito el 26 de noviembre de 2026, 10:00, por rosa",
        qr="0800",
        sections=(),
        documents=(),
        earlier=(),
    )


@pytest.mark.parametrize("state", [SHORT, f"{SHORT}. La persona QUITÓ SU PERMISO (consentimiento), 24 de noviembre de 2026." * 3])
def test_the_head_s_box_holds_all_that_is_said_in_it(state: str) -> None:
    sheet = Sheet(dossier.A4[0], margin=40.0, height=dossier.A4[1])
    dossier._head(sheet, content(state))
    (box,) = [each for each in sheet.pages[0] if isinstance(each, _Box)]
    lowest = max(each.y for each in sheet.pages[0] if isinstance(each, _Words))
    assert box.y + box.height - lowest > 10
