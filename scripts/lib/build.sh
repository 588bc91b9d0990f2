# shellcheck shell=bash
# What the scripts share: saying what they do, and building a preset.

say() {
    printf '\033[1m%s\033[0m\n' "$*" >&2
}

# build_preset name [targets...]: configures once, builds what changed.
build_preset() {
    local preset=$1 log
    shift
    if command -v ninja >/dev/null; then export CMAKE_GENERATOR=Ninja; fi
    if [ ! -f "build/$preset/CMakeCache.txt" ]; then
        mkdir -p "build/$preset"
        log=build/$preset/configure.log
        if ! cmake --preset "$preset" >"$log" 2>&1; then
            cat "$log" >&2
            rm -f "build/$preset/CMakeCache.txt"
            return 1
        fi
    fi
    # Quiet unless it fails: a build that works has nothing to tell.
    log=build/$preset/build.log
    if ! cmake --build "build/$preset" --parallel "$(nproc)" ${1:+--target "$@"} >"$log" 2>&1; then
        grep -vE '^\[[0-9]+/[0-9]+\]' "$log" | head -n 60 >&2
        say "the build failed: $log"
        return 1
    fi
}
