"""The embedded server: started, shared, survived and stopped.

Each test has a data folder of its own, and never the project's database.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest
from django.db import NotSupportedError

from ptce_site.embedded_postgres import checks, locks
from ptce_site.embedded_postgres.binaries import find_bindir
from ptce_site.embedded_postgres.cluster import Cluster
from ptce_site.embedded_postgres.errors import EmbeddedPostgresError

ROOT = Path(__file__).resolve().parents[2]
PRELUDE = """
import os, signal, sys, threading, time
signal.alarm(60)  # ends it, should it hang
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    BASE_DIR=Path(sys.argv[1]),
    DATABASES={"default": {"ENGINE": "ptce_site.embedded_postgres"}},
    USE_TZ=True,
)
django.setup()
from django.db import connection
def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0]
def tell(value):
    sys.stdout.write(f"{value}\\n")  # in one piece, threads included
    sys.stdout.flush()
POSTMASTER = "SELECT pg_postmaster_start_time()"
"""


def make_folder() -> Path:
    """Make a folder open to every account, unlike pytest's own ones for root."""
    folder = Path(tempfile.mkdtemp(prefix="ptce-test-"))
    folder.chmod(0o755)
    return folder


def release(cluster) -> bool:
    """Stop using the server, and tell whether it stops."""
    cluster.release()
    return eventually(lambda: is_stopped(cluster))


@pytest.fixture(scope="module")
def initial_data():
    """Data as initdb leaves them, to be copied."""
    folder = make_folder()
    cluster = Cluster(folder / "postgres")
    cluster.ensure_running()
    assert release(cluster)
    yield cluster.files.data_dir
    shutil.rmtree(folder)


@pytest.fixture
def new_project():
    folder = make_folder()
    yield folder
    assert release(Cluster(folder / "var" / "postgres"))
    shutil.rmtree(folder)


@pytest.fixture
def project(new_project, initial_data):
    shutil.copytree(initial_data, new_project / "var" / "postgres")
    return new_project


@pytest.fixture
def cluster(project):
    return Cluster(project / "var" / "postgres")


class Client:
    """A process of the project, which tells one line at a time."""

    def __init__(self, project, script, **options):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PRELUDE + script, str(project)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )

    def hear(self) -> str:
        return self.process.stdout.readline().strip()

    def finish(self) -> str:
        """Let it go on past input(), and return the rest of what it tells."""
        return self.process.communicate("\n", timeout=60)[0].strip()


def eventually(condition) -> bool:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_stopped(cluster) -> bool:
    lock = cluster.files.keeper_lock
    return not cluster.files.pid_file.exists() and not (
        lock.exists() and locks.is_held(lock)
    )


def connect(cluster):
    parameters = cluster.connection_parameters()
    return psycopg.connect(dbname="postgres", autocommit=True, **parameters)


def ask(cluster, query):
    with connect(cluster) as link:
        cursor = link.execute(query)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0]


def postmaster(cluster) -> psutil.Process:
    return psutil.Process(cluster.files.postmaster().pid)


def is_gone(process) -> bool:
    """Tell whether it has ended, be it reaped or not."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def kill(process) -> None:
    process.kill()
    assert eventually(lambda: is_gone(process))


# Starting, sharing, stopping


def test_the_first_connection_starts_the_server_and_makes_the_database(new_project):
    cluster = Cluster(new_project / "var" / "postgres")
    client = Client(
        new_project,
        """
tell((Path(sys.argv[1]) / "var").exists())
tell(ask("SELECT current_database() || ' ' || current_setting('server_encoding')"))
tell(ask("SELECT datlocprovider::text || ' ' || datlocale FROM pg_database LIMIT 1"))
tell(ask("SELECT '<' || current_setting('listen_addresses') || '>'"))
input()
""",
    )
    assert client.hear() == "False"
    assert client.hear() == "ptce UTF8"
    assert client.hear() == "b C.UTF-8"
    assert client.hear() == "<>"
    assert cluster.files.data_dir.stat().st_mode & 0o777 == 0o700
    client.finish()
    assert eventually(lambda: is_stopped(cluster))


def test_eight_threads_make_the_first_connection_together(project):
    client = Client(
        project,
        """
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    tell(ask(POSTMASTER))
    connection.close()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
