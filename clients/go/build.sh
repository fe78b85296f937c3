#!/usr/bin/env bash
# Builds the module whole, what is written by hand and the generated stubs, into
# build/go/src, the layout of a GOPATH: the Debian packages need one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly MODULE=example.org/mandated/clients/go
readonly OUT=build/go/src/$MODULE

protos=(proto/mandates/v1/*.proto)
packages=()
for proto in "${protos[@]#proto/}"; do
  packages+=("M$proto=$MODULE/mandatespb")
done
joined=$(IFS=, && echo "${packages[*]}")

rm -rf "$OUT"
mkdir -p "$OUT"
cp -p clients/go/*.go clients/go/go.* clients/go/README.md "$OUT"
protoc -I proto \
  --go_out=build/go/src --go_opt="$joined" \
  --go-grpc_out=build/go/src --go-grpc_opt="$joined" "${protos[@]}"
clients/go/offline-go.sh vet "$MODULE/..."
