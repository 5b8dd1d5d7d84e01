# shellcheck shell=sh disable=SC2154
# For the other scripts: what to say, and packages of the system where they may be installed. $log is a file.

say() { echo "casegen: $*" >&2; }

# apt-get, where this user may use it without being asked for a password. What it says goes to $log.
apt_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        return 1
    fi
    say "installing $*"
    install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $*"
    { $install || { $as_root apt-get update -qq && $install; }; } >"$log" 2>&1 </dev/null || { tail -n 5 "$log" >&2; return 1; }
}
