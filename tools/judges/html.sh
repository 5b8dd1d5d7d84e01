# shellcheck shell=sh
# npm vnu-jar: the Nu HTML checker; axe-core in Debian's chromium, which playwright-core drives; html-metadata and
# url-metadata: readers of Highwire tags; schema-dts with typescript: the terms, domains and ranges of schema.org;
# PyPI extruct and pyld: a reader of linked data and a JSON-LD processor
npm_install vnu-jar@26.9.27 axe-core@4.14.1 playwright-core@1.65.1 html-metadata@3.0.1 url-metadata@5.10.0 \
    schema-dts@2.1.0 typescript@5.9.3
venv_install extruct==0.18.0 pyld==3.3.0
apt_need java openjdk-17-jre-headless
apt_need chromium chromium
