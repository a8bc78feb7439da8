"""The version guard: a release runs only on data that it understands."""

from dataclasses import replace

import pytest
from kit_given import START, Well

from shared.handling.sequence import SequenceState
from shared.operations.migrations.discovery import migrations_of
from shared.operations.migrations.guard import check_fit
from shared.operations.migrations.migration import Migration, Phase
from shared.operations.migrations.schema import (
    KEY,
    Schema,
    SchemaError,
    SchemaState,
    incompatibility,
    unexpanded,
)
from shared.store.memory import MemoryStore

KINDS = (SequenceState, Well)


def migration(name, phase=Phase.EXPAND):
    return Migration(name, "说明", phase, "wells", lambda _: None)


ADD_DEPTH = migration("m0001_depth")
DROP_FEET = migration("m0002_no_feet", Phase.CONTRACT)
KNOWN = (ADD_DEPTH, DROP_FEET)


def schema(**said):
    return Schema(KEY, "0.1.0", START, **said)


def test_a_database_that_was_expanded_is_worked_on():
    assert incompatibility(schema(expanded=("m0001_depth",)), KNOWN, "water") is None


def test_a_database_that_is_not_expanded_is_refused_with_the_command_that_does_it():
    why = incompatibility(schema(), KNOWN, "water")

    assert "m0001_depth" in why
    assert "`liandong migrate run water`" in why


def test_what_a_newer_release_only_added_stops_no_older_one():
    newer = schema(expanded=("m0001_depth", "m0003_unheard_of"))

    assert incompatibility(newer, KNOWN, "water") is None


def test_what_a_newer_release_took_away_stops_an_older_one():
    newer = replace(schema(expanded=("m0001_depth",), contracted=("m0004_gone",)), release="0.9.0")

    why = incompatibility(newer, KNOWN, "water")

    assert "too new" in why
    assert "0.9.0" in why
    assert "m0004_gone" in why


@pytest.mark.parametrize(
    ("state", "remedy"),
    [(SchemaState.RESTORING, "liandong restore"), (SchemaState.RESTORED, "liandong recover water")],
)
def test_a_database_that_is_not_whole_is_refused_with_the_next_step(state, remedy):
    assert remedy in incompatibility(schema(state=state), (), "water")


def test_a_contraction_waits_without_stopping_anybody():
    expanded = schema(expanded=("m0001_depth",))

    assert unexpanded(expanded, KNOWN) == []
    assert incompatibility(expanded, KNOWN, "water") is None


def test_an_empty_database_is_taken_into_use():
    store = MemoryStore()

    made = check_fit(store, "environment", KINDS, lambda: START)

    assert store.read(Schema, KEY) == made
    assert made.state is SchemaState.READY


def test_a_database_from_before_the_guard_counts_as_never_migrated():
    store = MemoryStore()
    store.transact(lambda session: session.add(SequenceState("J-1", 3)))

    assert check_fit(store, "coordination", KINDS, lambda: START).expanded == ()
    with pytest.raises(SchemaError, match="division-of-clues"):
        check_fit(store, "environment", KINDS, lambda: START)


def test_a_refused_database_is_left_as_it_is():
    store = MemoryStore()
    half = schema(state=SchemaState.RESTORING)
    store.transact(lambda session: session.add(half))

    with pytest.raises(SchemaError, match="half restored"):
        check_fit(store, "environment", KINDS, lambda: START)

    assert store.read(Schema, KEY) == half


def test_migrations_of_every_department_have_names_of_their_own():
    assert isinstance(migrations_of("environment"), tuple)
