"""Real PostgreSQL and Redis servers on loopback, which take nobody without TLS, and clients that verify them.

They stand in for what the emulator has only in its books: an Aurora cluster whose parameters force TLS, and a cache with
encryption in transit and a token.
"""
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile

from lib import listens, said, wait_for

_POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")
# Debian's redis-server is a link to this one, with a service around it; which it is, it learns from its name.
_REDIS = "/usr/bin/redis-check-rdb"
_SECONDS = 300


def _run(*command, env=None, text: str | None = None, **options) -> subprocess.CompletedProcess:
    given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
    return subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True, timeout=_SECONDS,
                          **given, **options)


def _must(result: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    assert result.returncode == 0, said(result)
    return result


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Authority:
    """A certificate authority for one test."""

    def __init__(self, folder: pathlib.Path, name: str) -> None:
        self._folder, self._key, self.certificate = folder, folder / f"{name}.key", folder / f"{name}.pem"
        self._make(f"/CN={name}", self._key, self.certificate,
                   "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")

    def issue(self, name: str, host: str) -> tuple[pathlib.Path, pathlib.Path]:
        """Certificate and key of the server at `host`."""
        certificate, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        self._make("/CN=server", key, certificate, "-CA", self.certificate, "-CAkey", self._key,
                   "-addext", "basicConstraints=critical,CA:FALSE", "-addext", f"subjectAltName=DNS:{host}")
        return certificate, key

    @staticmethod
    def _make(subject: str, key: pathlib.Path, certificate: pathlib.Path, *options) -> None:
        _must(_run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
                   "-subj", subject, "-keyout", key, "-out", certificate, *options))


