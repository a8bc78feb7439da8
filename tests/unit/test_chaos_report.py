"""The report of a chaos run: the results are written into the page, between their markers."""

from chaos.report import BEGIN, END, section_of, write_section

TALLY = {"told": 700, "lost": 0, "doubled": 0, "disordered": 0, "examples": []}
RESULT = {
    "seed": 7,
    "faults": 40,
    "events": 700,
    "lost": 0,
    "doubled": 0,
    "disordered": 0,
    "seconds": 90.0,
    "seconds_of_faults": 60.0,
    "copies_sent": 80,
    "sent_ahead_of_the_relay": 9,
    "lanes_left": {"housing": 0, "archive": 0},
    "tallies": {"heard by housing": TALLY},
    "poison": {"sent": 3, "kept_with_reason": 3, "not_kept": []},
    "drain": {
        "backlog": 50,
        "seconds": 2.5,
        "per_second": 20.0,
        "finished": True,
        "left": {"housing": 0},
    },
    "faults_by_kind": {"cut": 30, "freeze": 10},
    "control": {"faults": 15, "events": 300, "lost": 4, "doubled": 5, "disordered": 6},
}


def test_the_section_tells_what_was_lost_and_what_the_control_lost():
    section = section_of(RESULT)

    assert "| heard by housing | 700 | 0 | 0 | 0 |" in section
    assert "| nameko | 4 | 5 | 6 |" in section
    assert "all there after 2.5 s, 20.0 a second" in section


def test_a_run_without_a_control_has_no_control_in_its_section():
    assert "nameko" not in section_of({**RESULT, "control": {}})


def test_what_never_arrived_is_told():
    drain = {**RESULT["drain"], "finished": False, "left": {"housing": 3}}

    assert "3 still missing" in section_of({**RESULT, "drain": drain})


def test_the_section_replaces_the_earlier_one_and_nothing_else(tmp_path):
    page = tmp_path / "chaos.md"
    page.write_text(f"# Chaos\n\n{BEGIN}\nearlier\n{END}\n\nAfter.\n")

    write_section(page, RESULT)
    once = page.read_text()
    write_section(page, RESULT)

    assert page.read_text() == once
    assert once.startswith("# Chaos\n\n")
    assert once.endswith(f"{END}\n\nAfter.\n")
    assert "earlier" not in once
