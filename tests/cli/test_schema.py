"""The JSON Schema agrees with what `load` accepts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import casegen.model
from casegen.load import load
from casegen.load.yamltree import read_yaml
from casegen.schema import case_schema
from casegen.source import Source

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

# The import of jsonschema takes seconds: one process does it, for the tests that need it.
pytestmark = pytest.mark.xdist_group("schema")

HERE = Path(__file__).parent
TESTS = HERE.parent
CASES = [
    *sorted((TESTS.parent / "cases").glob("*/case.yaml")),
    *sorted((TESTS.parent / "casegen" / "cli" / "starter").glob("*.yaml")),
    *sorted(TESTS.rglob("case.yaml")),
]
EXAMPLES: dict[str, dict[str, str]] = yaml.safe_load(
    (HERE / "schema-examples.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def validator() -> Validator:
    from jsonschema import Draft202012Validator

    schema = case_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def data_of(text: str) -> Any:
    return read_yaml(Source(Path("case.yaml"), text)).data


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_loads_is_valid(path: Path, validator: Validator) -> None:
    loaded = load(path)
    if loaded.case is None:
        pytest.skip("meant not to load")
    errors = [
        f"{error.json_path}: {error.message}"
        for error in validator.iter_errors(data_of(loaded.places.main.text))
    ]
    assert not errors


HEAD = "title: A\nauthors: [{name: Ana Silva}]\n"


@pytest.mark.parametrize("name", EXAMPLES["valid"])
def test_shorthands_and_aliases_are_valid(name: str, validator: Validator) -> None:
    text = EXAMPLES["valid"][name].replace("HEAD\n", HEAD)
    loaded = load(Path("case.yaml"), data=text.encode())
    assert loaded.case is not None, loaded.problems
    assert not [error.message for error in validator.iter_errors(data_of(text))]


@pytest.mark.parametrize("name", EXAMPLES["invalid"])
def test_mistakes_are_invalid(name: str, validator: Validator) -> None:
    text = EXAMPLES["invalid"][name].replace("HEAD\n", HEAD)
    assert load(Path("case.yaml"), data=text.encode()).case is None
    assert list(validator.iter_errors(data_of(text)))


def test_only_the_canonical_spelling_is_offered() -> None:
    """Editors complete from `properties`, and show their descriptions."""
    schema = case_schema()
    assert {"authors", "competing_interests"} <= schema["properties"].keys()
    assert not {"author", "competing-interests", "conflicts"} & schema["properties"].keys()


def test_every_key_is_described_where_it_stands() -> None:
    schema = case_schema()
    parts = {"Case": schema, **schema["$defs"]}
    own = {name: part for name, part in parts.items() if not name.startswith("Csl") and name != "Reference"}
    described = tomllib.loads((Path(casegen.model.__file__).parent / "descriptions.toml").read_text("utf-8"))
    assert {name: set(part["properties"]) for name, part in own.items()} == {
        name: set(keys) for name, keys in described.items()
    }
    for name, keys in described.items():
        for key, text in keys.items():
            assert own[name]["properties"][key]["description"] == text
