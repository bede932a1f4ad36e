"""Every mistake of a file is explained at once, with its line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.procedures import BUILT_IN, Mistake, check

TOML = (
    "[",
    "]",
    "[[x]]\n",
    "{",
    "}",
    '"',
    "'''",
    '"""',
    "=",
    "\n",
    "#",
    "x.y = 1\n",
    "when = [[1]]\n",
    "id = {a = [1]}\n",
    "[a.b]\n",
)
SECTOR = '[[sectors]]\nid = "a"\nname = "A"\n'


def line_of(source: str, text: str) -> int:
    return source[: source.index(text)].count("\n") + 1


@pytest.mark.parametrize("name", ["egreso-ssc.toml", "catalogue.toml", "territory.toml", "holidays.toml"])
def test_the_files_that_come_with_the_kiosk_have_no_mistakes(name: str) -> None:
    assert check(BUILT_IN / name) == ()


def test_a_sound_file_of_an_office_has_no_mistakes(second: Path) -> None:
    assert check(second / "afiliacion.toml") == ()


@pytest.mark.parametrize(
    ("there", "instead", "key", "words"),
    [
        ('name = "Afiliación de prueba"', "name = 7", "name", "texto entre comillas"),
        ('name = "Afiliación de prueba"', 'name = "  "', "name", "vacío"),
        ('name = "Afiliación de prueba"', 'name = "dos\\nlíneas"', "name", "saltos de línea"),
        ('name = "Afiliación de prueba"', 'name = "al\\u202Erevés"', "name", "no se ven"),
        ('name = "Afiliación de prueba"', 'name = "esc\\u001b[2J"', "name", "no se ven"),
        ('name = "Afiliación de prueba"', 'name = "[@click=app.quit]x"', "name", "«[»"),
        ('name = "Afiliación de prueba"', 'name = "<b>gordo</b>"', "name", "«<»"),
        ('name = "Afiliación de prueba"', f'name = "{"a" * 101}"', "name", "101"),
        ('name = "Afiliación de prueba"\n', "", "name", "Falta"),
        ('short_name = "Afiliación"', 'short_nam = "Afiliación"', "short_nam", "no se conoce"),
        ('id = "afiliacion-prueba"', 'id = "Afiliación"', "id", "minúsculas"),
        ('version = "2026-12"', 'version = "2026-13"', "version", "2026-11"),
        ('version = "2026-12"', "version = 2026-12-01", "version", "entre comillas"),
        ('sector = "ssc"', 'sector = "caza"', "sector", "catalogue.toml"),
        ('category = "membership"', 'category = "pesca"', "category", "catalogue.toml"),
        ('category = "membership"', 'category = ["membership"]', "category", "entre comillas"),
        ('legal_base = ["Ley de Seguridad Social"]', "legal_base = []", "legal_base", "vacía"),
        ('legal_base = ["Ley de Seguridad Social"]', 'legal_base = "Ley"', "legal_base", "corchetes"),
        ('contact = ["Pregunte en este dispensario."]', 'contact = [\n  "Sí.",\n  3]', "contact[2]", "entre comillas"),
        ('cost = "Ninguno', 'usual_days = 0\ncost = "Ninguno', "usual_days", "número de días"),
        ('cost = "Ninguno', 'usual_days = true\ncost = "Ninguno', "usual_days", "número de días"),
        ('hint = "De frente, sin gorra."\n', "", "requirements[1].hint", "Falta"),
        ('for_each = "person"', 'for_each = "family"', "requirements[1].for_each", "case, person"),
        ('for_each = "case"', 'for_each = "case"\nwhen = "sometimes"', "requirements[2].when", "always"),
        ('for_each = "case"', 'for_each = "case"\nwhen = ["always"]', "requirements[2].when", "always"),
        ('for_each = "case"', 'for_each = "case"\nwhen = "with_cedula"', "requirements[2].when", "de una persona"),
        ('for_each = "case"', 'for_each = "case"\nsatisfied_by = "cedula"', "requirements[2].satisfied_by", "otro documento"),
        ('for_each = "case"', 'for_each = "case"\nsatisfied_by = "land-paper"', "requirements[2].satisfied_by", "otro documento"),
        ('for_each = "case"', 'for_each = "case"\nsatisfied_by = "photo"', "requirements[2].satisfied_by", "mismo for_each"),
        ('id = "land-paper"', 'id = "photo"', "requirements[2].id", "repetido"),
        (
            'text = "La respuesta puede tardar."',
            'text = "Puede tardar."\nwhen = "without_identity"',
            "consequences[1].when",
            "de una persona",
        ),
        ("[[kinships]]", "[kinships]", "kinships", "lista"),
    ],
)
def test_each_mistake_is_told_with_its_key_its_line_and_how_to_mend_it(
    second: Path, there: str, instead: str, key: str, words: str
) -> None:
    path = second / "afiliacion.toml"
    source = path.read_text(encoding="utf-8")
    assert there in source
    path.write_text(source.replace(there, instead, 1), encoding="utf-8")

    mistakes = check(path)

    assert [each.key for each in mistakes if words in each.message] == [key]


