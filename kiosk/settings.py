"""The settings as values, each declared with its limits, default and description. `config` reads them, `make docs` lists them."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from kiosk.domain.text import clean


def _path(value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError("no path")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("nobody of that name has a home here") from error


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("`true` would count as 1")  # noqa: TRY004 - pydantic reports a ValueError alone
    return value


Text = Annotated[str, AfterValidator(partial(clean, limit=1000))]
"""It stands on screens, papers and mails."""
File = Annotated[Path, BeforeValidator(_path)]
Folder = Annotated[Path, BeforeValidator(_path)]
NUMBER = BeforeValidator(_no_boolean)
Count = Annotated[int, Field(gt=0, le=1_000_000), NUMBER]
Years = Annotated[int, Field(gt=0, le=100), NUMBER]
Days = Annotated[int, Field(gt=0, le=36_500), NUMBER]
Hours = Annotated[int, Field(gt=0, le=8_760), NUMBER]
Seconds = Annotated[int, Field(gt=0, le=86_400), NUMBER]
Bytes = Annotated[int, Field(gt=0, le=20_000_000), NUMBER]
Port = Annotated[int, Field(gt=0, le=65_535), NUMBER]


class SettingsSection:
    """Base class of the settings: unknown names are refused. The docstring beneath a setting describes it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class KioskSettings(SettingsSection):
    """Which machine this is, and where it stands."""

    id: Text = ""
    """Four of 0–9 A–Z, given by the institution; only a demonstration may do without."""
    series: Text = "A"
    """A capital letter in the case numbers; a restore goes on with the next one by itself."""
    dispensary: Text = ""
    """Its name; `Dispensario` and the id where none is set."""
    parish: Text = ""
    """On receipts, as `canton`."""
    canton: Text = ""
    province: Text = ""
    """Two digits, 01 to 24; without it each visit asks: a kiosk does not know by itself where it stands."""
    hours: Text = ""
    """When it is open, in words, for receipts and letters."""


@dataclass(frozen=True)
class InstitutionSettings(SettingsSection):
    """Who answers for the personal data; what is empty is said to be unknown, never invented."""

    name: Text = "Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino"
    address: Text = ""
    contact_email: Text = "atencionalusuario@iess.gob.ec"
    contact_telephone: Text = "+593 2 394 5666"
    website: Text = "www.iess.gob.ec"
    officer: Text = ""
    """The data protection officer."""
    retention: Text = ""
    """How long the institution keeps the data, in words."""
    complaints: Text = ""
    """Where to complain about how the data are used."""


@dataclass(frozen=True)
class DatabaseSettings(SettingsSection):
    """Where the rows are kept."""

    url: Text = field(default="", repr=False)  # it may hold a password, so it is never shown
    """PostgreSQL, for several kiosks: `postgresql://user:password@host/name`; empty is the encrypted file in the data folder."""


