#!/bin/sh
# report: what a country's profile costs inside a running program, from the example store.
set -eu
build/bench/report-bench .dev/example.db AZ 2019 200