""",
    )
    started = client.finish().splitlines()
    assert len(started) == 8
    assert len(set(started)) == 1


def test_processes_share_one_server_which_stops_after_the_last(project, cluster):
    clients = [Client(project, "tell(ask(POSTMASTER)); input()") for _ in range(3)]
    assert len({client.hear() for client in clients}) == 1
    for client in clients[:2]:
        client.finish()
    time.sleep(1)
    assert not is_gone(postmaster(cluster))
    clients[2].finish()
    assert eventually(lambda: is_stopped(cluster))


def test_a_forked_child_outlives_its_parent_and_its_server_too(project, cluster):
    client = Client(
        project,
        """
before = ask(POSTMASTER)
connection.close()
if os.fork() == 0:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.05)
    time.sleep(1)
    tell(ask(POSTMASTER) == before)
    from ptce_site.embedded_postgres import cluster
    tell(len(cluster._registrations))
""",
    )
    assert client.process.wait() == 0
    assert client.finish().split() == ["True", "1"]
    assert eventually(lambda: is_stopped(cluster))


def test_a_child_can_be_forked_while_another_thread_starts_the_server(project):
    client = Client(
        project,
        """
assert connection.vendor  # imports the backend, which must not be under way at fork
thread = threading.Thread(target=lambda: ask(POSTMASTER))
thread.start()
time.sleep(0.1)
if (child := os.fork()) == 0:
    connection.connection = None
    tell(ask("SELECT 'answered'"))
    os._exit(0)
os.waitpid(child, 0)
thread.join()
""",
    )
    assert client.finish() == "answered"


def test_the_server_is_out_of_reach_of_ctrl_c_and_of_pg_variables(project, cluster):
    misleading = {"PGHOST": "nowhere.invalid", "PGPORT": "1", "PGUSER": "x"}
    client = Client(
        project,
        "tell(ask(POSTMASTER)); input()",
        env={**os.environ, **misleading, "PGDATA": "/nowhere", "PGTZ": "Asia/Tokyo"},
    )
    assert client.hear()
    server = postmaster(cluster)
    assert os.getsid(server.pid) not in (os.getsid(0), os.getsid(client.process.pid))
    assert not [name for name in server.environ() if name.startswith("PG")]
    client.finish()


def test_test_databases_are_created_cloned_and_never_brought_back(project, cluster):
    client = Client(
        project,
        """
connection.creation.create_test_db(verbosity=0)
tell(ask("SELECT current_database()"))
connection.creation.clone_test_db("1", verbosity=0)
with connection._nodb_cursor() as cursor:
    cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
    tell(sorted(name for (name,) in cursor.fetchall()))
connection.creation.destroy_test_db("ptce", verbosity=0, suffix="1")
connection.settings_dict["NAME"] = "test_ptce"
connection.creation.destroy_test_db("test_ptce", verbosity=0)
from django.db import OperationalError
try:
    connection.ensure_connection()
except OperationalError:
    tell("absent")
""",
    )
    assert client.hear() == "test_ptce"
    assert client.hear() == "['postgres', 'test_ptce', 'test_ptce_1']"
    assert client.finish() == "absent"


# Surviving


def test_a_killed_client_does_not_keep_the_server(project, cluster):
    client = Client(project, "tell(ask(POSTMASTER)); input()")
    assert client.hear()
    kill(psutil.Process(client.process.pid))
    client.finish()
    assert eventually(lambda: is_stopped(cluster))


def test_a_killed_postmaster_is_started_again_with_its_data(project, cluster):
    client = Client(
        project,
        """
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
tell("made")
input()
connection.close()
tell(ask("SELECT answer FROM kept"))
input()
""",
    )
    assert client.hear() == "made"
    first = postmaster(cluster)
    first.kill()
    client.process.stdin.write("\n")
    client.process.stdin.flush()
    assert client.hear() == "42"
    assert postmaster(cluster).pid != first.pid
    client.finish()


def test_a_killed_backend_is_waited_out(project):
    client = Client(
        project,
        """
import psutil
backend = ask("SELECT pg_backend_pid()")
os.kill(backend, signal.SIGKILL)
connection.close()
while psutil.pid_exists(backend):  # until the server has noticed
    time.sleep(0.001)
