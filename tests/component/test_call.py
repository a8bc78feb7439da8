"""`liandong call` explains what to do when it cannot send a request."""

import pytest
from typer.testing import CliRunner

from liandong.cli.main import build
from shared.cli.call import CallError, call
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.web.auth import Role


def test_without_a_running_platform_it_names_the_command_that_starts_one(tmp_path):
    create_dev_keys(tmp_path, system_clock())

    with pytest.raises(CallError, match="liandong up --home"):
        call(tmp_path, "environment", "/v1/plots", roles=[Role.CLERK], subject="clerk-1")


def test_a_role_that_does_not_exist_is_named_with_those_that_do(tmp_path):
    done = CliRunner().invoke(
        build(), ["call", "environment", "/v1/plots", "--role", "mayor", "--home", str(tmp_path)]
    )

    assert done.exit_code == 1
    assert "no such role: mayor" in done.output
    assert "clerk" in done.output
