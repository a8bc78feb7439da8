"""`liandong certificates`: issue development certificates, show and check certificates."""

from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.common import fail
from shared.clock.system import system_clock

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

FOLDER = Path(".local/tls")
Folder = Annotated[
    Path, typer.Option("--folder", help="Folder of the authority and the certificates.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    certificates = typer.Typer(
        help="TLS certificates: create for development, show, check.", no_args_is_help=True
    )
    certificates.command("create")(create)
    certificates.command("show")(show)
    certificates.command("check")(check)
    app.add_typer(certificates, name="certificates")


def create(
    names: Annotated[list[str], typer.Argument(help="Owners, such as broker or agriculture.")],
    folder: Folder = FOLDER,
    host: Annotated[
        list[str] | None,
        typer.Option(help="Host name or IP address of the server; default: localhost, 127.0.0.1."),
    ] = None,
    days: Annotated[float, typer.Option(min=0.01, help="Validity in days.")] = 90,
) -> None:
    """Create certificates signed by a private authority; the authority is created if missing.

    Clients trust `FOLDER/ca.pem`. `NAME.cert.pem` and `NAME.key.pem` are for the server or client
    of that name. Existing ones are replaced; running services reload them. For development only:
    in production use the city's authority or cert-manager.

    Example: `liandong certificates create broker agriculture --host bus.example`
    """
    from shared.local.certificates import LOOPBACK_HOSTS, issue

    for name in names:
        made = issue(
            folder,
            name,
            system_clock(),
            hosts=host or LOOPBACK_HOSTS,
            lifetime=timedelta(days=days),
        )
        typer.echo(f"{made.certificate}  {made.key}  (believed by whoever has {made.ca})")


def show(
    files: Annotated[list[Path], typer.Argument(help="PEM files with certificates.")],
) -> None:
    """Show subject, issuer, hosts and expiry of certificates.

    Example: `liandong certificates show .local/tls/broker.cert.pem`
    """
    from liandong.errors import BadTlsFile
    from liandong.files.certificates import read_certificates

    for file in files:
        try:
            found = read_certificates(file)
        except BadTlsFile as error:
            fail(str(error))
        for certificate in found:
            typer.echo(f"{file}: {_described(certificate)}")


def check(
    certificate: Annotated[Path, typer.Argument(help="PEM file with a certificate.")],
    key: Annotated[Path, typer.Argument(help="PEM file with its private key.")],
    days: Annotated[float, typer.Option(help="Minimum remaining validity in days.")] = 0,
) -> None:
    """Check that certificate and key match, and that the certificate is valid long enough.

    Exit code 1 if not, so a timer can warn before expiry.

    Example: `liandong certificates check tls.crt tls.key --days 14`
    """
    from liandong.errors import BadTlsFile
    from liandong.files.certificates import check_pair

    try:
        check_pair(certificate, key, system_clock() + timedelta(days=days))
    except BadTlsFile as error:
        fail(str(error))
    typer.echo("in order")


def _described(certificate: "Certificate") -> str:
    from cryptography.x509 import SubjectAlternativeName
    from cryptography.x509.extensions import ExtensionNotFound

    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
        hosts = ", ".join(str(name.value) for name in names)
    except ExtensionNotFound:
        hosts = "no host"
    until = certificate.not_valid_after_utc.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
    who, by = certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
    return f"{who}, issued by {by}, for {hosts}, until {until}"
