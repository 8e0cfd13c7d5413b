#!/bin/sh
# Build source/ if something has changed since the last time, and list the editions.
# usage: tools/editions.sh [FORMAT]     FORMAT is pdf, epub, html or site; by default, what the publications ask for
# .octavo/made/ remembers: NAME is as old as the last good build, NAME.list holds its editions.
set -eu
cd "$(dirname "$0")/.."
format=${1:-}
made=.octavo/made/${format:-all}

up_to_date() {
    [ -f "$made" ] && [ -s "$made.list" ] || return 1
    while read -r _ edition; do [ -f "$edition" ] || return 1; done < "$made.list"
    # a folder is newer if a file in it was added or removed
    [ -z "$(find source styles -newer "$made" -print | head -n 1)" ] || return 1
    [ -z "$(find src requirements/run.txt -type f ! -name '*.pyc' -newer "$made" -print | head -n 1)" ]
}

if up_to_date; then
    echo "Everything is up to date."
    while read -r bytes edition; do
        printf '%7d kB  %s\n' $(((bytes + 500) / 1000)) "$edition"
    done < "$made.list"
else
    mkdir -p .octavo/made
    begun=$made.begun
    : > "$begun"
    .venv/bin/octavo build ${format:+--to "$format"} --report "$made.json"
    .venv/bin/python - "$made.json" > "$made.list" <<'LIST'
import json, sys

for publication in json.load(open(sys.argv[1], encoding="utf-8"))["publications"]:
    for edition in publication["editions"]:
        print(edition["bytes"], edition["path"])
LIST
    mv "$begun" "$made"
fi
