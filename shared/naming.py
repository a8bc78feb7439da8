"""Where a name comes from: the folder that a module lies in."""

ROOT = "services"
PARTNERS = "partners"


def namespace_of(module: str) -> str:
    """Tell who owns a module below `services`: a department, a partner, or a common subject.

    >>> namespace_of("services.environment.plots.messages")
    'environment'
    >>> namespace_of("services.partners.province.messages")
    'province'
    """
    parts = module.split(".")
    if parts[0] != ROOT or len(parts) < 3:
        return parts[0]
    return parts[2] if parts[1] == PARTNERS else parts[1]
