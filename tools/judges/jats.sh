# shellcheck shell=sh
# npm @jats4r/dtds: the JATS DTDs; @jats4r/schematrons: the checks of JATS4R's recommendations, which are XSLT 2: xslt3
npm_unpack @jats4r/dtds@0.0.10
mv package/schema/1.3 dtd
rm -r package
npm_unpack @jats4r/schematrons@0.0.6
mv package/schematrons/1.0 schematron
rm -r package
npm_install xslt3@2.7.0
