"""The settings: variable before file before default, and a mistake that names itself and its place."""

from pathlib import Path

import pytest

from kiosk.config import SECTIONS, load, load_what_is_right
from kiosk.domain.errors import SettingsError
from kiosk.settings import Settings


def settings(folder: Path, text: str = "", *, demo: bool = False, **variables: str) -> Settings:
    (folder / "kiosk.toml").write_text(text, encoding="utf-8")
    return load(demo=demo, environ={"KIOSK_DATA_DIR": str(folder), **variables})


def test_a_variable_is_stronger_than_the_file_and_the_file_than_the_default(tmp_path: Path) -> None:
    text = '[kiosk]\nid = "0001"\n[mail]\nhost = "file.test"\nport = 25\n'
    found = settings(tmp_path, text, KIOSK_MAIL__HOST="variable.test")
    assert (found.mail.host, found.mail.port, found.mail.timeout) == ("variable.test", 25, 20.0)


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    found = settings(tmp_path, demo=True)
    assert found.mail.maildir.is_relative_to(tmp_path)
    assert found.printer.folder.is_relative_to(tmp_path)
    assert found.stick.folder is not None
    assert found.stick.folder.is_relative_to(tmp_path)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('[mail]\nport = "many"\n', "mail.port"),
        ("[mail]\nport = true\n", "mail.port"),
        ("[mail]\nport = -1\n", "mail.port"),
        ("[mail]\nhost = 3\n", "mail.host"),
        ('[mail]\nkind = "pigeon"\n', "mail.kind"),
        ('[mail]\nhots = "x"\n', "mail.hots"),
        ("[male]\n", "male"),
        ("mail = 3\n", "mail"),
        ("[mail\n", "todo el archivo"),
        ('[kiosk]\nid = "417"\n', "kiosk.id"),
        ('[kiosk]\nid = "0417"\nprovince = "99"\n', "kiosk.province"),
        ("[stick]\nfolder = 3\n", "stick.folder"),
        ('[kiosk]\nid = "0417"\n[mail]\nsender = "Kiosco <a@b.test>"\n', "mail.sender"),
        ('[kiosk]\nid = "0417"\n[mail]\nsender = "kiosco@b.test,"\n', "mail.sender"),
        ('[kiosk]\nid = "0417"\n[mail]\nsender = "kiosco@b..test"\n', "mail.sender"),
        ('[kiosk]\nid = "0417"\n[desk]\nresponsible_email = "Rosa <a@b.test>"\n', "desk.responsible_email"),
        ('[kiosk]\nid = "0417"\n[mail]\ntimeout = 90\n', "mail.timeout"),
        ('[kiosk]\nid = "0417"\n[mail]\nkind = "smtp"\nhost = "mail.test"\nsecurity = "none"\n', "mail.security"),
        ('[kiosk]\nid = "0417"\n[mail]\nkind = "smtp"\nhost = "127.mail.test"\nsecurity = "none"\n', "mail.security"),
        (
            '[kiosk]\nid = "0417"\n[bounces]\nkind = "imap"\nuser = "k"\nhost = "mail.test"\nsecurity = "none"\n',
            "bounces.security",
        ),
        ('[kiosk]\nid = "0417"\n[bounces]\nkind = "imap"\n', "bounces.user"),
        ('[kiosk]\nid = "0417"\n[bounces]\nkind = "imap"\nuser = "k"\n', "bounces.password_file"),
        ('[kiosk]\nid = "0417"\n[mail]\nkind = "smtp"\nuser = "k"\n', "mail.password_file"),
        ('[kiosk]\nid = "0417"\n[mail]\nkind = "smtp"\nhost = " "\n', "mail.host"),
        ('[kiosk]\nid = "0417"\n[mail]\nport = 65536\n', "mail.port"),
        ('[kiosk]\nid = "0417"\n[backup]\nfolder = "copias"\n', "backup.folder"),
        ('[kiosk]\nid = "0417"\n[backup]\nfolder = "/mnt"\nkeep = 0\n', "backup.keep"),
        ('[kiosk]\nid = "0417"\n[printer]\nkind = "cups"\n', "printer.a4"),
        ('[kiosk]\nid = "0417"\n[printer]\nkind = "cups"\na4 = "de la sala"\n', "printer.a4"),
        ('[kiosk]\nid = "0417"\n[printer]\nkind = "cups"\na4 = "A4"\nserver = "otro.test:631"\n', "printer.server"),
    ],
)
def test_a_mistake_names_the_setting_and_the_file(tmp_path: Path, text: str, setting: str) -> None:
    with pytest.raises(SettingsError) as error:
        settings(tmp_path, text)
    assert setting in error.value.message
    assert str(tmp_path / "kiosk.toml") in error.value.message


