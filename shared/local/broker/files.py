"""Files from which a private broker node starts: settings, definitions, environment."""

import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from liandong.amqp.definitions import HASHING
from shared.broker.limits import SETTINGS as LIMITS
from shared.local.broker.identity import NodeIdentity
from shared.local.broker.tls import ServerFiles, listeners
from shared.local.ports import LOOPBACK
from shared.local.private_files import write_private
from shared.local.processes.environment import child_environment

USER = "liandong"
_COOKIE_MODE = 0o400
_INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
# Two schedulers and no busy waiting keep an idle demo node at almost no CPU. On machines with many
# cores the default is a scheduler, a dirty scheduler and their allocators per core.
_EMULATOR = "+S 2:2 +SDcpu 1:1 +SDio 4 +sbwt none +sbwtdcpu none +sbwtdio none"


def write_files(
    home: Path,
    identity: NodeIdentity,
    plugins: Iterable[str],
    vhosts: Iterable[str],
    more: Mapping[str, Any],
    tls: ServerFiles | None,
) -> None:
    """Write all files that the node reads at start, under `home`; `more` are extra definitions."""
    for folder in ("data", "tmp"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "rabbitmq-env.conf").write_text("")
    (home / "advanced.config").write_text("[].\n")
    (home / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")
    definitions = _definitions(identity, list(vhosts), more)
    write_private(home / "definitions.json", json.dumps(definitions))
    (home / "rabbitmq.conf").write_text(_settings(home, identity, tls))
    cookie = home / ".erlang.cookie"
    if not cookie.exists():
        write_private(cookie, secrets.token_hex(20))
        cookie.chmod(_COOKIE_MODE)


def add_settings(home: Path, lines: Iterable[str]) -> None:
    """Append lines to the node's rabbitmq.conf."""
    with (home / "rabbitmq.conf").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def environment(home: Path, identity: NodeIdentity) -> dict[str, str]:
    """Return the complete environment of the node and its tools: /etc and /var are not read."""
    data = home / "data"
    inherited = {name: value for name, value in child_environment().items() if name in _INHERITED}
    return inherited | {
        "HOME": str(home),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "ERL_EPMD_PORT": str(identity.epmd_port),
        "ERL_CRASH_DUMP": str(home / "erl_crash.dump"),
        "ERL_MAX_PORTS": "8192",
        "RABBITMQ_NODENAME": identity.node,
        "RABBITMQ_DIST_PORT": str(identity.dist_port),
        "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_CONFIG_FILES": str(home / "conf.d"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "tmp"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(data),
        "RABBITMQ_MNESIA_DIR": str(data / "node"),
        "RABBITMQ_PLUGINS_EXPAND_DIR": str(home / "tmp" / "plugins"),
        "RABBITMQ_FEATURE_FLAGS_FILE": str(data / "feature_flags"),
        "RABBITMQ_PID_FILE": str(home / "tmp" / "pid"),
        "RABBITMQ_LOG_BASE": str(home),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{_EMULATOR} {_loopback_only()}",
        "RABBITMQ_MAX_NUMBER_OF_PROCESSES": "131072",
        "RABBITMQ_SCHEDULER_BIND_TYPE": "u",
        "RABBITMQ_CTL_ERL_ARGS": f"+S 1:1 +sbwt none {_loopback_only()}",
        # Prevents the start script from leaving a shell between this process and the node.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def _loopback_only() -> str:
    return f"-kernel inet_dist_use_interface {{{LOOPBACK.replace('.', ',')}}}"


def _definitions(
    identity: NodeIdentity, vhosts: list[str], more: Mapping[str, Any]
) -> dict[str, object]:
    """Return the definitions: an operator with all permissions, and the extra definitions."""
    operator = {
        "name": USER,
        "password_hash": identity.password_hash,
        "hashing_algorithm": HASHING,
        "tags": ["administrator"],
    }
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    own = [{"user": USER, "vhost": vhost, **everything} for vhost in vhosts]
    return {
        **more,
        "users": [operator, *more.get("users", ())],
        "vhosts": [{"name": vhost} for vhost in vhosts],
        "permissions": [*own, *more.get("permissions", ())],
    }


def _settings(home: Path, identity: NodeIdentity, tls: ServerFiles | None) -> str:
    """Return the text of rabbitmq.conf; the write-ahead log is held in memory, hence its low limit.

    RabbitMQ reads the file as Latin-1, so it must not contain a path with Chinese characters: file
    names are relative to the node's own folder, which is passed in the environment.
    """
    lines = [
        *listeners(f"{LOOPBACK}:{identity.port}", tls, home),
        "load_definitions = definitions.json",
        "raft.wal_max_size_bytes = 64000000",
        *LIMITS,
        "log.console = true",
        "log.console.level = info",
        "log.connection.level = warning",
    ]
    if identity.management_port:
        lines += [
            f"management.tcp.ip = {LOOPBACK}",
            f"management.tcp.port = {identity.management_port}",
        ]
    return "\n".join(lines) + "\n"
