"""The keys of a header and of book.yaml as pydantic models: the one table of what an author may write, and its schemas.

Importing this imports pydantic, which is slow: do it only when there is a header to validate.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from octavo.model.diagnostic import Severity
from octavo.model.dialect import TOOLS
from octavo.model.formats import FORMATS
from octavo.model.settings import PAGE_SIZES
from octavo.model.standard import STANDARDS
from octavo.source import keys, values

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
PrintColours = Annotated[
    str, PlainValidator(values.print_colours), WithJsonSchema({"enum": list(values.PRINT_COLOURS)})
]
Standards = Annotated[
    list[Annotated[str, PlainValidator(values.standard)]],
    BeforeValidator(values.comma_listed),
    AfterValidator(values.standards),
    WithJsonSchema(_one_or_more({"type": "string", "enum": list(STANDARDS)})),
]
Level = Annotated[
    int, PlainValidator(values.level), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": values.DEEPEST})
]
Numbered = Annotated[str, PlainValidator(values.numbered), WithJsonSchema({"enum": list(values.NUMBERED)})]
Lists = Annotated[
    list[Annotated[str, PlainValidator(values.list_of)]],
    BeforeValidator(values.comma_listed),
    AfterValidator(values.lists),
    WithJsonSchema(_one_or_more({"type": "string", "enum": list(values.LISTS)})),
]
ChaptersOpen = Annotated[
    str, PlainValidator(values.chapters_open), WithJsonSchema({"enum": list(values.CHAPTERS_OPEN)})
]
Wcag = Annotated[str, PlainValidator(values.wcag), WithJsonSchema({"enum": list(values.WCAG)})]
Url = Annotated[str, PlainValidator(values.url), WithJsonSchema({"type": "string", "format": "uri"})]
Tool = Annotated[str, PlainValidator(values.tool), WithJsonSchema({"enum": list(TOOLS)})]
Values = Annotated[
    dict[str, Annotated[str, PlainValidator(values.word)]],
    BeforeValidator(values.mapping),
    WithJsonSchema({"type": "object", "additionalProperties": _TEXT}),
]
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


class ConformanceKeys(_Keys):
    """What the author says of the publication's accessibility."""

    model_config = ConfigDict(extra="forbid")

    certified_by: Text | None = Field(None, description="who has assessed it; without a name nothing is claimed")
    credential: Text | None = Field(None, description="what entitles them to")
    report: Url | None = Field(None, description="the address of their report")
    wcag: Wcag | None = Field(None, description="the version and the level of WCAG that it conforms to (2.1 AA)")
    statement: Flag | None = Field(None, description="tell readers, in all editions")


class LimitKeys(_Keys):
    """What octavo refuses to take in."""

    model_config = ConfigDict(extra="forbid")

    megapixels: Amount | None = Field(None, description="the largest picture, in millions of pixels (50)")
    megabytes: Amount | None = Field(None, description="the largest file, in millions of bytes (40)")
    minutes: Amount | None = Field(
        None, description="the longest that work at one chapter, or one validator, may take (10)"
    )


class NumbersKeys(_Keys):
    """What is numbered besides headings."""

    model_config = ConfigDict(extra="forbid")

    figures: Numbered | None = None
    tables: Numbered | None = None
    listings: Numbered | None = None
    equations: Numbered | None = None


class DialectKeys(_Keys):
    """How the Markdown of a book that was made for another tool is written. `octavo adopt` fills it."""

    model_config = ConfigDict(extra="forbid")

    tool: Tool = Field(description="the tool it was made for")
    math: Words | None = Field(None, description="how mathematics is written: dollars, brackets, double")
    smart: Flag | None = Field(None, description="whether quotes, dots and hyphens are made typographic (true)")
    autolink: Flag | None = Field(None, description="whether a bare address is a link (false)")
    extensions: Texts | None = Field(None, description="the preprocessors, plug-ins and extensions switched on")
    variables: Values | None = Field(None, description="what the texts ask for by a name")
    bases: Texts | None = Field(None, description="more folders that included files are looked for in")
    home: Text | None = Field(None, description="the folder that paths with a slash before them start from")
    labels: Values | None = Field(None, description="what the book calls figures (fig), tables (tab) …")
    cells: Values | None = Field(None, description="what holds for every cell of code")
    scripts: Texts | None = Field(None, description="scripts that are read for what they say of all cells")
    outputs: Texts | None = Field(None, description="folders of the finished site, where results of cells may lie")
    macros: Text | None = Field(None, description="the file that says what TeX's macros stand for")
    hidden: Values | None = Field(None, description="what a hidden line of code begins with, by language")
    site: Text | None = Field(None, description="the address of the book's site, for links that leave the book")
    appended: Texts | None = Field(None, description="files whose text is put behind every chapter's")


