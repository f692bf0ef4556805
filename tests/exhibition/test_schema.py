"""The JSON Schemas that teach editors the files: fresh, complete, and of one mind with the checker."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.support.project import REPOSITORY

from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.schema import CaptionsFile, CatalogueFile, PanelHead
from panelpress.exhibition.shape import Shape
from panelpress.ground.keys import fields_at
from panelpress.ground.yamlsource import read_yaml, validate
from panelpress.jobs.schema import FILES, FOLDER, schemas, stale

PANELS = sorted((REPOSITORY / "panels").glob("*.md"))


def test_the_schemas_of_the_repository_are_fresh() -> None:
    assert stale(REPOSITORY) == [], "run `panelpress schema`"
    assert sorted(path.name for path in (REPOSITORY / FOLDER).iterdir()) == sorted(schemas())


def every(schema: Any) -> list[dict[str, Any]]:
    """Every object schema inside a schema."""
    found = []
    if isinstance(schema, dict):
        found += [schema] if "properties" in schema else []
        found += [inner for child in schema.values() for inner in every(child)]
    elif isinstance(schema, list):
        found += [inner for child in schema for inner in every(child)]
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_key_says_in_one_line_what_it_is_for(name: str) -> None:
    schema = json.loads(schemas()[f"{name}.schema.json"])
    objects = every(schema)
    assert objects
    for one in objects:
        assert one["additionalProperties"] is False, "an editor must underline a misspelled key"
        for key, value in one["properties"].items():
            assert value.get("description"), f"{one.get('title')}.{key} is not explained"
            assert "\n" not in value["description"]


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_the_schema_knows_the_keys_the_checker_knows(name: str, model: type[Shape]) -> None:
    schema = json.loads(schemas()[f"{name}.schema.json"])
    assert sorted(schema["properties"]) == sorted(model.model_fields) == fields_at(model, ())
    needed = {key for key, field in model.model_fields.items() if field.is_required()}
    assert set(schema.get("required", [])) == needed


def test_patterns_reach_the_editor_and_have_words_in_messages() -> None:
    def patterns(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
            keys = set(schema.get("patternProperties", ()))
            return own | keys | {p for child in schema.values() for p in patterns(child)}
        return {p for child in schema for p in patterns(child)} if isinstance(schema, list) else set()

    found = {p for data in schemas().values() for p in patterns(json.loads(data))}
    assert found == set(Shape.patterns)
    for pattern, words in Shape.patterns.items():
        for example in re.findall("`([^`]+)`", words):
            assert re.fullmatch(pattern, example), f"{example} is no example of {pattern}"


@pytest.mark.parametrize("name", [CATALOGUE, CAPTIONS])
def test_the_sample_names_its_schema(name: str) -> None:
    first = (REPOSITORY / name).read_text("utf-8").splitlines()[0]
    matched = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert matched
    assert (REPOSITORY / name).parent.joinpath(matched[1]).resolve().is_file()


def test_the_sample_is_what_the_models_ask_for() -> None:
    for name, model in ((CATALOGUE, CatalogueFile), (CAPTIONS, CaptionsFile)):
        assert validate(read_yaml((REPOSITORY / name).read_text("utf-8"), name), model)[1] == ()


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.name)
def test_the_heads_of_the_samples_panels_are_what_the_model_asks_for(path: Any) -> None:
    head = path.read_text("utf-8").split("---\n")[1]
    assert validate(read_yaml(head, path.name, first_line=2), PanelHead)[1] == ()