tell(ask("SELECT 'answered'"))
""",
    )
    assert client.finish() == "answered"


def test_a_leftover_backend_of_a_dead_server_is_cleared_away(cluster):
    with pytest.raises(psycopg.OperationalError), connect(cluster) as link:
        leftover = psutil.Process(link.info.backend_pid)
        server = postmaster(cluster)
        keeper = server.parent()
        leftover.suspend()  # so that it cannot notice
        kill(keeper)
        kill(server)
        assert ask(cluster, "SELECT 42") == 42
        assert is_gone(leftover)
        link.execute("SELECT 1")


def test_a_killed_keeper_is_replaced_and_its_server_taken_over(cluster):
    ask(cluster, "SELECT 1")
    server = postmaster(cluster)
    kill(server.parent())
    assert not is_gone(server)
    with connect(cluster):
        assert postmaster(cluster) == server
    assert release(cluster)
    assert eventually(lambda: is_gone(server))


def test_a_stale_number_reused_by_another_process_does_not_prevent_the_start(cluster):
    ask(cluster, "SELECT 1")
    lines = cluster.files.pid_file.read_text().splitlines()
    assert release(cluster)
    lines[0] = str(os.getpid())
    cluster.files.pid_file.write_text("\n".join(lines) + "\n")
    assert ask(cluster, "SELECT 42") == 42


def test_a_removed_data_folder_ends_its_server_and_a_new_one_is_made(cluster):
    ask(cluster, "CREATE TABLE gone AS SELECT 1; SELECT 1")
    old = postmaster(cluster)
    shutil.rmtree(cluster.files.data_dir.parent)
    assert ask(cluster, "SELECT to_regclass('gone')") is None
    assert eventually(lambda: is_gone(old))


# Places and accounts


@pytest.mark.parametrize("name", ["x" * 130, 'a, b\'s "é" c'])
def test_any_project_path_will_do(new_project, name):
    cluster = Cluster(new_project / name / "var" / "postgres")
    assert ask(cluster, "SELECT 42") == 42
    folder = Path(cluster.files.postmaster().socket_dir)
    assert new_project not in folder.parents
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == cluster.files.data_dir.stat().st_uid
    assert release(cluster)
    assert not folder.exists()


def test_a_socket_folder_of_somebody_else_is_refused(new_project):
    cluster = Cluster(new_project / ("x" * 130) / "postgres")
    elsewhere = new_project / "elsewhere"
    elsewhere.mkdir()
    trap = Path(tempfile.gettempdir()) / cluster.files.cluster_name
    trap.symlink_to(elsewhere)
    try:
        with pytest.raises(EmbeddedPostgresError, match="appartient à un autre"):
            cluster.ensure_running()
    finally:
        trap.unlink()
    assert release(cluster)


def test_an_interrupted_initdb_leaves_nothing_behind(new_project):
    cluster = Cluster(new_project / "var" / "postgres")
    data_dir = cluster.files.data_dir
    half_made = data_dir.with_name("postgres.init-x")
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert ask(cluster, "SELECT 42") == 42
    assert not half_made.exists()


def test_data_of_another_version_are_refused_with_a_remedy(cluster):
    (cluster.files.data_dir / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match="PG_BINDIR les programmes de la"):
        cluster.ensure_running()


def test_a_folder_that_is_no_database_is_left_alone(new_project):
    cluster = Cluster(new_project / "var" / "postgres")
    cluster.files.data_dir.mkdir(parents=True)
    (cluster.files.data_dir / "letter.txt").write_text("Bonjour")
    with pytest.raises(EmbeddedPostgresError, match="ni vide ni une base"):
        cluster.ensure_running()
    assert (cluster.files.data_dir / "letter.txt").read_text() == "Bonjour"


def test_missing_programs_are_told(tmp_path):
    with pytest.raises(EmbeddedPostgresError, match="PG_BINDIR"):
        find_bindir(tmp_path)


def test_pg_bindir_chooses_the_programs(monkeypatch):
    bindir = find_bindir()
    monkeypatch.setenv("PG_BINDIR", str(bindir / ".." / "bin"))
    assert find_bindir() == bindir


only_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs to change account")


@only_root
def test_as_root_the_server_runs_under_another_account(cluster):
    ask(cluster, "SELECT 1")
    assert postmaster(cluster).uids().effective != 0
    assert cluster.files.data_dir.stat().st_uid != 0
    assert cluster.files.data_dir.parent.stat().st_uid == 0


@only_root
def test_as_root_a_closed_folder_is_named_and_stays_closed(new_project):
    closed = new_project / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "var" / "postgres")
    with pytest.raises(
        EmbeddedPostgresError, match=f"ne peut pas traverser « {closed} »"
    ):
        cluster.ensure_running()
    cluster.release()
    assert closed.stat().st_mode & 0o777 == 0o700


@only_root
def test_an_ordinary_user_and_then_root_share_the_same_data(new_project):
    cluster = Cluster(new_project / "var" / "postgres")
    nobody = pwd.getpwnam("nobody")
    os.chown(new_project, nobody.pw_uid, nobody.pw_gid)
    # The interpreter may lie where this user cannot start it: the keeper is forked.
    client = Client(
        new_project,
        f"""
