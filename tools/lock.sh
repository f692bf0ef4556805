#!/bin/sh
# Makes requirements.lock and requirements-dev.lock anew from pyproject.toml: exact versions with their checksums, for
# every system and every Python from 3.11 up.
#
#   tools/lock.sh             keep the versions that still satisfy pyproject.toml
#   tools/lock.sh --upgrade   take the newest that do
#
# A lock says what to install and never from where: no host and no URL stand in it.
set -eu

cd "$(dirname "$0")/.."

upgrade=""
case ${1:-} in
"") ;;
--upgrade) upgrade=--upgrade ;;
*)
    echo "usage: tools/lock.sh [--upgrade]" >&2
    exit 2
    ;;
esac

python=.venv/bin/python
if ! [ -x .venv/bin/uv ]; then
    echo "The resolver is not installed yet: run \`make lint\` or \`make test\` once, which bring it." >&2
    exit 2
fi

# The settings of whoever runs this must not change what is locked.
compile() {
    lock=$1
    shift
    echo "Resolving $lock" >&2
    # shellcheck disable=SC2086 # nothing or one word
    $python tools/setup/locks.py requirements "$lock" |
        .venv/bin/uv pip compile --quiet $upgrade --universal --python-version 3.11 --generate-hashes \
            --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
            --output-file "$lock" "$@" pyproject.toml -
    $python tools/setup/locks.py seal "$lock"
}

compile requirements.lock
# Tests must run on the very versions that a build runs on.
compile requirements-dev.lock --group dev --constraint requirements.lock
$python tools/setup/locks.py check
