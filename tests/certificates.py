"""Certificates that vouch for themselves: for servers on this machine's loopback, and the institute's, to which is sealed."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


def make_certificate(path: Path) -> Path:
    """Write a certificate for 127.0.0.1 alone (SSL_CERT_FILE trusts it), and its key, into one file, and return it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))  # a test may set its clock on
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


def make_institute(folder: Path, *, valid_until: datetime | None = None, on_a_curve: bool = False) -> tuple[Path, Path]:
    """Write a certificate to seal to, and apart from it its key, and return both; RSA unless it is to be `on_a_curve`."""
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1()) if on_a_curve else rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Instituto de muestra")])
    until = valid_until or datetime.now(UTC) + timedelta(days=3650)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(until - timedelta(days=7300))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "institute.pem", folder / "institute.key"
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret
