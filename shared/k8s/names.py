"""Names and ports in the cluster; Kubernetes names may not contain underscores."""

CITY = "140700"
PLATFORM = "liandong-platform"
BROKER = "rabbitmq"
STORE = "mongodb"
BROKER_HOST = f"{BROKER}.{PLATFORM}.svc"
DOMAIN = "DOMAIN"  # a placeholder that an overlay replaces by the city's domain
SCALER = "scaler"

HTTP_PORT = 8080
AMQPS_PORT = 5671
STORE_PORT = 27017


def dns_label(name: str) -> str:
    """Convert a name to a Kubernetes DNS label.

    >>> dns_label("natural_resources.events")
    'natural-resources-events'
    """
    return name.replace("_", "-").replace(".", "-")


def namespace_of(department: str) -> str:
    """Return the namespace of a department."""
    return f"liandong-{dns_label(department)}"


def api_address(department: str) -> str:
    """Return the URL of a department's API inside the cluster."""
    return f"http://api.{namespace_of(department)}.svc:{HTTP_PORT}"
