"""What was brought is handed down by reference: a copier's file leaves its folder once it is kept, and never before."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.documents.copier import Arrivals, ArrivedFile
from kiosk.domain.errors import BadInput, NotFound
from kiosk.services.documents import brought, gathering, sorting
from kiosk.services.documents import copier as inbox
from kiosk.services.kiosk import Kiosk
from kiosk.settings import InboxSettings
from tests import filing
from tests.screens.places import draft_with

FRONT = "cedula-front:applicant"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def copier(kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    (tmp_path / "copier").mkdir()
    monkeypatch.setattr("kiosk.adapters.documents.copier.STILL_SECONDS", 0.0)
    return replace(kiosk, settings=replace(kiosk.settings, inbox=InboxSettings(tmp_path / "copier")))


def arrived(copier: Kiosk, content: bytes) -> ArrivedFile:
    folder = copier.settings.inbox.folder
    assert folder
    (folder / "scan.jpg").write_bytes(content)
    (file,) = inbox.look(copier, LONG_AGO, inbox.look(copier, LONG_AGO, Arrivals())).files
    return file


def lying(copier: Kiosk) -> list[str]:
    folder = copier.settings.inbox.folder
    return [each.name for each in folder.iterdir()] if folder else []


def test_a_file_of_the_copier_leaves_its_folder_once_it_stands_in_its_slot(copier: Kiosk) -> None:
    draft, file = draft_with(copier, filing.family()), arrived(copier, filing.photograph())
    assert sorting.attach_sorted(copier, draft.id, FRONT, file).placed == ((FRONT, 1),)
    assert lying(copier) == []


def test_one_that_does_not_serve_or_was_given_up_stays_where_it_is(copier: Kiosk) -> None:
    draft = draft_with(copier, filing.family())
    with pytest.raises(BadInput):
        sorting.attach_sorted(copier, draft.id, FRONT, arrived(copier, b"%PDF-1.4 nothing\n%%EOF\n"))
    assert lying(copier) == ["scan.jpg"]
    with pytest.raises(NotFound):
        sorting.attach_sorted(copier, draft.id, FRONT, arrived(copier, filing.photograph()), given_up=lambda: True)
    assert lying(copier) == ["scan.jpg"]


def test_one_that_was_kept_elsewhere_leaves_its_folder_too_though_that_is_told_as_a_refusal(copier: Kiosk) -> None:
    def keep_elsewhere(file: ArrivedFile) -> None:
        with brought.opened(copier, file) as documents:
            assert documents.contents == [filing.photograph()]
            raise brought.KeptElsewhere("")

    with pytest.raises(brought.KeptElsewhere):
        keep_elsewhere(arrived(copier, filing.photograph()))
    assert lying(copier) == []


def test_of_all_at_once_it_leaves_its_folder_when_it_is_put_and_not_when_it_is_looked_at(copier: Kiosk) -> None:
    draft, file = draft_with(copier, filing.family()), arrived(copier, filing.photograph())
    pile = gathering.gather(copier, draft.id, [file])
    assert lying(copier) == ["scan.jpg"]
    gathering.put(copier, draft.id, pile)
    assert lying(copier) == []


def test_what_is_kept_is_kept_though_the_folder_is_gone_by_then(copier: Kiosk) -> None:
    folder, file = copier.settings.inbox.folder, arrived(copier, filing.photograph())
    assert folder
    with brought.opened(copier, file):
        (folder / "scan.jpg").unlink()
        folder.rmdir()
