"""Connections: parameters, errors with a remedy for the operator, and retries with backoff."""

import random
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from pika import BlockingConnection, SSLOptions, URLParameters
from pika.exceptions import (
    AMQPConnectionError,
    AuthenticationError,
    ConnectionClosedByBroker,
    IncompatibleProtocolError,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

from liandong.amqp.address import Broker, address_of
from liandong.errors import (
    AccessRefused,
    BadAddress,
    BadTlsFile,
    BrokerUnavailable,
    UnknownVhost,
)

T = TypeVar("T")


def connect(broker: Broker, *, name: str, heartbeat: int = 30) -> BlockingConnection:
    """Open a blocking connection that the broker lists as `name`; `heartbeat` is in seconds.

    Raises `BrokerUnavailable`, or its subclasses `AccessRefused` and `UnknownVhost`.
    """
    parameters = parameters_of(broker, name=name, heartbeat=heartbeat)
    try:
        return BlockingConnection(parameters)
    except (AMQPConnectionError, OSError) as error:
        raise explain(error, parameters) from error


def reconnecting(
    attempt: Callable[[], T],
    *,
    give_up_after_s: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Retry `attempt` with exponential backoff until it does not raise `BrokerUnavailable`.

    Raises the last error when the sum of waits would exceed `give_up_after_s`; None never gives up.
    """
    waited = 0.0
    waits = delays()
    while True:
        try:
            return attempt()
        except BrokerUnavailable:
            pause = next(waits)
            waited += pause
            if give_up_after_s is not None and waited > give_up_after_s:
                raise
            sleep(pause)


def delays(first_s: float = 0.1, most_s: float = 30.0) -> Iterator[float]:
    """Yield doubling waits in seconds, each with up to 50% jitter so that clients spread out."""
    longest = first_s
    while True:
        yield longest * random.uniform(0.5, 1.0)  # noqa: S311  (spreads load, guards nothing)
        longest = min(longest * 2, most_s)


def parameters_of(broker: Broker, *, name: str, heartbeat: int) -> URLParameters:
    """Return pika's parameters for one connection; reads the files that the address names.

    Raises `BrokerUnavailable` for an invalid address or file.
    """
    address = address_of(broker)
    try:
        parameters = _parameters(address.read())
        if parameters.ssl_options is not None:
            context = address.tls.context()
            parameters.ssl_options = SSLOptions(context, server_hostname=parameters.host)
    except BadTlsFile as error:
        raise BrokerUnavailable(error.reason, error.remedy) from error
    except BadAddress as error:
        raise BrokerUnavailable("The broker cannot be connected to", str(error)) from error
    parameters.heartbeat = heartbeat
    parameters.client_properties = {"connection_name": name, "product": "liandong"}
    return parameters


def _parameters(url: str) -> URLParameters:
    try:
        if not url.startswith(("amqp://", "amqps://")):
            raise ValueError("wrong scheme")
        return URLParameters(url)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokerUnavailable(
            "The broker URL cannot be read",
            "It looks like amqps://user:password@host:5671/vhost, a slash in vhost written %2F",
        ) from error


def explain(error: BaseException, parameters: URLParameters | None) -> BrokerUnavailable:
    """Translate an error of pika into one with a remedy; it never contains the password."""
    if isinstance(error, BrokerUnavailable):
        return error
    if parameters is None:
        return BrokerUnavailable("The connection was not opened", f"It ended before: {error}")
    where = f"{parameters.host}:{parameters.port}"
    user = getattr(parameters.credentials, "username", "this user")
    causes = list(_causes(error))
    if any(
        isinstance(cause, ProbableAuthenticationError | AuthenticationError) for cause in causes
    ):
        return AccessRefused(
            f"The broker at {where} does not accept user {user!r} with this password",
            "Check the user and the password in the URL, and that the user exists on the broker",
        )
    for cause in causes:
        if isinstance(cause, ProbableAccessDeniedError | ConnectionClosedByBroker):
            return _explain_closed(str(cause), where, user, parameters.virtual_host)
    return _explain_unreachable(causes, where, tls=parameters.ssl_options is not None)


def _explain_closed(text: str, where: str, user: str, vhost: str) -> BrokerUnavailable:
    if "not found" in text and "vhost" in text:
        return UnknownVhost(
            f"The broker at {where} has no virtual host {vhost!r}",
            f"Check the URL's last part, or create it: rabbitmqctl add_vhost {vhost}",
        )
    if "refused for user" in text:
        return AccessRefused(
            f"User {user!r} may not enter virtual host {vhost!r} at {where}",
            f"Have an operator grant it: rabbitmqctl set_permissions -p {vhost} {user} …",
        )
    return BrokerUnavailable(
        f"The broker at {where} closed the connection ({text})", "See the log of the broker"
    )


def _explain_unreachable(
    causes: list[BaseException], where: str, *, tls: bool
) -> BrokerUnavailable:
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return BrokerUnavailable(
            f"The host of {where} has no known address", "Check the host name in the URL"
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return BrokerUnavailable(
            f"Nothing listens at {where}", "Start the broker, or check host and port in the URL"
        )
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BrokerUnavailable(
                f"The certificate of the broker at {where} is not accepted: {cause.verify_message}",
                "Check that the file of authorities (LIANDONG_AMQP_CA_FILE) holds the one that"
                " issued it, that it is not expired, and the host name in the URL",
            )
    broken = [cause for cause in causes if isinstance(cause, ssl.SSLError)]
    if broken or (tls and any(isinstance(error, IncompatibleProtocolError) for error in causes)):
        return BrokerUnavailable(
            f"TLS with the broker at {where} failed: {(broken or causes)[-1]}",
            "Check the port (5671 speaks TLS), and whether the broker asks for a certificate of"
            " yours, in order and of an authority that it believes (LIANDONG_AMQP_CERT_FILE)",
        )
    if any(isinstance(cause, IncompatibleProtocolError) for cause in causes):
        return BrokerUnavailable(
            f"What listens at {where} does not speak AMQP 0-9-1",
            "Check the port: 5672 is plain, 5671 is TLS and wants amqps://",
        )
    last = causes[-1]
    return BrokerUnavailable(
        f"The broker at {where} does not answer ({type(last).__name__}: {last})",
        "Check that it runs, that the network lets you through, and that TLS is as it expects",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and the errors that pika wrapped in it, the innermost last."""
    yield error
    inner = [*getattr(error, "exceptions", ()), getattr(error, "exception", None), *error.args]
    for cause in (*inner, error.__cause__):
        if isinstance(cause, BaseException):
            yield from _causes(cause)
