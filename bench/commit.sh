#!/bin/sh
# commit: changes a second that 1, 4 and 16 writers bring to the disk, each with history and audit.
set -eu
"$(dirname "$2")/commit-bench" 3
