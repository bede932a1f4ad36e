"""A disk that keeps only what it was made to keep: the writes that strace saw, replayed up to each fsync, and forgotten after it.

What POSIX promises and no more: contents are kept once their file was synced, and names once their folder was. Where a part of the
rest is kept as well, names change in their order, each change whole, as with any journal, and contents in any part. What is moved
from one folder to another is one change of both.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union

CALLS = (
    *("openat", "close", "lseek", "write", "pwrite64", "sendfile", "ftruncate", "fsync", "fdatasync"),
    *("rename", "link", "unlink", "unlinkat", "mkdir", "rmdir"),
)
UNKNOWN = (
    *("open", "creat", "writev", "pwritev", "fallocate", "copy_file_range"),
    *("renameat", "renameat2", "linkat", "mkdirat"),
)
"""Calls that would change a disk as well, and that the replay does not know: none of them may be made within the folder."""
TRACED = (*CALLS, *UNKNOWN)
OPTIONS = ("-y", "-xx", "-s", "100000000")
"""Under which strace writes every byte, and the path of every descriptor."""
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(-?\w+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")
_OFFSET = re.compile(r"\[(\d+)\]")
SHARED = "-shm"
"""What SQLite shares between processes, and makes anew after a fall; it is written through a mapping, which nobody sees."""


@dataclass
class File:
    """A file's bytes, those that are kept, and the changes since; a change is a place and bytes, or a size and None."""

    content: bytearray = field(default_factory=bytearray)
    kept: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def change(self, place: int, written: bytes | None) -> None:
        """Write bytes at a place, or cut (or lengthen) it to a size."""
        _change(self.content, place, written)
        self.since.append((place, written))

    def sync(self) -> None:
        """Keep all of it."""
        self.kept, self.since = bytes(self.content), []


@dataclass(eq=False)
class Change:
    """Names of a folder that changed at once, in the order of all changes; None is a name that went."""

    number: int
    names: dict[str, Union["Node", None]]
    other_half: "tuple[Folder, Change] | None" = None
    """Of a move from one folder to another."""


@dataclass
class Folder:
    """A folder's names, those that are kept, and the changes since."""

    names: dict[str, "Node"] = field(default_factory=dict)
    kept: dict[str, "Node"] = field(default_factory=dict)
    since: list[Change] = field(default_factory=list)

    def change(self, number: int, names: dict[str, Union["Node", None]]) -> Change:
        """Give, take or change names, all at once."""
        _rename(self.names, names)
        self.since.append(Change(number, names))
        return self.since[-1]

    def sync(self) -> None:
        """Keep the names as they are."""
        if self.since:
            self._keep(self.since[-1])

    def _keep(self, last: Change) -> None:
        """Keep the changes up to one, and the other halves of moves."""
        if last not in self.since:
            return
        count = self.since.index(last) + 1
        now, self.since = self.since[:count], self.since[count:]
        for each in now:
            _rename(self.kept, each.names)
            if each.other_half:
                folder, change = each.other_half
                folder._keep(change)


Node = File | Folder


