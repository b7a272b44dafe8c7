"""Model files: the same one is loaded, and saved, by Kerata, by Keras and by a plain copy, in turns."""

import statistics
import subprocess
from collections.abc import Callable

from . import builds, contenders
from .contenders import Contender
from .participant import Participant, ParticipantFailed

COLUMNS = ("operation", "who", "median ms", "minimum ms", "of copy")
MODELS = ("mlp", "resnet50")
OPERATIONS = ("load", "save")


def measure(keras: list[str], repeats: int, seconds: float, note: Callable[[str], None]) -> None:
    """Prints a line for each model, operation and participant."""
    peers = _built([contenders.KERAS_FILES[name] for name in keras], note)
    ours = _built([contenders.KERATA_FILES, contenders.COPY_FILES], note)
    if not peers:
        note("Keras writes the files; none of its backends could be built.")
        return
    note("\t".join(COLUMNS))
    for model in MODELS:
        file = builds.BUILD / "files" / f"{model}.keras"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            command = [*peers[0].command_for("write"), str(file)]
            subprocess.run(command, env=peers[0].environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        note(f"{model}.keras: {file.stat().st_size / 1e6:.1f} MB, written by {peers[0].who}")
        for operation in OPERATIONS:
            _take_turns(f"{operation} {model}", operation, str(file), [*ours, *peers], repeats, seconds, note)


def _built(chosen: list[Contender], note: Callable[[str], None]) -> list[Contender]:
    ready = []
    for contender in chosen:
        try:
            contender.build()
            contender.command()
            ready.append(contender)
        except builds.BuildFailed as failure:
            note(f"{contender.who} is left out: {failure}")
    return ready


def _take_turns(
    title: str, operation: str, file: str, ready: list[Contender], repeats: int, seconds: float, note: Callable[[str], None]
) -> None:
    running: list[Participant] = []

    def tried(who: str, action: Callable[[], object]) -> bool:
        try:
            action()
            return True
        except (ParticipantFailed, OSError) as failure:
            note(f"{title} {who} is left out: {failure}")
            return False

    def start(contender: Contender) -> None:
        log = builds.BUILD / "logs" / f"{contender.who}-{title.replace(' ', '-')}.log"
        command = [*contender.command_for(operation), file]
        participant = Participant(contender.who, command, contender.environment(), log)
        note(f"{title} {contender.who}: first {participant.first_step:.0f} ms")
        running.append(participant)

    for contender in ready:
        tried(contender.who, lambda contender=contender: start(contender))
    for _ in range(repeats):
        for participant in list(running):
            if not tried(participant.who, lambda: participant.take_turn(seconds)):
                participant.kill()
                running.remove(participant)
    medians = {p.who: statistics.median(turn.median for turn in p.turns) for p in running}
    for participant in running:
        tried(participant.who, participant.quit)
        note(f"rss {title} {participant.who} {participant.peak_megabytes} MB")
        others = participant.others_cpu / max(participant.turn_wall, 1e-9)
        if others > 0.1:
            note(f"{title} {participant.who}: others used {others:.2f} processors during its turns")
        who, median = participant.who, medians[participant.who]
        ratio = f"{median / medians['copy']:.2f}" if "copy" in medians else ""
        print(title, who, f"{median:.1f}", f"{min(turn.minimum for turn in participant.turns):.1f}", ratio, sep="\t", flush=True)
