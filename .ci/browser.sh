#!/usr/bin/env bash
# Runs the tests that need a real browser, for real: installs Debian's chromium where it is missing, and has axe-core in
# target/, from the wheel that ships it.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly wheel=axe-playwright-python
readonly version=0.1.8
readonly folder=target/axe-$version

say() { printf 'browser: %s\n' "$*" >&2; }

install() {
    say "installing $*"
    local root=()
    [[ $EUID -eq 0 ]] || root=(sudo)
    "${root[@]}" apt-get update -qq
    "${root[@]}" apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

get_axe() {
    [[ -f "$folder/axe.min.js" ]] && return
    python3 -m pip --version >/dev/null 2>&1 || install python3 python3-pip
    rm -rf "$folder"
    mkdir -p "$folder"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$folder" "$wheel==$version"
    python3 -m zipfile -e "$folder"/*.whl "$folder"
    mv "$folder"/*/axe.min.js "$folder/axe.min.js"
}

command -v chromedriver >/dev/null && command -v chromium >/dev/null || install chromium chromium-driver fonts-liberation
get_axe

CLARIFY_BROWSER=required CLARIFY_AXE=$PWD/$folder/axe.min.js cargo test --locked --test browser -- --test-threads=2 "$@"
