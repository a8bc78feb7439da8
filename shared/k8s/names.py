"""Names in the cluster: Kubernetes knows no underscores, and each department has a namespace."""

CITY = "140700"
PLATFORM = "liandong-platform"
BROKER = "rabbitmq"
STORE = "mongodb"
BROKER_HOST = f"{BROKER}.{PLATFORM}.svc"
DOMAIN = "DOMAIN"  # an overlay puts the city's in its place
SCALER = "scaler"

HTTP_PORT = 8080
AMQPS_PORT = 5671
STORE_PORT = 27017


def dns_label(name: str) -> str:
    """Write a name as Kubernetes takes it.

    >>> dashed("natural_resources.events")
    'natural-resources-events'
    """
    return name.replace("_", "-").replace(".", "-")


def namespace_of(department: str) -> str:
    """Name the namespace of a department."""
    return f"liandong-{dns_label(department)}"


def api_address(department: str) -> str:
    """Tell where a department's API is, inside of the cluster."""
    return f"http://api.{namespace_of(department)}.svc:{HTTP_PORT}"
