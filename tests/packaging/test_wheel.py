"""The wheel alone is a working casegen: built, installed in a fresh environment, used in an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import casegen

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]

REPOSITORY = Path(__file__).parents[2]
SOURCES = (
    "casegen",
    "templates",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs",
    ".ci",
    "Makefile",
    "benchmarks",
    "casegen.toml",
    "cases",
    "output",
    "requirements",
    "tests",
    "tools",
)


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist of a clean copy of the sources, and the wheel that is built from that sdist alone."""
    work = tmp_path_factory.mktemp("build")
    checkout = work / "checkout"
    checkout.mkdir()
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, checkout / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", work / "dist", cwd=checkout)
    (sdist,) = (work / "dist").glob("*.tar.gz")
    (wheel,) = (work / "dist").glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def installed(distributions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment that has the wheel.

    The dependencies come from the environment the tests run in, through one path entry that comes last;
    casegen's own path entry there is a .pth file, which is not followed from a path entry of another.
    """
    home = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    paths = {"base": str(home), "platbase": str(home)}
    binaries, packages = (Path(sysconfig.get_path(key, vars=paths)) for key in ("scripts", "purelib"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", binaries / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", distributions[1], cwd=home)
    return binaries


def test_the_wheel_holds_the_package_and_its_themes(distributions: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(distributions[1]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    files = {
        path.relative_to(REPOSITORY).as_posix()
        for folder in ("casegen", "templates")
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert names == {name if name.startswith("casegen/") else f"casegen/{name}" for name in files}
    assert {"casegen/py.typed", "casegen/templates/classic/theme.toml"} <= names


def test_the_sdist_holds_what_the_wheel_is_built_from(distributions: tuple[Path, Path]) -> None:
    with tarfile.open(distributions[0]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "casegen/__init__.py",
        "templates/classic/theme.toml",
    } <= names


def test_the_sdist_holds_what_its_tests_need(distributions: tuple[Path, Path]) -> None:
    with tarfile.open(distributions[0]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {
        ".ci/run",
        "Makefile",
        "benchmarks/bench.py",
        "casegen.toml",
        "cases/complete-example/case.yaml",
        "output/README.md",
        "tests/conftest.py",
        "tools/setup.sh",
    } <= names
    assert [name for name in names if name.startswith("requirements/")]
    assert not [name for name in names if name.startswith("output/") and name != "output/README.md"]


def test_an_empty_folder_becomes_a_page(installed: Path, tmp_path: Path) -> None:
    command = installed / "casegen"
    # Nothing of the checkout may help: no path of it in the environment, and another folder to work in.
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "CASEGEN", "COV"))
    }

    where = run(
        installed / "python", "-c", "import casegen; print(casegen.__file__)", cwd=tmp_path, env=env
    ).strip()
    assert Path(where).is_relative_to(installed.parent)
    assert casegen.__version__ in run(command, "--version", cwd=tmp_path, env=env)

    run(command, "new", "first-case", cwd=tmp_path, env=env)
    run(command, "build", "-f", "html", cwd=tmp_path, env=env)
    page = tmp_path / "output" / "first-case" / "first-case.html"
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")


def test_an_editable_install_has_no_copy_of_the_themes() -> None:
    packages = Path(sysconfig.get_path("purelib"))
    assert not (packages / "casegen").exists()
    assert not (Path(casegen.__file__).parent / "templates").exists()
