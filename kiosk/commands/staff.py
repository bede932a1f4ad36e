"""`kiosk staff`: who is staff, and with which SSH keys. Secrets are shown once, in the terminal, and never again."""

import argparse
import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.commands import Misuse
from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.config import PREFIX
from kiosk.domain.desk.permits import Role, role_words
from kiosk.domain.desk.staff import Enrolment, StaffKeyLine, StaffMember, parse_role
from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members as staff
from kiosk.services.staff import ssh_keys
from kiosk.words.system import fault_in_words

LONGEST_KEY_FILE = 100_000
"""Bytes: no public key comes near it."""
_PER_ROW = 5
"""Recovery codes side by side."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("staff", help=_("el personal: quién entra, y con qué llaves"))
    verbs = parser.add_subparsers(required=True, metavar=_("VERBO"))
    listing = verbs.add_parser("list", help=_("quiénes son y fueron del personal"))
    listing.add_argument("--json", action="store_true", help=_("para otro programa"))
    listing.set_defaults(run=_list)
    for verb, run, words in (
        ("add", _add, _("dar acceso a una persona, con un nombre que nadie tuvo antes")),
        (
            "reset",
            _reset,
            _("darle un QR y códigos de recuperación nuevos a quien perdió su teléfono; los de antes dejan de valer"),
        ),
        ("role", _role, _("darle otro papel: desde ahora puede hacer lo de ese papel, y nada más")),
        ("revoke", _revoke, _("quitarle el acceso, con todas sus llaves")),
        ("restore", _restore, _("devolverle el acceso, con un QR nuevo; sus llaves SSH de antes siguen quitadas")),
    ):
        each = verbs.add_parser(verb, help=words)
        each.add_argument("name", metavar=_("NOMBRE"))
        each.set_defaults(run=run)
        if verb == "add":
            each.add_argument("--full-name", default="", metavar=_("NOMBRE"), help=_("su nombre completo, como se muestra"))
            each.add_argument("--role", default=str(Role.CLERK), metavar=_("PAPEL"), help=_roles())
        elif verb == "role":
            each.add_argument("role", metavar=_("PAPEL"), help=_roles())
        elif verb == "revoke":
            each.add_argument("--yes", action="store_true", help=_("sin preguntar"))
    _add_key_parser(verbs)


def _add_key_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verbs.add_parser("key", help=_("las llaves SSH de una persona"))
    actions = parser.add_subparsers(required=True, metavar=_("ACCIÓN"))
    adding = actions.add_parser("add", help=_("registrar una llave pública"))
    listing = actions.add_parser("list", help=_("sus llaves"))
    removing = actions.add_parser("remove", help=_("quitarle una llave"))
    for each, run in ((adding, _add_key), (listing, _list_keys), (removing, _remove_key)):
        each.add_argument("name", metavar=_("NOMBRE"))
        each.set_defaults(run=run)
    adding.add_argument("file", metavar=_("ARCHIVO"), help=_("su archivo .pub; un guion lee de la entrada"))
    removing.add_argument("fingerprint", metavar=_("HUELLA"), help=_("como la muestra «key list»: SHA256:…"))


def _add(options: argparse.Namespace) -> int:
    role = parse_role(options.role)
    _show(staff.add(_opened(options), options.name, options.full_name, role))
    return 0


def _reset(options: argparse.Namespace) -> int:
    _show(staff.reset(_opened(options), options.name))
    print(_("Los códigos de recuperación de antes ya no valen. Sus llaves SSH siguen valiendo."))
    return 0


def _role(options: argparse.Namespace) -> int:
    role, kiosk = parse_role(options.role), _opened(options)
    staff.give_role(kiosk, options.name, role)
    print(_("{name} es desde ahora de {role}.").format(name=options.name.strip().lower(), role=role_words(role)))
    return 0


def _restore(options: argparse.Namespace) -> int:
    _show(staff.restore(_opened(options), options.name))
    print(
        _("Las llaves SSH de antes siguen quitadas: kiosk staff key add {name} ARCHIVO").format(name=options.name.strip().lower())
    )
    return 0


def _revoke(options: argparse.Namespace) -> int:
    forced, kiosk = forced_command(options), _opened(options)
    member = staff.member(kiosk, options.name)
    if member.revoked_at is None and not options.yes and not _agreed(member):
        print(_("No se cambió nada."))
        return 1
    staff.revoke(kiosk, options.name)
    ssh_keys.publish(kiosk, forced)
    print(_("{name} ya no tiene acceso, ni llaves.").format(name=staff.member(kiosk, options.name).name))
    return 0


def _agreed(member: StaffMember) -> bool:
    """Ask whoever sits at the terminal; raises Misuse where nobody does."""
    if not sys.stdin.isatty():
        raise Misuse(_("Sin una terminal no se puede preguntar: si de verdad quiere quitar el acceso, añada --yes"))
    print(_("¿Quitar el acceso a {name}, con todas sus llaves? Escriba sí:").format(name=member.shown_name), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in {"sí", "si", "s"}


def _list(options: argparse.Namespace) -> int:
    kiosk = open_kiosk(options)
    members = staff.list_staff(kiosk)
    if options.json:
        print(as_json([_record(each) for each in members]))
        return 0
    for each in members:
        state = _("desde {day}") if each.revoked_at is None else _("sin acceso desde {day}")
        live = sum(key.revoked_at is None for key in each.keys)
        print(
            _("{name:{room}}  {full_name}{role}  {state}  {came}  llaves SSH: {keys}  códigos de recuperación: {codes}").format(
                name=each.name,
                room=max(len(other.name) for other in members),
                full_name=f"{each.full_name}  " if each.full_name else "",
                role=role_words(each.role),
                came=_("entró {day}").format(day=kiosk.local(each.signed_in_at).date()) if each.signed_in_at else _("no entró aún"),
                state=state.format(day=kiosk.local(each.revoked_at or each.added_at).date()),
                keys=live,
                codes=each.recovery_codes,
            )
        )
    if not members:
        print(_("Nadie tiene acceso todavía: kiosk staff add NOMBRE"))
    return 0


def _add_key(options: argparse.Namespace) -> int:
    forced, text = forced_command(options), _key_text(options.file)
    kiosk = _opened(options)
    key = ssh_keys.add_key(kiosk, options.name, text)
    ssh_keys.publish(kiosk, forced)
    print(_("Registrada: {fingerprint}").format(fingerprint=key.fingerprint))
    if variables := sorted(each for each in os.environ if each.startswith(PREFIX)):
        words = _(
            "Por SSH no llegan las variables {names}: escriba esos ajustes en kiosk.toml, o dé las variables con SetEnv de sshd."
        )
        print(words.format(names=", ".join(variables)), file=sys.stderr)
    return 0


def _remove_key(options: argparse.Namespace) -> int:
    forced, kiosk = forced_command(options), _opened(options)
    ssh_keys.remove_key(kiosk, options.name, options.fingerprint)
    ssh_keys.publish(kiosk, forced)
    print(_("La llave quedó quitada: nadie entra ya con ella."))
    return 0


def _list_keys(options: argparse.Namespace) -> int:
    kiosk = open_kiosk(options)
    keys = staff.member(kiosk, options.name).keys
    for each in keys:
        state = _("desde {day}").format(day=kiosk.local(each.added_at).date())
        if each.revoked_at is not None:
            state = _("quitada {day}").format(day=kiosk.local(each.revoked_at).date())
        print(f"{each.fingerprint}  {each.line.split()[0]}  {state}")
    if not keys:
        print(_("No tiene llaves: kiosk staff key add {name} ARCHIVO").format(name=options.name))
    return 0


def forced_command(options: argparse.Namespace) -> str:
    """Return what sshd runs for a key, less its `--actor`: this same program, with the settings that it was given by name.

    Raises KioskError where a path could not stand within the quotes of an authorized_keys file.
    """
    program = Path(sys.argv[0]).resolve()
    if not (program.is_file() and os.access(program, os.X_OK)):  # run as `python -m screens`
        program = Path(sys.executable).with_name("kiosk")
    words = [str(program)]
    if options.config is not None:
        words += ["--config", str(options.config.resolve())]
    if options.demo:
        words.append("--demo")
    for each in words:
        if re.search(r"[\"'\\\x00-\x1f\x7f]", each):
            sentence = _("La ruta {path} tiene comillas o signos que SSH no admite: cámbiele el nombre.")
            raise KioskError(sentence.format(path=clean(each, limit=1000)))
    return shlex.join([*words, "assist"])


def _roles() -> str:
    return ", ".join(f"{each} ({role_words(each)})" for each in Role)


def _opened(options: argparse.Namespace) -> Kiosk:
    """Open the kiosk in the hands of whoever runs the command."""
    return acting(options, open_kiosk(options))


def _key_text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read(LONGEST_KEY_FILE) if file == "-" else _head(Path(file))
    except OSError as error:
        words = _("No se puede leer {file}: {reason}.")
        raise KioskError(words.format(file=clean(file, limit=1000), reason=fault_in_words(error))) from error
    return content.decode("utf-8", "replace")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST_KEY_FILE)


def _show(enrolment: Enrolment) -> None:
    """Show what is shown once: the QR, the secret to be typed where no camera is, and the recovery codes."""
    import pyotp  # noqa: PLC0415 - the other verbs need it only within the services

    if sys.stdout.isatty():
        import segno  # noqa: PLC0415 - the other verbs need it only within the services

        print(_("{name}: con la aplicación de su teléfono, lea este QR.").format(name=enrolment.name))
        print()
        segno.make_qr(enrolment.otpauth, error="l").terminal(sys.stdout, compact=True)
        print()
    else:
        print(_("{name}: dé esta dirección a la aplicación de su teléfono.").format(name=enrolment.name))
        print(enrolment.otpauth)
    secret = str(pyotp.parse_uri(enrolment.otpauth).secret)
    print(_("Sin cámara, escriba esta clave (por tiempo, 6 números):"))
    print("    " + " ".join(_in_groups(secret, 4)))
    print()
    print(_("Códigos de recuperación, para cuando no haya teléfono. Cada uno vale una vez; cópielos en papel:"))
    for start in range(0, len(enrolment.recovery_codes), _PER_ROW):
        print("    " + "   ".join(enrolment.recovery_codes[start : start + _PER_ROW]))
    print()
    print(_("Todo esto se muestra solo esta vez. Al terminar, borre la pantalla."))


def _in_groups(text: str, length: int) -> Sequence[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def _record(member: StaffMember) -> dict[str, object]:
    return {
        "name": member.name,
        "full_name": member.full_name,
        "role": member.role,
        "signed_in_at": member.signed_in_at.isoformat() if member.signed_in_at else None,
        "added_at": member.added_at.isoformat(),
        "revoked_at": member.revoked_at.isoformat() if member.revoked_at else None,
        "recovery_codes": member.recovery_codes,
        "keys": [_key_record(each) for each in member.keys],
    }


def _key_record(key: StaffKeyLine) -> dict[str, object]:
    return {
        "fingerprint": key.fingerprint,
        "line": key.line,
        "added_at": key.added_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }
