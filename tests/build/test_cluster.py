"""A build on a real cluster, whose workers cannot read this disk: the same bytes, whatever becomes of a worker."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.build.cluster import connection, sending
from casegen.build.cluster.parcel import Parcel, as_files, content, unpacked
from casegen.build.cluster.sending import Shared
from casegen.build.cluster.worker import build_sent
from casegen.build.plan import Job
from casegen.citations.styles import find_style
from casegen.problem import CasegenError
from tests.build.machines import LONG, Machines, machines, waited_for
from tests.build.spoken import said
from tests.cli.runner import Answer, run, text_of

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed (casegen[dask])")
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="POSIX signals"),
    pytest.mark.xdist_group("cluster"),
]

SCRIPT: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("cluster.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the client, where its workspaces are."""
    return tmp_path_factory.mktemp("client")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, client: Path) -> Iterator[Machines]:
    """A scheduler and two workers, one of which has two threads."""
    with machines(tmp_path_factory.mktemp("cluster"), client, failures=1) as made:
        made.add_worker()
        made.add_worker(threads=2)
        yield made


def make(name: str, content: str | Mapping[str, Any]) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case {"link": target}:
            path.symlink_to(target)
        case {"style": style}:
            path.write_text(str(find_style(style, ()).text), encoding="utf-8")
        case _:
            path.write_text(text_of(content), encoding="utf-8")


def small(*names: str) -> None:
    """A workspace of small cases, in the current folder."""
    make("casegen.toml", "[casegen]\nformats = ['html']\n")
    for name in names:
        make(f"cases/{name}/case.yaml", {"copy": "clean.yaml"})


