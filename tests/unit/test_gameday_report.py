"""The results of a game day on their page."""

from gameday.report.page import BEGIN, END, results, write
from gameday.report.results import read_rows, store_row


def row(**other):
    alert = {
        "alert": "BrokerDown",
        "labels": "",
        "severity": "page",
        "pending_s": 15.0,
        "firing_s": 75.0,
        "ended_s": 140.0,
    }
    ran = {
        "page": "broker",
        "heading": "BrokerDown",
        "command": "rabbitmq-diagnostics check_running",
        "ok": True,
        "seconds": 1.2,
        "output": "fully booted",
        "stand_in": "",
    }
    probe = {"kind": "undecidable", "during": ["待核验"], "became": "准予办理", "closed": True}
    clocks = {"expected": 9, "overdue": 1, "late": 0, "differences": []}
    proof = {"acts": 20, "tries": 25, "events": 50, "effects": 200, "lost": 0, "doubled": 0}
    return {
        "name": "broker-down",
        "title": "The broker is down",
        "about": "RabbitMQ is killed.",
        "limits": ["One machine."],
        "at": "2026-11-25T20:00:00+00:00",
        "machine": "2 processors",
        "pace": {"name": "full", "keep_s": 300.0, "factor": 10},
        "seconds": 180.0,
        "clean": True,
        "wanted": ["BrokerDown"],
        "alerts": [alert],
        "waits": {"BrokerDown": [60, 60]},
        "desk": [
            {"alert": "BrokerDown", "department": "", "status": "firing", "after_s": 105.0},
        ],
        "record": {
            "fault": 0.0,
            "done": ["kill -9 of RabbitMQ"],
            "ran": [ran],
            "seen": [{"what": "all is ready", "ok": True, "after_s": 2.0, "detail": ""}],
        },
        "proof": {**proof, "disordered": 0, "probes": [probe], "clocks": clocks},
        "panel": {"title": "待发事件"},
        **other,
    }


def test_the_table_tells_alert_desk_gates_losses_and_clocks_of_each_exercise():
    told = results([row()])

    line = "| [The broker is down](#the-broker-is-down) | BrokerDown, 75 s | 105 s | 1 of 1 |"
    assert line in told
    assert "| 20 | 50 | 200 | 0 | 0 | 0 | 9 | 1 | 0 | yes |" in told
    assert "1 of 1 exercises went as they must" in told


def test_a_section_names_each_command_with_its_runbook():
    told = results([row()])

    assert "| [BrokerDown](runbooks/broker.md#brokerdown) | `rabbitmq-diagnostics" in told
    assert "| **BrokerDown** | 60 s | 60 s | 15 s | 75 s | 140 s | 105 s |" in told


def test_what_was_not_as_it_must_is_not_hidden():
    wrong = {"what": "no forbidden act was allowed", "ok": False, "after_s": None, "detail": "x"}
    record = {**row()["record"], "seen": [wrong]}

    told = results([row(clean=False, record=record)])

    assert "0 of 1 exercises went as they must" in told
    assert "| no forbidden act was allowed |  | **no** x |" in told


def test_the_factor_of_shortened_waits_is_printed():
    quick = row(pace={"name": "quick", "keep_s": 0.0, "factor": 10})

    assert "Those that wait longer were made 10 times quicker" in results([row()])
    assert "all waits of alerts were made 10 times quicker: broker-down" in results([quick])


def test_only_the_part_between_the_marks_is_written_anew(tmp_path):
    page = tmp_path / "gameday.md"
    page.write_text(f"Before.\n\n{BEGIN}\n\nold\n\n{END}\n")

    write(page, [row()])

    text = page.read_text()
    assert text.startswith("Before.")
    assert "old" not in text
    assert text.endswith(f"{END}\n")


def test_a_result_replaces_the_last_one_of_its_exercise(tmp_path):
    file = tmp_path / "gameday.json"

    store_row(file, row(seconds=1.0))
    store_row(file, row(name="store-down"))
    store_row(file, row(seconds=2.0))

    assert [(result["name"], result["seconds"]) for result in read_rows(file)] == [
        ("store-down", 180.0),
        ("broker-down", 2.0),
    ]
