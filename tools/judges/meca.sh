# shellcheck shell=sh
# npm meca: a validator of MECA packages, which carries the manifest's DTD; it validates by xmllint
npm_unpack meca@1.1.1
apt_need xmllint libxml2-utils
