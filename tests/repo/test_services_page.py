"""The page on routes and subscriptions equals the one generated from the code."""

from pathlib import Path

from shared.contracts.service_tables import document

PAGE = Path(__file__).parents[2] / "docs" / "services.md"


def test_the_page_on_services_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == document(), "run: make contracts"
