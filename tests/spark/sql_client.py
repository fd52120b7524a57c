"""A client of the bridge in plain Python, for what the tests themselves ask Spark: rows to write and to compare."""

import socket
import struct


class SqlError(Exception):
    pass


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=600)
        start = struct.pack("!I", 196608) + b"user\0spark\0database\0default\0\0"
        self.socket.sendall(struct.pack("!I", len(start) + 4) + start)
        self._answer()

    def query(self, statement):
        """The rows, as lists of texts and None."""
        body = statement.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!I", len(body) + 4) + body)
        return self._answer()

    def _read(self, size):
        data = b""
        while len(data) < size:
            chunk = self.socket.recv(size - len(data))
            if not chunk:
                raise SqlError("the bridge closed the connection")
            data += chunk
        return data

    def _answer(self):
        rows, error = [], None
        while True:
            kind = self._read(1)
            body = self._read(struct.unpack("!I", self._read(4))[0] - 4)
            if kind == b"D":
                rows.append(self._row(body))
            elif kind == b"E":
                error = " ".join(field[1:].decode() for field in body.split(b"\0") if field[:1] in (b"C", b"M"))
            elif kind == b"Z":
                if error:
                    raise SqlError(error)
                return rows

    @staticmethod
    def _row(body):
        row, at = [], 2
        for _ in range(struct.unpack("!H", body[:2])[0]):
            (size,) = struct.unpack("!i", body[at:at + 4])
            at += 4
            row.append(None if size < 0 else body[at:at + size].decode())
            at += max(size, 0)
        return row

    def close(self):
        self.socket.sendall(b"X" + struct.pack("!I", 4))
        self.socket.close()