class Disk:
    """The folder `root` as it was before, to which the lines of a trace are applied."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self.top = _read(root)
        self._open: dict[str, tuple[Node, int]] = {}
        self._changes = 0

    def replay(self, lines: Iterator[str]) -> Iterator[str]:
        """Apply line after line; before each sync, and at the end, give what is about to be synced."""
        for line in lines:
            found = _LINE.match(line)
            if found and int(found[3]) >= 0:
                if "sync" in found[1] and (descriptor := _DESCRIPTOR.match(found[2])) and self._held(descriptor):
                    yield _text(descriptor[2]).removeprefix(self._root)
                self._apply(found[1], found[2], found[3])
        yield "the end"

    def write(self, folder: Path, chance: random.Random | None) -> None:
        """Write what is kept into a new folder, and of all that is not yet synced a part, where `chance` is given."""
        _write(self.top, folder, chance, chance.choice([0, *_pending(self.top)]) if chance else 0)

    def _apply(self, call: str, arguments: str, result: str) -> None:
        paths = [_text(each[1]) for each in _STRING.finditer(arguments)] if call not in {"write", "pwrite64"} else []
        if call in UNKNOWN:
            within = any(each.startswith(self._root) for each in paths) or any(
                each[1] in self._open for each in _DESCRIPTOR.finditer(arguments)
            )
            assert not within, f"{call} is not known to the replay"
        elif call == "openat":
            self._opened(paths[0], arguments, result)
        elif call in {"rename", "link", "unlink", "mkdir", "rmdir", "unlinkat"}:
            self._named(call, paths, arguments)
        elif (descriptor := _DESCRIPTOR.match(arguments)) and (found := self._held(descriptor)):
            self._changed(call, descriptor[1], found, arguments, int(result))

    def _held(self, descriptor: re.Match[str]) -> tuple[Node, int] | None:
        """Return what a descriptor stands for, and the place in it.

        Its path tells, too: a thread that strace does not follow may have opened it; SQLite says itself where it writes.
        """
        number, held = descriptor[1], self._open.get(descriptor[1])
        if descriptor[3]:  # deleted: what stands under its name, if anything, is another
            return held
        parent, name = self._place(_text(descriptor[2]))
        there = parent.names.get(name) if parent and name else parent
        if there is None:
            self._open.pop(number, None)
        elif held is None or held[0] is not there:
            self._open[number] = (there, 0)
        return self._open.get(number)

    def _opened(self, path: str, arguments: str, result: str) -> None:
        descriptor = _DESCRIPTOR.match(arguments)
        above = _text(descriptor[2]) if descriptor and not path.startswith("/") else ""
        parent, name = self._place(os.path.join(above, path))  # noqa: PTH118 - as the kernel joins them
        self._open.pop(result, None)
        if parent is None:
            return
        node = parent.names.get(name) if name else parent
        if node is None:
            node = File()
            self._change(parent, {name: node})
        if isinstance(node, File) and "O_TRUNC" in arguments and node.content:
            node.change(0, None)
        self._open[result] = (node, len(node.content) if isinstance(node, File) and "O_APPEND" in arguments else 0)

    def _named(self, call: str, paths: list[str], arguments: str) -> None:
        if call == "unlinkat":
            descriptor = _DESCRIPTOR.match(arguments)
            paths = [f"{_text(descriptor[2]) if descriptor else ''}/{paths[0]}"]
        places = [self._place(each) for each in paths]
        (parent, name), (other, new) = places[0], places[-1]
        if parent is None or other is None:
            return
        if call == "mkdir":
            self._change(parent, {name: Folder()})
        elif call == "link":
            self._change(other, {new: parent.names[name]})
        elif call == "rename" and parent is other:
            self._change(parent, {name: None, new: parent.names[name]})
        elif call == "rename":
            came = self._change(other, {new: parent.names[name]})
            went = parent.change(came.number, {name: None})
            came.other_half, went.other_half = (parent, went), (other, came)
        else:
            self._change(parent, {name: None})

    def _change(self, folder: Folder, names: dict[str, Node | None]) -> Change:
        self._changes += 1
        return folder.change(self._changes, names)

    def _changed(self, call: str, descriptor: str, found: tuple[Node, int], arguments: str, result: int) -> None:
        node, at = found
        if call == "close":
            del self._open[descriptor]
        elif "sync" in call:
            node.sync()
        elif isinstance(node, File):
            written = _STRING.search(arguments)
            if call == "write" and written:
                node.change(at, _bytes(written[1])[:result])
                self._open[descriptor] = (node, at + result)
            elif call == "pwrite64" and written:
                node.change(int(arguments.rpartition(", ")[2]), _bytes(written[1])[:result])
            elif call == "sendfile":
                node.change(at, self._sent(arguments, result))
                self._open[descriptor] = (node, at + result)
            elif call == "ftruncate":
                node.change(int(arguments.rpartition(", ")[2]), None)
            elif call == "lseek":
                self._open[descriptor] = (node, result)

    def _sent(self, arguments: str, count: int) -> bytes:
        """Return the bytes that one file of the folder was sent into another, from an offset that was said."""
        source, _at = self._open[_DESCRIPTOR.findall(arguments)[1][0]]
        offset = _OFFSET.search(arguments)
        assert isinstance(source, File)
        assert offset, "from where it reads on is not known to the replay"
        return bytes(source.content[int(offset[1]) :][:count])

    def _place(self, path: str) -> tuple[Folder | None, str]:
        """Return the folder in which a path's last name stands, and that name; none where it is elsewhere."""
        path = os.path.normpath(path)
        if path == self._root:
            return self.top, ""
        if not path.startswith(f"{self._root}/"):
            return None, ""
        *above, name = path.removeprefix(f"{self._root}/").split("/")
        folder = self.top
        for each in above:
            node = folder.names.get(each)
            if not isinstance(node, Folder):
                return None, ""
            folder = node
        return folder, name


def _read(path: Path) -> Folder:
    folder = Folder()
    for each in path.iterdir():
        content = each.read_bytes() if each.is_file() else b""
        folder.names[each.name] = _read(each) if each.is_dir() else File(bytearray(content), content)
    folder.kept = dict(folder.names)
    return folder


def _pending(folder: Folder) -> list[int]:
    """Return the numbers of the changes of names that are not kept yet."""
    below = [each for each in {**folder.kept, **folder.names}.values() if isinstance(each, Folder)]
    return sorted({*(each.number for each in folder.since), *(number for each in below for number in _pending(each))})


def _write(folder: Folder, path: Path, chance: random.Random | None, until: int) -> None:
    """Write a folder as kept, with the changes of names up to a number, and of the contents a part where there is a chance."""
    path.mkdir(mode=0o700)
    names = dict(folder.kept)
    for change in (each for each in folder.since if each.number <= until):
        _rename(names, change.names)
    for name, node in names.items():
        if name.endswith(SHARED):
            continue
        if isinstance(node, Folder):
            _write(node, path / name, chance, until)
            continue
        content = bytearray(node.kept)
        for place, written in node.since if chance else ():
            if chance and chance.random() < 0.5:
                _change(content, place, written)
        (path / name).touch(mode=0o600)
        (path / name).write_bytes(content)


def _change(content: bytearray, place: int, written: bytes | None) -> None:
    size = place if written is None else max(len(content), place + len(written))
    content.extend(bytes(max(0, size - len(content))))
    if written is None:
        del content[size:]
    else:
        content[place : place + len(written)] = written


def _rename(names: dict[str, Node], change: dict[str, Node | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _bytes(written: str) -> bytes:
    return bytes.fromhex(written.replace("\\x", ""))


def _text(written: str) -> str:
    return os.fsdecode(_bytes(written))
