#!/usr/bin/env bash
# Holds clarify's rules beside peers that can be installed: time on the same documents, and which of the flaws seeded in
# fixtures/evals/seeded-spec.md each one finds. Peers are installed into a temporary folder and go with it.
#
#   CLARIFY_DOCUMENTS=DIR benches/peers.sh     documents for the timing; without it, the fixtures
#   CLARIFY_PEERS=DIR benches/peers.sh         keeps the peers in DIR and takes them from there the next time
#   CLARIFY_CARGO_PEERS=1 benches/peers.sh     also builds lucid-lint, which takes minutes
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
documents=$(realpath "${CLARIFY_DOCUMENTS:-$root/fixtures}")
if [[ -n ${CLARIFY_PEERS:-} ]]; then
  mkdir -p "$CLARIFY_PEERS" && peers=$(realpath "$CLARIFY_PEERS")
else
  peers=$(mktemp -d) && trap 'rm -rf "$peers"' EXIT
fi
clarify=${CLARIFY_BINARY:-}
if [[ -z $clarify ]]; then
  cargo build --release --quiet --manifest-path "$root/Cargo.toml"
  clarify=${CARGO_TARGET_DIR:-$root/target}/release/clarify
fi

cd "$peers"
[[ -x py/bin/reqlint ]] || { python3 -m venv py && py/bin/pip install --quiet proselint wyzer-reqlint; }
[[ -x node_modules/.bin/textlint ]] || npm install --silent --no-fund --no-audit textlint textlint-rule-write-good
if [[ -n ${CLARIFY_CARGO_PEERS:-} && ! -x cargo/bin/lucid-lint ]]; then
  cargo install --quiet --root cargo lucid-lint
fi
python3 - "$clarify" "$peers" "$root/fixtures/evals" "$documents" <<'PY'
import json, os, pathlib, re, subprocess, sys, time

clarify, peers, evals, documents = sys.argv[1:]
spec = f"{evals}/seeded-spec.md"
lines = open(spec, encoding="utf-8").read().split("\n")

def run(*command):
    return subprocess.run(command, capture_output=True, text=True, cwd=peers).stdout

# Each tool's findings: line, first and last column, and the message.
def of_clarify(path):
    report = json.loads(run(clarify, "review", "--rules-only", "--all", "--format", "json", path))
    for flag in report["reviews"][0]["flags"]:
        for anchor in flag["anchors"]:
            yield anchor["line"], anchor["column"], anchor["column"] + len(anchor["quote"]), f'{flag["kind"]} {flag["title"]}'

def of_textlint(path):
    for found in re.finditer(r":(\d+):(\d+): (.*)", run("node_modules/.bin/textlint", "--rule", "write-good", "-f", "unix", path)):
        words = re.search(r'"(.*?)"', found[3])
        yield int(found[1]), int(found[2]), int(found[2]) + len(words[1] if words else ""), found[3]

def of_proselint(path):
    result = json.loads(run("py/bin/proselint", "check", "-o", "json", path))["result"]
    text = "\n".join(lines)
    for file in result.values():
        for found in file["diagnostics"]:
            start, end = found.get("span", [0, 0])
            before = text[:start]
            column = start - (before.rfind("\n") + 1) + 1
            yield before.count("\n") + 1, column, column + end - start, found["message"]

# It leaves blank lines out of its count, so that a line is known by its text.
def of_reqlint(path):
    for line in json.loads(run("py/bin/reqlint", "--json", path)):
        number = lines.index(next(known for known in lines if known.strip() == line["text"].strip())) + 1
        for found in line["findings"]:
            named = re.search(r"""["']([^"']+)["']""", found["message"])
            words = named[1] if named else ""
            column = lines[number - 1].lower().find(words.lower()) + 1
            yield number, column, column + len(words), found["message"]

# It marks whole sentences and paragraphs, so that it counts which flaw a rule is about.
OF_PARAGRAPHS = {"lexicon.unexplained-abbreviation": "unexpanded-abbreviation", "syntax.passive-voice": "missing-actor"}

def of_lucid(path):
    for found in json.loads(run("cargo/bin/lucid-lint", "check", "--format", "json", path))["diagnostics"]:
        place = found["location"]
        yield place["line"], place["column"], place["column"] + place["length"], found["message"], OF_PARAGRAPHS.get(found["rule_id"], "")

ABSENCES = {"missing-owner": r"owner|author", "missing-problem": r"problem", "missing-out-of-scope": r"scope|non-goal"}

def finds(seed, found):
    line, column, words, flaw = seed
    if found[4:] not in ((), (flaw,)):
        return False
    if line == 0:
        return re.search(ABSENCES[flaw], found[3], re.I) is not None
    return found[0] == line and found[1] < column + len(words) and found[2] > column

tools = {"clarify (rules only)": of_clarify, "textlint with write-good": of_textlint, "wyzer-reqlint": of_reqlint, "proselint": of_proselint}
if os.path.exists(f"{peers}/cargo/bin/lucid-lint"):
    tools["lucid-lint"] = of_lucid

rows = [row.rstrip("\n").split("\t") for row in open(f"{evals}/seeded-spec.tsv", encoding="utf-8") if not row.startswith(("#", "line"))]
seeds = [(int(line), int(column), words, flaw) for line, column, words, flaw in rows]
files = sorted(str(path) for path in pathlib.Path(documents).rglob("*") if path.suffix in (".md", ".txt") and path.is_file())
size = sum(os.path.getsize(file) for file in files)

def timed(name):
    commands = {
        "clarify (rules only)": [[clarify, "review", "--rules-only", "--format", "json", *files]],
        "textlint with write-good": [["node_modules/.bin/textlint", "--rule", "write-good", "-f", "unix", *files]],
        "wyzer-reqlint": [["py/bin/reqlint", "--json", file] for file in files],
        "proselint": [["py/bin/proselint", "check", "-o", "json", *files]],
        "lucid-lint": [["cargo/bin/lucid-lint", "check", *files]],
    }[name]
    best = float("inf")
    for _ in range(3):
        start = time.monotonic()
        for command in commands:
            subprocess.run(command, capture_output=True, cwd=peers)
        best = min(best, time.monotonic() - start)
    return best

print(f"{len(files)} documents, {size / 1e6:.2f} MB, best of 3; {len(seeds)} flaws seeded in {len(' '.join(lines).split())} words\n")
print("| tool | seconds | MB/s | seeds found | findings on the seeded spec | of them on a seed |")
print("|---|--:|--:|--:|--:|--:|")
found_by = {}
for name, read in tools.items():
    found = list(read(spec))
    found_by[name] = [any(finds(seed, one) for one in found) for seed in seeds]
    on_seed = sum(any(finds(seed, one) for seed in seeds) for one in found)
    seconds = timed(name)
    print(f"| {name} | {seconds:.2f} | {size / 1e6 / seconds:.2f} | {sum(found_by[name])} of {len(seeds)} | {len(found)} | {on_seed} |")
print("\n| seed | words | " + " | ".join(tools) + " |")
print("|---|---|" + "---|" * len(tools))
for place, (_, _, words, flaw) in enumerate(seeds):
    marks = " | ".join("yes" if found_by[name][place] else "" for name in tools)
    print(f"| {flaw} | {words.replace('|', '/')} | {marks} |")
PY