def test_all_the_mistakes_of_a_file_are_found_at_once_each_on_its_own_line(second: Path) -> None:
    path = second / "afiliacion.toml"
    source = path.read_text(encoding="utf-8")
    source = (
        source.replace('cost = "Ninguno. Este trámite es gratis."', 'cost = ""  # name = "no es una clave"')
        .replace('contact = ["Pregunte en este dispensario."]', 'contact = [\n  "Aquí [no], sí.",\n  "b",\n  "",\n]')
        .replace('name = "Papel del terreno"', "name = 'Papel <b>'")
        .replace("[[kinships]]\n", '[[kinships]]\ncolour = """\nid = "de mentira"\n"""\n')
    )
    path.write_text(source, encoding="utf-8")

    assert [(each.line, each.key) for each in check(path)] == [
        (line_of(source, 'cost = ""'), "cost"),
        (line_of(source, '"Aquí [no]'), "contact[1]"),
        (line_of(source, '  "",'), "contact[3]"),
        (line_of(source, "name = 'Papel"), "requirements[2].name"),
        (line_of(source, "colour ="), "kinships[1].colour"),
    ]


def test_what_is_missing_is_told_on_the_line_where_its_table_begins(second: Path) -> None:
    path = second / "afiliacion.toml"
    source = path.read_text(encoding="utf-8").replace('name = "Hijo o hija"\n', "")
    path.write_text(source, encoding="utf-8")

    assert check(path) == (Mistake(line_of(source, "[[kinships]]"), "kinships[1].name", "Falta «name»."),)


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "roto.toml"
    path.write_text('id = "a"\nname = Egreso\n', encoding="utf-8")
    assert [each.line for each in check(path)] == [2]

    path.write_text('id = "a"\nid = "b"\nname = "sin cerrar\n', encoding="utf-8")
    assert [each.line for each in check(path)] == [2]

    path.write_text('id = "a"\nlist = [\n  "b",\n', encoding="utf-8")
    assert [each.line for each in check(path)] == [3]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('id = "a"\nname = "Afiliación"\n'.encode("latin-1"))
    (mistake,) = check(path)
    assert mistake.line == 2
    assert "UTF-8" in mistake.message


def test_a_file_that_windows_saved_is_read(second: Path) -> None:
    path = second / "afiliacion.toml"
    source = path.read_text(encoding="utf-8").replace('"photo"', '"PHOTO"')
    path.write_bytes(source.replace("\n", "\r\n").encode("utf-8-sig"))
    assert [each.line for each in check(path)] == [line_of(source, '"PHOTO"')]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 10_000), length=st.integers(0, 80), instead=st.text(max_size=20) | st.sampled_from(TOML))
def test_whatever_is_broken_in_a_file_is_told_on_one_of_its_lines(tmp_path: Path, start: int, length: int, instead: str) -> None:
    source = (BUILT_IN / "egreso-ssc.toml").read_text(encoding="utf-8")
    broken = source[:start] + instead + source[start + length :]
    path = tmp_path / "roto.toml"
    path.write_bytes(broken.encode("utf-8", "surrogatepass"))
    assert all(1 <= each.line <= broken.count("\n") + 1 for each in check(path))


def test_an_empty_file_lacks_everything_on_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "vacio.toml"
    path.write_text("", encoding="utf-8")
    mistakes = check(path)
    assert len(mistakes) == 13
    assert {each.line for each in mistakes} == {1}


def test_a_procedure_is_held_against_the_catalogue_beside_it(second: Path) -> None:
    (second / "catalogue.toml").write_text(
        '[[sectors]]\nid = "ssc"\nname = "Otro"\n[[sectors.categories]]\nid = "other"\nname = "Otra"\n', encoding="utf-8"
    )
    assert [each.key for each in check(second / "afiliacion.toml")] == ["category"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("catalogue.toml", SECTOR + 'categories=[\n {id="b", name=""},\n]', [(5, "sectors[1].categories[1].name")]),
        ("catalogue.toml", SECTOR + '[[sectors.categories]]\nid="b"\n', [(4, "sectors[1].categories[1].name")]),
        ("catalogue.toml", "sectors = []\n", [(1, "sectors")]),
        ("territory.toml", 'provinces = [\n {code = "1", name = "A"},\n {code = "02", name = "B"},\n]', [(2, "provinces[1].code")]),
        ("territory.toml", 'provinces = [\n {code = "01", name = "A"},\n {code = "01", name = "B"}]', [(3, "provinces[2].code")]),
        (
            "territory.toml",
            'provinces = [{code = "01", name = "A"}]\n[[other_prefixes]]\ncode = "30"\nname = "C"\ndemonstration = "no"\n',
            [(5, "other_prefixes[1].demonstration")],
        ),
        ("territory.toml", "provinces = [7]\n", [(1, "provinces[1]")]),
        (
            "holidays.toml",
            'national = ["05-24", "02-30"]\nstays = [7]\nothers = ["12-24"]\n',
            [(1, "national[2]"), (2, "stays[1]"), (3, "others[1]")],
        ),
    ],
)  # fmt: skip
def test_catalogue_and_territory_are_checked_by_their_names(
    tmp_path: Path, name: str, source: str, expected: list[tuple[int, str]]
) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    assert [(each.line, each.key) for each in check(tmp_path / name)] == expected
