"""The same input gives the same bytes, whoever builds it, wherever and whenever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casegen.writers import formats
from tests._support.faces import keep_faces

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "vertebroplasty-cement-leakage"
WORKSPACE = """\
[casegen]
theme = "classic"
[crossref]
name = "Example Press"
email = "deposits@example.org"
resource = "https://journal.example.org/{doi}"
"""
# Turns Python's clocks 400 days on and in the evening. What pandoc writes is seconds later.
LATER = """\
import datetime, time
_SHIFT = 400 * 86_400 + 40_000
_now, _today = datetime.datetime.now, datetime.date.today
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return _now(tz) + datetime.timedelta(seconds=_SHIFT)
    utcnow = now
    today = now
class Tomorrow(datetime.date):
    @classmethod
    def today(cls):
        return _today() + datetime.timedelta(days=400)
datetime.datetime, datetime.date = Later, Tomorrow
_time, _gmtime, _localtime, _strftime = time.time, time.gmtime, time.localtime, time.strftime
time.time = lambda: _time() + _SHIFT
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, t=None: _strftime(form, time.localtime() if t is None else t)
"""
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "de_DE.UTF-8",
    "LANGUAGE": "ar",
    "HOME": "home",
    "USER": "telltale",
    "LOGNAME": "telltale",
    "PYTHONHASHSEED": "7",
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="time zones and homes are set otherwise")


def built(folder: Path, env: dict[str, str], site: str = "") -> dict[str, bytes]:
    """Every output of a build in *folder* under *env*, by name; *site* is run as each process of Python starts."""
    keep_faces(folder / "cache")
    (folder / "site").mkdir(parents=True)
    (folder / "site" / "sitecustomize.py").write_text(site, encoding="utf-8")
    shutil.copytree(CASE, folder / "cases" / "a-case")
    (folder / "casegen.toml").write_text(WORKSPACE, encoding="utf-8")
    path = os.pathsep.join([str(folder / "site"), *sys.path])
    plain = {key: value for key, value in os.environ.items() if key not in {"SOURCE_DATE_EPOCH", "TZ"}}
    known = [writer.format for writer in formats()]
    done = subprocess.run(
        [sys.executable, "-m", "casegen", "build", "-f", ",".join(known), "--format", "json"],
        cwd=folder,
        env={**plain, "CASEGEN_CACHE": str(folder / "cache"), **env, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "output").rglob("*")
        if path.is_file()
    }
    assert len([name for name in found if "/a-case." in name]) == len(known), done.stdout
    return found


def test_the_same_bytes_in_another_place_for_another_user_on_another_day(tmp_path: Path) -> None:
    here = built(tmp_path / "here", {"TZ": "UTC"})
    there = built(tmp_path / "of" / "another" / "name", ELSEWHERE, LATER)
    assert there.keys() == here.keys()
    assert [file for file in here if here[file] != there[file]] == []
