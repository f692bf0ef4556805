#!/bin/sh
# Makes this machine able to do what is asked:
#
#   tools/setup.sh build   build the exhibition: Python packages, Pango
#   tools/setup.sh dev     that, and the linters and the tools that write the documents
#   tools/setup.sh test    that, and the programs that judge the finished files
#
# Everything Python goes into .venv in this folder, at the exact versions and checksums of the committed lock. System
# packages are installed where this user may (root, or sudo without a password) and the system is Debian or Ubuntu;
# elsewhere nothing is begun: the missing things are named with the command that brings them, and the exit code is 2.
# A second run finds everything in place in a fraction of a second and needs no network.
set -eu
# Ctrl-C means stop, also while apt or pip tidy up after themselves; the next run goes on from there.
trap 'exit 130' INT TERM

cd "$(dirname "$0")/.."
readonly purpose="${1:-build}"

case $purpose in
build)
    needs="libraries"
    lock=requirements.lock
    ;;
dev)
    needs="libraries"
    lock=requirements-dev.lock
    ;;
test)
    needs="libraries judges"
    lock=requirements-dev.lock
    ;;
*)
    echo "usage: tools/setup.sh build | dev | test" >&2
    exit 2
    ;;
esac

say() {
    printf '%s\n' "$*" >&2
}

# What to type where, for somebody who has never done it. Windows runs panelpress inside WSL, which is an Ubuntu.
explain() {
    debian="sudo apt-get update && sudo apt-get install -y $1"
    fedora="sudo dnf install -y python3 pango harfbuzz fontconfig"
    macos="brew install python pango"
    windows="python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if [ "$purpose" = test ]; then
        fedora="$fedora poppler-utils ghostscript qpdf java-latest-openjdk-headless"
        macos="$macos poppler ghostscript qpdf && brew install --cask temurin"
        windows="$windows poppler-utils ghostscript qpdf default-jre-headless"
    fi
    target=$purpose
    [ "$purpose" = dev ] && target=lint
    say ""
    say "  Debian, Ubuntu   $debian"
    say "  Fedora           $fedora"
    say "  macOS            $macos"
    say "  Windows          wsl --install -d Ubuntu"
    say "                   then, in the Ubuntu window:"
    say "                   sudo apt-get update && sudo apt-get install -y git make $windows"
    say ""
    say "Then run \`make $target\` again. Nothing has been changed so far."
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

# A library or program that is missing, as the Debian package that holds it.
debian_package() {
    case $1 in
    venv) printf '%s-venv\n' "$(basename "$python")" ;;
    # What Pango brings along goes by other names from one release to the next; Pango's own have stayed.
    gobject | pango) echo libpango-1.0-0 ;;
    pangoft2 | harfbuzz | fontconfig) echo libpangoft2-1.0-0 ;;
    harfbuzz-subset) echo libharfbuzz-subset0 ;;
    pdfinfo | pdffonts | pdfimages) echo poppler-utils ;;
    gs) echo ghostscript ;;
    qpdf) echo qpdf ;;
    java) echo default-jre-headless ;;
    *) say "tools/setup.sh knows no package for $1" && exit 3 ;;
    esac
}

# As root, or as somebody whom sudo asks for no password; fails for everybody else.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

# A page of "Unpacking…" says nothing to anybody, until something goes wrong.
apt() {
    log=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" \
        </dev/null >"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

install_system_packages() {
    say "Installing from your distribution: $* (a minute or so)"
    if ! apt update; then
        say "apt-get could not refresh its list of packages (above); trying with the list there is."
    fi
    if ! apt install -y --no-install-recommends "$@"; then
        say "apt-get could not install them: its last words are above. Is there a network?"
        exit 2
    fi
}

missing() {
    # shellcheck disable=SC2086 # the needs are words
    "$prober" tools/setup/probe.py $needs | paste -s -d ' ' -
}

# --- Python ---------------------------------------------------------------------------------------------------------

python=$(find_python)
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no Python at all")
    say "panelpress needs Python 3.11 or newer, and found $found."
    say "On a distribution that is too old for it, point PYTHON at a newer one: make build PYTHON=/path/to/python3.12"
    explain "python3 python3-venv"
    exit 2
fi

# An environment that was moved with its folder, or whose Python was since upgraded, has to be made anew: the programs
# in it name the old place, the packages in it lie where only the old Python looks.
prober=.venv/bin/python
if ! { new_enough "$prober" && "$prober" -c 'import pip' 2>/dev/null && grep -qF "$(pwd)/.venv/bin/" .venv/bin/pip; }; then
    prober=$python
    needs="venv $needs"
fi

# --- what Python cannot bring ---------------------------------------------------------------------------------------

lacking=$(missing)
if [ -n "$lacking" ]; then
    packages=""
    for thing in $lacking; do
        package=$(debian_package "$thing")
        case " $packages " in
        *" $package "*) ;;
        *) packages="${packages:+$packages }$package" ;;
        esac
    done
    if may_install; then
        # shellcheck disable=SC2086 # the packages are words
        install_system_packages $packages
        lacking=$(missing)
        if [ -n "$lacking" ]; then
            say "Still missing after the installation: $lacking"
            explain "$packages"
            exit 2
        fi
    else
        say "Missing on this machine: $lacking"
        say "Installing them takes an administrator, and I am none here. Please run the line for your system:"
        explain "$packages"
        exit 2
    fi
fi

# --- .venv ----------------------------------------------------------------------------------------------------------

if [ "$prober" = "$python" ]; then
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    # An environment without pip is worse than none: it would be taken for a good one the next time.
    if ! "$python" -m venv --prompt panelpress .venv >&2; then
        rm -rf .venv
        say "Python could not make the folder .venv: its message is above. Is the disk full, or the folder read-only?"
        exit 2
    fi
fi

# The stamp says which lock, project file and Python the environment was filled for.
filling() {
    .venv/bin/python --version
    cksum "$1" pyproject.toml
}
[ "$(cat ".venv/$lock.stamp" 2>/dev/null)" = "$(filling "$lock")" ] && exit 0

install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@" >&2
}

say "Installing the Python packages of $lock into .venv, each checked against its checksum (a minute or so)"
rm -f .venv/*.stamp
# Only wheels: a source package would run code, and fetch tools to build with, that no lock has a checksum for.
if ! install --require-hashes --only-binary :all: --requirement "$lock"; then
    say "pip could not install the packages of $lock: its message is above."
    say "Without a network this cannot work the first time; otherwise simply try again."
    exit 2
fi
# The project itself, from this folder, so that a change to the source needs no new installation.
if ! install --no-deps --no-build-isolation --editable .; then
    say "pip could not install panelpress itself from this folder: its message is above."
    exit 2
fi
if ! .venv/bin/python -c 'import weasyprint' >&2; then
    say "The packages are installed, but WeasyPrint does not start: its message is above."
    exit 2
fi
filling "$lock" >".venv/$lock.stamp"
# The development lock holds all of the other at the same versions.
filling requirements.lock >.venv/requirements.lock.stamp
