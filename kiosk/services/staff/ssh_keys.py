"""The SSH keys of staff, and the file in which sshd finds them.

It is written whole from the database each time: a key that was taken back stands nowhere, and of what somebody wrote into a key
file nothing but the key itself gets in.
"""

import base64
import binascii
import hashlib
import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key
from sqlmodel import col, select

from kiosk.domain.desk.staff import StaffKeyLine
from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff.members import living, member_row
from kiosk.storage.files import private_folder, write_safely
from kiosk.storage.tables import Staff, StaffKey
from kiosk.words.system import fault_in_words

SHORTEST_RSA: Final = 3072
"""Bits: as strong as the other kinds' 128 (NIST SP 800-57, part 1, table 2)."""
KINDS: Final = frozenset(
    {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
    }
)
_OPTIONS = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+\s+')
"""What may stand before a key's kind in an authorized_keys file (sshd(8)): no blanks but in quotes."""
_LONGEST = 20_000


def parse_public_key(text: str) -> tuple[str, str]:
    """Return fingerprint and line (kind and base64) of the one key in an OpenSSH public-key file; raises BadInput."""
    if "PRIVATE KEY" in text:
        raise _unusable(_("Esa es la llave privada: no la muestre a nadie. Dé el archivo que termina en .pub."))
    lines = [line.strip() for line in text[:_LONGEST].splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if len(lines) != 1:
        raise _unusable(_("Dé un archivo con una sola llave pública, como id_ed25519.pub."))
    kind, blob = _kind_and_blob(lines[0])
    if kind == "ssh-dss":
        raise _unusable(_("Las llaves DSA ya no son seguras. Cree otra con: ssh-keygen -t ed25519"))
    if kind not in KINDS:
        raise _unusable(_("Eso no es una llave pública de SSH. Dé el archivo .pub que creó ssh-keygen -t ed25519."))
    line = f"{kind} {base64.b64encode(blob).decode()}"
    try:
        key = load_ssh_public_key(line.encode())
    except (ValueError, UnsupportedAlgorithm, NotImplementedError) as error:
        raise _unusable(_("Esa llave está incompleta o dañada. Copie otra vez el archivo .pub entero.")) from error
    if isinstance(key, RSAPublicKey) and key.key_size < SHORTEST_RSA:
        words = _("Esa llave RSA tiene {bits} bits, y hacen falta {least}. Cree otra con: ssh-keygen -t ed25519")
        raise _unusable(words.format(bits=key.key_size, least=SHORTEST_RSA))
    if not kind.startswith(
        "sk-"
    ):  # whose application cryptography leaves out; of others there may be several spellings, of one print
        line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        blob = base64.b64decode(line.split()[1])
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}", line


def add_key(kiosk: Kiosk, name: str, text: str) -> StaffKeyLine:
    """Note a member's key, given as its public-key file, whose comment and options are dropped; a second time changes nothing.

    Raises BadInput, NotFound, and a KioskError for a revoked name or a key that is, or was, another's. `publish` comes after.
    """
    fingerprint, line = parse_public_key(text)
    with kiosk.database.transaction() as session:
        owner, row = living(session, name), session.get(StaffKey, fingerprint)
        if row is not None and row.staff != owner.name:
            words = _("Esa llave es, o fue, de {name}: cada persona tiene las suyas. Cree otra con: ssh-keygen -t ed25519")
            raise KioskError(words.format(name=row.staff))
        if row is None or row.revoked_at is not None:
            row = session.merge(StaffKey(fingerprint=fingerprint, staff=owner.name, line=line, added_at=kiosk.clock.now().at))
            events.record(kiosk, session, "staff_key_added", detail=f"{owner.name} {fingerprint}")
        return StaffKeyLine(row.fingerprint, row.line, row.added_at)


def remove_key(kiosk: Kiosk, name: str, fingerprint: str) -> None:
    """Let nobody in by a member's key any more; raises NotFound. `publish` comes after."""
    with kiosk.database.transaction() as session:
        owner, row = member_row(session, name), session.get(StaffKey, clean(fingerprint))
        if row is None or row.staff != owner.name:
            raise NotFound(
                _("{name} no tiene esa llave. Vea sus huellas SHA256:… con: kiosk staff key list {name}").format(name=owner.name)
            )
        if row.revoked_at is None:
            row.revoked_at = kiosk.clock.now().at
            events.record(kiosk, session, "staff_key_removed", detail=f"{owner.name} {row.fingerprint}")


def publish(kiosk: Kiosk, forced: str) -> None:
    """Write the file that sshd reads, a line a living key; `forced` is the command that each of them runs, less its `--actor`.

    Within a writing transaction, so that of two at once the later one writes what both have changed. Raises KioskError.
    """
    path = kiosk.settings.desk.authorized_keys
    with kiosk.database.transaction() as session:
        living_keys = select(StaffKey).join(Staff).where(col(StaffKey.revoked_at).is_(None), col(Staff.revoked_at).is_(None))
        keys = session.exec(living_keys.order_by(col(StaffKey.staff), col(StaffKey.fingerprint))).all()
        lines = [f'restrict,pty,command="{forced} --actor {each.staff}" {each.line}\n' for each in keys]
        try:
            private_folder(path.parent)
            write_safely(path, "".join(lines).encode())
        except OSError as error:
            words = _(
                "Quedó anotado, pero no se pudo escribir {file} ({reason}). Corríjalo y repita la orden: SSH lee ese archivo."
            )
            raise KioskError(words.format(file=path, reason=fault_in_words(error))) from error


def _kind_and_blob(line: str) -> tuple[str, bytes]:
    """Return the kind of a line's key and its bytes; nothing where it holds none."""
    words = line.split(maxsplit=2)
    if words[0] not in KINDS | {"ssh-dss"} and (options := _OPTIONS.match(line)):
        words = line[options.end() :].split(maxsplit=2)
    try:
        return words[0], base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error, ValueError):
        return "", b""


def _unusable(words: str) -> BadInput:
    return BadInput(words, field="key")
