"""A copy of the kiosk's keys for safe keeping: what is encrypted under a key without a backup is lost with the disk."""

from collections.abc import Iterator
from errno import EIO
from os import strerror
from pathlib import Path

from kiosk.account import may_not_write
from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.storage import keys, receipt_keys
from kiosk.storage.files import write_safely
from kiosk.words.system import fault_in_words

READ_ME = "LEEME.txt"


def back_up(data_dir: Path, folder: Path) -> tuple[Path, ...]:
    """Write the keys, the public ones and a note on them into a folder (0600), read them back, and return the files.

    Raises KioskError: a key is missing, a file of that name is there already, or the disk failed, which leaves none of them.
    """
    contents = dict(_contents(data_dir))
    written: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in contents:
            if (folder / name).exists():
                sentence = _("{file} ya existe, y una copia de llaves nunca se pisa: diga otra carpeta.")
                raise KioskError(sentence.format(file=clean(str(folder / name), limit=1000)))
        for name, content in contents.items():
            write_safely(folder / name, content)
            written.append(folder / name)
        if any((folder / name).read_bytes() != content for name, content in contents.items()):
            raise OSError(EIO, strerror(EIO))  # noqa: TRY301 - told, and undone, as any other fault of the disk
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, PermissionError):
            raise KioskError(may_not_write(folder)) from error
        sentence = _("No se pudo guardar la copia en {folder}: {reason}. Use otro disco o memoria.")
        raise KioskError(sentence.format(folder=clean(str(folder), limit=1000), reason=fault_in_words(error))) from error
    return tuple(written)


def _contents(data_dir: Path) -> Iterator[tuple[str, bytes]]:
    for name in (keys.CREDENTIAL, receipt_keys.CREDENTIAL):
        path = keys.key_file(data_dir, name)
        if not path.exists():
            raise KioskError(_("Falta la llave {path}: no hay qué copiar. Inicie el kiosco una vez.").format(path=path))
        yield name, keys.open_key(path, new_allowed=False)
    for path in sorted((data_dir / "keys").glob("receipt-*.pub")):
        yield path.name, path.read_bytes()
    yield READ_ME, _read_me().encode()


def _read_me() -> str:
    return _(
        """Llaves de este kiosco. Guárdelas en un lugar seguro, lejos del kiosco, y no las envíe por correo.

kiosk.key: abre la base de datos y los documentos.
  Si se pierde, y el disco también falla: los datos del kiosco y sus copias ya no se abren nunca.
  Si otra persona la tiene: puede leer todos los datos de cualquier copia del disco. Avise al responsable de los datos.

receipt.key: firma los comprobantes.
  Si se pierde: no pasa nada con los comprobantes ya entregados. El kiosco hará otra; reparta su archivo público.
  Si otra persona la tiene: puede hacer comprobantes falsos. En el kiosco escriba «kiosk key replace», y reparta
  enseguida todos los archivos .pub: lo que se firme con la llave vieja y fecha posterior al cambio será falso.
  Un falso con fecha anterior al cambio no se distingue: busque ese número en el kiosco que lo dio.

receipt-….pub: llaves públicas, para comprobar comprobantes en otros puestos («kiosk verify»). No son secretas, y se
  guardan todas: con ellas los comprobantes de antes siguen siendo auténticos.

Para recuperarlas: copie los archivos a la carpeta keys de los datos del kiosco, con permiso 0600.
"""
    )
