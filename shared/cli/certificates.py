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
Folder = Annotated[Path, typer.Option("--folder", help="Where authority and certificates lie.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    certificates = typer.Typer(
        help="Certificates for TLS: for development, and checks of any.", no_args_is_help=True
    )
    certificates.command("create")(create)
    certificates.command("show")(show)
    certificates.command("check")(check)
    app.add_typer(certificates, name="certificates")


def create(
    names: Annotated[list[str], typer.Argument(help="Whose, as broker or agriculture.")],
    folder: Folder = FOLDER,
    host: Annotated[
        list[str] | None,
        typer.Option(help="A name or an address of the server; localhost and 127.0.0.1 if absent."),
    ] = None,
    days: Annotated[float, typer.Option(min=0.01, help="How long they are good for.")] = 90,
) -> None:
    """Sign certificates by a private authority, which is made when it is missing.

    FOLDER/ca.pem is for everybody who shall believe them; <name>.cert.pem and <name>.key.pem are
    for a server or a client of that name. What is there is replaced: running services follow. For
    development: in a city its own authority or cert-manager issues them.

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
    """Tell of certificates whose they are, who issued them, for which hosts, and until when.

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
    certificate: Annotated[Path, typer.Argument(help="A PEM file with a certificate.")],
    key: Annotated[Path, typer.Argument(help="The PEM file with its key.")],
    days: Annotated[float, typer.Option(help="It must be good for so many days yet.")] = 0,
) -> None:
    """Find out whether a certificate and a key can be used: together, and in so many days.

    Ends with code 1 if not, so that a timer can watch what is about to expire.

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
