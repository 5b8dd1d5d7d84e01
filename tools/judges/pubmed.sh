# shellcheck shell=sh
# PyPI elifepubmed: makes, from JATS, the citations that eLife sends to PubMed; no package carries the DTD of them
venv_install elifepubmed==0.7.0 elifearticle==0.29.0 elifetools==0.54.0
