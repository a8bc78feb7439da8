"""The hosts that the made-up city runs on."""

import pytest
from made_up_city import HOSTS


@pytest.fixture(scope="module", params=list(HOSTS))
def host(request: pytest.FixtureRequest) -> str:
    """Give each host in turn: a test that uses it runs on all of them."""
    return request.param