class _Server:
    """A process in a folder of its own, both gone at the end; PostgreSQL refuses to run as root, so none does."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="opta-server-"))
        self._user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        self.port, self._process = _free_port(), None
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        if self._process:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder)

    def keep(self, name: str, content: str | bytes) -> pathlib.Path:
        """A file that the server alone may read."""
        path = self.folder / name
        path.touch(0o600)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def own(self) -> None:
        if self._user:
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, self._user["user"], self._user["group"])

    def run(self, *command) -> None:
        _must(_run(*command, cwd=self.folder, env=self.bare(), **self._user))

    def start(self, *command) -> None:
        """It ends with us, even when we are killed."""
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(["setpriv", "--pdeathsig", "INT", *map(str, command)], cwd=self.folder,
                                             env=self.bare(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._user)

    def wait(self, ready) -> None:
        def looks_ready():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            return ready()
        wait_for(looks_ready, type(self).__name__, timeout=_SECONDS)

    @staticmethod
    def bare(**extra: str) -> dict[str, str]:
        """An environment in which nothing of the caller's chooses a server, a user or a certificate."""
        return {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": "/nonexistent"} | extra


class Postgres(_Server):
    """Takes TLS and SCRAM alone, with these credentials of its first user."""

    def __init__(self, authority: Authority, pod: dict[str, str]) -> None:
        self._authority, self._pod = authority, pod

    def begin(self) -> None:
        certificate, key = self._authority.issue("postgres", self._pod["db_db_host"])
        self.keep("server.pem", certificate.read_bytes())
        self.keep("server.key", key.read_bytes())
        password = self.keep("password", self._pod["db_db_password"])
        rules = self.keep("pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n")
        self.own()
        data = self.folder / "data"
        self.run(_POSTGRES / "initdb", "--no-sync", "--no-instructions", "--encoding=UTF8", "--auth=scram-sha-256",
                 f"--username={self._pod['DBUSER']}", f"--pwfile={password}", "-D", data)
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off",
                    "hba_file": rules, "ssl": "on", "ssl_cert_file": self.folder / "server.pem",
                    "ssl_key_file": self.folder / "server.key"}
        self.start(_POSTGRES / "postgres", "-D", data,
                   *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")))
        self.wait(lambda: _run(_POSTGRES / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={self.port}",
                               env=self.bare()).returncode == 0)
        roots = self._authority.certificate
        _must(self.ask(f'CREATE DATABASE "{self._pod["db_db_name"]}"', self._pod, roots, PGDATABASE="postgres"))

    def client(self, pod: dict[str, str], roots: pathlib.Path, **changed: str) -> dict[str, str]:
        """The environment of a client in the pod; only the address is another one, and the name stays what is verified."""
        return self.bare(**{
            **pod, "PGHOSTADDR": "127.0.0.1", "PGPORT": str(self.port), "PGCONNECT_TIMEOUT": "10",
            "PGHOST": pod["db_db_host"], "PGUSER": pod["DBUSER"], "PGPASSWORD": pod["db_db_password"],
            "PGDATABASE": pod["db_db_name"], "PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(roots), **changed})

    def ask(self, statement: str, pod: dict[str, str], roots: pathlib.Path, **changed: str) -> subprocess.CompletedProcess:
        """What psql says, which reads the statement from its input: it may hold a password."""
        return _run(_POSTGRES / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", text=statement + "\n",
                    env=self.client(pod, roots, **changed))

    def session(self, pod: dict[str, str], roots: pathlib.Path) -> "Session":
        return Session(self.client(pod, roots))


class Session:
    """A connection of psql's that stays open."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def __enter__(self) -> "Session":
        # A file and not a pipe: to read a pipe may take for ever.
        self._answers = tempfile.NamedTemporaryFile(mode="r")
        with open(self._answers.name, "w") as answers:
            self._process = subprocess.Popen([_POSTGRES / "psql", "-XAtq"], env=self._environment, text=True,
                                             stdin=subprocess.PIPE, stdout=answers, stderr=answers)
        return self

    def ask(self, statement: str) -> str:
        """The answer, a line."""
        self._process.stdin.write(statement + ";\n")
        self._process.stdin.flush()
        return wait_for(self._answers.readline, f"the answer to {statement}", timeout=_SECONDS).strip()

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._answers.close()


class Redis(_Server):
    """Takes TLS alone, and whoever has the token."""

    def __init__(self, authority: Authority, pod: dict[str, str]) -> None:
        self._authority, self._pod = authority, pod
        self.host = pod["cache_cache_host"]

    def begin(self) -> None:
        certificate, key = self._authority.issue("redis", self.host)
        self.keep("server.pem", certificate.read_bytes())
        self.keep("server.key", key.read_bytes())
        settings = {"port": 0, "tls-port": self.port, "bind": "127.0.0.1", "tls-auth-clients": "no", "save": '""',
                    "tls-cert-file": self.folder / "server.pem", "tls-key-file": self.folder / "server.key",
                    "requirepass": self._pod["cache_cache_auth_token"]}
        self.keep("redis.conf", "".join(f"{name} {value}\n" for name, value in settings.items()))
        self.own()
        program = self.folder / "redis-server"
        program.symlink_to(_REDIS)
        self.start(program, self.folder / "redis.conf")
        self.wait(lambda: listens(self.port))

    def ask(self, command: str, token: str | None, roots: pathlib.Path | None) -> str:
        """What redis-cli says; with roots by TLS. It has no option for them: they are the machine's store, as for a client
        of ElastiCache, whose certificates are from Amazon's public authority."""
        options = ["--tls", "--sni", self.host] if roots else []
        given = {"REDISCLI_AUTH": token} if token else {}
        trusted = {"SSL_CERT_FILE": str(roots), "SSL_CERT_DIR": "/nonexistent"} if roots else {}
        result = _run("redis-cli", "-h", "127.0.0.1", "-p", self.port, *options, text=command + "\n",
                      env=self.bare(**given, **trusted))
        return (result.stdout + result.stderr).strip()

    def handshake(self, host: str, roots: pathlib.Path) -> None:
        """By a client that verifies the name too, which redis-cli does not; an ssl.SSLError says what it dislikes."""
        context = ssl.create_default_context(cafile=str(roots))
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as raw, \
                context.wrap_socket(raw, server_hostname=host):
            pass
