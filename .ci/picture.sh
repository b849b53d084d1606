#!/usr/bin/env bash
# Takes the README's picture anew: the page of the recorded review, in a real browser, into fixtures/pages.
set -euo pipefail
cd "$(dirname "$0")/.."
exec bash .ci/browser.sh --ignored --exact picture::the_picture_of_the_readme
