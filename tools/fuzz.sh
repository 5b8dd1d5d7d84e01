#!/bin/sh
# Coverage-guided fuzzing: each target of tests/fuzz/ for its part of so many minutes.
#
#   tools/fuzz.sh MINUTES [TARGET...]
#
# It runs in an environment of its own, .venv-fuzz, with the runtime's packages and atheris. Where atheris does not
# install (it has wheels for some versions of Python on Linux alone), it says so and ends well. What reached new code
# is kept in .fuzz/ for the next time, and so is an input that failed: add it to tests/hostile/ and mend what it found.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=tools/apt.sh
. tools/apt.sh
minutes=${1:-1}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- load-yaml load-markdown prose bibliography check formula style table image

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

venv=.venv-fuzz
made_from() { { pwd; cat requirements/runtime.txt "$0"; } | cksum; }
if [ "$(cat "$venv/.made-from" 2>/dev/null)" != "$(made_from)" ]; then
    say "making $venv"
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    install="$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input"
    if ! $install --only-binary=:all: 'atheris>=3.0' >"$log" 2>&1; then
        tail -n 2 "$log" >&2
        say "atheris does not install here, so nothing is fuzzed; the property tests of make test go on without it"
        exit 0
    fi
    $install --require-hashes -r requirements/runtime.txt >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    made_from >"$venv/.made-from"
fi

mkdir -p .fuzz
failed=
for target; do
    say "fuzzing $target"
    if ! "$venv/bin/python" tests/fuzz/fuzz.py "$target" $((minutes * 60 / $#)) .fuzz >"$log" 2>&1; then
        grep -v '^INFO: Instrumenting' "$log" | tail -n 30 >&2
        failed="$failed $target"
    fi
    grep -E 'number_of_executed_units|peak_rss' "$log" >&2 || :
done
[ -z "$failed" ] || { say "these targets failed:$failed; the inputs are in .fuzz/"; exit 1; }
