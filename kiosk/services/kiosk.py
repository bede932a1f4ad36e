"""The kiosk as the use cases see it: its parts, put together once (by bootstrap, or by a test)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.domain.actor import CITIZEN, MACHINE
from kiosk.domain.filing.procedure import Catalogue
from kiosk.domain.moment import Moment, SeenTime, local_zone
from kiosk.inspection.judged.inspector import Inspector
from kiosk.ports import Mailbox, Mailer, Printer
from kiosk.settings import Settings
from kiosk.storage.claims import Claims
from kiosk.storage.database import Database
from kiosk.storage.delivery_lock import DeliveryLock
from kiosk.storage.keys import Keys
from kiosk.storage.receipt_keys import ReceiptKeys
from kiosk.storage.vault import Vault


class Clock(Protocol):
    """Tells the time; the tests have one that stands still."""

    synchronised_at: datetime | None
    """When it was last known to be right."""

    def now(self) -> Moment:
        """Return the time in UTC and whether it is trusted."""

    def says(self) -> datetime:
        """Return what the machine's clock says, right or not, for somebody to compare."""

    def since(self, at: datetime) -> timedelta:
        """Return how long ago a time was told: what the clock leapt since is no time that passed."""

    def seen(self) -> datetime:
        """Return up to when time was seen to pass: by this is judged whether something is over, so that no leap removes it."""

    def is_astray(self) -> bool:
        """Tell whether the time that was seen to pass does not bear out what the clock says, and nobody vouched for it."""

    @property
    def memory(self) -> SeenTime:
        """How far time was seen to pass, to be remembered over a restart."""

    def learn(self, seen: SeenTime, synchronised_at: datetime | None) -> None:
        """Take over what another process has remembered, where somebody confirmed the clock to it since."""

    def confirm(self) -> None:
        """Take the clock for right, for somebody has compared it."""


@dataclass(frozen=True)
class Kiosk:
    """Everything that a use case may need; `mailer`, `mailbox` and `printer` are None where the kiosk has none."""

    settings: Settings
    database: Database
    vault: Vault
    keys: Keys
    receipt_keys: ReceiptKeys
    clock: Clock
    catalogue: Catalogue
    inspector: Inspector
    mailer: Mailer | None
    mailbox: Mailbox | None
    """Where mail comes back to."""
    printer: Printer | None
    claims: Claims
    """Whose the drafts and prints of this visit are."""
    delivery: DeliveryLock
    actor: str = CITIZEN
    """Who acts through this value: a citizen, a member of staff by name, or the machine; every event bears it."""

    @property
    def by_staff(self) -> bool:
        """Whether a member of staff acts."""
        return self.actor not in {CITIZEN, MACHINE}

    @property
    def channel(self) -> str:
        """Where something came in: at the public screen, or with a member of staff."""
        return "assisted" if self.by_staff else "kiosk"

    def acting_as(self, actor: str) -> "Kiosk":
        """Return the same kiosk in the hands of another; a screen holds the one of whoever sits in front of it."""
        return replace(self, actor=actor)

    def for_next_person(self) -> "Kiosk":
        """Return the same kiosk for another visit: what one holds, and waits for at the printer, is not the other's."""
        return replace(self, claims=self.claims.anew())

    def forget_values(self) -> None:
        """Let go of what somebody's data were looked up by; to be called when they have left."""
        self.database.forget_values()

    def local(self, at: datetime) -> datetime:
        """Return a time in the dispensary's zone."""
        return at.astimezone(local_zone(self.settings.kiosk.province))
