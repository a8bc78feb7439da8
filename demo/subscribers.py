"""The subscribers of events and the titles of departments, read from their services."""

from functools import cache

from shared.catalog import department_names, load_service, subscriptions_of


@cache
def titles() -> dict[str, str]:
    """Return the Chinese titles of the departments by name."""
    return {name: str(load_service(name).title) for name in department_names()}


@cache
def subscribers_of(event_type: str) -> tuple[str, ...]:
    """Return the departments that subscribe to a CloudEvents type."""
    return tuple(
        name for name in department_names() if event_type in subscriptions_of(load_service(name))
    )
