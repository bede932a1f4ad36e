"""The settings as values, with their defaults: what an office may set, section by section. `config` reads and checks them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class KioskSettings:
    """Which machine this is. `id` is four of 0–9 A–Z, given by the institution; `province` a two-digit code.

    Where nobody set it, it is asked in each visit: a kiosk does not know by itself where it stands.
    """

    id: str = ""
    series: str = "A"
    dispensary: str = ""
    parish: str = ""
    canton: str = ""
    province: str = ""
    hours: str = ""


@dataclass(frozen=True)
class InstitutionSettings:
    """Who answers for the personal data; what is empty is said to be unknown, never invented."""

    name: str = "Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino"
    address: str = ""
    contact_email: str = "atencionalusuario@iess.gob.ec"
    contact_telephone: str = "+593 2 394 5666"
    website: str = "www.iess.gob.ec"
    officer: str = ""
    retention: str = ""
    complaints: str = ""


@dataclass(frozen=True)
class DatabaseSettings:
    """Where the rows are kept; an empty `url` is the encrypted file in the data folder."""

    url: str = field(default="", repr=False)
    """`postgresql://user:password@host/name`; it may hold a password, so it is never shown."""


@dataclass(frozen=True)
class MailSettings:
    """How mail leaves; `timeout` in seconds. The Maildir is for demonstration and tests."""

    kind: Literal["none", "maildir", "smtp"] = "none"
    maildir: Path = Path("mail")
    host: str = "localhost"
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None
    sender: str = "kiosco@localhost"
    timeout: float = 20.0


@dataclass(frozen=True)
class BouncesSettings:
    """The mailbox to which mail that could not be delivered comes back: that of `mail.sender`."""

    kind: Literal["none", "imap", "maildir"] = "none"
    maildir: Path = Path("bounces")
    host: str = "localhost"
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password_file: Path | None = None
    folder: str = "INBOX"


@dataclass(frozen=True)
class PrinterSettings:
    """Where paper comes out: CUPS has a queue for each kind of paper; the folder is for demonstration and tests.

    `paper` is that of receipts and slips, where there is a choice; forms are A4 always. `roll` and `a4` name queues,
    `roll_media` the size of the roll's paper as its driver calls it, `server` another CUPS than this machine's.
    """

    kind: Literal["none", "folder", "cups"] = "none"
    folder: Path = Path("printed")
    paper: Literal["roll", "a4"] = "roll"
    roll: str = ""
    roll_media: str = ""
    a4: str = ""
    server: str = ""

    @property
    def prints_forms(self) -> bool:
        """Whether there is a printer for the application form, which is A4 always."""
        return self.kind == "folder" or (self.kind == "cups" and bool(self.a4))


@dataclass(frozen=True)
class StickSettings:
    """The folder under which a memory stick is mounted."""

    folder: Path | None = None


@dataclass(frozen=True)
class ScannerSettings:
    """The scanner, through SANE; `device` is the one to use where there are several, `config` a SANE_CONFIG_DIR."""

    kind: Literal["none", "sane"] = "none"
    device: str = ""
    config: Path | None = None


@dataclass(frozen=True)
class InboxSettings:
    """The folder into which a network scanner drops files."""

    folder: Path | None = None


@dataclass(frozen=True)
class DeskSettings:
    """Staff's side: who is told when something does not work, to whom dossiers are sealed, where SSH reads staff's keys.

    `institute_certificate` is an X.509 certificate (PEM); dossiers are written in clear without one. They go into
    `handover_folder`, which may be a stick of the institute's.
    """

    responsible_email: str = ""
    institute_certificate: Path | None = None
    authorized_keys: Path = Path("ssh/authorized_keys")
    handover_folder: Path = Path("handover")


@dataclass(frozen=True)
class BackupSettings:
    """Where backups are made by themselves, so many hours apart; `keep` is how many stay in a folder."""

    folder: Path | None = None
    hours: int = 24
    keep: int = 7


@dataclass(frozen=True)
class ScreenSettings:
    """How the screen looks; "auto" is dark, or the console's 16 colours where the terminal has no more."""

    theme: Literal["auto", "dark", "light", "console"] = "auto"


@dataclass(frozen=True)
class LimitSettings:
    """Limits and times, in the unit that each name says."""

    draft_days: int = 7
    idle_seconds: int = 120
    papers_seconds: int = 600
    warning_seconds: int = 30
    confirm_hours: int = 24
    live_codes: int = 5
    draft_tries: int = 20
    day_tries: int = 60
    resume_tries: int = 5
    document_bytes: int = 2_000_000
    copies_days: int = 30
    undo_days: int = 7
    complaints_days: int = 365
    log_days: int = 30
    events_years: int = 7
    clock_days: int = 7
    staff_idle_seconds: int = 600


@dataclass(frozen=True)
class Settings:
    """All the settings, checked."""

    data_dir: Path
    demo: bool = False
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    institution: InstitutionSettings = field(default_factory=InstitutionSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    bounces: BouncesSettings = field(default_factory=BouncesSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    stick: StickSettings = field(default_factory=StickSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    inbox: InboxSettings = field(default_factory=InboxSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    procedures: Path | None = None
    """An office's own folder of procedures, texts and territory; the package's own where it is not set."""
