# shellcheck shell=sh
# Debian librsvg2-bin: pandoc, which reads the Markdown, calls it for drawings in DOCX; pandoc itself is casegen's
apt_need rsvg-convert librsvg2-bin
