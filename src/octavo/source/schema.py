"""The keys of a header, as pydantic models: the one table of what an author may write, and of its JSON Schema.

Importing this imports pydantic, which is slow: do it only when there is a header to validate.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from octavo.model.diagnostic import Severity
from octavo.model.settings import FORMATS, PAGE_SIZES
from octavo.source import values

_TEXT = {"type": ["string", "number"]}


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


_PERSON = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {
                "name": _TEXT,
                "text": {**_TEXT, "description": "the same as name, as Pandoc writes it for EPUB"},
                "role": {"type": "string", "description": "a MARC relator code, or a word such as translator"},
                "file-as": {**_TEXT, "description": "the name as it is sorted: Austen, Jane"},
            },
            "anyOf": [{"required": ["name"]}, {"required": ["text"]}],
        },
    ]
}
_IDENTIFIER = {
    "anyOf": [_TEXT, {"type": "object", "properties": {"scheme": _TEXT, "text": _TEXT}, "required": ["text"]}]
}
_SEVERITIES = [*(str(severity) for severity in Severity), "off", False]

Text = Annotated[str, PlainValidator(values.text), WithJsonSchema(_TEXT)]
Texts = Annotated[list[Text], BeforeValidator(values.listed), WithJsonSchema(_one_or_more(_TEXT))]
Words = Annotated[list[Text], BeforeValidator(values.comma_listed), WithJsonSchema(_one_or_more(_TEXT))]
Flag = Annotated[bool, PlainValidator(values.flag), WithJsonSchema({"type": "boolean"})]
Amount = Annotated[float, PlainValidator(values.amount), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Lang = Annotated[str, PlainValidator(values.lang), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-|$)"})]
Role = Annotated[str, PlainValidator(values.role)]
Moment = Annotated[date | datetime | str, PlainValidator(values.moment), WithJsonSchema(_TEXT)]
Identifier = Annotated[str, PlainValidator(values.identifier), WithJsonSchema(_one_or_more(_IDENTIFIER))]
Formats = Annotated[
    list[Annotated[str, PlainValidator(values.output_format)]],
    BeforeValidator(values.comma_listed),
    AfterValidator(values.formats),
    WithJsonSchema(_one_or_more({"type": "string", "enum": list(FORMATS)})),
]
PageSize = Annotated[
    tuple[float, float],
    PlainValidator(values.page_size),
    WithJsonSchema({"type": "string", "examples": [*PAGE_SIZES, "170mm 240mm"]}),
]
PrintLinks = Annotated[str, PlainValidator(values.print_links), WithJsonSchema({"enum": list(values.PRINT_LINKS)})]
Reader = Annotated[str, PlainValidator(values.reader), WithJsonSchema({"type": "string"})]
Rule = Annotated[Severity | None, PlainValidator(values.severity), WithJsonSchema({"enum": _SEVERITIES})]


class _Keys(BaseModel):
    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"), extra="ignore")


class Person(_Keys):
    """Somebody named on the title page."""

    name: Text
    role: Role = "aut"
    file_as: Text | None = None


People = Annotated[
    list[Annotated[Person, BeforeValidator(values.person)]],
    BeforeValidator(values.listed),
    AfterValidator(lambda people: [person for person in people if person.name]),
    WithJsonSchema(_one_or_more(_PERSON)),
]


class LimitKeys(_Keys):
    """What octavo refuses to take in."""

    model_config = ConfigDict(extra="forbid")

    megapixels: Amount | None = Field(None, description="the largest picture, in millions of pixels (50)")
    megabytes: Amount | None = Field(None, description="the largest file, in millions of bytes (40)")


class OctavoKeys(_Keys):
    """Octavo's own keys."""

    model_config = ConfigDict(extra="forbid")

    formats: Formats | None = Field(None, description="the editions to make")
    theme: Text | None = Field(None, description="literary or technical")
    css: Texts | None = Field(None, description="style sheets of the author's own, after the theme's")
    logo: Text | None = Field(None, description="the publisher's logo, on the title page")
    logo_alt: Text | None = Field(None, description="what the logo says, for who cannot see it")
    hero: Text | None = Field(None, description="the picture under the title")
    hero_alt: Text | None = Field(None, description="what the picture shows, for who cannot see it")
    page_size: PageSize | None = Field(None, description="trim size: a name, or width and height with units")
    number_sections: Flag | None = Field(None, description="number the headings")
    print_links: PrintLinks | None = Field(None, description="how addresses of links are shown on paper")
    reader: Reader | None = Field(None, description="Pandoc's reader, with extensions")
    filters: Texts | None = Field(None, description="Lua filters in the publication's folder")
    limits: Annotated[LimitKeys, BeforeValidator(values.mapping)] | None = None
    rules: Annotated[dict[str, Rule], BeforeValidator(values.mapping)] | None = Field(
        None, description="how seriously each rule is taken, by its id"
    )


class HeaderKeys(_Keys):
    """The header of an article, or octavo.yaml. Other keys are left to other tools."""

    title: Text | None = None
    subtitle: Text | None = None
    author: People | None = Field(None, description="one or more, each a name or a mapping with a role")
    date: Moment | None = Field(None, description="2025-06-24, 2025-06-24T03:30, or any text")
    lang: Lang | None = Field(None, description="language of the text, in BCP 47: en, pt-BR, zh-Hant")
    description: Text | None = Field(None, description="a sentence or two, for search engines and shops")
    abstract: Text | None = None
    keywords: Words | None = None
    tags: Words | None = Field(None, description="the same as keywords")
    publisher: Text | None = None
    rights: Text | None = None
    identifier: Identifier | None = Field(None, description="an ISBN, a DOI, a URL …")
    url: Text | None = Field(None, description="where the HTML edition will stand")
    cover_image: Text | None = None
    cover_alt: Text | None = None
    bibliography: Texts | None = None
    csl: Text | None = Field(None, description="a citation style, as a file")
    toc: Flag | None = Field(None, description="print a table of contents")
    octavo: Annotated[OctavoKeys, BeforeValidator(values.mapping)] | None = None


def json_schema() -> str:
    """The schema that ships in the package for editors."""
    schema = HeaderKeys.model_json_schema(by_alias=True)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Header of an octavo article",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(json_schema())
