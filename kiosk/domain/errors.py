"""One root for every refusal, so that a screen can show any of them and a command can end with its exit code."""


class KioskError(Exception):
    """A refusal with a message that the person in front of the screen can act on."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """Name of the field that the message belongs to, where there is one."""


class BadInput(KioskError):
    """What was typed cannot be taken; the message says how to mend it."""


class AskFirst(BadInput):
    """What was brought may be right, and only a person who looks at it can tell: they are asked, and may say that it is."""


class TryLater(KioskError):
    """Too many tries; `wait` seconds until the next one is looked at."""

    def __init__(self, message: str, *, wait: float, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.wait = wait


class NotFound(KioskError):
    """Nothing answers to that code or number (said alike whether it never was or is somebody else's)."""


class OutOfService(KioskError):
    """The kiosk cannot work: settings, database, keys or disk. Commands exit with 3."""


class SettingsError(OutOfService):
    """A setting is missing or wrong; `setting` is its dotted name, `source` the file or variable that it came from."""

    def __init__(self, message: str, *, setting: str, source: str) -> None:
        super().__init__(message)
        self.setting = setting
        self.source = source
