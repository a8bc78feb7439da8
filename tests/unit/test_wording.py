"""Lists in a sentence: bounded, with the number of omitted items."""

from shared.texts.bounded import cut_to_fit, enumerated


def test_a_short_list_is_named_in_full():
    assert enumerated(["甲", "乙", "甲"]) == "甲、乙"
    assert enumerated([]) == ""


def test_of_a_long_list_the_first_are_named_and_all_are_counted():
    assert enumerated((str(number) for number in range(30)), 11) == "0、1、2等 30 个"


def test_a_text_is_cut_where_a_reason_ends_and_shows_it():
    assert cut_to_fit("字" * 2000) == "字" * 2000
    assert cut_to_fit("字" * 2001) == "字" * 1999 + "…"
