"""Ports of loopback for the servers of the tests."""

import contextlib
import secrets
import socket

import pytest


def free_port() -> int:
    """Return a port below those that the system gives to connections: it is free still when its server comes back."""
    for _try in range(100):
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    pytest.fail("no free port")
