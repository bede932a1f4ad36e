"""The sheet that a person signs comes on A4 wherever there is A4: on the roll it is half a metre, and nobody signs that well."""

from dataclasses import replace

import pytest

from kiosk.domain.machine.message import Media
from kiosk.services.delivery import printing
from kiosk.services.filing import confirmations, slips
from kiosk.services.kiosk import Kiosk
from tests import filing
from tests.screens.scripted import ScriptedPrinter


@pytest.mark.parametrize(
    ("there", "sheet", "slip"),
    [
        ((Media.ROLL, Media.A4), Media.A4, Media.ROLL),
        ((Media.A4, Media.ROLL), Media.A4, Media.A4),
        ((Media.ROLL,), Media.ROLL, Media.ROLL),
        ((Media.A4,), Media.A4, Media.A4),
    ],
    ids=str,
)
def test_the_sheet_to_sign_comes_on_a4_where_there_is_a4(kiosk: Kiosk, there: tuple[Media, ...], sheet: Media, slip: Media) -> None:
    printer = ScriptedPrinter(*there)
    rosa = replace(kiosk, printer=printer).acting_as("rosa")
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    printing.deliver_prints(rosa)
    assert [media for _name, media in printer.jobs.values()] == [sheet]
    slips.print_slip(rosa, draft.id)
    printing.deliver_prints(rosa)
    assert [media for _name, media in printer.jobs.values()] == [sheet, slip]
