#!/bin/sh
# start: from the start of the program to the last byte of the first page.
set -eu
himaya=$1 measure=$2 store=${3:-.dev/example.db}
"$measure" "himaya serve: start to first page answered" 15 --until-page 8391 \
    "$himaya" --store "$store" serve --listen 127.0.0.1:8391
