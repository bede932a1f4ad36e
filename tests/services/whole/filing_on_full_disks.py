"""A filing from its first answer to its handover and backup on a disk that refuses at every step, once in each way.

Before each step the disk is filled to the last byte, then but for the room of one document, then made to fail at every write; each
time the step must refuse in one sentence and change nothing, and once there is room it is done. Prints a line for each refusal.
"""

import hashlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlmodel import SQLModel

from kiosk.domain.errors import KioskError
from kiosk.domain.filing.answers import Contact, Draft, Leaving, Remaining, Scope
from kiosk.services.cases import lookup, receipts
from kiosk.services.delivery import printing
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots, verification
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups
from kiosk.storage.backups import found_in
from tests.filing import EMAIL, StoppedClock, begin, choice, number_of, open_kiosk, paper, photograph, submit
from tests.small_disk import mount

DOCUMENT_BYTES = 20_000


def main(folder: Path) -> None:
    """File in a process of its own, then look at what there is, first where the disk is only read."""
    disk, elsewhere = folder / "disk", folder / "elsewhere"
    mount(disk, "size=6m")
    subprocess.run([sys.executable, "-m", "tests.services.whole.filing_on_full_disks", disk, elsewhere], check=True)
    mount(disk, "remount,ro")
    refused = _refusal(partial(open_kiosk, disk / "data"))
    mount(disk, "remount,rw")
    kiosk = open_kiosk(disk / "data")
    last = {
        "read_only": refused,
        "numbers": [each.number for each in lookup.summaries(kiosk)],
        "documents": len(_state(kiosk)["vault"]),
        "printed": len(list((disk / "data" / "printed").iterdir())),
        "copies": [backup.documents for folder in (disk / "copies", elsewhere) for backup in found_in(folder, "0417")],
    }
    sys.stdout.write(json.dumps(last) + "\n")
    kiosk.database.close()


def file(disk: Path, elsewhere: Path) -> None:
    """File, and tell of each refusal."""
    clock = StoppedClock()
    kiosk = open_kiosk(disk / "data", clock, KIOSK_DESK__HANDOVER_FOLDER=str(disk / "handover"))
    draft: Draft | None = None
    for name, step in _steps(kiosk, disk, elsewhere):
        for fault in (_full(disk, 0), _full(disk, DOCUMENT_BYTES), _failing()):
            before = _state(kiosk)
            with fault:
                sentence = _refusal(partial(step, draft))
            after = _state(kiosk)
            if name == "print":  # a print that was claimed, and that nobody could write down yet, is still held
                before["message"] = after["message"]
            same = after == before
            sys.stdout.write(json.dumps({"step": name, "sentence": sentence, "same": same}) + "\n")
        clock.advance(seconds=60)  # a print that failed is tried again a little later
        draft = step(draft) or draft
    with _full(disk, 0):
        backups.make(kiosk, elsewhere)
    kiosk.database.close()


def _steps(kiosk: Kiosk, disk: Path, elsewhere: Path) -> Iterator[tuple[str, Callable[..., Draft | None]]]:
    yield "begin", lambda _draft: begin(kiosk)
    yield "contact", lambda draft: drafts.save(kiosk, draft.id, Contact("+593991234567", EMAIL))
    yield "ask for the code", lambda draft: _none(verification.request_code(kiosk, draft.id))
    yield "e-mail later", lambda draft: verification.postpone(kiosk, draft.id)
    yield "choose", lambda draft: drafts.save(kiosk, draft.id, choice(kiosk))
    alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
    yield "who leaves", lambda draft: drafts.save(kiosk, draft.id, alone)
    for place in range(3):
        yield f"attach {place}", lambda draft, place=place: _attach(kiosk, draft, place)
    yield "submit", lambda draft: submit(kiosk, draft)
    yield "print", lambda _draft: _none(printing.deliver_prints(kiosk))
    yield "came out", lambda draft: receipts.confirm_printed(kiosk, number_of(draft), came_out=True)
    yield "write the dossier", lambda draft: _written(kiosk, draft, disk)
    yield "hand over", lambda draft: _none(handovers.record_handover(kiosk, [number_of(draft)], "Ana Pérez", "stick"))
    yield "backup beside", lambda _draft: _none(backups.make(kiosk, disk / "copies"))


def _attach(kiosk: Kiosk, draft: Draft, place: int) -> Draft:
    slot = slots.slots_of(kiosk, draft)[place]
    return attachments.attach(kiosk, draft.id, slot.id, photograph(slot.id) if slot.person else paper())


def _written(kiosk: Kiosk, draft: Draft, disk: Path) -> None:
    if failed := export.export(kiosk, [number_of(draft)], disk / "handover").failed:
        raise KioskError(failed[0][1])


def _none(_result: object) -> None:
    """Return nothing: no step of the draft's own."""


def _refusal(step: Callable[[], object]) -> str:
    try:
        step()
    except KioskError as error:
        return error.message
    return ""


@contextmanager
def _full(disk: Path, room: int) -> Iterator[None]:
    """Fill a disk but for so many bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            file.truncate(max(0, file.tell() - room))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _failing() -> Iterator[None]:
    """Let every write to a file fail (EFBIG), as a disk that broke."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _state(kiosk: Kiosk) -> dict[str, list[str]]:
    """Return all that is kept: every row of every table, and the documents; and let the log of the database begin anew."""
    with kiosk.database.reading() as session:
        connection = session.connection()
        rows = {name: [repr(row) for row in connection.execute(table.select())] for name, table in SQLModel.metadata.tables.items()}
    pooled = kiosk.database.engine.raw_connection()
    pooled.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pooled.close()
    vault = sorted((kiosk.settings.data_dir / "vault").iterdir())
    rows["vault"] = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in vault]
    return rows


if __name__ == "__main__":
    given = [Path(each) for each in sys.argv[1:]]
    main(given[0]) if len(given) == 1 else file(*given)