@dataclass(frozen=True)
class MailSettings(SettingsSection):
    """How mail leaves."""

    kind: Literal["none", "maildir", "smtp"] = "none"
    """`maildir` is for the demonstration and the tests."""
    maildir: Folder = Path("mail")
    host: Text = "localhost"
    port: Port = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` only to a server on this machine."""
    user: Text = ""
    password_file: File | None = None
    """Needed with `user`."""
    sender: Text = "kiosco@localhost"
    """One plain address."""
    timeout: Annotated[float, Field(gt=0, le=60), NUMBER] = (
        20.0  # within the lease of a message, so that a second try cannot overlap
    )
    """Seconds."""


@dataclass(frozen=True)
class BouncesSettings(SettingsSection):
    """The mailbox to which mail that could not be delivered comes back: that of `mail.sender`."""

    kind: Literal["none", "imap", "maildir"] = "none"
    """`maildir` is for the demonstration and the tests."""
    maildir: Folder = Path("bounces")
    host: Text = "localhost"
    port: Port = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    """`none` only from a server on this machine."""
    user: Text = ""
    """Needed with `imap`, as is `password_file`."""
    password_file: File | None = None
    folder: Text = "INBOX"


@dataclass(frozen=True)
class PrinterSettings(SettingsSection):
    """Where paper comes out: CUPS has a queue for each kind of paper."""

    kind: Literal["none", "folder", "cups"] = "none"
    """`folder` is for the demonstration and the tests."""
    folder: Folder = Path("printed")
    paper: Literal["roll", "a4"] = "roll"
    """Of receipts and slips, where there are both queues; forms are A4 always."""
    roll: Text = ""
    """CUPS queue of a receipt printer."""
    roll_media: Text = ""
    """The size of the roll's paper as its driver calls it."""
    a4: Text = ""
    """CUPS queue with A4; one of the two is enough, but forms need this one."""
    server: Text = ""
    """A CUPS on another port of this machine, as `localhost:631`."""

    @property
    def prints_forms(self) -> bool:
        """Whether there is a printer for the application form, which is A4 always."""
        return self.kind == "folder" or (self.kind == "cups" and bool(self.a4))


@dataclass(frozen=True)
class StickSettings(SettingsSection):
    """Memory sticks."""

    folder: Folder | None = None
    """Under which they are mounted; none is looked for without it."""


@dataclass(frozen=True)
class ScannerSettings(SettingsSection):
    """The scanner."""

    kind: Literal["none", "sane"] = "none"
    device: Text = ""
    """The one to use where there are several."""
    config: Folder | None = None
    """For `SANE_CONFIG_DIR`: with only your backend in it, finding takes 3 ms instead of 3 s."""


@dataclass(frozen=True)
class InboxSettings(SettingsSection):
    """A network scanner."""

    folder: Folder | None = None
    """Into which it drops files; each is removed once it was taken, or after a day."""


@dataclass(frozen=True)
class DeskSettings(SettingsSection):
    """Staff's side."""

    responsible_email: Text = ""
    """Told when something has not worked for a day."""
    institute_certificate: File | None = None
    """X.509 (PEM) to which dossiers are sealed; they are written in clear without one."""
    authorized_keys: File = Path("ssh/authorized_keys")
    """Where SSH reads staff's keys."""
    handover_folder: Folder = Path("handover")
    """Where dossiers are written; it may be a stick of the institute's."""


@dataclass(frozen=True)
class BackupSettings(SettingsSection):
    """Backups that are made by themselves."""

    folder: Folder | None = None
    """On another disk, which must be there; none is made without it."""
    hours: Hours = 24
    """Between two of them."""
    keep: Count = 7
    """How many stay in the folder."""


@dataclass(frozen=True)
class ScreenSettings(SettingsSection):
    """How the screen looks."""

    theme: Literal["auto", "dark", "light", "console"] = "auto"
    """`auto` is dark, or the console's 16 colours where the terminal has no more."""
    pictures: Literal["auto", "pixels", "blocks"] = "auto"
    """Of documents: `auto` draws pixels where the terminal can and answers within 100 ms, `pixels` over a slow line, too."""


@dataclass(frozen=True)
class LimitSettings(SettingsSection):
    """Limits and times, in the unit that each name says."""

    draft_days: Days = 7
    """How long what is not yet sent is kept."""
    idle_seconds: Seconds = 120
    """Without a key, until the kiosk asks whether anybody is there."""
    papers_seconds: Seconds = 600
    """The same while papers are looked for."""
    warning_seconds: Seconds = 30
    """For the answer; then the screen is wiped."""
    confirm_hours: Hours = 24
    """For confirming an address with the code that was sent to it."""
    live_codes: Count = 5
    """Codes of one draft that are valid at once."""
    draft_tries: Count = 20
    """Wrong codes for one draft."""
    day_tries: Count = 60
    """Wrong codes for one address, or one identity, in a day."""
    resume_tries: Count = 5
    """Wrong numbers to come back, or case numbers, before one has to wait."""
    document_bytes: Bytes = 2_000_000
    """The largest document; larger photos and scans are reduced."""
    copies_days: Days = 30
    """How long documents stay after they were handed over."""
    undo_days: Days = 7
    """How long what a person cancelled can be undone at the desk."""
    complaints_days: Days = 365
    """How long the words of a complaint are kept after it was attended to."""
    log_days: Days = 30
    """How long logs are kept."""
    events_years: Years = 7
    """How long events, counts and answered requests about data are kept."""
    clock_days: Days = 7
    """How long a clock is believed after it was last synchronised."""
    staff_idle_seconds: Seconds = 600
    """Without a key, until the desk closes."""


@dataclass(frozen=True)
class Settings(SettingsSection):
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
    procedures: Folder | None = None
    """An office's own folder of procedures, texts and territory; the program's own where it is not set."""
