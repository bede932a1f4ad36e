"""The catalogue is put together from the kiosk's own files and those of an office."""

from pathlib import Path

import pytest

from kiosk.domain.errors import SettingsError
from kiosk.domain.filing.procedure import ForEach, When
from kiosk.procedures import BUILT_IN, load


def test_the_kiosk_knows_the_24_provinces_and_the_prefix_of_the_consulates() -> None:
    catalogue = load(demo=False)
    assert [each.code for each in catalogue.provinces] == [f"{code:02d}" for code in range(1, 25)]
    assert catalogue.province_name("20") == "Galápagos"
    assert catalogue.cedula_prefixes == {each.code for each in catalogue.provinces} | {"30"}


def test_only_the_demonstration_takes_prefixes_that_belong_to_nobody() -> None:
    assert load(demo=True).cedula_prefixes - load(demo=False).cedula_prefixes == {"25", "99"}


def test_the_seguro_social_campesino_comes_first_and_offers_the_egreso() -> None:
    catalogue = load(demo=False)
    assert catalogue.sectors[0].name == "Seguro Social Campesino"
    assert [each.id for each in catalogue.offered("ssc", "membership")] == ["egreso-ssc"]
    assert catalogue.offered("health", "care") == ()


def test_the_egreso_asks_for_what_the_institution_asks() -> None:
    egreso = load(demo=False).procedure("egreso-ssc")
    assert egreso is not None
    assert [(each.id, each.for_each, each.when) for each in egreso.requirements] == [
        ("cedula-front", ForEach.PERSON, When.WITH_CEDULA),
        ("cedula-back", ForEach.PERSON, When.WITH_CEDULA),
        ("foreign-document", ForEach.PERSON, When.WITH_FOREIGN_CODE),
        ("minor-document", ForEach.PERSON, When.WITHOUT_IDENTITY),
        ("application-form", ForEach.CASE, When.ALWAYS),
        ("representation", ForEach.CASE, When.REPRESENTATIVE),
    ]
    assert egreso.answer_working_days == 30
    assert egreso.usual_days is None


def test_what_leaving_may_cause_is_said_with_puede_and_quotes_no_law() -> None:
    egreso = load(demo=False).procedure("egreso-ssc")
    assert egreso is not None
    for consequence in egreso.consequences:
        assert "puede" in consequence.text
        assert not any(word in consequence.text.lower() for word in ("ley", "art.", "resolución", "según"))


def test_an_office_adds_a_procedure_with_a_file(second: Path) -> None:
    catalogue = load(second, demo=False)
    assert [each.id for each in catalogue.offered("ssc", "membership")] == ["afiliacion-prueba", "egreso-ssc"]


def test_versions_stand_side_by_side_and_the_newest_is_offered(second: Path) -> None:
    source = (second / "afiliacion.toml").read_text(encoding="utf-8")
    (second / "afiliacion-2027.toml").write_text(source.replace("2026-12", "2027-01"), encoding="utf-8")
    catalogue = load(second, demo=False)

    (offered,) = (each for each in catalogue.offered("ssc", "membership") if each.id == "afiliacion-prueba")
    begun = catalogue.procedure("afiliacion-prueba", "2026-12")

    assert offered.version == "2027-01"
    assert begun is not None
    assert begun.version == "2026-12"


def test_an_office_replaces_the_procedure_of_the_same_id_and_version(second: Path) -> None:
    source = (BUILT_IN / "egreso-ssc.toml").read_text(encoding="utf-8")
    (second / "egreso.toml").write_text(source.replace("es gratis", "no cuesta nada"), encoding="utf-8")
    egreso = load(second, demo=False).procedure("egreso-ssc")
    assert egreso is not None
    assert egreso.cost == "Ninguno. Este trámite no cuesta nada."


def test_an_office_replaces_the_territory_whole(second: Path) -> None:
    (second / "territory.toml").write_text('provinces = [{ code = "17", name = "Pichincha" }]', encoding="utf-8")
    catalogue = load(second, demo=True)
    assert catalogue.cedula_prefixes == {"17"}


def test_a_mistake_in_a_file_stops_the_start_with_file_line_and_key(second: Path) -> None:
    path = second / "afiliacion.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('cost = "', 'price = "'), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(second, demo=False)
    assert caught.value.source == str(path)
    assert caught.value.message.startswith(f"{path}:")
    assert caught.value.setting == "cost"


def test_the_same_version_in_two_files_stops_the_start(second: Path) -> None:
    (second / "otra.toml").write_bytes((second / "afiliacion.toml").read_bytes())
    with pytest.raises(SettingsError, match="ya está en otro archivo"):
        load(second, demo=False)


def test_a_catalogue_without_the_sector_of_a_procedure_stops_the_start(second: Path) -> None:
    (second / "catalogue.toml").write_text(
        '[[sectors]]\nid = "x"\nname = "X"\ncategories = [{ id = "y", name = "Y" }]\n', encoding="utf-8"
    )
    with pytest.raises(SettingsError, match=r"egreso-ssc\.toml:\d+: sector"):
        load(second, demo=False)


def test_a_folder_that_does_not_exist_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no existe"):
        load(tmp_path / "nada", demo=False)
