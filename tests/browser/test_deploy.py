"""What `deploy/` describes, started as programs: nginx, two replicas, a scheduler, two workers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import yaml
from distributed import Client
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.conftest import DESKTOP
from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.pages.training_page import RUN_MS, TrainingPage
from tests.browser.server import ROOT, free_port, handwriting_file
from tests.support.stand_ins import until

DEPLOY = ROOT / "deploy"
SERVICES = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WRAPPER = """
user root; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""
PROGRAMS = {"python": [sys.executable], "dask": [sys.executable, "-m", "dask"]}


class Deployment:
    """The services of compose.yaml, each a program; their addresses are replaced by free ports.

    Args:
        folder: For their files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        hosts = {"app-a": 8501, "app-b": 8501, "scheduler": 8786, "nginx": 8080}
        self.ports = {name: (port, free_port()) for name, port in hosts.items()}
        self.url = f"http://localhost:{self.ports['nginx'][1]}"
        self.programs: dict[str, subprocess.Popen[bytes]] = {}

    def local(self, text: str, service: str) -> str:
        """A command or an address of the file, on this machine."""
        for name, (port, free) in self.ports.items():
            text = text.replace(f"{name}:{port}", f"127.0.0.1:{free}")
            if name == service:
                text = re.sub(rf"\b{port}\b", str(free), text)
        return text.replace("0.0.0.0", "127.0.0.1")  # noqa: S104  (what is replaced)

    def start(self, service: str) -> None:
        """Starts a service by the command and with the variables that the file gives it."""
        named = SERVICES[service].get("environment", {})
        variables = {name: self.local(value, service) for name, value in named.items()}
        secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "a secret of both"}
        environment = {**os.environ, **handwriting_file(), **variables, **secret}
        program, *words = SERVICES[service]["command"]
        command = [*PROGRAMS[program], *(self.local(word, service) for word in words)]
        with (self.folder / f"{service}.log").open("ab") as log:
            self.programs[service] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def start_nginx(self) -> None:
        """Starts nginx with the site of the project, and what Debian's own file sets around it."""
        site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        (self.folder / "site.conf").write_text(self.local(site, "nginx"))
        (self.folder / "nginx.conf").write_text(WRAPPER.format(folder=self.folder))
        command = [str(NGINX), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.programs["nginx"] = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def healthy(self) -> bool:
        """Whether a visitor gets an answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:  # noqa: S310
                return answer.status == 200
        except OSError:
            return False

    def training(self) -> psutil.Process:
        """The worker's process in which the one run is."""
        with Client(f"127.0.0.1:{self.ports['scheduler'][1]}", set_as_default=False) as client:
            (worker,) = [
                address
                for address, keys in client.processing().items()
                if any(str(key).startswith("siamese-run") for key in keys)
            ]
            (process,) = client.run(os.getpid, workers=[worker]).values()
        return psutil.Process(process)

    def stop(self) -> None:
        """Ends all of it."""
        for program in reversed(self.programs.values()):
            program.terminate()
        for program in self.programs.values():
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """All services, up."""
    if NGINX is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    deployed = Deployment(tmp_path_factory.mktemp("deploy"))
    try:
        for service in ("scheduler", "worker-1", "worker-2", "app-a", "app-b"):
            deployed.start(service)
        deployed.start_nginx()
        until(deployed.healthy)
        yield deployed
    finally:
        deployed.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor; its console may tell of lost connections."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def replica_of(page: Page) -> str:
    """The service that a visitor has been given."""
    (name,) = [one["value"] for one in page.context.cookies() if one["name"] == "replica"]
    return f"app-{name}"


def draw_two(page: Page, url: str) -> DrawPage:
    """Draws two digits, and waits for their distance."""
    page.goto(f"{url}/draw")
    draw = DrawPage(page)
    draw.wait_for_pads()
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(re.compile(r"Distance [\d.]+"))
    return draw


def test_a_visitor_draws_trains_and_stops_through_nginx(deployment: Deployment, page: Page) -> None:
    draw_two(page, deployment.url)
    training = TrainingPage(page)
    training.open(deployment.url, epochs=30)
    training.train()
    expect(training.points("accuracy").nth(2)).to_be_visible(timeout=RUN_MS)
    training.stop()
    training.expect_words("Stopped after")
    children = psutil.Process(deployment.programs[replica_of(page)].pid).children()
    assert not [child for child in children if "siamese.jobs.worker" in child.cmdline()]


def test_a_worker_that_is_killed_is_told_and_the_next_run_works(
    deployment: Deployment, page: Page
) -> None:
    training = TrainingPage(page)
    training.open(deployment.url, epochs=30)
    training.train()
    expect(training.points("accuracy").nth(2)).to_be_visible(timeout=RUN_MS)
    deployment.training().kill()
    training.expect_words("The system ended the run")
    training.open(deployment.url, epochs=1)
    page.get_by_role("button", name="Train").click()
    expect(training.kept).to_have_count(1, timeout=RUN_MS)


def test_a_replica_that_is_killed_is_replaced_by_the_other_with_the_drawing(
    deployment: Deployment, page: Page
) -> None:
    draw = draw_two(page, deployment.url)
    shown = draw.answer.inner_text()
    gone = replica_of(page)
    deployment.programs[gone].kill()
    deployment.programs[gone].wait()
    until(lambda: replica_of(page) != gone)
    expect(page.locator("[data-testid=stConnectionStatus]")).to_have_count(0)
    draw.wait_for_pads()
    draw.expect_answer(re.compile(re.escape(shown.split("\n")[0])))
    deployment.start(gone)


def test_the_image_starts_the_app_as_the_services_do() -> None:
    """And the variable that a replica is given is one that the app knows."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (command,) = [line.removeprefix("CMD ") for line in lines if line.startswith("CMD ")]
    assert shlex.split(command.strip("[]").replace(",", " ")) == SERVICES["app-a"]["command"]
    assert SERVICES["app-a"] == SERVICES["app-b"]
    assert "USER lab" in lines


def test_only_nginx_is_published() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
