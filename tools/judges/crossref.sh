# shellcheck shell=sh
# PyPI commonmeta-py: it carries Crossref's deposit schema 5.4.0 with all that it imports, and CSL's data schema
pip_unpack commonmeta-py==0.228
