"""A city's own files are configured once per process; a second call replaces the first."""

from functools import partial

import pytest

from services.coordination.clocks.rulebook.book import configure_rulebook, rulebook
from shared.config.city_files import CityFiles
from shared.errors import SettingsError
from shared.papers.errors import FontMissingError
from shared.papers.fonts.files import Face, font_file, fonts_for
from shared.vocabulary.divisions import divisions
from shared.vocabulary.tolerances import Tolerances, tolerances


@pytest.fixture
def tables(tmp_path):
    """Two tables of divisions, of Taiyuan and of Datong."""
    named = {"taiyuan": "140100,太原市", "datong": "140200,大同市"}
    for name, row in named.items():
        (tmp_path / name).write_text(f"code,name_zh\n{row}\n", encoding="utf-8")
    return {name: str(tmp_path / name) for name in named}


def test_a_second_table_of_divisions_replaces_the_first(configure, tables):
    configure(divisions=tables["taiyuan"])
    first = set(divisions())
    configure(divisions=tables["datong"])

    assert (first, set(divisions())) == ({"140100"}, {"140200"})


def test_without_a_table_of_its_own_a_city_has_that_of_the_platform(configure, tables):
    configure(divisions=tables["taiyuan"])
    configure()

    assert "140728" in divisions()


def test_second_rules_of_clocks_replace_the_first(request, tmp_path):
    request.addfinalizer(partial(configure_rulebook, ""))
    standard = rulebook()
    for days in (1, 2):
        rules = f"[rule.C9]\nwarn = {{ before = {days} }}\n"
        (tmp_path / f"{days}.toml").write_text(rules, encoding="utf-8")

    configure_rulebook(str(tmp_path / "1.toml"))
    first = rulebook()
    configure_rulebook(str(tmp_path / "2.toml"))

    assert len({standard.version, first.version, rulebook().version}) == 3
    assert first.rules["C9"].warn != rulebook().rules["C9"].warn


def test_a_second_folder_of_fonts_replaces_the_first(configure, tmp_path):
    (tmp_path / Face.SONG.value).write_bytes(b"")

    configure(fonts=str(tmp_path))
    found = font_file(Face.SONG)
    configure(fonts=str(tmp_path / "nothing-here"))

    assert found == tmp_path / Face.SONG.value
    with pytest.raises(FontMissingError, match="nothing-here"):
        list(fonts_for(Face.SONG))


def test_the_variables_name_the_files():
    env = {
        "LIANDONG_DIVISIONS": "d.csv",
        "LIANDONG_CLOCK_RULES": "rules.toml",
        "LIANDONG_PAPER_FONTS": "/fonts",
        "LIANDONG_PAPER_FURTHER_FONTS": "/one:/two.ttf:",
        "LIANDONG_TOLERANCES": "t.toml",
    }

    wanted = CityFiles("d.csv", "rules.toml", "/fonts", ("/one", "/two.ttf"), "t.toml")
    assert CityFiles.from_env(env) == wanted
    assert CityFiles.from_env({}) == CityFiles()


def test_a_city_sets_its_tolerances(configure, tmp_path):
    (tmp_path / "t.toml").write_text("border_m = 0.3\ntouch_m2 = 4\n", encoding="utf-8")

    configure(tolerances=str(tmp_path / "t.toml"))
    first = tolerances()
    configure()

    assert first == Tolerances(border_m=0.3, touch_m2=4.0)
    assert tolerances() == Tolerances()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("border_m = 0", "border_m"),
        ("border_m = 50", "up to 5"),
        ("touch_m2 = true", "touch_m2"),
        ('touch_share = "1 %"', "touch_share"),
        ("touch_share = nan", "touch_share"),
        ("width = 1", "unknown tolerance 'width'"),
        ("border_m =", "cannot be read"),
    ],
)
def test_an_unusable_tolerance_is_named(configure, tmp_path, text, words):
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    configure(tolerances=str(tmp_path / "t.toml"))

    with pytest.raises(SettingsError, match=rf"LIANDONG_TOLERANCES.*{words}"):
        tolerances()
