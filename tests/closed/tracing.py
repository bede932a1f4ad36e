"""What programs did, by strace's lines: each file that was written, made, named anew or taken away, each address and program."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

WRITING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)")
_CALL = re.compile(r"(?P<call>\w+)\((?P<given>.*?)(?:\)\s+= (?P<answer>.*))?\s*\Z", re.DOTALL)
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<path>(?:[^"\\]|\\.)*)"')
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')


def deeds(trace: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each verb and what it was done to; `names` are what stands for a path, by that path.

    What failed counts as well, for it was tried; only a program that is looked for along PATH counts where it was found.
    """
    for call, given, answer in _calls(trace):
        verb, read = _VERB_OF[call]
        if done := read(call, given, answer):
            yield verb, _named(done, names)


def _calls(trace: str) -> Iterator[tuple[str, str, str]]:
    """Give name, arguments and answer of each call; one that another thread's interrupted is put together again."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        pid, _blank, told = line.partition(" ")
        told = told.strip()
        if told.endswith("<unfinished ...>"):
            begun[pid] = told.removesuffix("<unfinished ...>").rstrip()
            continue
        if told.startswith("<... "):
            told = begun.pop(pid, "") + told.partition(" resumed>")[2]
        if found := _CALL.match(told):
            yield found["call"], found["given"], found["answer"] or ""
    for told in begun.values():  # whatever was killed within
        if found := _CALL.match(told + ")"):
            yield found["call"], found["given"], ""


def _paths(given: str) -> list[str]:
    return [str(Path(found["folder"] or "", unescaped(found["path"]))) for found in _PATH.finditer(given)]


def _written(call: str, given: str, _answer: str) -> str:
    opens = call in {"open", "openat", "openat2"}
    return _paths(given)[0] if not opens or WRITING.search(given.rpartition('"')[2]) else ""


def _first(_call: str, given: str, _answer: str) -> str:
    return _paths(given)[0]


def _both(_call: str, given: str, _answer: str) -> str:
    return " -> ".join(_paths(given))


def _address(_call: str, given: str, _answer: str) -> str:
    """Return where it goes; nothing for what is sent along a connection."""
    if found := re.search(r'sin6?_port=htons\((\d+)\).*?"([^"]+)"', given):
        return f"{found[2]} {found[1]}"
    if found := re.search(r'sun_path=(@?"[^"]*")', given):
        return found[1].replace('"', "")
    return given[found.start() :] if (found := re.search(r"sa_family=", given)) else ""


def _program(_call: str, given: str, answer: str) -> str:
    """Return program and words on one line; nothing where it was looked for and is not."""
    if "ENOENT" in answer:
        return ""
    program, *words = (unescaped(each) for each in _WORD.findall(given))
    return " ".join(re.sub(r"\s+", " ", each) for each in (program, *words[1:]))


def unescaped(told: str) -> str:
    """Return what strace wrote in C's manner."""
    return told.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")


_DEEDS: dict[str, tuple[Callable[[str, str, str], str], tuple[str, ...]]] = {
    "write": (_written, ("open", "openat", "openat2", "creat", "truncate", "mknod", "mknodat", "mount")),
    "rename": (_both, ("rename", "renameat", "renameat2")),
    "link": (_both, ("link", "linkat", "symlink", "symlinkat")),
    "make": (_first, ("mkdir", "mkdirat")),
    "remove": (_first, ("unlink", "unlinkat", "rmdir", "umount2")),
    "mode": (_first, ("chmod", "fchmodat", "chown", "lchown", "fchownat")),
    "connect": (_address, ("connect", "sendto")),
    "listen": (_address, ("bind",)),
    "start": (_program, ("execve", "execveat")),
}
"""What is told apart, how it is read from a call, and the calls."""
TRACED = ",".join(call for _read, calls in _DEEDS.values() for call in calls)
"""For strace: the calls by which a program writes, reaches somebody or starts something."""
_VERB_OF = {call: (verb, read) for verb, (read, calls) in _DEEDS.items() for call in calls}


def _named(done: str, names: Mapping[str, str]) -> str:
    for path, name in names.items():  # the longer paths first, as given
        done = done.replace(path, name)
    return done
