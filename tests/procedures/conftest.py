"""A second procedure, invented: it shows that a new one needs no code."""

from pathlib import Path

import pytest

SECOND = """\
id = "afiliacion-prueba"
version = "2026-12"
name = "Afiliación de prueba"
short_name = "Afiliación"
sector = "ssc"
category = "membership"
audience = "Familias campesinas."
summary = "Con este trámite usted pide entrar al seguro."
cost = "Ninguno. Este trámite es gratis."
legal_base = ["Ley de Seguridad Social"]
contact = ["Pregunte en este dispensario."]
next_steps = ["Guarde su comprobante."]

[[requirements]]
id = "photo"
name = "Foto"
hint = "De frente, sin gorra."
for_each = "person"

[[requirements]]
id = "land-paper"
name = "Papel del terreno"
hint = "El que tenga, completo."
for_each = "case"

[[consequences]]
text = "La respuesta puede tardar."

[[kinships]]
id = "child"
name = "Hijo o hija"
"""


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Make an office's folder with the second procedure in `afiliacion.toml`."""
    (tmp_path / "afiliacion.toml").write_text(SECOND, encoding="utf-8")
    return tmp_path
