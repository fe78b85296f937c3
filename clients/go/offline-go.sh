#!/usr/bin/env bash
# Runs the go command with the Debian packages alone: a GOPATH, no module and no
# proxy. GOPATH_BEFORE goes before the one that build.sh makes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export GO111MODULE=off GOPROXY=off GOFLAGS=
export GOPATH=${GOPATH_BEFORE:+$GOPATH_BEFORE:}$root/build/go:/usr/share/gocode
exec go "$@"
