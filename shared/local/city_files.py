"""Configure this process with the files that a city replaces."""

from shared.config.city_files import CityFiles
from shared.config.command_settings import CommandSettings
from shared.papers.fonts.files import configure_fonts
from shared.vocabulary.divisions import configure_divisions
from shared.vocabulary.tolerances import configure_tolerances


def configure_city_files(files: CityFiles) -> None:
    """Set divisions, tolerances and fonts; a second call replaces the values of the first.

    Files of a single department are checked by its `Department.check`.
    """
    configure_divisions(files.divisions)
    configure_tolerances(files.tolerances)
    configure_fonts(files.fonts, files.further_fonts)


def configure_tool() -> CommandSettings:
    """Read the settings and configure the city's files; call once when a command or tool starts."""
    settings = CommandSettings.from_env()
    configure_city_files(settings.city_files)
    return settings
