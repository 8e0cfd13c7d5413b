"""The last build of a publication: its record, and which of its editions are still current."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cache import digest, fingerprint
from octavo.cache.store import Store
from octavo.model.edition import BuildRecord, EditionRecord, Work
from octavo.model.formats import Format, downloads
from octavo.model.settings import RunOptions

if TYPE_CHECKING:
    from octavo.cache.memo import Dispatch, JobHistory, Memo


class LastBuild:
    """The last build of one source into one folder with the same options, as far as it is still valid.

    There is no `record` if nothing was built, or if the source, a file that it uses, a tool or octavo has changed.
    """

    def __init__(self, store: Store, source: Path, output: Path, tools: str, cwd: Path, options: RunOptions) -> None:
        self._store, self._tools, self._cwd = store, tools, cwd
        unusual = [repr(options.rules)] if options.rules else []
        unusual += [] if options.trusted else ["untrusted"]
        unusual += [f"named {options.name}"] if options.name else []
        self._key = (str(source), str(output), str(cwd), *unusual)
        self._use, self._inputs = options.use_cache, digest.of("known", self._key)
        kept: dict[str, Any] | None = store.get(*self._key) if self._use else None
        if kept is not None and not (kept["tools"] == tools and fingerprint.same(kept["files"])):
            kept = None
        self.record = BuildRecord.from_plain(kept["record"]) if kept else None
        self.formats: tuple[str, ...] = tuple(kept["formats"]) if kept else ()
        """The formats of the publication's own settings."""

    def memo(self, root: Path, dispatch: Dispatch) -> Memo:
        """Return the memory for the jobs of the publication in the folder `root`; what is due is done by `dispatch`."""
        from octavo.cache.memo import Memo

        return Memo(self._store.blobs, self._tools, root, dispatch, self._use, self._before())

    def _before(self) -> JobHistory:
        from octavo.cache.memo import JobHistory

        try:
            return JobHistory(**json.loads(self._store.blobs.read(self._inputs) or b"{}"))
        except (ValueError, TypeError):
            return JobHistory()

    def prune(self) -> None:
        """Remove what was not used for longest from the cache, if it is too large."""
        self._store.blobs.prune()

    def current(self, wanted: Collection[str] = ()) -> dict[str, EditionRecord]:
        """Return the editions that are still in their places, unchanged, by their formats.

        A site is current only if it offers what it offers together with the formats `wanted`.
        """
        editions = self.record.editions if self.record else ()
        return {
            each.format: replace(each, fresh=False)
            for each in editions
            if fingerprint.of_edition(self._cwd / each.path) == each.sha256
            and (each.format not in wanted or self._offers(each, downloads(wanted)))
        }

    def _offers(self, edition: EditionRecord, formats: Collection[Format]) -> bool:
        """Return whether a site offers editions in these formats, and no others."""
        if edition.format != Format.SITE:
            return True
        files = {each.suffix for each in (self._cwd / edition.path).parent.iterdir()}
        return {each for each in downloads(tuple(Format)) if each.suffix in files} == {*formats}

    def ready(self, formats: Iterable[str] | None, examined: bool = False) -> BuildRecord | None:
        """Return the record of a run that has nothing to do; None if something has to be made.

        With `examined`, the findings of all rules must be known, too.
        """
        if self.record is None:
            return None
        wanted = tuple(formats or self.formats)
        current = self.current(wanted)
        if not set(wanted) <= set(current) or (examined and not set(wanted) <= set(self.record.examined_formats)):
            return None
        return replace(
            self.record,
            editions=tuple(current.values()),
            work=Work(chapters=self.record.chapters),
            examined=self.record.examined if examined else (),
            examined_formats=self.record.examined_formats if examined else (),
        ).only(wanted)

    def keep(
        self, record: BuildRecord, files: Iterable[Path], formats: Iterable[str], history: JobHistory
    ) -> BuildRecord:
        """Keep the record of a build, with the files that it was made of; return the record that is kept."""
        digests = fingerprint.of_files(files)
        record = replace(record, files=digest.of(digests))
        self._store.blobs.write(self._inputs, json.dumps(asdict(history)).encode())
        plain = {
            "tools": self._tools,
            "files": digests,
            "formats": list(formats),
            "record": record.plain(),
        }
        self._store.put(plain, *self._key)
        return record
