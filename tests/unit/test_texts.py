"""Texts are stored and compared in normalised form, as people see them."""

import unicodedata

import pytest

from shared.texts.characters import DOTS
from shared.texts.normalize import distinct, fault, is_tidy, same, tidy

BOM, ZERO_WIDTH, OVERRIDE = "\ufeff", "\u200b", "\u202e"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("某某甲", "某某甲"),
        (" 某某甲\u3000\n", "某某甲"),
        (f"{BOM}某{ZERO_WIDTH}某甲", "某某甲"),
        ("某lu\u0308", "某lü"),
        ("某\ue863", "某䶮"),
        ("⼭⻄某某⻓", "山西某某长"),
        ("阿卜杜•买买提", "阿卜杜·买买提"),
        ("阿卜杜‧买买提", "阿卜杜·买买提"),
        ("某某 (山西) 有限公司", "某某 (山西) 有限公司"),
        ("某\t某", "某 某"),
        (" \u00a0\u3000\u200b\u2060", ""),
        ("某葛\U000e0100", "某葛\U000e0100"),
        ("𬎆𫰠𠮷", "𬎆𫰠𠮷"),
    ],
)
def test_what_is_kept_is_trimmed_visible_and_composed(written: str, kept: str) -> None:
    assert tidy(written) == kept
    assert tidy(kept) == kept
    assert fault(kept) is None


def test_a_joiner_stays_where_letters_join() -> None:
    mongolian, latin = "\u182e\u1823\u180e\u1820", "a\u200db"
    assert tidy(mongolian) == mongolian
    assert tidy(latin) == "ab"


def test_long_texts_keep_their_lines() -> None:
    assert tidy("一 \r\n二\r三\u2028四\n", lines=True) == "一\n二\n三\n四"
    assert fault("一\n二", lines=True) is None
    assert "换行" in str(fault("一\n二"))


@pytest.mark.parametrize(
    "char", ["\0", "\x1b", "\x7f", "\x85", OVERRIDE, "\u2066", "\ufffe", "\U000e0041", "\ufffd"]
)
def test_what_steers_a_device_or_its_neighbours_is_told_with_its_place(char: str) -> None:
    assert "第 2 个字符" in str(fault(tidy(f"某{char}甲")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某执法证甲001", "某执法证甲００１"),
        ("某执法证甲001", "某执法证甲 001"),
        ("某执法证甲001", f"某执法证甲001{ZERO_WIDTH}"),
        ("abc-01", "ＡＢＣ－01"),
        ("某环移〔2026〕1号", "某环移[2026]1号"),
        ("某环移〔2026〕1号", "某环移［２０２６］1 号 "),
        ("某环移〔2026〕1号", "某环移（2026）1号"),
        ("某环移〔2026〕1号", "某环移【2026】1号"),
        ("阿卜杜·买买提", "阿卜杜・买买提"),
        ("阿卜杜·买买提", "阿卜杜．买买提"),
        ("阿卜杜·买买提", "阿卜杜.买买提"),
        ("某lü", "某lu\u0308"),
        ("某\ue863", "某䶮"),
        ("某葛\U000e0100", "某葛"),
        (None, None),
    ],
)
def test_what_a_reader_takes_for_the_same_is_the_same(one: str | None, other: str | None) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某某甲", "某某乙"),
        ("某环移〔2026〕1号", "某环移〔2026〕11号"),
        ("𬎆", "玺"),
        ("未", "末"),
        ("", None),
    ],
)
def test_what_a_reader_tells_apart_is_not_the_same(one: str | None, other: str | None) -> None:
    assert not same(one, other)


def test_each_person_is_counted_once_and_blanks_are_nobody() -> None:
    written = [" ", "某甲001", "某甲００１", f"某甲001{ZERO_WIDTH}", "", "某乙002"]
    assert distinct(written) == ("某甲001", "某乙002")


def test_the_quick_look_never_passes_what_tidying_changes() -> None:
    for number in range(0x20, 0x3100):
        text = f"某{chr(number)}甲"
        if is_tidy(text):
            assert unicodedata.normalize("NFC", text) == text
            assert unicodedata.category(text[1]) not in ("Cc", "Cf", "Co", "Cn", "Mn")
            assert text[1] not in DOTS
            assert not 0x2E80 <= number < 0x2FE0
    assert is_tidy("某 甲")
    assert not is_tidy(" 某甲")
    assert not is_tidy("某甲 ")
