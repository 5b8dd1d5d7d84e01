#!/bin/sh
# Sets up what casegen needs in this checkout: .venv with the pinned packages, and Pango for the PDF writer.
#
#   tools/setup.sh runtime     what `make build` needs
#   tools/setup.sh dev         the same and the tools of `make test`
#   tools/setup.sh bench       a second environment, .venv-bench, with pandoc to measure against
#
# It does nothing when nothing changed since it last succeeded. Each failure ends with one line that says what to do.
set -eu

cd "$(dirname "$0")/.."
level=${1:-runtime}
packages=requirements/$level.txt
case $level in
    runtime | dev) venv=.venv ;;
    bench) venv=.venv-bench ;;
    *) echo "usage: tools/setup.sh runtime|dev|bench" >&2; exit 2 ;;
esac

# shellcheck source=tools/apt.sh
. tools/apt.sh
fail() { say "$@"; exit 1; }

# What the environment was made from. `dev` holds everything that `runtime` does.
fingerprint() { { pwd; cat "requirements/$1.txt" pyproject.toml tools/*.sh; } | cksum; }
is_current() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.made-from-$1" 2>/dev/null)" = "$(fingerprint "$1")" ]; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for python in "${PYTHON:-python3.14}" python3.14 python3.13 python3.12 python3.11 python3; do
        if is_new_enough "$python"; then
            echo "$python"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null) || found="none found"
    fail "needs Python 3.11 or newer ($found). Install it, or name it: make PYTHON=/path/to/python3.11"
}

make_venv() {
    # A checkout that was moved, or a Python that was removed, leaves scripts that cannot start.
    if [ -d "$venv" ]; then
        if "$venv/bin/python" -m pip --version >/dev/null 2>&1 && [ "$(cat "$venv/.root" 2>/dev/null)" = "$(pwd)" ]; then
            return
        fi
        rm -rf "$venv"
    fi
    python=$(find_python) || exit 1
    say "making $venv with $("$python" --version)"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv" || fail "$python lacks venv. Install it (Debian, Ubuntu: python$version-venv), then try again"
    fi
    "$python" -m venv "$venv" >"$log" 2>&1 || { cat "$log" >&2; rm -rf "$venv"; fail "$python could not make $venv (see above)"; }
    pwd >"$venv/.root"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" >"$log" 2>&1 && return
    grep -v '^WARNING: Retrying' "$log" >&2 || :
    if grep -qE 'Retrying|NewConnectionError|ConnectTimeout|name resolution|Could not fetch URL' "$log"; then
        fail "could not reach the Python package index. Connect to the network (or set pip's proxy or index), then try again"
    fi
    fail "pip could not install $packages (see above)"
}

# The subset library makes the embedded fonts small, and the same on every machine.
has_pango() { "$venv/bin/python" -c 'from weasyprint.text.ffi import harfbuzz_subset as h; h.hb_subset_or_fail' >/dev/null 2>&1; }

ensure_pango() {
    has_pango && return
    apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && has_pango && return
    say "PDF needs Pango: Debian/Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: dnf install pango; macOS: brew install pango; Windows: pacman -S mingw-w64-ucrt-x86_64-pango, in MSYS2"
    exit 1
}

is_current "$level" && exit
[ "$level" = runtime ] && is_current dev && exit

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

make_venv
rm -f "$venv"/.made-from-*
say "installing the packages of $packages (a minute or so the first time)"
pip_install --require-hashes -r "$packages"
if [ "$venv" = .venv ]; then
    pip_install --no-deps --no-build-isolation -e .
    # As pip does for every package: without it each run compiles casegen anew where Python may not write bytecode.
    "$venv/bin/python" -m compileall -q casegen
    ensure_pango
fi
fingerprint "$level" >"$venv/.made-from-$level"