@pytest.fixture
def workspace(client: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of the client, which is the current one."""
    folder = Path(tempfile.mkdtemp(dir=client))
    monkeypatch.chdir(folder)
    return folder


def outputs(folder: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def told(answer: Answer, folder: str) -> list[str]:
    """An answer's lines and code, with the outputs' folder under one name, and nothing of how long it took."""
    lines = f"{answer.stdout}\n{answer.stderr}".replace(f"{folder}/", "OUT/").splitlines()
    return [*(line.rpartition(", ")[0] if line.endswith(" s") else line for line in lines), str(answer.code)]


def test_a_cluster_does_what_one_process_does(
    workspace: Path, cluster: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, recipe in SCRIPT["files"].items():
        make(name, recipe)
    for step in SCRIPT["steps"]:
        for name, value in step.get("environment", {}).items():
            monkeypatch.setenv(name, value)
        options = step.get("options", ())
        answers = []
        for machine, how in (("one", ["-j1"]), ("many", ["--scheduler", cluster.address])):
            for name in step.get("remove", ()):
                Path(machine, name).unlink()
            for name, text in step.get("write", {}).items():
                Path(machine, name).write_text(text, encoding="utf-8")
            out = f"{machine}-blind" if "--blind" in options else machine
            answers.append(told(run("build", "--out", out, *how, *options), out))
        assert answers[0] == answers[1], step["about"]
        assert outputs("one") == outputs("many"), step["about"]
    assert outputs("one-blind") == outputs("many-blind")
    assert "all/all.pdf" in outputs("many-blind")
    assert {"all/all.html", "styled/styled.jats.xml", "words/words.html"} <= outputs("many").keys()
    sent = {path.name.removesuffix("-began") for path in cluster.messages.glob("*-began")}
    assert sent == {path.name for path in Path("cases").iterdir()} - set(SCRIPT["stays"])
    with distributed.Client(cluster.address, set_as_default=False) as others:
        refused = others.run(os.listdir, str(workspace), on_error="return")
    assert {type(answer) for answer in refused.values()} == {PermissionError}
    assert not cluster.left_behind()


@pytest.mark.usefixtures("workspace")
def test_what_a_lost_worker_had_in_hand_is_built_by_another(cluster: Machines) -> None:
    small("a", "b", "kills-one")
    assert run("build", "-j1", "--out", "one").code == 0
    assert run("build", "--out", "many", "--scheduler", cluster.address).code == 0
    assert (cluster.messages / "kills-one-killed").exists()
    assert outputs("many") == outputs("one")
    waited_for(lambda: not cluster.left_behind())
    # To this machine they are as it built them.
    assert run("build", "--out", "many", "cases/kills-one", "cases/a").stderr.endswith(
        "unchanged: 2 of 2 cases\n"
    )


@pytest.mark.usefixtures("workspace")
def test_a_case_that_ends_each_worker_fails_alone_and_a_lost_scheduler_is_told(
    tmp_path: Path, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("a", "b", "kills-all")
    with machines(tmp_path, client, failures=0) as cluster:
        with monkeypatch.context() as patch:
            patch.setattr(connection, "_WITHOUT_WORKERS", 1.0)
            answer = run("build", "--scheduler", cluster.address)
        assert answer.code == 2
        there = f"casegen: the scheduler at {cluster.address} has no worker"
        assert answer.stderr.splitlines() == [
            f"{there}: waiting for one",
            f"{there}, after 1 seconds: start one with `dask worker {cluster.address}`",
        ]
        for _ in range(3):
            cluster.add_worker()
        answer = run("build", "--scheduler", cluster.address)
        assert answer.code == 1
        assert "kills-all/case.yaml was not built: all workers that took it were lost" in answer.stderr
        assert {"a/a.html", "b/b.html"} < outputs("output").keys()
        make("cases/waits/case.yaml", {"copy": "clean.yaml"})

        def end() -> None:
            waited_for((cluster.messages / "waits-began").exists)
            cluster.scheduler.kill()

        ending = threading.Thread(target=end)
        ending.start()
        answer = run("build", "cases/waits", "--scheduler", cluster.address)
        ending.join()
        assert answer.code == 2
        assert answer.stderr == (
            f"casegen: the scheduler at {cluster.address} was lost: what is built is kept, and what is not is "
            "built when you build again\n"
        )


@pytest.mark.usefixtures("workspace")
def test_a_process_of_a_worker_that_dies_fails_its_case_and_no_other(cluster: Machines) -> None:
    small("a", "kills-itself")
    answer = run("build", "--scheduler", cluster.address)
    assert answer.code == 1
    assert "kills-itself/case.yaml was not built: a process of casegen was ended" in answer.stderr
    assert "a/a.html" in outputs("output")
    assert not cluster.left_behind()


def test_an_interrupt_ends_a_build_on_a_cluster(workspace: Path, cluster: Machines) -> None:
    small("waits")
    (cluster.messages / "waits-began").unlink(missing_ok=True)
    command = [sys.executable, "-m", "casegen", "build", "--scheduler", cluster.address]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=workspace, stdout=pipe, stderr=pipe, start_new_session=True
    ) as running:
        waited_for((cluster.messages / "waits-began").exists)
        running.send_signal(signal.SIGINT)
        stdout, stderr = running.communicate(timeout=LONG)
    (cluster.messages / "go").touch()
    assert (running.returncode, stdout, said(stderr)) == (130, b"", [])
    assert not Path("output").exists() or not outputs("output")


@pytest.mark.usefixtures("workspace")
def test_what_is_altered_on_its_way_is_refused(cluster: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    small("going", "coming", "whole")
    send, answer_of = sending.send_case, connection.Cluster.answer

    def cut(parcel: Parcel) -> Parcel:
        first, *others = parcel.files
        return parcel.replace(files=(first.replace(data=first.data[:-1]), *others))

    def sent(job: Job, shared: Shared) -> Parcel | None:
        parcel = send(job, shared)
        return cut(parcel) if parcel and job.slug == "going" else parcel

    def answered(self: connection.Cluster, future: Any) -> Any:
        parcel = answer_of(self, future)
        coming = isinstance(parcel, Parcel) and parcel.files and parcel.files[0].name == "coming.html"
        return cut(parcel) if coming else parcel

    monkeypatch.setattr("casegen.build.cluster.crew.send_case", sent)
    monkeypatch.setattr(connection.Cluster, "answer", answered)
    answer = run("build", "--scheduler", cluster.address)
    assert answer.code == 1
    for name, file in (("going", "cases/going/case.yaml"), ("coming", "coming.html")):
        assert (
            f"{name}/case.yaml was not built: {file} came from the cluster other than it was made"
            in answer.stderr
        )
    assert outputs("output").keys() == {"whole/whole.html", "whole/manifest.json"}


@pytest.mark.parametrize("looked_at", ["connection", "sending"])
@pytest.mark.usefixtures("workspace")
def test_a_worker_that_would_write_other_bytes_is_refused(
    looked_at: str, cluster: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that comes later: then the first case tells."""
    small("a", "b")
    there = sending.program()
    here = ("casegen-0.0.1", *(each for each in there if each != there[0]))
    monkeypatch.setattr(f"casegen.build.cluster.{looked_at}.program", lambda: here)
    answer = run("build", "--scheduler", cluster.address)
    assert (answer.code, answer.stdout) == (2, "")
    # Before it, there may have been none.
    told = [
        line for line in answer.stderr.splitlines(keepends=True) if not line.endswith("waiting for one\n")
    ]
    assert len(told) == 1
    assert f"is not like this machine: it has {there[0]}, and here is casegen-0.0.1\n" in told[0]


class Unknown:
    """A function of a module that is not installed there."""

    def __reduce__(self) -> tuple[object, ...]:
        return importlib.import_module, ("casegen_of_tomorrow",)

    def __call__(self, *_: object) -> None:
        """Never done."""


@pytest.mark.usefixtures("workspace")
def test_a_cluster_without_casegen_is_told(cluster: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    small("a", "b")
    monkeypatch.setattr("casegen.build.cluster.crew.build_sent", Unknown())
    answer = run("build", "--scheduler", cluster.address)
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"casegen: the cluster of {cluster.address} cannot do the work: ")
    assert answer.stderr.count("\n") == 1


UNREACHABLE = {
    "nowhere": "'nowhere' is no address of a scheduler, such as tcp://host:8786",
    "tcp://127.0.0.1:1": "the scheduler at tcp://127.0.0.1:1 cannot be reached: ",
    "tls://127.0.0.1:1": "the scheduler at tls://127.0.0.1:1 cannot be reached: ",
}


@pytest.mark.parametrize("address", UNREACHABLE)
@pytest.mark.usefixtures("workspace")
def test_a_scheduler_that_cannot_be_reached_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small("a", "b")
    monkeypatch.setattr(connection, "_CONNECT", 0.2)
    answer = run("build", "--scheduler", address)
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"casegen: {UNREACHABLE[address]}")
    assert answer.stderr.count("\n") == 1


