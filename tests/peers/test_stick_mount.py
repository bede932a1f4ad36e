"""A stick as it is mounted: with the options that the deployment gives, and the files of a real FAT image."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.adapters.documents import stick
from kiosk.domain.errors import NotFound
from kiosk.inspection.child.kinds import kind_not_taken

ROOT = Path(__file__).parents[2]
SERVICE = (ROOT / "deploy" / "kiosk-stick@.service").read_text(encoding="utf-8")
OPTIONS = {"ro", "nosuid", "nodev", "noexec", "nosymfollow"}

LOOK = """
import os, sys
from pathlib import Path
from kiosk.adapters.documents.stick import list_files, read_file
from kiosk.inspection.child.kinds import kind_not_taken
folder = Path(sys.argv[1])
print([each.name for each in list_files(folder, kind_not_taken).files], len(read_file(folder, Path("foto.jpg"), 10**6)))
try:
    open(folder / "enlace.jpg")
except OSError as failure:
    print("link", failure.errno)
try:
    (folder / "nuevo.jpg").write_bytes(b"")
except OSError as failure:
    print("write", failure.errno)
"""


def photograph() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(file, "JPEG")
    return file.getvalue()


def options() -> list[str]:
    """Return the options of the deployment's mount."""
    found = re.search(r"^ExecStart=/bin/mount -o (\S+) ", SERVICE, re.MULTILINE)
    assert found is not None
    return found[1].split(",")


def test_the_deployment_mounts_read_only_and_follows_nothing() -> None:
    assert set(options()) >= OPTIONS
    assert "umask=0277" in options()


def test_mounted_so_nothing_can_be_written_and_no_link_followed(tmp_path: Path) -> None:
    content = photograph()
    (tmp_path / "foto.jpg").write_bytes(content)
    folder = tmp_path / "mounted"
    folder.mkdir()
    ours = ",".join(each for each in options() if each in OPTIONS)
    rest = ours.removeprefix("ro,")
    steps = (
        f"mount -t tmpfs -o {rest} stick {folder} && cp {tmp_path}/foto.jpg {folder}/ && ln -s foto.jpg {folder}/enlace.jpg"
        f' && mount -o remount,{ours} {folder} && exec "$0" -c "$1" {folder}'
    )
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", steps, sys.executable, LOOK], capture_output=True, text=True, cwd=ROOT, check=False
    )
    if "unshare" in done.stderr:
        pytest.skip("this machine gives nobody a name space of their own")
    assert done.stdout.splitlines() == [f"['foto.jpg'] {len(content)}", "link 40", "write 30"], done.stderr


@pytest.mark.peer("mcopy")
def test_the_files_of_a_real_fat_image_are_listed_and_gone_when_it_is_pulled_out(tmp_path: Path) -> None:
    image, folder, content = tmp_path / "stick.img", tmp_path / "mounted", photograph()
    (tmp_path / "foto de la cédula.jpg").write_bytes(content)
    subprocess.run(["mformat", "-C", "-i", image, "-T", "16384", "-h", "16", "-s", "32", "::"], check=True)
    subprocess.run(["mmd", "-i", image, "::DCIM"], check=True)
    subprocess.run(["mcopy", "-i", image, tmp_path / "foto de la cédula.jpg", "::DCIM/"], check=True)
    with pytest.raises(NotFound, match="No hay ninguna memoria"):
        stick.list_files(folder, kind_not_taken)
    folder.mkdir()
    subprocess.run(["mcopy", "-s", "-i", image, "::DCIM", folder], check=True)
    (file,) = stick.list_files(folder, kind_not_taken).files
    assert file.name.startswith("foto de la c")
    assert stick.read_file(folder, file.path, 10**6) == content


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """Give the folder where `put_in` mounts a stick; whatever is still mounted there goes at the end."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    yield folder
    while subprocess.run(["umount", "-l", folder], capture_output=True, check=False).returncode == 0:
        pass


def put_in(image: Path, folder: Path) -> None:
    """Mount a FAT image, by FUSE as this kernel may have no driver for it; skips where the machine lets nobody mount."""
    ours = ",".join(each for each in options() if each in OPTIONS - {"nosymfollow"})  # FAT knows no links, nor FUSE the word
    done = subprocess.run(["fusefat", "-o", ours, image, folder], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine mounts nothing: {done.stderr.strip()}")


@pytest.mark.peer("mcopy")
@pytest.mark.peer("fusefat")
def test_a_real_fat_image_is_mounted_read_pulled_out_in_the_middle_and_put_in_again(tmp_path: Path, mounted: Path) -> None:
    image, content = tmp_path / "stick.img", photograph()
    (tmp_path / "foto de la cédula.jpg").write_bytes(content)
    subprocess.run(["mformat", "-C", "-i", image, "-T", "16384", "-h", "16", "-s", "32", "::"], check=True)
    subprocess.run(["mcopy", "-i", image, tmp_path / "foto de la cédula.jpg", "::"], check=True)
    put_in(image, mounted)
    (file,) = stick.list_files(mounted, kind_not_taken).files
    assert file.name == "foto de la cédula.jpg"
    assert stick.read_file(mounted, file.path, 10**6) == content
    with pytest.raises(OSError, match="Read-only file system"):
        (mounted / "nuevo.jpg").write_bytes(b"x")
    subprocess.run(["umount", "-l", mounted], check=True)
    with pytest.raises(NotFound, match=r"Busque otra vez|está vacía"):
        stick.read_file(mounted, file.path, 10**6)
    put_in(image, mounted)
    assert stick.read_file(mounted, file.path, 10**6) == content
