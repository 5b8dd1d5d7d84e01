"""Transcripts: what is typed, and what casegen must answer.

A transcript is a YAML file:

    about: what it holds, in a sentence
    files:                      # made first; a value is the file's text, or {copy: name}, a file of
      cases/a/case.yaml: ...    # tests/cli/cases, with `replace` and `append` to change it; or
                                # {link: target}, {pipe: true}, {folder: true} or {sparse: megabytes}
    steps:
      - run: casegen check cases/a
        stdin: ...              # what is typed into it
        exit: 1                 # 0 where it is left out
        stdout: ...             # the whole of it; or {has: [...], lacks: [...]}; the same for stderr
        made: [path, ...]       # files that must be there afterwards
        holds: {path: text}     # text that a file must hold afterwards
        kept: [path, ...]       # files that must be as they were before the step
        absent: [path, ...]     # files that must not be there

Nothing may ever be answered with a traceback.
"""

from __future__ import annotations

import io
import os
import shlex
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from casegen.cli import main

CASES = Path(__file__).parent / "cases"
STEP = {"run", "stdin", "exit", "stdout", "stderr", "made", "holds", "kept", "absent"}


@dataclass(frozen=True)
class Answer:
    """What a run of casegen ended with."""

    code: int
    stdout: str
    stderr: str


def run(*arguments: str, stdin: bytes = b"") -> Answer:
    """Run casegen in this process, in the current folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    # What a slow machine is told of a long build is no part of a transcript; nor is a terminal's width.
    patience = patch("casegen.cli.progress._SILENCE", 3600.0)
    width = patch.dict(os.environ, COLUMNS="100")
    with redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", typed), patience, width:
        code = main(arguments)
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Answer(code, *texts)


def play(transcript: Path) -> None:
    """Make the files of a transcript in the current folder, and take its steps."""
    script: dict[str, Any] = yaml.safe_load(transcript.read_text(encoding="utf-8"))
    for name, content in script.get("files", {}).items():
        make(Path(name), content)
    for step in script["steps"]:
        _take(step)


def data_of(content: str | Mapping[str, Any]) -> bytes:
    """The bytes of a file as a transcript gives it."""
    return text_of(content).encode("utf-8")


def make(path: Path, content: str | Mapping[str, Any], data_of: Callable[[Any], bytes] = data_of) -> None:
    """Make what *content* says at *path*: a link, a pipe, a folder, or a file with the bytes of *data_of*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case {"link": target}:
            path.symlink_to(target)
        case {"pipe": True}:
            os.mkfifo(path)
        case {"folder": True}:
            path.mkdir()
        case {"sparse": megabytes}:
            path.touch()
            os.truncate(path, int(str(megabytes)) * 2**20)
        case _:
            path.write_bytes(data_of(content))


def text_of(content: str | Mapping[str, Any]) -> str:
    """The text of a file as a transcript gives it."""
    if isinstance(content, str):
        return content
    text: str = (CASES / content["copy"]).read_text(encoding="utf-8")
    for old, new in content.get("replace", {}).items():
        assert old in text, f"{content['copy']} has no {old!r}"
        text = text.replace(old, new)
    return text + str(content.get("append", ""))


def _take(step: Mapping[str, Any]) -> None:
    # A comma in a step on one line begins another key, unless what is typed is in quotes.
    assert step.keys() <= STEP, f"a step has no {sorted(step.keys() - STEP)}"
    program, *arguments = shlex.split(step["run"])
    assert program == "casegen", step["run"]
    before = {name: Path(name).read_bytes() for name in step.get("kept", [])}
    answer = run(*arguments, stdin=step.get("stdin", "").encode("utf-8"))
    told = f"$ {step['run']}\n{answer.stdout}\n{answer.stderr}\nexit {answer.code}"
    assert answer.code == step.get("exit", 0), told
    assert "Traceback" not in answer.stdout + answer.stderr, told
    _compare(answer.stdout, step.get("stdout"), told)
    _compare(answer.stderr, step.get("stderr"), told)
    for name in step.get("made", []):
        assert Path(name).is_file(), f"no {name}\n{told}"
    for name, part in step.get("holds", {}).items():
        assert part in Path(name).read_text(encoding="utf-8"), f"{part!r} is not in {name}\n{told}"
    for name, data in before.items():
        assert Path(name).read_bytes() == data, f"{name} was changed\n{told}"
    for name in step.get("absent", []):
        assert not os.path.lexists(name), f"{name} is there\n{told}"


def _compare(actual: str, expected: str | Mapping[str, list[str]] | None, told: str) -> None:
    if isinstance(expected, str):
        assert actual.rstrip("\n") == expected.rstrip("\n"), told
    elif expected is not None:
        for part in expected.get("has", []):
            assert part in actual, f"{part!r} is missing\n{told}"
        for part in expected.get("lacks", []):
            assert part not in actual, f"{part!r} is there\n{told}"
