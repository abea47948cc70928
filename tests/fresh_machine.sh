#!/bin/sh
# Both commands of the README on machines that have nothing: a minimal Debian made with debootstrap, once for each kind of user.
# Needs root and debootstrap. Argument: a folder to work in (3 GB for each machine, which is removed after its turn).
#   SCENES    who tries: root, sudo (a user with a sudo that asks for no password), user (without), chromium (root, one is there already)
#   COMMANDS  what is tried, in this order; the server is stopped when it has answered                        (run test test)
#   PYTEST_ADDOPTS  options for a part of the suite, such as "-k test_setup"; none for all of it, which is what has to hold
#   SUITE           another release of Debian                                                                  (bookworm)
# Every step's output lies in FOLDER/logs; what is said here is its exit code, its time and its last line.
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mkdir -p "${1:?a folder to work in}/logs" && cd "$1" && pwd)
suite=${SUITE:-bookworm}
base=$work/$suite.tar
failed=0
asked="This machine lacks .*: ask whoever runs it for \"apt-get install .*\", then run this again\\."

if [ ! -e "$base" ]; then
    debootstrap --variant=minbase --include=git,make,python3,ca-certificates "$suite" "$work/base" >"$work/logs/debootstrap.log"
    rm -f "$work"/base/var/cache/apt/archives/*.deb
    tar -C "$work/base" -cf "$base.part" . && mv "$base.part" "$base"
    rm -rf "$work/base"
fi

new_machine() { # name: a machine of its own with a clone of the repository, which reaches the registries as this one does
    root=$work/$1
    mkdir "$root"
    tar -C "$root" -xf "$base"
    for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/xdg/pip /etc/ssl/certs/ca-certificates.crt; do
        [ ! -e "$file" ] || { mkdir -p "$root$(dirname "$file")" && cp -rLT "$file" "$root$file"; }
    done
    chroot "$root" useradd --create-home reader
    git clone --quiet "$repository" "$root/home/reader/code"
    chroot "$root" chown -R "$2" /home/reader/code
}

inside() { # user command…: on the machine, with processes, shared memory and terminals of its own, all gone when it ends
    user=$1
    shift
    # shellcheck disable=SC2016  # expanded inside
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$([ "$user" = root ] && echo /root || echo /home/reader)" \
        PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-}" \
        unshare --mount --pid --fork --kill-child sh -c '
            mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" && mount -t sysfs -o ro sysfs "$1/sys"
            mkdir -p "$1/dev/pts" && mount -t devpts devpts "$1/dev/pts"
            root=$1 user=$2; shift 2
            exec chroot --userspec="$user" "$root" sh -c "cd /home/reader/code && exec \"\$@\"" sh "$@"' sh "$root" "$user" "$@"
}

step() { # name expected user command…: expected is 0, or words that the failure must say
    name=$scene-$1 expected=$2
    shift 2
    log=$work/logs/$name.log began=$(date +%s) code=0
    inside "$@" >"$log" 2>&1 || code=$?
    verdict=as-it-should
    if [ "$expected" = 0 ]; then [ "$code" = 0 ] || verdict=WRONG
    elif [ "$code" = 0 ] || ! grep -q "^$expected" "$log"; then verdict=WRONG; fi
    [ "$verdict" = as-it-should ] || failed=1
    printf '%-22s %-12s exit %s, %4s s: %s\n' "$name" "$verdict" "$code" "$(($(date +%s) - began))" "$(grep -v '^make: \*\*\*' "$log" | tail -n 1)"
}

# Starts the server, waits for its answer, and stops it.
# shellcheck disable=SC2016  # expanded inside
serve='make run & n=0; until python3 -c "import urllib.request as u; print(u.urlopen(\"http://127.0.0.1:8799/_stcore/health\").read().decode())" 2>/dev/null
    do sleep 1; n=$((n + 1)); kill -0 $! || exit 1; [ $n -lt 900 ] || exit 1; done; kill $!'

commands() { # user
    number=0
    for command in ${COMMANDS:-run test test}; do
        number=$((number + 1))
        case $command in
            run) step "$number-run" 0 "$1" env PORT=8799 sh -c "$serve" ;;
            *) step "$number-$command" 0 "$1" make "$command" ;;
        esac
    done
    printf '%-22s %s MB\n' "$scene, .venv" "$(du -sm "$root/home/reader/code/.venv" | cut -f1)"
}

refused() { # the user who may not install anything is told what to ask for; then gets just that
    for command in run test; do
        step "0-$command" "$asked" reader make "$command"
        packages=$(sed -n 's/^This machine lacks \(.*\): ask .*/\1/p' "$work/logs/$scene-0-$command.log")
        # shellcheck disable=SC2086  # several names
        step "0-$command-given" 0 root sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages"
    done
}

for scene in ${SCENES:-root sudo user chromium}; do
    case $scene in
        root)
            new_machine "$scene" root
            commands root
            ;;
        user)
            new_machine "$scene" reader
            refused
            commands reader
            ;;
        sudo)
            new_machine "$scene" reader
            step 0-sudo 0 root sh -c "apt-get update -qq && apt-get install -y -qq sudo && echo 'reader ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/reader"
            commands reader
            ;;
        chromium)
            new_machine "$scene" root
            step 0-chromium 0 root sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium && dpkg -r --force-depends libatomic1"
            commands root
            ;;
    esac
    rm -rf --one-file-system "$root"
done
exit $failed
