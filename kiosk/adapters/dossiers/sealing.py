"""Seals a dossier to the institute: CMS EnvelopedData (RFC 5652) with AES-256, which `openssl cms -decrypt` opens.

Only the institute's private key opens it; the kiosk, which has the certificate alone, cannot.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.small_file import read_small
from kiosk.words.system import fault_in_words

LEAST_BITS = 2048
_MOST_BYTES = 1_000_000
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of ZIP's calendar: what is inside says when it was written."""


@dataclass(frozen=True, slots=True)
class InstituteSeal:
    """The institute's certificate, ready to seal to; `valid_until` is UTC. One that expired seals as before."""

    certificate: x509.Certificate
    valid_until: datetime

    @property
    def name(self) -> str:
        """The beginning of its SHA-256, by which one certificate is told from another."""
        return self.certificate.fingerprint(SHA256()).hex()[:16]

    def sealed(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Return the files as one sealed ZIP (DER)."""
        builder = PKCS7EnvelopeBuilder().set_data(_zipped(files)).add_recipient(self.certificate)
        return builder.set_content_encryption_algorithm(AES256).encrypt(Encoding.DER, [PKCS7Options.Binary])


def open_seal(path: Path) -> InstituteSeal:
    """Return the seal of a certificate file (PEM); raises KioskError in words that mend it."""
    shown = clean(str(path), limit=1000)
    try:
        content = read_small(path, _MOST_BYTES)
    except OSError as error:
        sentence = _("No se puede leer el certificado del IESS, {file}: {reason}. Revise el ajuste desk.institute_certificate.")
        raise KioskError(sentence.format(file=shown, reason=fault_in_words(error))) from error
    try:
        certificate = x509.load_pem_x509_certificate(content)
        key = certificate.public_key()
        valid_until = certificate.not_valid_after_utc
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        sentence = _("El archivo {file} no es un certificado (X.509, en PEM). Pida al IESS su certificado otra vez.")
        raise KioskError(sentence.format(file=shown)) from error
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        sentence = _(
            "El certificado {file} no sirve para sellar: hace falta uno con llave RSA de {bits} bits o más. Pídalo al IESS."
        )
        raise KioskError(sentence.format(file=shown, bits=LEAST_BITS))
    return InstituteSeal(certificate, valid_until)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # pictures are packed already
        for name, content in files:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()