from types import SimpleNamespace
from ptce_site.embedded_postgres import cluster, keeper
def start_keeper(command, **options):
    heard, said = os.pipe()
    inherited = list(cluster._registrations.values())
    if os.fork() == 0:
        for descriptor in inherited:
            os.close(descriptor)
        os.close(heard)
        os.setsid()
        os.dup2(said, 1)
        os.dup2(options["stderr"].fileno(), 2)
        os.close(said)
        keeper.main(*map(str, command[-2:]))
        os._exit(0)
    os.close(said)
    with open(heard) as output:
        return SimpleNamespace(stdout=output.read())
cluster.subprocess = SimpleNamespace(run=start_keeper, DEVNULL=None, PIPE=None)
os.setgroups([])
os.setgid({nobody.pw_gid})
os.setuid({nobody.pw_uid})
tell(ask("CREATE TABLE kept AS SELECT 42 AS answer; SELECT answer FROM kept"))
""",
    )
    assert client.finish() == "42"
    assert eventually(lambda: is_stopped(cluster))
    again = Client(new_project, 'tell(ask("SELECT answer FROM kept")); input()')
    assert again.hear() == "42"
    assert postmaster(cluster).uids().effective == nobody.pw_uid
    again.finish()


# System checks


class FakeConnection:
    """Only what the check asks for, with the failings wanted."""

    vendor = "postgresql"
    display_name = "PostgreSQL"
    alias = "default"

    def __init__(self, major=18, extensions=checks.EXTENSIONS, failure=None):
        self.major, self.extensions, self.failure = major, extensions, failure

    def cursor(self):
        if self.failure:
            raise self.failure
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return None

    def execute(self, query, parameters):
        return None

    def fetchall(self):
        return [(name,) for name in self.extensions]

    def get_database_version(self):
        return self.major, 1


@pytest.mark.parametrize(
    ("connection", "identifiers"),
    [
        (FakeConnection(), []),
        (FakeConnection(major=14), ["ptce.E001"]),
        (FakeConnection(extensions=checks.EXTENSIONS[1:]), ["ptce.E002"]),
        (FakeConnection(failure=NotSupportedError("13")), ["ptce.E001"]),
        (FakeConnection(failure=checks.DatabaseError("refused")), ["ptce.E003"]),
        (SimpleNamespace(vendor="x", display_name="X", alias="y"), ["ptce.E001"]),
    ],
)
def test_the_database_check_tells_what_is_missing(monkeypatch, connection, identifiers):
    monkeypatch.setattr(checks, "connections", {"default": connection})
    errors = checks.check_postgresql(None, databases=["default"])
    assert [error.id for error in errors] == identifiers
    assert all(error.hint for error in errors)


def test_the_database_check_connects_only_when_asked():
    assert checks.check_postgresql(None, databases=None) == []


def test_the_embedded_server_passes_the_database_check(project):
    client = Client(
        project,
        """
from ptce_site.embedded_postgres.checks import check_postgresql
tell(check_postgresql(None, databases=["default"]))
""",
    )
    assert client.finish() == "[]"


@pytest.mark.parametrize(
    ("debug", "allowed", "engine", "identifiers"),
    [
        (False, False, checks.ENGINE, ["ptce.E004"]),
        (False, True, checks.ENGINE, []),
        (True, False, checks.ENGINE, []),
        (False, False, "django.db.backends.postgresql", []),
    ],
)
def test_production_refuses_the_embedded_server_unless_asked(
    monkeypatch, debug, allowed, engine, identifiers
):
    wanted = SimpleNamespace(
        DEBUG=debug,
        ALLOW_EMBEDDED_POSTGRES=allowed,
        DATABASES={"default": {"ENGINE": engine}},
    )
    monkeypatch.setattr(checks, "settings", wanted)
    errors = checks.check_embedded_in_production(None)
    assert [error.id for error in errors] == identifiers
