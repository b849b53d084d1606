#!/usr/bin/env bash
# Has the live client graded by llmock, a mock server that nobody here wrote: it breaks answers on demand and says what
# the client did wrong. Leaves a Python environment in target/, and nothing running.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly version=0.2.2
readonly venv=target/llmock
readonly log=target/llmock.log

say() { printf 'llmock: %s\n' "$*" >&2; }

make_venv() {
    rm -rf "$venv"
    python3 -m venv "$venv"
}

install_llmock() {
    if [[ "$("$venv/bin/pip" show llmock 2>/dev/null)" == *"Version: $version"* ]]; then
        return
    fi
    if ! make_venv 2>/dev/null; then
        say 'python3 cannot make environments; installing python3-venv'
        local root=()
        [[ $EUID -eq 0 ]] || root=(sudo)
        "${root[@]}" apt-get update -qq
        "${root[@]}" apt-get install -qq -y python3 python3-venv >/dev/null
        make_venv
    fi
    "$venv/bin/pip" install --quiet --disable-pip-version-check "llmock==$version"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

is_up() {
    python3 - "$1" <<'PY' 2>/dev/null
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(f"http://{sys.argv[1]}/_llmock/scenario", timeout=2).read()
PY
}

wait_until_up() {
    for _ in $(seq 150); do
        kill -0 "$server" 2>/dev/null || return 1
        is_up "$1" && return
        sleep 0.2
    done
    return 1
}

stop() {
    [[ -n "${server:-}" ]] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}

mkdir -p target
install_llmock
# Built before the server starts: building may take long.
cargo test --locked --test faults --no-run

address="127.0.0.1:$(free_port)"
trap stop EXIT
"$venv/bin/llmock" serve --host 127.0.0.1 --port "${address##*:}" >"$log" 2>&1 &
server=$!
if ! wait_until_up "$address"; then
    say "the server did not start; its log:"
    cat "$log" >&2
    exit 1
fi

for graded in llmock_finds_nothing_to_blame llmock_takes_a_batch_and_gives_every_answer; do
    CLARIFY_LLMOCK=$address cargo test --locked --test faults -- --ignored --exact "llmock::$graded"
    NO_PROXY=127.0.0.1 "$venv/bin/llmock" report --url "http://$address" --strict
done
