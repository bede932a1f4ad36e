"""Notice and consent say all that the law asks, invent nothing, and are kept by the hash of what was shown."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.errors import OutOfService, SettingsError
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow, LegalText
from kiosk.procedures import BUILT_IN, check, load
from kiosk.procedures.texts import PLACEHOLDERS
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.settings import InstitutionSettings, LimitSettings
from tests.filing import StoppedClock, open_kiosk

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
KNOWN = InstitutionSettings(
    name="Institución de Prueba",
    address="Calle Uno 123",
    contact_email="ayuda@prueba.test",
    contact_telephone="+593 2 000 0000",
    website="prueba.test",
    officer="Delegada de Prueba",
    retention="7 años",
    complaints="Ventanilla de Quejas",
)
UNKNOWN = InstitutionSettings(*[""] * 8)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path_factory.mktemp("kiosk"), StoppedClock(NOW))
    yield with_settings(kiosk, institution=KNOWN)
    kiosk.database.close()


def with_settings(kiosk: Kiosk, **changes: Any) -> Kiosk:  # noqa: ANN401 - a field of Settings each
    return replace(kiosk, settings=replace(kiosk.settings, **changes))


@pytest.mark.parametrize(
    ("point", "phrase"),
    [
        ("purposes", "Para recibir su trámite y entregarlo al IESS."),
        ("legal basis", "La base legal es su consentimiento."),
        ("kinds of processing", "## Qué hacemos con ellos"),
        ("how long data are kept", "El IESS guarda el trámite este tiempo: 7 años."),
        ("that a database exists", "los guarda en una base de datos"),
        ("where data come from if not from the person", "Si escribe datos de otra persona, los recibimos de usted."),
        ("other purposes", "No los usamos para otros fines"),
        ("who is responsible", "Responde por sus datos: Institución de Prueba."),
        ("how to reach them", "Calle Uno 123"),
        ("the data protection officer", "Delegada de Prueba"),
        ("transfers and recipients", "## Quién los recibe"),
        ("what happens if data are given", "Si los da, podemos recibir su trámite."),
        ("what happens if data are refused", "Si no los da, el dispensario no puede recibir el trámite aquí."),
        ("effect of wrong data", "Si un dato está mal"),
        ("that consent can be withdrawn", "Puede quitar su permiso (consentimiento) cuando quiera, gratis y sin decir por qué."),
        ("how to use one's rights", "o usar sus derechos, pídalo en este dispensario o aquí: ayuda@prueba.test"),
        ("portability", "Eso se llama portabilidad."),
        ("where to complain", "Puede presentar su queja aquí: Ventanilla de Quejas."),
        ("automated decisions", "Ninguna máquina decide sobre su trámite"),
    ],
)
def test_the_notice_says_what_article_12_asks(opened: Kiosk, point: str, phrase: str) -> None:
    assert phrase in legal_texts.notice(opened).body, point


@pytest.mark.parametrize(
    "phrase",
    [
        "No autorizo",
        "puede quitar su permiso cuando quiera, gratis y sin decir por qué",
        "Solo para recibir su trámite",
        "Usted autoriza que se usen los datos y documentos",
        "Institución de Prueba",
        "ayuda@prueba.test",
    ],
)
def test_the_consent_is_free_specific_informed_and_can_be_withdrawn(opened: Kiosk, phrase: str) -> None:
    assert phrase in legal_texts.consent(opened).body


@pytest.mark.parametrize("institution", [KNOWN, UNKNOWN])
def test_every_placeholder_is_filled(opened: Kiosk, institution: InstitutionSettings) -> None:
    for text in (
        legal_texts.notice(with_settings(opened, institution=institution)),
        legal_texts.consent(with_settings(opened, institution=institution)),
    ):
        assert not re.search(r"[{}]", text.body)


def test_the_placeholders_of_both_texts_are_all_those_there_are() -> None:
    sources = "".join((BUILT_IN / name).read_text(encoding="utf-8") for name in ("notice.md", "consent.md"))
    assert set(re.findall(r"\{(\w+)\}", sources)) == PLACEHOLDERS


def test_what_is_not_set_is_said_to_be_unknown_and_never_invented(opened: Kiosk) -> None:
    body = legal_texts.notice(with_settings(opened, institution=UNKNOWN)).body
    unknown = [line for line in body.splitlines() if re.search(r": pregúntel[oa] en el dispensario\.$", line)]
    assert len(unknown) == 6
    assert "configura" not in body


def test_times_come_from_the_limits(opened: Kiosk) -> None:
    limits = LimitSettings(draft_days=3, copies_days=45)
    body = legal_texts.notice(with_settings(opened, limits=limits)).body
    assert "a los 3 días" in body
    assert "45 días después" in body


def test_both_texts_begin_with_a_title_and_three_lines_in_short_and_end_with_their_version(opened: Kiosk) -> None:
    for text in (legal_texts.notice(opened), legal_texts.consent(opened)):
        blocks = text.body.split("\n\n")
        assert re.fullmatch(r"# [^\n]+", blocks[0])
        assert [line[:2] for line in blocks[1].splitlines()] == ["- "] * 3
        assert blocks[-1] == f"Versión {text.version}"


@pytest.mark.parametrize("fetch", [legal_texts.notice, legal_texts.consent])
def test_a_text_in_short_is_one_of_its_own_with_its_own_version_and_hash(
    opened: Kiosk, fetch: Callable[[Kiosk], LegalText]
) -> None:
    whole = fetch(opened)
    short = legal_texts.in_short(whole)
    assert short.version == f"{whole.version}, resumen"
    assert whole.body.startswith(short.body.rpartition("\n\n")[0])
    assert len(short.body.splitlines()) == 7
    assert short.sha256 == hashlib.sha256(short.body.encode()).hexdigest() != whole.sha256


@pytest.mark.parametrize(
    "words",
    [
        "los datos y documentos que acaba de revisar",
        "Solo para su trámite",
        "Nadie le puede obligar",
        "puede quitar su permiso, gratis",
    ],
)
def test_the_consent_in_short_is_free_specific_informed_and_can_be_withdrawn(opened: Kiosk, words: str) -> None:
    assert words in legal_texts.in_short(legal_texts.consent(opened)).body


def test_a_notice_without_a_list_is_its_own_short_form(opened: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text("Versión 2027-01\n\n# Aviso\n\n{responsible}\n", encoding="utf-8")
    text = legal_texts.notice(with_settings(opened, procedures=tmp_path))
    assert legal_texts.in_short(text) == text


def test_sentences_are_short_enough_for_somebody_who_reads_little(opened: Kiosk) -> None:
    for text in (legal_texts.notice(opened), legal_texts.consent(opened)):
        sentences = re.split(r"[.:]\s|\n", text.body)
        assert max(len(sentence.split()) for sentence in sentences) <= 22


def test_the_hash_is_of_what_is_shown_and_changes_with_a_setting(opened: Kiosk) -> None:
    notice = legal_texts.notice(opened)
    assert notice.sha256 == hashlib.sha256(notice.body.encode("utf-8")).hexdigest()
    assert notice == legal_texts.notice(opened)
    assert notice.sha256 != legal_texts.notice(with_settings(opened, institution=replace(KNOWN, officer="Otra Persona"))).sha256
    assert notice.sha256 != legal_texts.consent(opened).sha256


def test_a_setting_cannot_smuggle_placeholders_or_control_characters_into_the_text(opened: Kiosk) -> None:
    body = legal_texts.notice(with_settings(opened, institution=replace(KNOWN, officer="Ana \x1b[2J{retention}"))).body
    assert "Ana [2J{retention}" in body
    assert "\x1b" not in body


@pytest.mark.parametrize(("how", "read_by"), [(GivenHow.READ, ""), (GivenHow.READ_ALOUD, "Rosa Pérez")])
def test_an_acceptance_keeps_which_text_when_how_and_who_read_it(opened: Kiosk, how: GivenHow, read_by: str) -> None:
    text: LegalText = legal_texts.consent(opened)
    acceptance = legal_texts.accept(opened, text, how, read_by)
    assert (acceptance.kind, acceptance.version, acceptance.sha256) == (AcceptanceKind.CONSENT, text.version, text.sha256)
    assert (acceptance.given_at, acceptance.how, acceptance.read_by) == (NOW, how, read_by)


def test_an_office_may_bring_its_own_notice(opened: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text("Versión 2027-01\n\n# Aviso\n\n{responsible}\n", encoding="utf-8")
    text = legal_texts.notice(with_settings(opened, procedures=tmp_path))
    assert text.version == "2027-01"
    assert text.body.endswith("Institución de Prueba.\n\nVersión 2027-01")
    assert legal_texts.consent(with_settings(opened, procedures=tmp_path)) == legal_texts.consent(opened)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# Aviso\n\nSin versión.\n", 1),
        ("Versión 2027-01\n\n{respnsible}\n", 3),
        ("Versión 2027-01\n\n### Muy hondo\n", 3),
        ("Versión 2027-01\n\n* punto\n", 3),
        ("Versión 2027-01\n\n**grave**\n", 3),
        ("Versión 2027-01\n\nVea [aquí](x).\n", 3),
        ("Versión 2027-01\n\nDobles  espacios.\n", 3),
        ("Versión 2027-01\n\nescape \x1b[2J\n", 3),
    ],
)
def test_a_mistake_in_an_offices_text_is_told_with_its_line_and_stops_the_start(
    opened: Kiosk, tmp_path: Path, source: str, line: int
) -> None:
    path = tmp_path / "notice.md"
    path.write_text(source, encoding="utf-8")
    assert {each.line for each in check(path)} == {line}
    with pytest.raises(SettingsError, match=rf"notice\.md:{line}:"):
        load(tmp_path, demo=False)
    with pytest.raises(OutOfService):
        legal_texts.notice(with_settings(opened, procedures=tmp_path))


@pytest.mark.parametrize("name", ["notice.md", "consent.md"])
def test_the_texts_that_come_with_the_kiosk_have_no_mistakes(name: str) -> None:
    assert check(BUILT_IN / name) == ()
