"""Writes the tables of configuration.md from the settings' declarations (`make docs`); what stands above them is made by hand."""

from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from kiosk.settings import Settings, SettingsSection

PAGE = Path(__file__).with_name("configuration.md")
BEGIN = "<!-- From here on made by `make docs` from kiosk/settings.py. -->\n"


def page() -> str:
    """Return the page as it should be now."""
    SettingsSection.__pydantic_config__ = ConfigDict(
        use_attribute_docstrings=True
    )  # reading them takes 80 ms, which a start has no use for
    schema = TypeAdapter(Settings).json_schema()
    by_hand = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    procedures = schema["properties"]["procedures"]["description"]
    before = f"`procedures`, before the first section (`KIOSK_PROCEDURES`): {procedures}\n"
    sections = [
        _section(name, schema["$defs"][each["$ref"].rpartition("/")[2]])
        for name, each in schema["properties"].items()
        if "$ref" in each
    ]
    return by_hand + BEGIN + "\n".join(["", before, *sections])


def _section(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(f"| `{setting}` | {_default(each)} | {_meaning(each)} |\n" for setting, each in schema["properties"].items())
    return f"### [{name}]\n\n{schema['description']}\n\n| setting | default | meaning |\n|---|---|---|\n{rows}"


def _default(setting: dict[str, Any]) -> str:
    value = setting["default"]
    if "maximum" in setting:
        return f"`{value}`, at most {setting['maximum']:,}"
    return f"`{value}`" if value else ""


def _meaning(setting: dict[str, Any]) -> str:
    values = " or ".join(f"`{each}`" for each in setting.get("enum", ()))
    return " ".join(filter(None, (values and f"{values}.", setting.get("description"))))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
