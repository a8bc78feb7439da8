"""The command line's HTTP client: no proxy sees a token, and every failure is one sentence."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner

from liandong.cli.main import build
from shared.cli.call import CallError, read_file
from shared.cli.failed.client import ClientError, RemoteClient
from shared.operations.broker_source import SourceError, load_definitions
from shared.web.client import NoAnswerError, ask, ask_json

SECRET = {"Authorization": "Bearer secret"}
NAMES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")


@pytest.fixture
def serve() -> Iterator[Callable[[bytes], tuple[str, list[bytes]]]]:
    """Yield a function that starts a server with a fixed answer: (address, requests received)."""
    servers = []

    def start(answer: bytes) -> tuple[str, list[bytes]]:
        server, heard = socket.create_server(("127.0.0.1", 0)), []
        servers.append(server)

        def live() -> None:
            while True:
                try:
                    link, _ = server.accept()
                except OSError:
                    return
                with link:
                    heard.append(link.recv(65536))
                    link.sendall(answer)

        threading.Thread(target=live, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}", heard

    yield start
    for server in servers:
        server.close()


def answer(status: str, body: bytes = b"", *lines: str) -> bytes:
    told = "".join(f"{line}\r\n" for line in lines)
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n{told}\r\n"
    return head.encode() + body


BAD_GATEWAY = answer("502 Bad Gateway", b"<html>proxy</html>")


@pytest.fixture
def proxy(serve, monkeypatch) -> list[bytes]:
    """An HTTP proxy that answers 502 to everything; return the requests that it received."""
    address, heard = serve(BAD_GATEWAY)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.setenv("https_proxy", address)
    return heard


def test_this_machine_is_never_asked_by_way_of_a_proxy(serve, proxy):
    address, heard = serve(answer("200 OK", b'{"a": 1}'))

    assert ask_json(f"{address}/v1/plots", SECRET) == (200, {"a": 1})
    assert (len(heard), proxy) == (1, [])


def test_no_proxy_sees_a_token_that_is_not_encrypted(proxy):
    with pytest.raises(NoAnswerError, match=r"nowhere\.invalid"):
        ask("http://nowhere.invalid:8101/v1/plots", SECRET)

    assert proxy == []


def test_what_is_encrypted_goes_by_the_proxy_of_the_office_without_the_token(proxy):
    with pytest.raises(NoAnswerError, match="NO_PROXY"):
        ask("https://department.invalid/v1/plots", SECRET)

    assert proxy[0].startswith(b"CONNECT department.invalid:443")
    assert b"secret" not in b"".join(proxy)


def test_where_the_office_says_no_proxy_there_is_none(proxy, monkeypatch):
    monkeypatch.setenv("no_proxy", ".invalid")

    with pytest.raises(NoAnswerError, match="does not answer"):
        ask("https://department.invalid/v1/plots", SECRET)

    assert proxy == []


def test_a_redirect_does_not_take_the_token_along(serve):
    other, heard = serve(answer("200 OK", b"{}"))
    address, _ = serve(answer("302 Found", b"", f"Location: {other}/"))

    status, _ = ask(address, SECRET)

    assert (status, heard) == (302, [])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (BAD_GATEWAY, "502 with what is no JSON"),
        (answer("200 OK", b"hello"), "no JSON"),
        (answer("200 OK"), "nothing"),
        (b"SSH-2.0-OpenSSH\r\n", "is no department"),
        (b"", "does not answer|is no department"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", "is no department"),
    ],
)
def test_whoever_answers_in_its_place_is_told_in_a_sentence(serve, told, words):
    address, _ = serve(told)

    with pytest.raises(NoAnswerError, match=words):
        ask_json(address, SECRET)
    with pytest.raises(ClientError, match=words):
        RemoteClient(address, "secret").ask("")


def test_nobody_there_is_told_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(NoAnswerError, match=r"Connection refused.*liandong up"):
        ask(f"http://127.0.0.1:{port}/v1/plots?limit=1", SECRET)


def test_a_file_that_a_proxy_refuses_is_told_in_a_sentence(serve):
    address, _ = serve(BAD_GATEWAY)

    with pytest.raises(CallError, match="502"):
        read_file(f"{address}/v1/file.pdf", SECRET)


def test_the_broker_is_asked_directly_and_its_password_is_not_told(serve, proxy):
    address, heard = serve(answer("401 Unauthorized", b"no"))

    with pytest.raises(SourceError, match="401") as refused:
        load_definitions(address.replace("http://", "http://user:word@"))

    assert (len(heard), proxy) == (1, [])
    assert "word@" not in str(refused.value)


@pytest.mark.parametrize("home", [["--home", "{}"], ["--home={}"]])
def test_failed_takes_its_home_behind_the_subcommand_too(tmp_path, home):
    words = [word.format(tmp_path) for word in home]

    done = CliRunner().invoke(build(), ["failed", "list", *words])

    assert done.exit_code == 1
    assert f"no platform runs in {tmp_path}" in done.output.replace("\n", "")
