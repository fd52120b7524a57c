"""A Spark behind psqlODBC for a test: installed, started, asked, and stopped."""

import os
import re
import shutil
import subprocess
import tempfile

from sql_client import Client

HERE = os.path.dirname(os.path.abspath(__file__))
# A statement in the bridge's log begins with its time and what came of it, and may have several lines.
ENTRY = re.compile(r"^\d+\.\d{3}s [^:\n]*: ", re.M)
# What a plan asks of the server itself, whatever the tables.
HANDSHAKE = re.compile(r"SELECT version|SELECT current_metastore|EXPLAIN CREATE TABLE deltac_probe")


class Server:
    """The one that runs already, which then stays, or one of its own."""

    def __init__(self, version):
        self.pair = ["--spark", version]
        self.folder = os.path.abspath(os.path.join(HERE, "..", "..", "build", f"spark-{version}", "run"))
        self.own = not self._runs()
        if self.own:
            subprocess.run([os.path.join(HERE, "install"), *self.pair], check=True)
            subprocess.run([os.path.join(HERE, "start"), *self.pair], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.folder, "port"), encoding="ascii") as port:
            self.port = int(port.read())
        self.client = Client(self.port)
        # What a person's own runs on a server of that name left, finished or not, is no matter of a test's.
        self.state = tempfile.mkdtemp(prefix="deltac-state-")
        self.environment = {**os.environ, "ODBCSYSINI": self.folder,
                            "ODBCINI": os.path.join(self.folder, "odbc.ini"), "XDG_STATE_HOME": self.state}

    def _runs(self):
        try:
            with open(os.path.join(self.folder, "pid"), encoding="ascii") as pid:
                os.kill(int(pid.read()), 0)
            return os.path.exists(os.path.join(self.folder, "port"))
        except (OSError, ValueError):
            return False

    def run(self, binary, command, *words):
        """Exit code, standard output and standard error of a migration binary on this server."""
        return binary.run(command, "--target", "odbc:DSN=spark", *words, env=self.environment, timeout=3000)

    def directory(self, schema, table):
        return os.path.join(self.folder, "warehouse", schema + ".db", table)

    def statements(self):
        """Every statement so far, in order."""
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as log:
            return ENTRY.split(log.read())[1:]

    def stop(self):
        self.client.close()
        shutil.rmtree(self.state)
        if self.own:
            subprocess.run([os.path.join(HERE, "stop"), *self.pair], check=True)
