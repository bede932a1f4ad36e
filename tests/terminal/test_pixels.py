"""A document in a terminal's own pixels, decoded back from what a pseudo-terminal was sent; one without them gets half blocks."""

import io
import signal
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from PIL import Image

from kiosk.adapters.samples.card import MARIA, front
from kiosk.domain.documents.document import GreyPicture, Reading
from kiosk.domain.documents.reading import look_for
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged.recognition import recognise
from kiosk.services.documents import attachments
from kiosk.services.filing import leases
from tests import filing
from tests.filing import open_kiosk
from tests.loaded import PROGRAM
from tests.staff import enrolled
from tests.terminal.assisting import SIGN_IN
from tests.terminal.driver import Terminal
from tests.terminal.graphics import KITTY, NEITHER, SIXEL, Answering, kitty_pictures, sixel_pictures
from tests.terminal.journey import DESK
from tests.terminal.places import catch_up
from tests.terminal.test_journey import environment, resume
from tests.terminal.witness import said_to_the_terminal

FIRST_SIGHT = 60_000
"""Bytes that a document's screen may cost at 120 × 40 when it is opened."""
CARD = "Cédula, parte de adelante"


def card(words: str, size: tuple[int, int] = (0, 0)) -> bytes:
    """Return María's card as a scanner gives it, each time another file."""
    out, drawn = io.BytesIO(), front(MARIA)
    drawn.paste((zlib.crc32(words.encode()) % 200, 90, 120), (0, 0, 9, 9))
    drawn.save(out, "JPEG", quality=88, dpi=(300, 300))
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a kiosk with a case whose documents are cards."""
    monkeypatch.setattr(filing, "photograph", card)
    kiosk = open_kiosk(tmp_path / "data")
    filing.submit(kiosk, filing.answer_all(kiosk))
    (tmp_path / "secret").write_text(enrolled(kiosk).secret, encoding="ascii")
    kiosk.database.close()
    return tmp_path


@contextmanager
def at_desk(folder: Path, answer: bytes, *, after: float = 0.0, size: tuple[int, int] = (120, 40)) -> Iterator[Terminal]:
    """Open the case at the desk of a terminal that answers so, with the first document marked."""
    command = [*PROGRAM, "assist", "--actor", "rosa"]
    terminal = Answering(command, columns=size[0], rows=size[1], env=environment(folder), forked=True, answer=answer, after=after)
    with terminal:
        terminal.wait(SIGN_IN, 20)
        terminal.settle(after + 0.1)
        assert terminal.text.count("¿qué 6 números") == 1
        terminal.type(pyotp.TOTP((folder / "secret").read_text(encoding="ascii")).now())
        terminal.key("enter")
        terminal.wait(DESK, 20)
        terminal.key("4")
        terminal.wait("¿Qué trámite busca?")
        terminal.type("0417A-26-000001-T")
        terminal.key("enter")
        terminal.wait("1 trámite.")
        terminal.wait("Enter abrir")
        terminal.key("enter")
        terminal.wait("¿Para qué lo abre?")
        terminal.key("enter")
        terminal.wait("Qué hacer")
        catch_up(terminal)
        terminal.key("up")
        terminal.settle()
        yield terminal


def see(terminal: Terminal) -> bytes:
    """Open the document that is marked; return what was sent until it stood there."""
    terminal.take()
    terminal.key("enter")
    terminal.wait(CARD)
    catch_up(terminal)
    return terminal.take()


def shown(terminal: Terminal, sent: bytes, answer: bytes) -> list[Image.Image]:
    """Return the pictures that stand on the terminal now, of a sixel's those that were sent last."""
    return [*kitty_pictures(bytes(terminal.written)).values()] if answer == KITTY else sixel_pictures(sent)


def reads(image: Image.Image) -> bool:
    """Tell whether the card's number can be read off a picture."""
    grey = image.convert("L")
    text = recognise(GreyPicture(*grey.size, grey.tobytes())).text
    return look_for(Identity(IdentityKind.CEDULA, MARIA.number), text) is Reading.FOUND


