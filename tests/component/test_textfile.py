"""Files from Windows: a byte order mark is ignored, another encoding is reported."""

import codecs

import pytest
from typer.testing import CliRunner

from liandong.cli.main import build
from liandong.cli.publish import _event_of
from liandong.errors import Malformed
from services.casework.papers.files import read_form
from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.book import _settings
from shared.errors import InvalidInputError
from shared.operations.broker_source import SourceError, load_definitions
from shared.texts.text_file import NotUtf8Error, read_text

TEXT = '{"name": "某某地块"}'
GBK = TEXT.encode("gbk")
MARKED = codecs.BOM_UTF8 + TEXT.encode()
WORDS = "文件须为 UTF-8"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "form.json"


def test_a_mark_is_left_out_everywhere(file):
    file.write_bytes(MARKED)

    assert read_text(file) == TEXT
    assert read_form(file) == {"name": "某某地块"}
    assert _settings(file) == TEXT
    assert load_definitions(str(file)) == {"name": "某某地块"}
    with pytest.raises(Malformed, match="source"):  # it is decoded, and then it is no event
        _event_of(file)


def test_another_encoding_is_told_everywhere(file):
    file.write_bytes(GBK)

    for reader, told in (
        (read_text, NotUtf8Error),
        (read_form, InvalidInputError),
        (_settings, RuleError),
        (lambda path: load_definitions(str(path)), SourceError),
        (_event_of, Malformed),
    ):
        with pytest.raises(told, match=WORDS):
            reader(file)


def test_the_signs_of_a_clue_are_read_with_a_mark_and_a_broken_file_is_told_in_chinese(file):
    file.write_bytes(codecs.BOM_UTF8 + b'{"hazardous_waste_t": 5}')
    good = CliRunner().invoke(build(), ["clue", "check", str(file)])
    file.write_bytes(GBK)
    gbk = CliRunner().invoke(build(), ["clue", "check", str(file)])
    file.write_text("{")
    broken = CliRunner().invoke(build(), ["clue", "check", str(file)])

    assert (good.exit_code, gbk.exit_code, broken.exit_code) == (0, 1, 1)
    assert "涉嫌犯罪" in good.output
    assert "UTF-8" in gbk.output
    assert "不是有效的 JSON" in broken.output
