"""Files of a release without levels get the division of their county."""

import pytest

from shared.catalog.catalog import document_types
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.division_backfill import with_division
from shared.store.document import document_meta


def test_a_file_gets_the_present_division_of_its_county_once():
    row = {"_id": "c-1", "county": "140726", "state": "已移送"}

    changed = with_division(row)

    assert changed == {**row, "division": "140703"}
    assert with_division(changed) is None


@pytest.mark.parametrize("row", [{"_id": "c-1"}, {"_id": "c-1", "county": "", "division": ""}])
def test_a_file_without_a_county_stays_as_it_is(row):
    assert with_division(row) is None


@pytest.mark.parametrize(
    "department", ["environment", "natural_resources", "agriculture", "public_security"]
)
def test_every_restricted_file_of_a_county_has_a_migration(department):
    """A list of restricted documents is read by the division: an old one must have it."""
    migrated = {migration.collection for migration in migrations_of(department)}

    for kind in document_types(department):
        meta = document_meta(kind)
        if meta.restricted and meta.placed == "county":
            assert meta.collection in migrated, kind.__name__