@pytest.mark.peer("tesseract")
@pytest.mark.parametrize("answer", [KITTY, SIXEL], ids=["kitty", "sixel"])
def test_the_number_is_read_off_what_the_terminal_shows_which_keeps_nothing_of_it(folder: Path, answer: bytes) -> None:
    with at_desk(folder, answer) as terminal:
        sent = see(terminal)
        assert len(sent) <= FIRST_SIGHT
        (picture,) = shown(terminal, sent, answer)
        assert picture.width > 700
        assert reads(picture)
        terminal.key("f1")
        terminal.wait("Mirar un documento")
        catch_up(terminal)
        assert shown(terminal, terminal.take(), answer) == [], "what lies over it takes it away"
        terminal.key("escape")
        terminal.wait_gone("Mirar un documento")
        catch_up(terminal)
        assert len(shown(terminal, terminal.take(), answer)) == 1
        terminal.resize(100, 30)
        catch_up(terminal)
        smaller = shown(terminal, terminal.take(), answer)[-1]
        assert smaller.width < picture.width
        terminal.key("right")
        terminal.wait("parte de atrás")
        catch_up(terminal)
        assert len(shown(terminal, terminal.take(), answer)) == 1, "the next document's, and no other"
        terminal.key("escape")
        terminal.wait("Qué hacer")
        catch_up(terminal)
        assert shown(terminal, terminal.take(), answer) == []
        assert not ungrounded(terminal), "letters stand where a sixel was"


def ungrounded(terminal: Terminal) -> bool:
    """Tell whether the screen is not as one that is painted whole."""
    before = terminal.text
    terminal.resize(101, 30)
    terminal.resize(100, 30)
    catch_up(terminal)
    return terminal.text != before


def test_what_stands_there_when_it_ends_is_taken_away(folder: Path) -> None:
    with at_desk(folder, KITTY) as terminal:
        see(terminal)
        assert kitty_pictures(bytes(terminal.written))
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status(5) == 0
        assert kitty_pictures(bytes(terminal.written)) == {}


@pytest.mark.parametrize("answer", [NEITHER, b""], ids=["no picture", "nothing"])
def test_a_terminal_without_pictures_gets_half_blocks_and_nothing_else(folder: Path, answer: bytes) -> None:
    with at_desk(folder, answer) as terminal:
        assert "▀".encode() in see(terminal)
        assert "X más nítido" not in terminal.text
        terminal.key("x")
        catch_up(terminal)
        assert said_to_the_terminal(bytes(terminal.written)) == []


def test_over_a_slow_line_pixels_come_only_when_asked_for_and_no_answer_is_a_key(folder: Path) -> None:
    with at_desk(folder, KITTY, after=0.4) as terminal:
        assert "▀".encode() in see(terminal)
        assert kitty_pictures(bytes(terminal.written)) == {}
        assert "X más nítido" in terminal.text
        terminal.key("x")
        terminal.wait_gone("X más nítido")
        catch_up(terminal)
        assert len(kitty_pictures(bytes(terminal.written))) == 1
        terminal.key("x")
        terminal.wait("X más nítido")
        catch_up(terminal)
        assert kitty_pictures(bytes(terminal.written)) == {}


def test_at_the_kiosk_the_next_person_sees_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "photograph", card)
    kiosk = open_kiosk(tmp_path / "data")
    draft = filing.answer_all(kiosk)
    draft = attachments.remove(kiosk, draft.id, draft.attachments[-1].slot)
    leases.let_go(kiosk)
    kiosk.database.close()
    with Answering(PROGRAM, columns=120, rows=40, env=environment(tmp_path), forked=True, answer=KITTY) as terminal:
        resume(terminal, draft.code)
        catch_up(terminal)
        terminal.key("1")
        terminal.wait("¿Se ve completo")
        catch_up(terminal)
        assert len(kitty_pictures(bytes(terminal.written))) == 1
        terminal.key("escape")
        terminal.wait_gone("¿Se ve completo")
        terminal.key("1")
        terminal.wait("¿Se ve completo")
        catch_up(terminal)
        assert len(kitty_pictures(bytes(terminal.written))) == 1, "again, and once"
        terminal.key("f4")
        catch_up(terminal)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status(5) == 0
        assert kitty_pictures(bytes(terminal.written)) == {}
