# SPDX-License-Identifier: Apache-2.0
"""list_server.py PORT CERTIFICATE KEY FOLDER: an HTTPS server for lists that can also misbehave, and a proxy. As a program it serves the files
of a folder."""

import contextlib
import http.server
import pathlib
import select
import socket
import ssl
import sys
import threading


class ListServer(http.server.ThreadingHTTPServer):
    """`pages` has the answer to each path: octets, or a function that gets the request's handler. `requests` has what was asked for."""

    daemon_threads = True

    def __init__(self, certificate=None, key=None, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.pages = {}
        self.requests = []
        self.ended = threading.Event()
        self.context = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate, key)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        """In the thread of the connection, so that a client that refuses the certificate disturbs no other."""
        with contextlib.suppress(OSError):  # ssl.SSLError is one
            if self.context is None:
                super().finish_request(request, client_address)
                return
            with self.context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)

    @property
    def url(self):
        return f"{'https' if self.context else 'http'}://localhost:{self.server_address[1]}"

    def close(self):
        self.ended.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append((self.path, self.headers))
        page = self.server.pages.get(self.path)
        if page is None:
            self.answer(404, b"none")
        elif callable(page):
            page(self)
        else:
            self.answer(200, page)

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def tagged(content, tag, modified="Mon, 30 Nov 2026 00:00:00 GMT"):
    """A page with validators, which is sent to nobody who has it."""
    def page(handler):
        validators = {"ETag": tag, "Last_Modified": modified}
        if handler.headers["If-None-Match"] == tag:
            handler.send_response(304)
            handler.end_headers()
        else:
            handler.answer(200, content, **validators)
    return page


def redirect(url):
    return lambda handler: handler.answer(302, b"", Location=url)


def failing(status, **headers):
    return lambda handler: handler.answer(status, b"no", **headers)


def cut(content):
    """Announces the whole and sends half."""
    def page(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:len(content) // 2])
        handler.close_connection = True
    return page


def stalling(content):
    """Sends half, and then nothing until the server ends."""
    def page(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:len(content) // 2])
        handler.wfile.flush()
        handler.server.ended.wait()
        handler.close_connection = True
    return page


def unannounced(size):
    """So many octets, without a length before them."""
    def page(handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(size // 65536):
            handler.wfile.write(bytes(65536))
    return page


class Proxy:
    """An HTTP proxy that connects, or refuses with 403."""

    def __init__(self, refuses=False):
        self.refuses = refuses
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.run, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def close(self):
        self.listener.close()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        with client, contextlib.suppress(OSError):
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += client.recv(1)
            _, target, _ = head.split(b"\r\n")[0].decode().split()
            self.connections.append(target)
            if self.refuses:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                return
            host, port = target.rsplit(":", 1)
            with socket.create_connection(("127.0.0.1" if host == "localhost" else host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                pair = {client: server, server: client}
                while True:
                    for ready in select.select(list(pair), [], [])[0]:
                        octets = ready.recv(65536)
                        if not octets:
                            return
                        pair[ready].sendall(octets)


if __name__ == "__main__":
    program_port, program_certificate, program_key, program_folder = sys.argv[1:]
    program = ListServer(program_certificate, program_key, int(program_port))
    program.pages = {f"/{path.name}": path.read_bytes() for path in pathlib.Path(program_folder).iterdir()}
    print("listening", flush=True)
    sys.stdin.read()
