#!/usr/bin/env bash
# Runs PROGRAM over the real texts, or exits with 77 where they are not there.
set -euo pipefail
program=$1 catalogue=$2 folder=$3
if [[ ! -d $folder ]]; then
  echo "skipped: no real texts in $folder"
  exit 77
fi
exec "$program" "$catalogue" "$folder"
