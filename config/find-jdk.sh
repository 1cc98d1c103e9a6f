# Sourced by the launcher and by benchmarks/run. find_jdk puts the folder of a JDK that can build and run Mortise
# into the variable jdk, or fails; no_jdk is the message for that case.
# shellcheck shell=sh

least_java=25

# Each JDK has a file "release" that names its version, so none need be started to ask.
is_jdk() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value || [ -n "$key" ]; do
        [ "$key" = JAVA_VERSION ] || continue
        value=${value#\"}
        value=${value%%[!0-9]*}
        [ -n "$value" ] && [ "$value" -ge "$least_java" ]
        return
    done <"$1/release"
    return 1
}

jdk_of_path() {
    found=$(command -v java) || return 1
    found=$(readlink -f "$found" 2>/dev/null) || return 1
    jdk=${found%/bin/java}
    is_jdk "$jdk"
}

find_jdk() {
    jdk=${JAVA_HOME:-}
    if [ -n "$jdk" ] && is_jdk "$jdk"; then return 0; fi
    if jdk_of_path; then return 0; fi
    if [ -x /usr/libexec/java_home ]; then
        jdk=$(/usr/libexec/java_home -v "$least_java+" 2>/dev/null) && is_jdk "$jdk" && return 0
    fi
    home=${HOME:-/nonexistent}
    for jdk in \
        "${SDKMAN_DIR:-$home/.sdkman}"/candidates/java/* \
        "${MISE_DATA_DIR:-$home/.local/share/mise}"/installs/java/* \
        "${ASDF_DATA_DIR:-$home/.asdf}"/installs/java/* \
        "$home"/.jdks/* "$home"/.jbang/cache/jdks/* "$home"/.gradle/jdks/* \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        /usr/local/lib/jvm/* \
        "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_jdk "$jdk"; then return 0; fi
    done
    return 1
}

# shellcheck disable=SC2034  # read by who sources this
no_jdk="a JDK $least_java or newer is needed and was not found (JAVA_HOME, PATH, the usual folders): install one, for example Eclipse Temurin $least_java (sdk install java, brew install temurin, or your package manager), or set JAVA_HOME to it"
