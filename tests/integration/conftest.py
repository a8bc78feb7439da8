"""The runtime hosts for the synthetic city."""

import pytest
from made_up_city import HOSTS


@pytest.fixture(scope="module", params=list(HOSTS))
def host(request: pytest.FixtureRequest) -> str:
    """Return the host under test: a test that uses this fixture runs on each of them."""
    return request.param
