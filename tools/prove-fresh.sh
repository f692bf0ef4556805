#!/usr/bin/env bash
# Proves the README's promise where nothing is installed: a bare Debian with python3, git and make, a clone of this
# repository, and the two commands. Needs root (for the chroot) and the package registries, and some ten minutes.
#
#   tools/prove-fresh.sh [options] [FOLDER]      FOLDER: where to put the bare Debian (default: a temporary folder)
#
#   --tree FILE       keep the bare tree in this tar file, or start from it when it is there
#   --working-tree    take the files as they lie here, not the last commit
#   --setup-only      stop when everything is installed and the judges' own tests pass
#   --keep            leave FOLDER behind to look at
#   --suite NAME      which Debian (default: the one this machine runs, else bookworm)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly here

if [[ $(id -u) != 0 ]]; then
    echo "A chroot takes root: sudo tools/prove-fresh.sh" >&2
    exit 2
fi

# All mounts and processes live in namespaces of their own: however this ends, by Ctrl-C or kill -9 too, the kernel
# takes them away, and nothing of this machine's is ever mounted in the tree that is deleted afterwards.
if [[ -z ${PROVE_FRESH_INSIDE:-} ]]; then
    PROVE_FRESH_INSIDE=yes exec unshare --mount --pid --fork --kill-child --propagation private -- "$0" "$@"
fi

tree="" working_tree="" setup_only="" keep="" suite="" root=""
while (($#)); do
    case $1 in
    --tree) tree=$(realpath -m "${2:?--tree wants a file}") && shift ;;
    --suite) suite=${2:?--suite wants a name} && shift ;;
    --working-tree) working_tree=yes ;;
    --setup-only) setup_only=yes ;;
    --keep) keep=yes ;;
    -*)
        sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0" >&2
        exit 2
        ;;
    *) root=$(realpath -m "$1") ;;
    esac
    shift
done

if [[ -z $suite ]]; then
    # shellcheck source=/dev/null
    suite=$(. /etc/os-release && [[ $ID == debian ]] && echo "$VERSION_CODENAME" || echo bookworm)
fi
if [[ -z $root ]]; then
    root=$(mktemp -d -t panelpress-fresh-XXXXXX)
fi
if [[ -n $(ls -A "$root" 2>/dev/null) ]]; then
    echo "$root is not empty" >&2
    exit 2
fi
mkdir -p "$root"
# It is to be the / of somebody who is not root, too.
chmod 755 "$root"

