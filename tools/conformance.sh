#!/bin/sh
# Installs the validators of `make conformance` into .conformance/: schemas and programs that others wrote.
#
# Each file of tools/judges/ installs one or a few that belong together into .conformance/<its name>/, in which it
# runs. It does nothing for those that did not change since it last succeeded.
set -eu

cd "$(dirname "$0")/.."
root=$PWD
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM
# shellcheck source=tools/apt.sh
. tools/apt.sh
fail() { say "$@"; exit 1; }

# Unpacked rather than installed: no script of a package runs.
npm_unpack() {
    command -v npm >/dev/null || apt_install npm ||
        fail "some of the validators come from npm: install Node.js with npm, then try again"
    (npm pack --silent "$1" && tar xzf ./*.tgz && rm ./*.tgz) >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "npm could not fetch $1 (see above)"; }
}
# As npm_unpack, with what the package needs; its scripts do not run, and no lock file is left.
npm_install() {
    command -v npm >/dev/null || apt_install npm ||
        fail "some of the validators come from npm: install Node.js with npm, then try again"
    npm install --silent --ignore-scripts --no-package-lock --no-audit --no-fund "$@" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "npm could not install $* (see above)"; }
}
# The files of packages from PyPI, without what they need: of wheels, or with `:all:` of sources, in this folder.
pip_unpack() {
    binary=:none:
    [ "$1" = --source ] && { binary=:all:; shift; }
    for package in "$@"; do
        "$root/.venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps "--no-binary=$binary" \
            --dest . "$package" >"$log" 2>&1 ||
            { tail -n 5 "$log" >&2; fail "pip could not fetch $package (see above)"; }
    done
    for archive in ./*.whl ./*.tar.gz; do
        case $archive in
            *'*'*) continue ;;
            *.whl) "$root/.venv/bin/python" -m zipfile -e "$archive" . ;;
            *) tar xzf "$archive" ;;
        esac
        rm "$archive"
    done
}
# An environment of its own, in venv/, with packages from PyPI.
venv_install() {
    "$root/.venv/bin/python" -m venv venv
    venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "pip could not install $* (see above)"; }
}
# Debian's packages, unless the command $1 is there.
apt_need() {
    command -v "$1" >/dev/null && return
    shift
    apt_install "$@" || fail "a validator needs $*: install it, then try again"
}

for judge in tools/judges/*.sh; do
    name=$(basename "$judge" .sh)
    folder=.conformance/$name
    wanted=$(cksum <"$judge")
    [ "$(cat "$folder/.made-from" 2>/dev/null)" = "$wanted" ] && continue
    say "installing the validators of $judge"
    rm -rf "$folder"
    mkdir -p "$folder"
    # shellcheck source=/dev/null
    (cd "$folder" && . "$root/$judge")
    echo "$wanted" >"$folder/.made-from"
done
