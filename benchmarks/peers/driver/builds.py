"""Builds what the participants need, once: Python environments and Java class paths under benchmarks/.build."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[2]
PEERS = BENCHMARKS / "peers"
BUILD = BENCHMARKS / ".build"
KERATA_CLASSES = BENCHMARKS / "target" / "classes"
KERATA_CLASSPATH = BUILD / "kerata.classpath"
MAVEN_QUIET = ("-q", "-B", "-ntp", "-Dstyle.color=never")


class BuildFailed(Exception):
    """A participant's software could not be had or built."""


def prepare_folder() -> None:
    BUILD.mkdir(exist_ok=True)
    (BUILD / ".gitignore").write_text("*\n")


def python_of(environment: str) -> Path:
    return BUILD / "venv" / environment / "bin" / "python"


def has_python(environment: str) -> bool:
    return _stamp(environment).exists()


def build_python(environment: str) -> None:
    """A virtual environment with the pinned packages; made anew when the pins change."""
    pins = PEERS / "python" / f"requirements-{environment}.txt"
    if _is_current(environment, [pins]):
        return
    folder = BUILD / "venv" / environment
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(python_of(environment)), "-m", "pip", "install", "-q", "--no-cache-dir", "-r", str(pins)])
    _set_current(environment, [pins])


def build_java_peer(name: str) -> None:
    """Compiles a Java peer and gathers its jars in .build/<name>; again when its sources change."""
    sources = [PEERS / "pom.xml", *_files(PEERS / "harness"), *_files(PEERS / name)]
    if _is_current(name, sources):
        return
    shutil.rmtree(BUILD / name, ignore_errors=True)
    arguments = ["-f", str(PEERS / "pom.xml"), "-pl", name, "-am", f"-Dnative.platform={native_platform()}", "package"]
    _run(["mvn", *MAVEN_QUIET, *arguments])
    _set_current(name, sources)


def java_peer_classpath(name: str) -> str:
    return f"{BUILD / name / 'classes'}:{BUILD / name / 'lib'}/*"


def build_kerata() -> None:
    """Compiles the project up to its benchmarks; the class path is left in .build/kerata.classpath."""
    reason = _kerata_build_failure()
    if reason:
        raise BuildFailed(reason)


@cache
def _kerata_build_failure() -> str:
    KERATA_CLASSPATH.unlink(missing_ok=True)
    settings = ["-DskipTests", "-DincludeScope=runtime", f"-Dmdep.outputFile={KERATA_CLASSPATH}"]
    goals = ["package", "dependency:build-classpath"]
    root = str(BENCHMARKS.parent / "pom.xml")
    try:
        _run(["mvn", *MAVEN_QUIET, "-f", root, "-pl", "benchmarks", "-am", *settings, *goals])
        return ""
    except BuildFailed as failure:
        return str(failure)


def kerata_classpath() -> str:
    return f"{KERATA_CLASSES}:{KERATA_CLASSPATH.read_text().strip()}"


def has_kerata_class(simple_name: str) -> bool:
    """Whether the last build_kerata() went well and made it."""
    return KERATA_CLASSPATH.exists() and (KERATA_CLASSES / f"org/kerata/benchmarks/{simple_name}.class").exists()


def native_platform() -> str:
    """This machine, as the Java peers' native jars spell it."""
    return "linux-aarch64" if platform.machine() == "aarch64" else "linux-x86_64"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _stamp(name: str) -> Path:
    return BUILD / f"{name}.stamp"


def _digest(sources: list[Path]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source}\n".encode() + source.read_bytes())
    return digest.hexdigest()


def _is_current(name: str, sources: list[Path]) -> bool:
    return _stamp(name).exists() and _stamp(name).read_text() == _digest(sources)


def _set_current(name: str, sources: list[Path]) -> None:
    _stamp(name).write_text(_digest(sources))


def _run(command: list[str]) -> None:
    print("#", " ".join(command), file=sys.stderr, flush=True)
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr, cwd=BUILD, env=_environment())
    except OSError as failure:
        raise BuildFailed(f"{command[0]}: {failure.strerror}") from failure
    except subprocess.CalledProcessError as failure:
        raise BuildFailed(f"{Path(command[0]).name} ended with {failure.returncode}, see above") from failure


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
