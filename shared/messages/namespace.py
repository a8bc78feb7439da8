"""Namespace of a message: derived from the folder of its module."""

ROOT = "services"
PARTNERS = "partners"
KIT = "shared"
PLATFORM = "platform"


def source_of(city: str, department: str) -> str:
    """Return the CloudEvents source of a department or partner in a city."""
    return f"//{city}.liandong.cn/{department}"


def namespace_of(module: str) -> str:
    """Return the owner of a module: a department, a partner, a common subject, or the platform.

    >>> namespace_of("services.environment.plots.messages")
    'environment'
    >>> namespace_of("services.partners.province.messages")
    'province'
    >>> namespace_of("shared.delivery.resend.messages")
    'platform'
    """
    parts = module.split(".")
    if parts[0] == KIT:
        return PLATFORM
    if parts[0] != ROOT or len(parts) < 3:
        return parts[0]
    return parts[2] if parts[1] == PARTNERS else parts[1]
