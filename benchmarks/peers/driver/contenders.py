"""Who takes part: how each is built, started and kept to its threads."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from . import builds

THREADS = 2

# OpenMP threads that wait for work spin at first, then sleep. Spinning between the kernels of one step (microseconds)
# is what makes steps fast; spinning while another participant has its turn would slow that one. So: about half a
# millisecond, then sleep. (TensorFlow, JAX and OpenBLAS have pools of their own that sleep soon by themselves.)
COMMON_ENVIRONMENT = {
    "OMP_NUM_THREADS": str(THREADS),
    "MKL_NUM_THREADS": str(THREADS),
    "OPENBLAS_NUM_THREADS": str(THREADS),
    "GOMP_SPINCOUNT": "20000",  # iterations; libgomp's default of 300000 is no faster in any participant
    "KMP_BLOCKTIME": "2",  # milliseconds; the default of 200 would reach into the next one's turn
    "TORCHINDUCTOR_CACHE_DIR": str(builds.BUILD / "inductor"),
}
# Left in the environment, these make OpenBLAS take kernels for another processor.
DROPPED_FROM_ENVIRONMENT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

JAVA = ("java", "-Xmx4g", "--enable-native-access=ALL-UNNAMED")
JAVACPP = (
    f"-Dorg.bytedeco.javacpp.cachedir={builds.BUILD / 'javacpp'}",
    "-Dorg.bytedeco.javacpp.maxbytes=8g",
    "-Dorg.bytedeco.javacpp.maxphysicalbytes=14g",
)
DJL = ("-Dai.djl.offline=true", f"-Dai.djl.pytorch.num_threads={THREADS}")


@dataclass(frozen=True)
class Contender:
    who: str
    build: Callable[[], None]
    command: Callable[[], list[str]]  # the workload's name is appended
    extra_environment: dict[str, str] = field(default_factory=dict)

    def command_for(self, workload: str) -> list[str]:
        return [*self.command(), workload]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in DROPPED_FROM_ENVIRONMENT}
        return kept | COMMON_ENVIRONMENT | self.extra_environment


def _python(who: str, environment: str, script: str, *options: str, **extra: str) -> Contender:
    def command() -> list[str]:
        path = builds.PEERS / "python" / script
        return [str(builds.python_of(environment)), str(path), f"--threads={THREADS}", *options]

    return Contender(who, lambda: builds.build_python(environment), command, extra)


def _keras(who: str, backend: str, script: str = "keras_peer.py") -> Contender:
    return _python(who, backend, script, KERAS_BACKEND=backend, TF_CPP_MIN_LOG_LEVEL="2")


def _java_peer(name: str, main_class: str, *options: str, **extra: str) -> Contender:
    def command() -> list[str]:
        classpath = builds.java_peer_classpath(name)
        return [*JAVA, f"-Dthreads={THREADS}", *options, "-cp", classpath, f"org.kerata.peers.{main_class}"]

    return Contender(name, lambda: builds.build_java_peer(name), command, extra)


def _kerata(who: str, main_class: str, *arguments: str, **extra: str) -> Contender:
    def command() -> list[str]:
        if not builds.has_kerata_class(main_class):
            raise builds.BuildFailed(f"benchmarks has no class org.kerata.benchmarks.{main_class} yet")
        return [*JAVA, "-cp", builds.kerata_classpath(), f"org.kerata.benchmarks.{main_class}", *arguments]

    return Contender(who, builds.build_kerata, command, extra)


OURS = {contender.who: contender for contender in (_kerata("kerata", "Workloads"), _kerata("floor", "Floor"))}

# Takes no turns: each start is a process of its own.
STARTUP = _kerata("startup", "Startup")

# At model files. The memory of models that nobody holds any more is to be given back in time.
KERATA_FILES = _kerata("kerata", "ModelFileTasks", "kerata", KERATA_MEMORY="2g")
COPY_FILES = _kerata("copy", "ModelFileTasks", "copy")
KERAS_FILES = {
    f"keras-{short}": _keras(f"keras-{short}", backend, "keras_files.py")
    for short, backend in (("tf", "tensorflow"), ("jax", "jax"), ("torch", "torch"))
}

PEERS = {
    contender.who: contender
    for contender in (
        # ND4J's OpenMP threads compete with OpenBLAS's: with longer spinning W1 takes 40 ms instead of 12.
        _java_peer("dl4j", "Dl4jPeer", *JAVACPP, GOMP_SPINCOUNT="1000"),
        _java_peer("djl", "DjlPeer", *DJL, DJL_CACHE_DIR=str(builds.BUILD / "djl")),
        _java_peer("tf-java", "TfPeer", *JAVACPP, TF_CPP_MIN_LOG_LEVEL="2"),
        _keras("keras-tf", "tensorflow"),
        _keras("keras-jax", "jax"),
        _keras("keras-torch", "torch"),
        _python("torch", "torch", "torch_peer.py"),
        _python("torch-compile", "torch", "torch_peer.py", "--compile"),
    )
}

# Measures the machine's matrix product where our own floor cannot yet.
PEAK_FALLBACK = _python("torch", "torch", "torch_peer.py")