@pytest.mark.usefixtures("workspace")
def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    small("a")
    monkeypatch.setitem(sys.modules, "distributed", None)
    answer = run("build", "--scheduler", "tcp://127.0.0.1:1")
    assert answer.code == 2
    assert answer.stderr == "casegen: --scheduler needs dask.distributed: pip install 'casegen[dask]'\n"


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "case.yaml/.."])
def test_no_name_leads_out_of_a_worker_s_folder(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "in"
    for parcel in (
        Parcel(content("", b""), as_files({name: b"x"})),
        Parcel(content("", b""), links=((name, "a"),)),
        Parcel(content("", b""), links=(("a", name),)),
    ):
        inside.mkdir()
        with pytest.raises(CasegenError, match="is no name that a file may have"), unpacked(parcel, inside):
            pass
        inside.rmdir()
        assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("workspace")
def test_only_so_many_cases_are_on_their_way(monkeypatch: pytest.MonkeyPatch) -> None:
    small(*(f"case-{number}" for number in range(9)))
    on_their_way: list[int] = [0]

    class Future:
        def add_done_callback(self, tell: Callable[[Future], None]) -> None:
            tell(self)

    class Cluster:
        def threads(self) -> int:
            return 2

        def submit(self, function: object, *_: object, key: str) -> Future:
            assert key
            if function is build_sent:
                on_their_way.append(on_their_way[-1] + 1)
            return Future()

        def answer(self, _: Future) -> Exception:
            on_their_way.append(on_their_way[-1] - 1)
            return CasegenError("it did not go far")

    @contextmanager
    def connected(*_: object) -> Iterator[Cluster]:
        yield Cluster()

    monkeypatch.setattr("casegen.build.cluster.crew.connected", connected)
    assert run("build", "--scheduler", "tcp://127.0.0.1:1").code == 2
    assert max(on_their_way) == 4
    assert on_their_way[-1] == 0
