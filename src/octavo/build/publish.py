"""Publishing: all editions of a publication are put in their places at once, or none is."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from octavo.build.state import Build
from octavo.model.formats import Format
from octavo.model.settings import RunOptions
from octavo.tools import atomic, own_folder
from octavo.tools.dates import machine_date

if TYPE_CHECKING:
    from octavo.model.edition import Edition
    from octavo.model.publication import Publication


def publish(build: Build) -> None:
    """Publish the editions that were made, unless something was found that forbids it."""
    if not build.editions or build.is_stopped():
        return
    if build.request.options.output == RunOptions().output:
        own_folder.make(build.request.output)
    if Format.SITE in build.editions:
        build.editions[Format.SITE] = _with_downloads(build.editions[Format.SITE], build)
    places = {format: build.request.output / build.file_name(format) for format in build.editions}
    folders = {places[format].parent: each.files for format, each in build.editions.items() if each.files}
    files = {places[format]: each.data for format, each in build.editions.items() if not each.files}
    atomic.write(files, folders)
    build.published = places


def _with_downloads(site: Edition, build: Build) -> Edition:
    """Return the site with the editions that it offers; those that were current are in their places."""
    files = dict(site.files or {})
    for format in build.offered:
        name = build.file_name(format)
        made = build.editions.get(format)
        files[name] = made.data if made else (build.request.output / name).read_bytes()
    return replace(site, files=files)


def modified(publication: Publication) -> datetime:
    """Return when the source was changed: `SOURCE_DATE_EPOCH`, else the publication's date. Never the time of the run.

    Editions say so, and the same source must give the same bytes.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    day = publication.metadata.date
    if isinstance(day, datetime):
        return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
    if not isinstance(day, date):
        written = machine_date(day, publication.metadata.lang)
        day = date.fromisoformat(f"{written}-01-01"[:10]) if re.match(r"(?!0000)\d{4}(-\d\d)*$", written) else None
    if isinstance(day, date):
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return datetime(2000, 1, 1, tzinfo=UTC)
