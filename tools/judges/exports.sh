# shellcheck shell=sh
# PyPI pybtex (with latexcodec) and rispy: readers of BibTeX and RIS
pip_unpack pybtex==0.25.1 latexcodec==3.0.1 rispy==0.10.0
