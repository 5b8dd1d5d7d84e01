# shellcheck shell=sh
# npm @microsoft/sarif-multitool: the SARIF 2.1.0 schema, and a validator of what a schema cannot say
case $(uname -s) in
    Darwin) npm_unpack @microsoft/sarif-multitool-darwin@5.7.0 ;;
    *) npm_unpack @microsoft/sarif-multitool-linux@5.7.0 ;;
esac
chmod u+x package/Sarif.Multitool
