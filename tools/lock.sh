#!/bin/sh
# Writes requirements/*.txt from pyproject.toml: every package pinned, for every platform and Python that
# casegen supports, with the hashes of its public files. The files name no index: pip uses the one it is set to.
#
#   tools/lock.sh              keep the pins, and add what pyproject.toml newly asks for
#   tools/lock.sh --upgrade    move every pin to the newest version
set -eu

cd "$(dirname "$0")/.."
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
.venv/bin/python -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check uv

lock() {
    file=requirements/$1.txt
    shift
    "$tool/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
        --output-file "$file" "$@" >/dev/null
}

lock runtime "$@" pyproject.toml --group backend
lock dev "$@" pyproject.toml --group dev --constraint requirements/runtime.txt
lock bench "$@" --group bench