clean_up() {
    code=$?
    if [[ -n $keep ]]; then
        echo "The tree is left in $root" >&2
    else
        umount --recursive --quiet "$root/proc" "$root/dev/shm" 2>/dev/null || true
        rm -rf --one-file-system "$root"
    fi
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

step() {
    printf '\n== %s (%d s)\n' "$*" "$SECONDS"
}

# --- a bare Debian --------------------------------------------------------------------------------------------------

# Where this machine's apt gets Debian from: the registries that can be reached differ from one place to another.
debian_sources() {
    # The names in $(…) are apt's own fields.
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u
}

# The lines for the tree: this machine's own where it runs the same release, else the release from the same place.
sources() {
    debian_sources | awk -v suite="$suite" '$2 == suite || index($2, suite "-") == 1 { print "deb", $0; any = 1 }
        END { exit !any }' || echo "deb $mirror $suite main"
}

if [[ -n $tree && -f $tree ]]; then
    step "unpacking the bare Debian kept in $tree"
    tar -C "$root" -xf "$tree"
else
    step "debootstrap $suite"
    command -v debootstrap >/dev/null || { apt-get -qq update && apt-get -qq install -y debootstrap; }
    [[ -n $(debian_sources) ]] || apt-get -qq update
    mirror=$(debian_sources | awk '$2 !~ /-/ { print $1; exit }')
    debootstrap --variant=minbase --include=python3,git,make,ca-certificates "$suite" "$root" \
        "$mirror" >"$root.log" 2>&1 || { tail -20 "$root.log" && exit 1; }
    rm -f "$root.log"
    sources >"$root/etc/apt/sources.list"
    rm -rf "$root"/var/cache/apt/archives/*.deb
    if [[ -n $tree ]]; then
        tar -C "$root" -cf "$tree.part" . && mv "$tree.part" "$tree"
    fi
fi

# --- how to reach the registries, and nothing else of this machine --------------------------------------------------

cp /etc/resolv.conf /etc/hosts "$root/etc/"
# Only how apt fetches: the rest of a machine's apt settings starts programs that are not in the tree.
apt-config dump Acquire >"$root/etc/apt/apt.conf.d/00host"
passed=()
for name in PIP_INDEX_URL PIP_PROXY PIP_TRUSTED_HOST PIP_DEFAULT_TIMEOUT http_proxy https_proxy no_proxy \
    HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -n ${!name:-} ]] && passed+=("$name=${!name}")
done
pip_setting() {
    python3 -m pip config get "global.$1" 2>/dev/null || true
}
{
    echo "[global]"
    for key in index-url proxy trusted-host timeout; do
        value=$(pip_setting "$key")
        [[ -z $value ]] || echo "$key = $value"
    done
} >"$root/etc/pip.conf"
# Certificates that this machine trusts and Debian does not know lie in a file of their own, because Debian writes its
# own anew with every package that brings some.
certificates=${PIP_CERT:-${REQUESTS_CA_BUNDLE:-${SSL_CERT_FILE:-$(pip_setting cert)}}}
if [[ -f $certificates ]]; then
    cp "$certificates" "$root/etc/ssl/host-certificates.crt"
    for name in PIP_CERT REQUESTS_CA_BUNDLE SSL_CERT_FILE; do
        passed+=("$name=/etc/ssl/host-certificates.crt")
    done
fi

mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev/shm"

inside() {
    local who=root home=/root
    if [[ $1 == --as ]]; then
        who=$2 home=/home/$2
        shift 2
    fi
    # `env -i`: what the shell that started this happens to have set must not help.
    env -i ${passed[@]+"${passed[@]}"} PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
        TERM=dumb chroot "$root" setpriv --reuid "$who" --regid "$who" --init-groups -- sh -c "$*" </dev/null
}

# --- the repository -------------------------------------------------------------------------------------------------

step "a clone of the repository"
inside useradd --create-home volunteer
if [[ -n $working_tree ]]; then
    mkdir -p "$root/root/panelpress"
    (cd "$here" && git ls-files -z --cached --others --exclude-standard |
        while IFS= read -r -d '' file; do [[ -e $file ]] && printf '%s\0' "$file"; done |
        tar --null --files-from=- -cf -) | tar -C "$root/root/panelpress" --no-same-owner -xf -
    echo "the files as they lie here"
else
    git clone --quiet --no-local "$here" "$root/root/panelpress"
    git -C "$root/root/panelpress" log -1 --format='%h %s'
fi
cp -r "$root/root/panelpress" "$root/home/volunteer/panelpress"
inside chown -R volunteer:volunteer /home/volunteer/panelpress
inside "python3 --version; git --version; make --version | head -1; dpkg-query -W | wc -l | sed 's/$/ packages in all/'"

# --- somebody who may not install anything --------------------------------------------------------------------------

step "make build, as somebody who is neither root nor has sudo: told what to type, nothing begun"
code=0
inside --as volunteer "cd ~/panelpress && make build" >"$root/tmp/told" 2>&1 || code=$?
cat "$root/tmp/told"
for words in "sudo apt-get install" "apt-get install -y python3-venv libpango-1.0-0" "sudo dnf install" "brew install" \
    "wsl --install"; do
    # The first is looked for in pieces: the line begins with the update.
    grep -qF -- "${words#sudo }" "$root/tmp/told" || { echo "not named: $words" && exit 1; }
done
[[ $code == 2 ]] || { echo "exit code $code and not 2" && exit 1; }
[[ ! -e $root/home/volunteer/panelpress/.venv ]] || { echo "a half-made .venv was left behind" && exit 1; }
echo "exit code 2, nothing made"

# --- the two commands -----------------------------------------------------------------------------------------------

if [[ -n $setup_only ]]; then
    step "make setup-build setup-test, and the judges' own tests"
    inside "cd ~/panelpress && make setup-build && make setup-test && .venv/bin/python -m pytest -n 2 tests/judges"
    step "again, with no network at all: everything is in place"
    inside "cd ~/panelpress && unshare --net make setup-build setup-test"
    step "done"
    exit 0
fi

step "make build"
inside "cd ~/panelpress && make build"
step "make build again, with no network at all"
inside "cd ~/panelpress && unshare --net make build"

step "make test"
inside "cd ~/panelpress && make test" | tee "$root/tmp/tests"

step "what make build made"
inside "cd ~/panelpress && ls -l out/press"
step "how make test ended, everything taken together"
tail -5 "$root/tmp/tests"
