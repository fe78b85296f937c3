#!/usr/bin/env bash
# Builds the package with its generated stubs into build/python/lib, which goes
# on the PYTHONPATH. From the beginning: what is gone must not be found there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -rf ../../build/python
/usr/bin/python3 -W ignore setup.py --quiet build \
  --build-base ../../build/python --build-lib ../../build/python/lib
