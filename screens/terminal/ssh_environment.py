"""What an SSH connection brings with it: cut down and checked before anything else is loaded, for its other end is a stranger.

Nothing but the standard library is imported here; what gets by here reaches Textual, the children and the settings.
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import MutableMapping
from pathlib import Path

from kiosk.domain.desk.staff import parse_staff_name
from kiosk.domain.errors import BadInput
from kiosk.locale import _

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where the programs of printer, scanner and reader are looked for."""
SAFEST_TERM = "linux"
"""Sixteen colours and no answers asked for: every terminal draws that."""
SAFEST_LANG = "C.UTF-8"
_KEPT = ("HOME", "USER", "LOGNAME", "XDG_DATA_HOME", "CREDENTIALS_DIRECTORY", "SSH_CONNECTION", "SSH_USER_AUTH")
_TERM = re.compile(r"[a-z0-9][a-z0-9.+-]{0,31}", re.ASCII)
_LANG = re.compile(r"(C|[a-z]{2,3}(_[A-Z]{2})?)\.(UTF-8|utf8)", re.ASCII)
_MOST_BYTES = 65536
"""Of what sshd writes about a sign-in: a line for each method, and no key is longer than 16 KiB."""


def refusal(actor: str, environ: MutableMapping[str, str] = os.environ) -> str:
    """Return in a sentence why this connection is not served; nothing where it is."""
    if "SSH_ORIGINAL_COMMAND" in environ:  # a command, a file transfer: sshd runs us in its place, and says what was asked for
        return _("Por esta conexión solo se abre el kiosco. Conéctese otra vez, sin pedir ninguna otra cosa.")
    try:
        if actor:
            parse_staff_name(actor)
    except BadInput as error:
        return error.message
    return ""


def clean(environ: MutableMapping[str, str] = os.environ) -> None:
    """Leave of the environment what is known and needed.

    The kiosk's own settings (KIOSK_…) stay: over SSH they come from sshd's own `SetEnv` alone, for the drop-in that is delivered
    (deploy/sshd-kiosk.conf) accepts LANG and nothing else from the other end.
    """
    kept = {name: value for name, value in environ.items() if name in _KEPT or name.startswith("KIOSK_")}
    term, lang = environ.get("TERM", ""), environ.get("LANG", "")
    environ.clear()
    environ.update(kept)
    environ["PATH"] = PATH
    environ["TERM"] = term if _TERM.fullmatch(term) else SAFEST_TERM
    environ["LANG"] = lang if _LANG.fullmatch(lang) else SAFEST_LANG


def fingerprint(environ: MutableMapping[str, str] = os.environ) -> str:
    """Return OpenSSH's `SHA256:…` of the key that signed in, as sshd tells it (`ExposeAuthInfo yes`); "" where it does not."""
    try:
        with Path(environ["SSH_USER_AUTH"]).open("rb") as file:
            lines = file.read(_MOST_BYTES).decode("ascii", "replace").splitlines()
        key = next(words[2] for words in map(str.split, lines) if len(words) == 3 and words[0] == "publickey")
        digest = hashlib.sha256(base64.b64decode(key, validate=True)).digest()
    except (KeyError, OSError, StopIteration, binascii.Error, ValueError):
        return ""
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")
