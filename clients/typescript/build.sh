#!/usr/bin/env bash
# Builds the package into build/: the generated stubs in build/gen, then what is
# written by hand. Needs protoc, Debian's google/rpc protos and Node 20.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly ROOT=../..
readonly GOOGLE=/usr/share/gocode/src/github.com/gogo/googleapis

if [[ ! -e node_modules/.package-lock.json ||
  package-lock.json -nt node_modules/.package-lock.json ]]; then
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi

rm -rf build
mkdir -p build/gen
protoc -I "$ROOT/proto" -I "$GOOGLE" \
  --plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es \
  --es_out=build/gen --es_opt=target=js+dts,import_extension=js \
  "$ROOT"/proto/mandates/v1/*.proto google/rpc/error_details.proto
node_modules/.bin/tsc --project tsconfig.json
