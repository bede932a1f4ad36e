"""What staff do at the public kiosk itself: each an event with the name of whoever did it."""

from typing import Final

from kiosk.domain.machine.health import Check, Health
from kiosk.ports import Devices
from kiosk.services.health import doctor
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Fact

OUT_OF_SERVICE: Final = "out_of_service"


def is_out_of_service(kiosk: Kiosk) -> bool:
    """Tell whether staff have taken the kiosk out of service; it stays so over a restart."""
    with kiosk.database.reading() as session:
        return session.get(Fact, kiosk.database.own(OUT_OF_SERVICE)) is not None


def take_out_of_service(kiosk: Kiosk) -> None:
    """Serve nobody from here on."""
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        session.merge(Fact(name=kiosk.database.own(OUT_OF_SERVICE), value=moment.at.isoformat()))
        events.record(kiosk, session, "taken_out_of_service")


def put_back_into_service(kiosk: Kiosk) -> None:
    """Serve again."""
    with kiosk.database.transaction() as session:
        if (known := session.get(Fact, kiosk.database.own(OUT_OF_SERVICE))) is not None:
            session.delete(known)
        events.record(kiosk, session, "put_back_into_service")


def look_at_devices(kiosk: Kiosk, devices: Devices) -> list[Check]:
    """Look at all that the doctor looks at, what has failed first; a device that is not there takes its time."""
    checks = doctor.examine(kiosk.settings, (), (), devices)
    failed = sum(each.state is Health.FAILED for each in checks)
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "devices_looked_at", detail=f"failed={failed}")
    order = [Health.FAILED, Health.WARNING, Health.OK]
    return sorted(checks, key=lambda each: order.index(each.state))


def note_end(kiosk: Kiosk) -> None:
    """Note who ends the program."""
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "ended_by_staff")
