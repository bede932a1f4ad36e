"""The keyboard, whatever it sends: textual's own reader fails at a byte that is no UTF-8, and waits for a paste's end for ever.

Found by sending it every byte and every kind of answer: a byte 0xff, a key of kitty's with its kind of press, a window of no
size or a mouse beyond the world ended the application or held it up; and SIGTSTP or SIGUSR1 stopped it.
"""

import os
import select
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import Any, Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize

from screens.terminal import tty
from screens.terminal.asking import Asking

MOST_CELLS: Final = 1000
"""Columns and rows beyond which no mouse is: textual looks at every cell up to it."""
LONGEST_PASTE: Final = 16_384
"""Characters that are kept of a paste: more than any field holds."""
_LONGEST_READ: Final = 0.1
"""Seconds until a look at the keyboard has ended."""
LONGEST_SILENCE: Final = 5
"""Tenths of a second without a byte after which a paste has ended although nobody said so."""
MOST_WAITING: Final = 1000
"""Keys and touches that wait to be taken, after which more are dropped: nobody types so far ahead, and others wait to be served."""


class Parser(XTermParser):
    """Makes keys and touches of sequences; what makes none is nothing."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002 - textual's own
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):  # a number that is none, or of no character
            return [events.Key(Keys.Ignore, None)]
        return [events.Key(Keys.Ignore, None) if _is_no_text(key.character or "") else key for key in keys]

    def parse_mouse_code(self, code: str) -> Message | None:
        """Return what the mouse did within a window."""
        self.mouse_pixels = False  # it is never asked for
        event = super().parse_mouse_code(code)
        inside = isinstance(event, events.MouseEvent) and 0 <= event.x < MOST_CELLS and 0 <= event.y < MOST_CELLS
        return event if inside else None


class Incoming:
    """Turns text into keys, touches and pastes; pastes are kept apart, for what is in them is no key."""

    def __init__(self) -> None:
        self._parser = Parser()
        self._pasted: str | None = None
        self._before = ""
        """The end of what came before: a marker may come in two pieces."""
        self._silence = 0

    def feed(self, text: str) -> Iterator[Message]:
        """Give what a piece of text means."""
        self._silence = 0
        while text:
            marker = START if self._pasted is None else END
            piece, text, found = self._up_to(marker, text)
            if self._pasted is not None:
                self._pasted = (self._pasted + piece)[:LONGEST_PASTE]
                if found:
                    yield from self._end_paste()
                continue
            yield from self._parser.feed(piece)
            if found:
                self._pasted = ""

    def tick(self) -> Iterator[Message]:
        """Give what a tenth of a second of silence means."""
        self._silence += 1
        self._before = ""  # who types that slowly types keys
        yield from self._parser.tick()
        if self._pasted is not None and self._silence >= LONGEST_SILENCE:
            yield from self._end_paste()

    def _end_paste(self) -> Iterator[Message]:
        pasted, self._pasted = self._pasted or "", None
        for _own in self._parser.feed(END):  # its own paste, which got nothing
            pass
        yield events.Paste(pasted.removesuffix(END))

    def _up_to(self, marker: str, text: str) -> tuple[str, str, bool]:
        """Return the text up to the end of a marker, what follows, and whether it was found."""
        seen = self._before + text
        at = seen.find(marker)
        if at < 0:
            self._before = seen[1 - len(marker) :]
            return text, "", False
        cut = at + len(marker) - len(self._before)
        self._before = ""
        return text[:cut], text[cut:], True


class KioskDriver(LinuxDriver):
    """Reads the keyboard until the application ends, and is stopped by nothing else."""

    _sent = _arrived = 0
    """Messages that this thread has handed over, and those that the application's has got."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - textual's own
        super().__init__(*arguments, **options)
        self._may_read, self._rested = threading.Event(), threading.Event()
        self._asking: Asking = getattr(self._app, "asking", None) or Asking()
        """What was asked of the terminal before this began to read, and may be answered still."""
        self._woken = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        """Ends a look at the keyboard at once."""

    def start_application_mode(self) -> None:
        """Begin, and let no signal but those that end it in order mean anything: textual takes some of them for its own."""
        super().start_application_mode()  # type: ignore[no-untyped-call] # textual says nothing of it
        self.attrs_before = getattr(self._app, "attributes_before", None) or self.attrs_before
        tty.outlive_signals()

    def read(self) -> None:
        """Begin to read: before the first screen stands, a key would be nobody's."""
        self._may_read.set()

    def rest(self) -> None:
        """Read nothing more, for another process will; returns when nothing is being read."""
        self._rested.clear()
        self._may_read.clear()
        os.eventfd_write(self._woken, 1)
        self._rested.wait(2 * _LONGEST_READ)

    @property
    def is_drained(self) -> bool:
        """Tell whether all that was to be written was given to the terminal."""
        return self._writer_thread is None or self._writer_thread._queue.empty()  # noqa: SLF001 - textual waits for it at its end alone

    def run_input_thread(self) -> None:
        """Read and hand on until the end."""
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        incoming = Incoming()
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        while not self.exit_event.is_set():
            if not self._may_read.is_set():
                self._rested.set()
                self._may_read.wait(_LONGEST_READ)
                continue
            try:
                ready = {each for each, _what in poll.poll(100)}
                if self._woken in ready:
                    os.eventfd_read(self._woken)
                    continue
                read = os.read(self.fileno, 4096) if ready else None
                if read == b"":
                    return
                if read and self._is_behind():  # looking at each letter of a flood would take longer than dropping it
                    continue
                text = self._asking.sift(decode(read)) if read else self._asking.rest()
                for message in incoming.feed(text) if text or read else incoming.tick():
                    self.process_message(message)
            except OSError:  # the terminal is gone; the application looks for that itself
                return
            except Exception:  # noqa: BLE001 - whatever it is, the next key must be read
                incoming = Incoming()

    def process_message(self, message: Message) -> None:
        """Hand on, unless it speaks of the window.

        The system tells of its size by SIGWINCH; and a terminal that says it is not looked at would leave no field with the focus.
        """
        if not isinstance(message, InBandWindowResize | events.Resize | events.AppFocus | events.AppBlur):
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand over to the application, as long as not too much waits there."""
        if not self._is_behind():
            self._sent += 1
            self._loop.call_soon_threadsafe(self._arrive, message)

    def _is_behind(self) -> bool:
        return self._sent - self._arrived + self._app.message_queue_size >= MOST_WAITING

    def _arrive(self, message: Message) -> None:
        self._arrived += 1
        self._app.post_message(message)

    def _query_in_band_window_resize(self) -> None:
        """Ask for nothing that would be ignored."""


def _is_no_text(character: str) -> bool:
    return any(0xD800 <= ord(each) <= 0xDFFF for each in character)
