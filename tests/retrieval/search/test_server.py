"""Chroma as a server of its own (`chroma run`), over a real socket: build, ask, lose it, get it back."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.search.index import Index
from tests.retrieval.search.conftest import PLAN, HashedWords

pytestmark = pytest.mark.slow
QUESTION = "Chiến sĩ thi đua cơ sở được thưởng bao nhiêu lần lương cơ sở?"


class Server:
    """`chroma run` on a free port of this machine; it keeps its folder when it is ended and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self._folder = folder
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = shutil.which("chroma", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        assert command is not None
        args = [command, "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._run = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("chroma run does not listen")

    def stop(self) -> None:
        self._run.kill()
        self._run.wait()

    def collections(self) -> list[str]:
        import chromadb

        found = chromadb.HttpClient(host="127.0.0.1", port=self.port).list_collections()
        return [c.name for c in found]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("chroma"))
    yield made
    made.stop()


def found(index: Index) -> bool:
    return ("Điều 2", "khoản 2") in [h.clause.path for h in index.search(QUESTION, 6)]


def test_a_server_is_used_lost_and_used_again(folder: Path, corpus: Path, server: Server) -> None:
    with Index(folder, HashedWords(), url=server.url, write=True) as index:
        assert index.sync([corpus]).notes == ()  # the embedded generation gives way to one on the server
    assert not list(folder.rglob("chroma"))
    first = server.collections()
    assert len(first) == 1
    with Index(folder, HashedWords(), url=server.url, retry_s=0.0) as index:
        assert found(index)
        assert not index.degraded
        server.stop()
        assert found(index)  # by keywords and all vectors
        assert "Chroma" in index.degraded
        server.start()
        assert found(index)
        assert not index.degraded
    (corpus / "moi.txt").write_text(PLAN.replace("cây xanh", "hoa phượng").replace("05/KH", "09/KH"), "utf-8")
    with Index(folder, HashedWords(), url=server.url, write=True) as index:
        index.sync([corpus])
        assert "hoa phượng" in " ".join(h.clause.text for h in index.search("trồng hoa phượng", 9))
        assert not index.degraded
    second = server.collections()
    assert len(second) == 1  # the old generation's collection has gone
    assert second != first


def test_no_server_is_told_and_answers_come_all_the_same(folder: Path, corpus: Path) -> None:
    with socket.socket() as s:  # bound and not listening: nobody else can take the port
        s.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{s.getsockname()[1]}"
        with Index(folder, HashedWords(), url=url, write=True) as index:
            assert index.sync([corpus]).notes  # what Chroma lacks
            assert found(index)
