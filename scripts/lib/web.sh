# shellcheck shell=bash
# The pages: their packages and their build, each only when what it is made of changed.

hash_of() { # hash_of files and folders...
    find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# An install that died half-way leaves packages out; npm itself can tell.
install_packages() {
    npm --prefix web ci --no-audit --no-fund && npm --prefix web ls --all >/dev/null
}

web_packages() {
    local stamp=web/node_modules/.stamp want
    want=$(hash_of web/package.json web/package-lock.json)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
    say "Installing the pages' packages"
    install_packages || { say "Once more"; install_packages; }
    echo "$want" >"$stamp"
}

web_build() {
    local stamp=web/dist/.stamp want
    web_packages
    want=$(hash_of web/package-lock.json web/build.mjs web/tsconfig.json web/src web/tools web/assets)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
    say "Building the pages"
    npm --prefix web run --silent build
    echo "$want" >"$stamp"
}
