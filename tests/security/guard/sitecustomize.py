"""Watches a Python process from its start: put this folder on PYTHONPATH, and a file's name in GUARD_LOG.

What would reach the network is refused. That, each file that is opened and each program that is started are
written to the log, a line of JSON each. The machine is called what HOSTNAME says.
"""

from __future__ import annotations

import json
import os
import socket
import sys

_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn")
_log = os.open(os.environ["GUARD_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, str | bytes | os.PathLike):
            _tell(event, os.path.join(os.getcwd(), os.fsdecode(path)), mode, flags)  # noqa: PTH109, PTH118
    elif event in _PROGRAMS:
        _tell(event, str(arguments[0]), str(arguments[1]))
    elif event.startswith(_NETWORK):
        _tell(event, str(arguments[1:]))
        raise PermissionError(f"no network here: {event}")


def _tell(*said: object) -> None:
    os.write(_log, json.dumps(said).encode() + b"\n")


socket.gethostname = lambda: os.environ["HOSTNAME"]
_tell("start", sys.executable)
sys.addaudithook(_watch)
