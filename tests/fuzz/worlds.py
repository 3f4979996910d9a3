"""The worlds that the fuzz damages, as bytes by path, and the child process that reads them and says what happened."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from click.testing import CliRunner
from test_polygons import TINY, folder
from world import World

from mapper.cli import main

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

PATIENCE = 60.0  # seconds that one case may take on a busy machine
ROOT = "WORLD"  # stands for the folder of the world in the arguments of a command

Files = dict[str, bytes]  # the content of a world by path


@dataclass(frozen=True)
class Put:
    """What is put in the place of a file: bytes, or something that is no file."""

    path: str
    content: bytes = b""
    kind: str = "file"  # or missing, folder, pipe, loop, dangling


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str
    trace: str = ""


def drawn_world(root: Path) -> Files:
    """Return the tiny world that is drawn by lines."""
    return _files(World(root / "drawn").root)


def dated_world(root: Path) -> Files:
    """Return the tiny world of dated polygons."""
    folder(root / "geodata", *TINY)
    return _files(root)


def _files(root: Path) -> Files:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def write(root: Path, files: Files, put: Put | None = None) -> None:
    """Write a world anew, damaged where something is put in the place of a file."""
    shutil.rmtree(root, ignore_errors=True)
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if put is None or path != put.path:
            target.write_bytes(content)
        elif put.kind == "file":
            target.write_bytes(put.content)
        elif put.kind == "folder":
            target.mkdir()
        elif put.kind == "pipe":
            os.mkfifo(target)
        elif put.kind == "loop":
            target.symlink_to(target)
        elif put.kind == "dangling":
            target.symlink_to(root / "nowhere")


def invoke(args: list[str]) -> Outcome:
    """Run a command in this process."""
    result = CliRunner().invoke(main, args)
    raised = result.exception
    trace = ""
    if raised is not None and not isinstance(raised, SystemExit):
        trace = "".join(traceback.format_exception(raised))
    return Outcome(result.exit_code, result.stdout, result.stderr, trace)


def _serve(pipe: Connection, root: Path) -> None:
    """Write and read worlds until there are no more."""
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            files, put, calls = pipe.recv()
            write(root, files, put)
            found = []
            for call in calls:
                found.append(invoke([arg.replace(ROOT, str(root)) for arg in call]))
                if found[-1].status:
                    break
            pipe.send(found)


class Child:
    """A process that runs the cases; one that hangs, or falls, is ended and another begun."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, self.root / "case"), daemon=True)
        self.process.start()
        other.close()

    def run(self, files: Files, put: Put | None, calls: list[list[str]]) -> list[Outcome]:
        """Return what the commands said, up to the first that failed.

        Raises
        ------
        AssertionError
            If they take too long, or the process falls.
        """
        self.pipe.send((files, put, calls))
        hung = not self.pipe.poll(PATIENCE)
        try:
            if not hung:
                return list(self.pipe.recv())
        except EOFError:
            pass
        self.end()
        self._begin()
        message = f"{'a hang' if hung else 'the process fell'}: {calls} of {put}"
        raise AssertionError(message)

    def end(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
