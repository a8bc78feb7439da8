"""Accounts on broker and store: the sources of their passwords, and their roles on the store."""

from typing import Any

from shared.broker.permissions import users
from shared.catalog.catalog import department_names
from shared.k8s.names import SCALER, STORE, dns_label

Manifest = dict[str, Any]
DATABASE = "liandong"
"""The prefix of each department's database name, equal to the store's default."""


def store_users() -> Manifest:
    """Return a patch of the store's users: each department may use only its own database."""
    listed = [_store_user(name) for name in department_names()]
    return {
        "apiVersion": "mongodbcommunity.mongodb.com/v1",
        "kind": "MongoDBCommunity",
        "metadata": {"name": STORE},
        "spec": {"users": listed},
    }


def passwords() -> list[Manifest]:
    """Return the external secrets from which the servers' operators read the passwords."""
    return [
        *(_password(f"broker-{dns_label(name)}", name, _key(name, "broker")) for name in users()),
        _password(f"broker-{SCALER}", SCALER, f"liandong/common/{SCALER}"),
        *(
            _password(f"store-{dns_label(name)}", name, _key(name, "store"))
            for name in department_names()
        ),
    ]


def _store_user(department: str) -> Manifest:
    name = dns_label(department)
    return {
        "name": department,
        "db": "admin",
        "passwordSecretRef": {"name": f"store-{name}"},
        "roles": [{"name": "readWrite", "db": f"{DATABASE}_{department}"}],
        "scramCredentialsSecretName": f"store-{name}",
        "connectionStringSecretName": f"store-{name}-url",
    }


def _key(user: str, server: str) -> str:
    return f"liandong/{user}/{server}"


def _password(secret: str, user: str, key: str) -> Manifest:
    remote = {"key": key, "property": "password"}
    template = {"data": {"username": user, "password": "{{ .password }}"}}
    return {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {"name": secret},
        "spec": {
            "refreshInterval": "1h",
            "secretStoreRef": {"kind": "SecretStore", "name": "vault"},
            "target": {"name": secret, "template": template},
            "data": [{"secretKey": "password", "remoteRef": remote}],
        },
    }
