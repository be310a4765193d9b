# What the scripts share: the virtual environment, and Debian's packages where they are missing.
# Read with `. script/lib.sh` from the project's root. Nothing here touches the system's own Python.

PYTHON=.venv/bin/python

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Is this Debian (or Ubuntu) package here?
has_package() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

# need_packages PACKAGE…: install what is missing from the sources the machine is set up with.
need_packages() {
    missing=''
    for package in "$@"; do
        has_package "$package" || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    install="apt-get install -y --no-install-recommends$missing"
    command -v apt-get >/dev/null || stop "Faltan en esta máquina:$missing."
    [ "$(id -u)" -eq 0 ] || stop "Faltan paquetes del sistema. Instálalos y vuelve a intentar:" \
        "    sudo $install"
    echo "Instalando del sistema:$missing"
    log=$(mktemp)
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install -qq; } </dev/null >"$log" 2>&1
    then
        cat "$log" >&2
        rm -f "$log"
        stop "No se pudieron instalar los paquetes del sistema:$missing."
    fi
    rm -f "$log"
}

# What a browser in tests and pictures needs: Chromium, the library that Playwright's driver is
# linked with, film for the camera, a reader of PDF.
need_browser() {
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || [ "${CI:-}" = true ]; }; then
        need_packages chromium libatomic1 ffmpeg poppler-utils
        need_localhost
    fi
}

# A system from debootstrap does not know the name under which pages are tested.
need_localhost() {
    getent hosts localhost >/dev/null && return 0
    [ "$(id -u)" -eq 0 ] ||
        stop "Esta máquina no conoce el nombre localhost. Añade a /etc/hosts: 127.0.0.1 localhost"
    echo "127.0.0.1 localhost" >>/etc/hosts
}

# The newest Python here that is new enough.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "Jornadas necesita Python 3.11 o más nuevo. En Debian o Ubuntu:" \
        "    sudo apt-get install python3"
}

# Where the system keeps the wheel of pip: run from there, pip needs no installing.
pip_wheel() {
    "$PYTHON" - <<'EOF'
import importlib.util
from pathlib import Path

folders = [Path("/usr/share/python-wheels")]
if spec := importlib.util.find_spec("ensurepip"):
    folders.append(Path(spec.origin).parent / "_bundled")
print(next((str(wheel) for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))), ""))
EOF
}

# What makes an installed set of packages this one: the pinned list and the Python under it.
fingerprint() {
    { cat "$1"; "$PYTHON" -c 'import sys; print(sys.version, sys.prefix)'; } | sha256sum | cut -c1-64
}

# need_requirements FILE: .venv with exactly what FILE pins. Costs nothing when it is there already.
need_requirements() {
    "$PYTHON" -c '' 2>/dev/null || "$(find_python)" -m venv --clear --without-pip .venv ||
        stop "No se pudo crear el entorno virtual en .venv."
    stamp=".venv/installed-$1"
    [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$1")" ] && return 0
    wheel=$(pip_wheel)
    if [ -z "$wheel" ]; then
        need_packages python3-pip-whl
        wheel=$(pip_wheel)
        [ -n "$wheel" ] || stop "No se encontró pip en este sistema."
    fi
    echo "Instalando dependencias de $1…"
    rm -f "$stamp"
    # Everything is pinned with its hash, so there is nothing to resolve and nothing to build.
    "$PYTHON" "$wheel/pip" install --quiet --no-deps --no-compile --no-input --only-binary :all: \
        --disable-pip-version-check --require-hashes --requirement "$1" ||
        stop "No se pudieron instalar las dependencias." \
            "Revisa la conexión a internet y vuelve a intentar."
    fingerprint "$1" >"$stamp"
}
