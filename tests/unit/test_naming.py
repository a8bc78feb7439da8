"""The namespace of a message is derived from the folder of its module."""

import pytest

from shared.messages.namespace import namespace_of


@pytest.mark.parametrize(
    ("module", "owner"),
    [
        ("services.environment.plots.messages", "environment"),
        ("services.environment.service", "environment"),
        ("services.casework.messages", "casework"),
        ("services.partners.province.messages", "province"),
        ("services.partners", "services"),
        ("services", "services"),
        ("elsewhere.plots.messages", "elsewhere"),
        ("__main__", "__main__"),
    ],
)
def test_a_module_belongs_to_its_folder(module, owner):
    assert namespace_of(module) == owner