@pytest.mark.parametrize("days", ["inf", "nan", "99999999999999", "0", "-1", "1.5", "true"])
def test_a_number_that_no_calendar_can_count_is_a_mistake(tmp_path: Path, days: str) -> None:
    with pytest.raises(SettingsError, match=r"limits\.draft_days"):
        settings(tmp_path, f'[kiosk]\nid="0417"\n[limits]\ndraft_days = {days}')


def test_what_is_right_is_read_although_the_rest_is_wrong(tmp_path: Path) -> None:
    text = 'x = 1\n"mail.y" = 1\n[kiosk]\nid = "x"\n[mail]\nport = 25\n[printer]\nkind = "folder"\n'
    (tmp_path / "kiosk.toml").write_text(text, encoding="utf-8")
    environ = {"KIOSK_DATA_DIR": str(tmp_path), "KIOSK_LIMITS__COPIES_DAYS": "x", "KIOSK_NO": "1"}
    found, mistakes, without = load_what_is_right(environ=environ)
    assert [each.setting for each in mistakes] == ["x", "mail.y", "limits.copies_days", "KIOSK_NO", "kiosk.id"]
    assert (without, found.printer.kind, found.mail.port) == ({"kiosk", "limits"}, "folder", 25)
    (tmp_path / "kiosk.toml").write_text("[x", encoding="utf-8")
    found, mistakes, without = load_what_is_right(environ=environ | {"KIOSK_MAIL__PORT": "25"})
    assert (len(mistakes), without, found.data_dir) == (1, SECTIONS, tmp_path)


def test_every_mistake_of_a_section_is_told(tmp_path: Path) -> None:
    text = '[kiosk]\nid = "x"\nseries = "1"\n[mail]\nhots = "x"\nport = "x"\nkind = "pigeon"\n'
    (tmp_path / "kiosk.toml").write_text(text, encoding="utf-8")
    _found, mistakes, without = load_what_is_right(environ={"KIOSK_DATA_DIR": str(tmp_path)})
    assert {each.setting for each in mistakes} == {"kiosk.id", "kiosk.series", "mail.hots", "mail.port", "mail.kind"}
    assert without == {"kiosk", "mail"}


def test_a_number_that_python_does_not_read_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="demasiado largo"):
        settings(tmp_path, f'[kiosk]\nid="0417"\n[mail]\nport = {"9" * 5000}')
    with pytest.raises(SettingsError, match="KIOSK_MAIL__PORT"):
        settings(tmp_path, '[kiosk]\nid="0417"', KIOSK_MAIL__PORT="9" * 5000)


def test_the_home_of_nobody_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mail\.maildir"):
        settings(tmp_path, '[kiosk]\nid="0417"\n[mail]\nmaildir = "~nobody-of-that-name/mail"')


def test_a_mistake_in_a_variable_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KIOSK_MAIL__PORT"):
        settings(tmp_path, KIOSK_MAIL__PORT="x")
    with pytest.raises(SettingsError, match="KIOSK_KIOSK__ID"):
        settings(tmp_path, KIOSK_KIOSK__ID="417")
    with pytest.raises(SettingsError, match="KIOSK_MAIL__PROT"):
        settings(tmp_path, '[kiosk]\nid="0417"', KIOSK_MAIL__PROT="25")


def test_only_a_demonstration_may_do_without_the_kiosks_id(tmp_path: Path) -> None:
    assert settings(tmp_path, demo=True).kiosk.id == "0417"
    with pytest.raises(SettingsError, match=r"kiosk\.id"):
        settings(tmp_path)


def test_a_demonstration_does_without_what_is_switched_off(tmp_path: Path) -> None:
    found = settings(tmp_path, '[printer]\nkind = "none"\n', demo=True, KIOSK_MAIL__KIND="none")
    assert (found.mail.kind, found.printer.kind, found.kiosk.province) == ("none", "none", "17")
    with pytest.raises(SettingsError, match=r"\[mail\]"):
        settings(tmp_path, "mail = 3", demo=True)


def test_a_file_named_on_the_command_line_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no existe"):
        load(config=tmp_path / "none.toml", environ={"KIOSK_DATA_DIR": str(tmp_path)})


def test_a_real_kiosk_has_no_mail_and_no_printer_unless_told(tmp_path: Path) -> None:
    found = settings(tmp_path, '[kiosk]\nid="0417"')
    assert (found.mail.kind, found.printer.kind, found.stick.folder) == ("none", "none", None)


def test_what_a_terminal_would_obey_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('[mail]\n"host\\u001b[2J\\u202e" = "x"\n')
    with pytest.raises(SettingsError) as refusal:
        load(environ={"KIOSK_DATA_DIR": str(tmp_path), "KIOSK_KIOSK__ID": "0417"})
    assert "mail.host[2J" in refusal.value.message
    assert refusal.value.message.isprintable()
