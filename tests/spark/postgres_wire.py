"""The server's side of PostgreSQL's protocol 3.0, as much of it as psqlODBC speaks with UseServerSidePrepare=0:
start-up without a password, and simple queries. Every value travels as text.
"""

import re
import socket
import socketserver
import struct

TEXT_OID = 25

# What psqlODBC sends on its own account; all else is the user's and reaches Spark as it is.
HOUSEKEEPING = [
    (re.compile(r"set\s+(datestyle|extra_float_digits|client_encoding|statement_timeout)\b.*", re.I | re.S), [], []),
    (re.compile(r"show\s+transaction_isolation", re.I), ["transaction_isolation"], [["read committed"]]),
    (re.compile(r"show\s+max_identifier_length", re.I), ["max_identifier_length"], [["255"]]),
    (re.compile(r"select\s+oid,\s*typbasetype\s+from\s+pg_type.*", re.I | re.S), ["oid", "typbasetype"], []),
    (re.compile(r"(rollback|commit|deallocate)(\s+\S+)?", re.I), [], []),
]


class SqlFailure(Exception):
    """A statement that did not run: SQLSTATE and message, as the client shall see them."""

    def __init__(self, sqlstate, message):
        super().__init__(message)
        self.sqlstate, self.message = sqlstate, message


def housekeeping(statement):
    statement = statement.strip().rstrip(";").strip()
    for pattern, columns, rows in HOUSEKEEPING:
        if pattern.fullmatch(statement):
            return columns, rows
    return None


class Handler(socketserver.BaseRequestHandler):
    """One connection. The server's `open_session()` gives what runs its statements: `session(sql)` returns column names
    and rows of strings or None, or raises SqlFailure."""

    def handle(self):
        self.out = bytearray()
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self._start_up():
                self._serve(self.server.open_session())
        except (EOFError, ConnectionError):
            pass

    def _read(self, size):
        data = b""
        while len(data) < size:
            chunk = self.request.recv(size - len(data))
            if not chunk:
                raise EOFError
            data += chunk
        return data

    def _message(self, kind, body=b""):
        self.out += kind + struct.pack("!I", len(body) + 4) + body
        if len(self.out) > 1 << 16:
            self._flush()

    def _flush(self):
        if self.out:
            self.request.sendall(self.out)
            self.out.clear()

    def _start_up(self):
        """True for a session; a request to cancel ends the connection, and nothing is cancelled."""
        while True:
            (size,) = struct.unpack("!I", self._read(4))
            (code,) = struct.unpack("!I", self._read(size - 4)[:4])
            if code == 80877102:
                return False
            if code not in (80877103, 80877104):
                break
            self.request.sendall(b"N")  # neither SSL nor GSS: loopback only
        self._message(b"R", struct.pack("!I", 0))
        for name, value in (("server_version", "9.6.0"), ("server_encoding", "UTF8"), ("client_encoding", "UTF8"),
                            ("DateStyle", "ISO, MDY"), ("integer_datetimes", "on"),
                            ("standard_conforming_strings", "off"), ("TimeZone", "UTC")):
            self._message(b"S", name.encode() + b"\0" + value.encode() + b"\0")
        self._message(b"K", struct.pack("!II", 1, 1))
        self._ready()
        return True

    def _ready(self):
        self._message(b"Z", b"I")
        self._flush()

    def _serve(self, session):
        while True:
            kind = self._read(1)
            (size,) = struct.unpack("!I", self._read(4))
            body = self._read(size - 4)
            if kind == b"X":
                return
            if kind != b"Q":
                self._error(SqlFailure("0A000", f"this bridge takes simple queries only, and not {kind!r}"))
            else:
                self._query(session, body[:-1].decode())
            self._ready()

    def _query(self, session, text):
        try:
            for statement in self._statements(text):
                answer = housekeeping(statement)
                self._result(*(answer if answer is not None else session(statement)))
        except SqlFailure as failure:
            self._error(failure)

    @staticmethod
    def _statements(text):
        """The driver joins its own statements with semicolons; a user's text is never split."""
        parts = [part for part in text.split(";") if part.strip()]
        return parts if parts and all(housekeeping(part) is not None for part in parts) else [text]

    def _result(self, columns, rows):
        if columns:
            body = struct.pack("!H", len(columns))
            for name in columns:
                body += name.encode() + b"\0" + struct.pack("!IhIhih", 0, 0, TEXT_OID, -1, -1, 0)
            self._message(b"T", body)
        for row in rows:
            body = struct.pack("!H", len(row))
            for value in row:
                if value is None:
                    body += struct.pack("!i", -1)
                else:
                    data = value.encode()
                    body += struct.pack("!i", len(data)) + data
            self._message(b"D", body)
        self._message(b"C", (f"SELECT {len(rows)}" if columns else "OK").encode() + b"\0")

    def _error(self, failure):
        fields = b"".join(key + value.encode() + b"\0" for key, value in
                          ((b"S", "ERROR"), (b"V", "ERROR"), (b"C", failure.sqlstate), (b"M", failure.message)))
        self._message(b"E", fields + b"\0")


class Server(socketserver.ThreadingTCPServer):
    """Listens on loopback; port 0 takes a free one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port, open_session):
        super().__init__(("127.0.0.1", port), Handler)
        self.open_session = open_session

    @property
    def port(self):
        return self.server_address[1]
