"""A hash chain: changed, removed or truncated links are detected."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from liandong.cli.main import build
from liandong.keys.audit_log import AUDIT_FILE, BadAuditFile, append_act, checkpoint_of, read_log
from liandong.keys.hash_chain import (
    START,
    ChainEntry,
    Checkpoint,
    chained_after,
    end_of,
    verify_chain,
)
from shared.clock.system import system_clock


def chain(length: int) -> list[ChainEntry]:
    links: list[ChainEntry] = []
    for number in range(length):
        end = end_of(links[-1]) if links else START
        links.append(chained_after(end, {"action": f"第{number}次"}))
    return links


@given(st.integers(0, 20))
def test_a_whole_chain_has_no_faults_by_any_checkpoint_of_its_own(length):
    links = chain(length)

    for noted in (START, *map(end_of, links)):
        assert verify_chain(links, noted) == []


@given(st.integers(1, 20), st.data())
def test_a_changed_link_is_named(length, data):
    links = chain(length)
    at = data.draw(st.integers(0, length - 1))
    links[at] = replace(links[at], body={"action": "另一件事"})

    assert f"{at + 1}: was changed" in verify_chain(links)


@given(st.integers(2, 20), st.data())
def test_a_link_removed_before_the_last_is_named(length, data):
    links = chain(length)
    at = data.draw(st.integers(0, length - 2))
    del links[at]

    assert f"{at + 1}: missing, {at + 2} follows" in verify_chain(links)


@given(st.integers(1, 20), st.data())
def test_an_end_that_was_cut_off_is_found_by_what_was_noted_elsewhere(length, data):
    links = chain(length)
    noted = end_of(links[-1])
    left = links[: data.draw(st.integers(0, length - 1))]

    assert verify_chain(left) == []
    assert verify_chain(left, noted) == [
        f"{len(left) + 1} to {length}: cut off, by what was noted elsewhere"
    ]


def test_a_chain_that_was_written_anew_from_the_start_is_found_by_what_was_noted_elsewhere():
    noted = end_of(chain(3)[1])
    other = [chained_after(START, {"action": "改写"})]
    other.append(chained_after(end_of(other[0]), {"action": "改写"}))

    assert verify_chain(other) == []
    assert verify_chain(other, noted) == ["2: is not the one that was noted elsewhere"]


def test_a_checkpoint_is_read_as_it_was_written():
    noted = end_of(chain(2)[-1])

    assert Checkpoint.of(f"{noted}\n") == noted
    with pytest.raises(ValueError, match="12:0123"):
        Checkpoint.of("yesterday")


def test_acts_on_keys_are_recorded_before_they_are_done(tmp_path):
    run, app, keys = CliRunner(), build(), str(tmp_path / "keys")
    made = run.invoke(app, ["keys", "make", keys, "water"])
    run.invoke(app, ["keys", "rotate", "water", "--keys", keys, "--why", "按期轮换"])
    failed = run.invoke(app, ["keys", "revoke", "nobody", "--keys", keys, "--why", "失窃"])

    acts = read_log(tmp_path / "keys")

    assert made.exit_code == 0
    assert failed.exception is not None
    assert [act.body["action"] for act in acts] == ["keys make", "keys rotate", "keys revoke"]
    assert [act.body["why"] for act in acts] == ["", "按期轮换", "失窃"]
    verified = run.invoke(app, ["audit", "verify", "--keys", keys])
    assert verified.exit_code == 0
    assert str(checkpoint_of(acts)) in verified.output


def test_a_log_of_acts_that_was_shortened_is_found_with_the_checkpoint(tmp_path):
    run, app = CliRunner(), build()
    for why in ("一", "二", "三"):
        append_act(tmp_path, "keys rotate", ["water"], why, system_clock())
    noted = str(checkpoint_of(read_log(tmp_path)))
    file = tmp_path / AUDIT_FILE
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    command = ["audit", "verify", "--keys", str(tmp_path)]

    trusting, knowing = run.invoke(app, command), run.invoke(app, [*command, "--checkpoint", noted])

    assert trusting.exit_code == 0
    assert knowing.exit_code == 1
    assert "cut off" in knowing.output


def test_a_line_that_is_no_act_is_named_and_nothing_is_done(tmp_path):
    (tmp_path / AUDIT_FILE).write_text("{}\n")

    with pytest.raises(BadAuditFile, match="line 1"):
        append_act(tmp_path, "keys rotate", ["water"], "", system_clock())
