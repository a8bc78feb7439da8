"""Checks of certificates and keys at start-up, so that a mistake is reported with its cause."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates

from liandong.errors import BadTlsFile


def check_authority(file: Path, now: datetime) -> None:
    """Raise `BadTlsFile` unless a file of authorities holds a certificate that is valid now."""
    listed = read_certificates(file)
    if not any(
        certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc
        for certificate in listed
    ):
        raise _out_of_date(file, listed[0], now)


def check_pair(certificate: Path, key: Path, now: datetime) -> None:
    """Raise `BadTlsFile` unless the certificate is valid now and the key belongs to it.

    Both may be in the same file.
    """
    own, *_ = read_certificates(certificate)
    if not own.not_valid_before_utc <= now < own.not_valid_after_utc:
        raise _out_of_date(certificate, own, now)
    if _public(read_key(key)) != own.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    ):
        raise BadTlsFile(
            f"{key} is not the key of the certificate in {certificate}",
            "Name the two files that were issued together",
        )


def read_certificates(file: Path) -> Sequence[Certificate]:
    """Read the certificates of a PEM file, in order; raise `BadTlsFile` if there is none."""
    try:
        return load_pem_x509_certificates(_bytes(file))
    except ValueError as error:
        raise BadTlsFile(
            f"{file} holds no certificate that can be read ({error})",
            "It must be PEM: -----BEGIN CERTIFICATE-----",
        ) from error


def read_key(file: Path) -> PrivateKeyTypes:
    """Read a private key without a passphrase, or raise `BadTlsFile`."""
    try:
        return load_pem_private_key(_bytes(file), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadTlsFile(
            f"{file} holds no private key that can be read ({error})",
            "It must be PEM without a passphrase: -----BEGIN PRIVATE KEY-----",
        ) from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise BadTlsFile(
            f"{file} is missing", "Put the file there, or correct the setting"
        ) from error
    except OSError as error:
        raise BadTlsFile(
            f"{file} cannot be read ({error.strerror})",
            "Check that it is a file, and its owner and mode",
        ) from error


def _out_of_date(file: Path, certificate: Certificate, now: datetime) -> BadTlsFile:
    if now < certificate.not_valid_before_utc:
        begins = certificate.not_valid_before_utc.isoformat()
        return BadTlsFile(f"{file} is valid only from {begins} on", "Check this machine's clock")
    ended = certificate.not_valid_after_utc.isoformat()
    return BadTlsFile(f"{file} expired at {ended}", "Have a new certificate issued")


def _public(key: PrivateKeyTypes) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
