#!/usr/bin/env bash
# Sets up PyTorch in a virtual environment (once) and compares: see measure.py, whose options this takes.
set -euo pipefail
cd "$(dirname "$0")"
environment=${HEADSCOPE_PYTORCH:-${XDG_CACHE_HOME:-$HOME/.cache}/headscope/pytorch}
if [ ! -x "$environment/bin/python" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet "torch==2.13.0+cpu" numpy || "$environment/bin/pip" install --quiet "torch==2.13.0" numpy
fi
exec "$environment/bin/python" measure.py "$@"
