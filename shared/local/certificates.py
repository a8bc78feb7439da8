"""Private certificate authority for development, and the certificates that it signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from liandong.files.certificates import read_certificates, read_key
from liandong.keys.trust_list import replace_file

FOLDER = "tls"
AUTHORITY = "ca.pem"
AUTHORITY_KEY = "ca.key.pem"
AUTHORITY_LIFETIME = timedelta(days=3650)
LIFETIME = timedelta(days=90)
LOOPBACK_HOSTS = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Issued:
    """The files of one certificate."""

    certificate: Path
    key: Path
    ca: Path


def make_authority(folder: Path, now: datetime) -> Path:
    """Create the authority of a folder if it is missing; its key must never leave the folder."""
    made = folder / AUTHORITY
    if made.exists():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    key = generate_private_key(SECP256R1())
    name = _name("Liandong development authority")
    can_sign = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    about = _about(name, name, key, now, now + AUTHORITY_LIFETIME)
    about = about.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    about = about.add_extension(can_sign, critical=True)
    about = about.add_extension(_key_name(key), critical=False)
    replace_file(folder / AUTHORITY_KEY, _pem(key), secret=True)
    replace_file(made, about.sign(key, SHA256()).public_bytes(Encoding.PEM), secret=False)
    return made


def files_of(folder: Path, name: str) -> Issued:
    """Return the paths of a certificate's files."""
    return Issued(folder / f"{name}.cert.pem", folder / f"{name}.key.pem", folder / AUTHORITY)


def issue(
    folder: Path,
    name: str,
    now: datetime,
    *,
    hosts: Sequence[str] = LOOPBACK_HOSTS,
    lifetime: timedelta = LIFETIME,
) -> Issued:
    """Sign a certificate with a new key, for a server at `hosts` and for a client of that name.

    Existing files are replaced, the key first; processes that watch both files reload them.
    """
    [authority, *_] = read_certificates(make_authority(folder, now))
    signer = read_key(folder / AUTHORITY_KEY)
    if not isinstance(signer, EllipticCurvePrivateKey):
        raise TypeError("the authority of this folder was made by something else")
    key = generate_private_key(SECP256R1())
    about = _about(_name(name), authority.subject, key, now, now + lifetime)
    uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    known_as = x509.SubjectAlternativeName([_host(host) for host in hosts])
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    leaf = x509.BasicConstraints(ca=False, path_length=None)
    for extension, critical in ((leaf, True), (uses, False), (known_as, False), (by, False)):
        about = about.add_extension(extension, critical=critical)
    files = files_of(folder, name)
    replace_file(files.key, _pem(key), secret=True)
    signed = about.sign(signer, SHA256()).public_bytes(Encoding.PEM)
    replace_file(files.certificate, signed, secret=False)
    return files


def _about(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer)
    return (
        builder.public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since - timedelta(minutes=5))  # tolerates small clock differences
        .not_valid_after(until)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _key_name(key: EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _host(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
