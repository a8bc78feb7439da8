"""Certificates and keys are checked before use, and each fault is named."""

from datetime import timedelta

import pytest
from tls_given import both_in_one, expired, issued
from typer.testing import CliRunner

from liandong.cli.main import build
from liandong.errors import BadTlsFile
from liandong.files.certificates import check_authority, check_pair, read_certificates
from liandong.files.tls import TlsFiles, is_loopback
from shared.clock.system import system_clock
from shared.local.certificates import issue


def wrong(certificate, key) -> str:
    with pytest.raises(BadTlsFile) as failure:
        check_pair(certificate, key, system_clock())
    return str(failure.value)


def test_a_certificate_with_its_own_key_is_in_order(tmp_path):
    files = issued(tmp_path)

    check_pair(files.certificate, files.key, system_clock())
    check_authority(files.ca, system_clock())
    TlsFiles(files.ca, files.certificate, files.key).check(system_clock())


def test_both_may_lie_in_one_file(tmp_path):
    both = both_in_one(issued(tmp_path))

    check_pair(both, both, system_clock())


def test_a_missing_file_is_named(tmp_path):
    files = issued(tmp_path)

    told = wrong(tmp_path / "nowhere.pem", files.key)

    assert "nowhere.pem is missing" in told


def test_what_cannot_be_read_is_named(tmp_path):
    files = issued(tmp_path)

    assert "cannot be read (Is a directory)" in wrong(files.certificate, tmp_path)


def test_what_is_no_certificate_and_no_key_is_named(tmp_path):
    files = issued(tmp_path)

    assert "BEGIN CERTIFICATE" in wrong(files.key, files.key)
    assert "BEGIN PRIVATE KEY" in wrong(files.certificate, files.certificate)


def test_an_expired_certificate_is_named_with_its_end(tmp_path):
    files = expired(tmp_path)

    told = wrong(files.certificate, files.key)

    assert "expired at 20" in told
    assert "Have a new certificate issued" in told


def test_one_that_is_not_valid_yet_points_at_the_clock(tmp_path):
    files = issue(tmp_path, "server", system_clock() + timedelta(days=1))

    assert "Check this machine's clock" in wrong(files.certificate, files.key)


def test_a_key_of_another_certificate_is_named(tmp_path):
    files, other = issued(tmp_path, "server"), issued(tmp_path, "other")

    assert "is not the key of the certificate" in wrong(files.certificate, other.key)


def test_a_certificate_without_its_key_is_refused(tmp_path):
    files = issued(tmp_path)

    with pytest.raises(BadTlsFile, match="stands alone"):
        TlsFiles(certificate=files.certificate).check(system_clock())


def test_an_authority_that_ended_is_refused(tmp_path):
    files = issued(tmp_path)

    with pytest.raises(BadTlsFile, match="expired"):
        check_authority(files.ca, system_clock() + timedelta(days=4000))


def test_an_authority_s_key_is_its_owner_s_alone(tmp_path):
    issued(tmp_path)

    assert (tmp_path / "ca.key.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "server.key.pem").stat().st_mode & 0o777 == 0o600


def test_a_second_certificate_is_signed_by_the_same_authority(tmp_path):
    first = read_certificates(issued(tmp_path).certificate)[0]
    second = read_certificates(issued(tmp_path).certificate)[0]

    assert first.issuer == second.issuer
    assert first.serial_number != second.serial_number


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_is_known(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "10.0.0.1", "rabbitmq", "localhost.example"])
def test_every_other_is_not_this_machine(host):
    assert not is_loopback(host)


def test_the_command_makes_shows_and_checks_certificates(tmp_path):
    run, app = CliRunner(), build()
    folder = str(tmp_path / "tls")
    made = run.invoke(app, ["certificates", "create", "bus", "--folder", folder, "--days", "10"])
    pair = [f"{folder}/bus.cert.pem", f"{folder}/bus.key.pem"]

    shown = run.invoke(app, ["certificates", "show", pair[0]])
    good = run.invoke(app, ["certificates", "check", *pair])
    soon = run.invoke(app, ["certificates", "check", *pair, "--days", "14"])

    assert made.exit_code == good.exit_code == 0
    assert "CN=bus" in shown.output
    assert "127.0.0.1" in shown.output
    assert soon.exit_code == 1
    assert "expired at" in soon.output
