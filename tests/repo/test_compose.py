"""docker-compose.yml, the image and their settings, checked as text without a container engine."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from opentelemetry.sdk import environment_variables
from settings_given import is_for_tls, settings_read

from shared.broker.passwords import DEFINITIONS, create_passwords

VHOST = "140700"
SECRETS = "secrets/rabbitmq"
ROOT = Path(__file__).parents[2]
FIRST_PORTS = {
    "agriculture": 8101,
    "coordination": 8102,
    "environment": 8103,
    "natural_resources": 8104,
    "public_security": 8105,
}

WATCHING = {"prometheus", "alertmanager", "grafana", "mongodb_exporter"}
TRACING = "jaeger"
# Its image has one program and no client for a health check; Prometheus reports its failure.
WITHOUT_SHELL = "mongodb_exporter"

STANDARD = {name for name in vars(environment_variables) if name.startswith("OTEL_")}

Containers = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def compose_text() -> str:
    return (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose(compose_text) -> dict[str, Any]:
    return yaml.safe_load(compose_text)


@pytest.fixture(scope="module")
def containers(compose) -> Containers:
    return compose["services"]


@pytest.fixture(scope="module")
def departments(containers) -> Containers:
    """Return the containers that host a department."""
    return {
        n: c for n, c in containers.items() if "shared.runtime.nameko.main" in c.get("command", [])
    }


def code_lines(path: str) -> list[str]:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_every_department_with_a_service_has_a_stanza_and_no_other_is_there(departments):
    folders = {service.parent.name for service in (ROOT / "services").glob("*/service.py")}

    assert folders - set(departments) == set(), "no stanza in docker-compose.yml"
    assert set(departments) - folders == set(), "no folder under services/"


def test_a_department_is_hosted_under_its_own_name_on_a_local_port(departments):
    for name, department in departments.items():
        command = ["python", "-m", "shared.runtime.nameko.main", name, "--role", "all"]
        assert department["command"] == command, name
        assert re.fullmatch(r"127\.0\.0\.1:81\d\d:8080", department["ports"][0]), name


def test_the_five_departments_keep_the_ports_that_the_documents_name(departments):
    ports = {name: departments[name]["ports"] for name in FIRST_PORTS}

    assert ports == {name: [f"127.0.0.1:{port}:8080"] for name, port in FIRST_PORTS.items()}


def test_no_port_is_published_twice_or_beyond_this_machine(containers):
    published = [port for c in containers.values() for port in c.get("ports", [])]

    hosts = [port.rpartition(":")[0] for port in published]
    assert len(set(hosts)) == len(hosts)
    assert all(host.startswith("127.0.0.1:") for host in hosts)


def test_no_container_runs_as_root_or_with_privileges(containers):
    for name, container in containers.items():
        user, _, group = container["user"].partition(":")
        assert int(user) > 0, name
        assert int(group) > 0, name
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "devices", "pid", "ipc"} & set(container), name


def test_every_container_has_limits_and_its_log_cannot_fill_the_disk(containers):
    for name, container in containers.items():
        limits = container["deploy"]["resources"]["limits"]
        assert set(limits) == {"cpus", "memory", "pids"}, name
        assert set(container["logging"]["options"]) == {"max-size", "max-file"}, name


def test_what_runs_on_is_health_checked_and_started_again(containers):
    for name, container in containers.items():
        if name != "setup":
            assert container["restart"] == "unless-stopped", name
        if name not in ("setup", WITHOUT_SHELL):
            assert container["healthcheck"]["test"][0] == "CMD", name


def test_a_department_is_healthy_when_it_is_ready_and_waits_for_what_it_needs(departments):
    for name, department in departments.items():
        needs = {need: how["condition"] for need, how in department["depends_on"].items()}
        assert "http://127.0.0.1:8080/readyz" in department["healthcheck"]["test"][-1], name
        assert needs == {
            "setup": "service_completed_successfully",
            "rabbitmq": "service_healthy",
            "mongo": "service_healthy",
        }, name


def test_no_department_can_change_the_keys(departments):
    for name, department in departments.items():
        assert department["volumes"] == ["keys:/var/lib/liandong:ro"], name


def test_the_image_is_built_by_one_service_only(containers, departments):
    """Parallel builders of one tag race: "image already exists"."""
    image = containers["setup"]["image"]

    users = {name for name, c in containers.items() if c["image"] == image}
    assert users == {*departments, "setup"}
    assert [name for name, c in containers.items() if "build" in c] == ["setup"]
    assert all(department["pull_policy"] == "never" for department in departments.values())


def test_broker_and_store_are_pinned_to_exact_versions(containers):
    assert re.fullmatch(r"rabbitmq:4\.\d+\.\d+-management", containers["rabbitmq"]["image"])
    assert re.fullmatch(r"mongo:8\.0\.\d+", containers["mongo"]["image"])


def test_the_store_is_reached_by_nobody_but_the_platform(compose, containers, departments):
    inside = {n for n, c in containers.items() if "backplane" in c.get("networks", [])}

    assert compose["networks"]["backplane"] == {"internal": True}
    assert containers["mongo"]["networks"] == ["backplane"]
    assert "ports" not in containers["mongo"]
    assert inside == {*departments, "rabbitmq", "mongo", "prometheus", "mongodb_exporter"}


def test_each_department_is_a_user_of_its_own_with_a_password_that_no_other_gets(departments):
    for name, department in departments.items():
        settings = department["environment"]
        assert settings["LIANDONG_AMQP_URL"] == f"amqp://{name}:{{password}}@rabbitmq:5672/{VHOST}"
        assert settings["LIANDONG_AMQP_PASSWORD_FILE"] == "/run/secrets/amqp_password", name
        own = [{"source": f"amqp_{name}", "target": "amqp_password"}]
        assert department["secrets"] == own, name


def test_the_users_of_the_stack_are_those_of_the_definitions(departments, tmp_path):
    create_passwords(tmp_path, "4.2", VHOST)

    made = json.loads((tmp_path / DEFINITIONS).read_text(encoding="utf-8"))
    assert set(departments) <= {user["name"] for user in made["users"]}
    assert [vhost["name"] for vhost in made["vhosts"]] == [VHOST]


def test_every_secret_is_a_file_that_the_command_makes(compose, tmp_path):
    create_passwords(tmp_path, "4.2", VHOST)

    files = [Path(secret["file"]) for secret in compose["secrets"].values()]
    assert {str(file.parent) for file in files} == {SECRETS}
    assert {file.name for file in files} <= {file.name for file in tmp_path.iterdir()}


def test_the_broker_loads_the_definitions_and_makes_no_other_user(containers):
    lines = code_lines("deploy/compose/rabbitmq.conf")

    assert "load_definitions = /run/secrets/definitions.json" in lines
    assert containers["rabbitmq"]["secrets"] == [
        {"source": "amqp_definitions", "target": "definitions.json"}
    ]
    assert not [name for name in containers["rabbitmq"]["environment"] if "DEFAULT" in name]


def test_no_secret_is_written_down(compose_text):
    """A password is in a file, and an address refers to it by a word in braces."""
    secret = re.compile(r"^\s*\w*(?:PASS|PASSWORD|SECRET|COOKIE):", re.MULTILINE)

    in_urls = re.findall(r"://[^:/@\s\"]+:(.+)@", compose_text)
    assert in_urls
    assert set(in_urls) == {"{password}"}
    assert secret.findall(compose_text) == []


def test_every_variable_of_the_file_is_in_the_example(compose_text):
    wanted = set(re.findall(r"\$\{([A-Z_]+)", compose_text))

    given = dict(line.split("=", 1) for line in code_lines(".env.example"))
    assert set(given) == wanted


def test_the_filled_in_example_and_the_secrets_are_never_committed():
    assert {".env", "/secrets/"} <= set(code_lines(".gitignore"))


def test_a_department_is_given_the_settings_that_the_code_reads_but_those_of_tls(departments):
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    read = settings_read()
    of_tls = {name for name in read if is_for_tls(name)}
    for name, department in departments.items():
        ours = {
            variable for variable in department["environment"] if not variable.startswith("OTEL_")
        }
        assert ours == read - of_tls, name
    assert set(re.findall(r"LIANDONG_[A-Z_]+", example)) == read


def test_mounted_files_are_in_the_checkout_and_read_only(containers):
    volumes = [volume for c in containers.values() for volume in c.get("volumes", [])]

    mounts = [volume.split(":") for volume in volumes if volume.startswith("./")]
    assert mounts
    for source, _, options in mounts:
        assert (ROOT / source).exists(), source
        assert options == "ro", source


def test_named_volumes_are_declared_and_used(compose, containers):
    volumes = [volume for c in containers.values() for volume in c.get("volumes", [])]

    assert {v.split(":")[0] for v in volumes if v[0] not in "./"} == set(compose["volumes"])


def test_the_broker_has_the_plugin_that_the_topology_needs():
    plugins = (ROOT / "deploy/compose/enabled_plugins").read_text(encoding="utf-8")

    assert "rabbitmq_consistent_hash_exchange" in plugins


def test_the_image_has_no_root_and_no_embedded_store(containers):
    lines = code_lines("Dockerfile")

    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == [containers["setup"]["user"]]
    assert "HEALTHCHECK NONE" in lines
    assert not [line for line in lines if "embedded" in line or "secantus" in line]


def test_the_image_is_built_on_an_exact_version():
    """By tag, not by digest: no registry was available to copy one from."""
    bases = [line.split()[1] for line in code_lines("Dockerfile") if line.startswith("FROM ")]

    assert len(bases) == 2
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", base) for base in bases)


def test_only_files_that_the_image_needs_reach_the_builder():
    lines = code_lines(".dockerignore")

    copied = {
        word.rstrip("*")
        for line in code_lines("Dockerfile")
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied


def test_every_table_beside_the_code_travels_in_its_wheel():
    """The image installs wheels: a data file not declared to setuptools would be missing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"].get("package-data", {})

    for package in ("shared", "services"):
        folder = ROOT / package
        told = {p for pattern in patterns.get(package, []) for p in folder.glob(pattern)}
        beside = {p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
        assert {p for p in beside if p.suffix != ".py"} - told == set()


def test_what_watches_starts_only_when_it_is_asked_for(containers):
    asked_for = {name for name, c in containers.items() if c.get("profiles") == ["monitoring"]}

    assert asked_for == WATCHING
    assert containers[TRACING]["profiles"] == ["tracing"]
    optional = {*WATCHING, TRACING}
    assert not any("profiles" in c for name, c in containers.items() if name not in optional)


def test_what_watches_is_pinned_to_exact_versions(containers):
    images = [containers[name]["image"] for name in sorted({*WATCHING, TRACING})]

    assert all(re.fullmatch(r"[a-z_]+/[a-z_]+:v?\d+\.\d+\.\d+", image) for image in images), images


def test_nobody_changes_anything_in_grafana_and_no_password_is_needed(containers):
    settings = containers["grafana"]["environment"]

    assert settings["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    assert settings["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"
    assert settings["GF_AUTH_BASIC_ENABLED"] == "false"


def test_prometheus_asks_every_department_of_the_stack(departments):
    text = (ROOT / "deploy/monitoring/prometheus/prometheus.yml").read_text(encoding="utf-8")

    jobs = {job["job_name"]: job for job in yaml.safe_load(text)["scrape_configs"]}
    own = {target for config in jobs["liandong"]["static_configs"] for target in config["targets"]}
    assert own == {f"{name}:8080" for name in departments}


def test_the_broker_tells_its_metrics():
    plugins = (ROOT / "deploy/compose/enabled_plugins").read_text(encoding="utf-8")

    assert "rabbitmq_prometheus" in plugins


def test_spans_are_off_until_a_collector_is_named_and_the_profile_has_one(departments, containers):
    [kept] = [c for c in containers.values() if c["image"].startswith("jaegertracing/")]

    for name, department in departments.items():
        given = {
            variable: to
            for variable, to in department["environment"].items()
            if variable.startswith("OTEL_")
        }
        assert given["OTEL_EXPORTER_OTLP_ENDPOINT"] == "${OTEL_EXPORTER_OTLP_ENDPOINT:-}", name
        assert set(given) <= STANDARD, name
        assert set(kept["networks"]) & set(department["networks"]), name
