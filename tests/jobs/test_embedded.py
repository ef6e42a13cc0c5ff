"""The cluster inside the server: who may reach it."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from distributed import Client, Security

from siamese.jobs.cluster import EmbeddedCluster
from tests.support.stand_ins import children


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedCluster]:
    """A cluster inside this process, with a worker."""
    cluster = EmbeddedCluster(tmp_path, threads=1)
    cluster.require(1)
    yield cluster
    cluster.close()
    assert children() == []


def test_nothing_listens_beyond_the_loopback_and_all_of_it_asks_for_a_certificate(
    embedded: EmbeddedCluster,
) -> None:
    ports = []
    for process in (psutil.Process(), *children()):
        for connection in process.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN:
                ports.append(connection.laddr.port)
                assert connection.laddr.ip == "127.0.0.1"
    assert len(ports) == 2  # the scheduler's and the worker's
    for port in ports:
        for address, security in (("tls", Security.temporary()), ("tcp", None)):
            with pytest.raises(OSError, match=r"Timed out|security settings|reset|closed"):
                Client(f"{address}://127.0.0.1:{port}", timeout=1, security=security)


def test_the_secrets_stand_on_no_command_line(embedded: EmbeddedCluster) -> None:
    (worker,) = children()
    told = "".join([*worker.cmdline(), *worker.environ().values()])
    assert "PRIVATE KEY" not in told
