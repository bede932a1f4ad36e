"""The page that lists the settings is made from them: nobody has to remember it when a setting comes or changes."""

from docs.configuration import PAGE, page


def test_the_page_of_the_settings_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "the settings have changed: run `make docs`"
