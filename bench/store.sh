#!/bin/sh
# store: records in, changed and listed, with history and audit, beside bare SQL on the same machine.
set -eu
"$(dirname "$2")/store-bench" 12000
