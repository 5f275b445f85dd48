"""Files on a disk, told by their content, and what is in them. Needs no database, so that other processes can read."""

from __future__ import annotations

import hashlib
import os
import signal
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from .. import transcripts
from ..transcripts.encoding import MAX_BYTES

OF_CONTENT = uuid.UUID("6ff5bb5f-5f4c-5f0e-9d2c-6c1c6f0f3b51")
AHEAD = (
    150  # files that are read before they are asked for: more than a batch, so that nobody waits while it is written
)


Said = tuple[str, int | None, int | None, str]  # who, from, to, words


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of a folder: its name there, the key that its content gives, and what was read.

    What was said stands beside `read` and not in it, as tuples: it is much, and goes from one process to another.
    """

    name: str
    key: uuid.UUID
    read: transcripts.Transcript
    duration_ms: int | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not read, and why."""

    name: str
    refused: str


def contents(path: Path) -> bytes:
    """The bytes of a file; refuses what is no file, cannot be read or is too large, before reading it."""
    try:
        if not path.exists():
            raise transcripts.Refused("There is no file here.")
        if not path.is_file():
            raise transcripts.Refused("This is not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise transcripts.Refused(
                f"This file has {path.stat().st_size >> 20} MB; a transcript may have {MAX_BYTES >> 20} MB."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, transcripts.Refused):
            raise
        raise transcripts.Refused(f"It cannot be opened: {getattr(error, 'strerror', None) or error}.") from error


def key_of(data: bytes) -> uuid.UUID:
    """The key of the interview that this content becomes."""
    return uuid.uuid5(OF_CONTENT, hashlib.sha256(data).hexdigest())


def understood(folder: Path, name: str) -> Filed | RefusedFile:
    """What is in a file of a folder."""
    try:
        data = contents(folder / name)
        read = transcripts.read(data, Path(name).name)
        said = tuple((one.speaker, one.start_ms, one.end_ms, one.text) for one in read.segments)
        return Filed(name, key_of(data), replace(read, segments=()), read.duration_ms, said)
    except transcripts.Refused as refused:
        return RefusedFile(name, str(refused))


def leave_interrupts_to_the_caller() -> None:
    """In a process that reads: whoever started it decides what Ctrl C means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_the_caller, daemon=True).start()


def end_with_the_caller() -> None:
    """End this process when the caller is gone, also where it was killed and could not say so."""
    if caller := parent_process():
        caller.join()
        os._exit(1)


def understood_ahead(folder: Path, names: Iterable[str], processes: int) -> Iterator[Filed | RefusedFile]:
    """What is in files of a folder, in their order, read by other processes while the caller is busy with those before.

    With no `processes` the caller reads them itself.
    """
    if not processes:
        yield from (understood(folder, name) for name in names)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=leave_interrupts_to_the_caller)
    waiting: deque[Future[Filed | RefusedFile]] = deque()
    try:
        for name in names:
            waiting.append(pool.submit(understood, folder, name))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