class OctavoKeys(_Keys):
    """Octavo's own keys. Those that begin with "of a book" do nothing to an article."""

    model_config = ConfigDict(extra="forbid")

    formats: Formats | None = Field(None, description="the editions to make")
    theme: Text | None = Field(None, description="literary or technical")
    css: Texts | None = Field(None, description="style sheets of the author's own, after the theme's")
    logo: Text | None = Field(None, description="the publisher's logo, on the title page")
    logo_alt: Text | None = Field(None, description="what the logo says, for who cannot see it")
    hero: Text | None = Field(None, description="the picture under the title")
    hero_alt: Text | None = Field(None, description="what the picture shows, for who cannot see it")
    page_size: PageSize | None = Field(None, description="trim size: a name, or width and height with units")
    number_sections: Flag | None = Field(None, description="number the headings (in a book: true)")
    number_headings: Flag | None = Field(
        None, description="of a book: false numbers chapters alone, and no headings in them"
    )
    number_depth: Level | None = Field(None, description="how many levels of headings are numbered (3)")
    numbers: Annotated[NumbersKeys, BeforeValidator(values.mapping)] | None = Field(
        None, description="which figures, tables, listings and equations are numbered: those with a label, all or none"
    )
    toc_depth: Level | None = Field(None, description="how many levels the contents have in print (2)")
    lists: Lists | None = Field(None, description="of a book: the lists behind the contents")
    index: Flag | None = Field(None, description="of a book: false leaves the index out")
    half_title: Flag | None = Field(None, description="of a book: false leaves out the page with the title alone")
    chapters_open: ChaptersOpen | None = Field(
        None, description="of a book: chapters open on any page, or on a right one"
    )
    page_references: Flag | None = Field(None, description="cross-references say on paper on which page it stands")
    print_links: PrintLinks | None = Field(None, description="how addresses of links are shown on paper")
    print_colours: PrintColours | None = Field(None, description="the colours that the print shop asks for")
    pdf_standard: Standards | None = Field(
        None, description="what the PDF conforms to (ua-1): PDF/UA, and PDF/A for archives"
    )
    reader: Reader | None = Field(None, description="Pandoc's reader, with extensions")
    dialect: Annotated[DialectKeys, BeforeValidator(values.mapping)] | None = Field(
        None, description="of a book made for another tool: how its Markdown is written"
    )
    filters: Texts | None = Field(None, description="Lua filters in the publication's folder")
    conformance: Annotated[ConformanceKeys, BeforeValidator(values.mapping)] | None = None
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


def _only(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_PATH = {"type": "string", "description": "a Markdown file, from the folder of book.yaml"}
_ENTRIES = _one_or_more({"$ref": "#/$defs/Entry"})
_ENTRY = {
    "anyOf": [
        _PATH,
        _only(
            {
                "file": _PATH,
                "title": {**_TEXT, "description": "instead of the one that the file has, or where there is no file"},
                "number": {"type": "boolean", "description": "whether it has a number"},
                "kind": {"enum": list(values.CHAPTER_KINDS)},
                "reader": {"type": "string", "description": "Pandoc's reader, with extensions"},
                "chapters": {**_ENTRIES, "description": "chapters under this one"},
            },
        )
        | {"anyOf": [{"required": ["file"]}, {"required": ["title", "chapters"]}]},
    ]
}
_GROUP = {
    "anyOf": [
        {"$ref": "#/$defs/Entry"},
        *(_only({name: _ENTRIES}, name) for name in (*(each for each in keys.GROUPS if each != "part"), "chapters")),
        _only(
            {
                "part": {**_TEXT, "description": "the title of the part"},
                "file": {**_PATH, "description": "the text of the part's own page"},
                "number": {"type": "boolean", "description": "whether the part has a number"},
                "chapters": _ENTRIES,
            },
            "part",
        ),
    ]
}


class BookKeys(HeaderKeys):
    """book.yaml. There is no other tool that it may have keys for."""

    model_config = ConfigDict(extra="forbid")

    chapters: Any = Field(None, description="the chapters, in their order")


def json_schema() -> str:
    """The schema of a header that ships in the package for editors."""
    return _written(HeaderKeys.model_json_schema(by_alias=True), "Header of an octavo article")


def book_json_schema() -> str:
    """The schema of book.yaml that ships in the package for editors."""
    schema = BookKeys.model_json_schema(by_alias=True)
    schema["$defs"] |= {"Entry": _ENTRY, "Group": _GROUP}
    schema["properties"]["chapters"] |= _one_or_more({"$ref": "#/$defs/Group"})
    return _written({**schema, "required": ["chapters"]}, "book.yaml of an octavo book")


def _written(schema: dict[str, Any], title: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(book_json_schema() if sys.argv[1:] == ["book"] else json_schema())
