"""httpd.py DIR PORTFILE LOG: serves the files of DIR on 127.0.0.1, each under
its path, or under its path and query if its name has them, with or without
.json behind it (a list may be above its items). Validators, conditions and
ranges are understood. By words in its name, a file has no date (undated), is
sent packed by gzip (packed), is called a page of HTML (page), or is refused to
HEAD with 405 (headless). What is posted to a path is kept in the file of that
path with .posted behind it, after the field X-API-KEY; it is answered by the file
with .answer: the status, a newline, the body. Writes its port to PORTFILE when it is ready, and to
LOG a line a request: method, path, status."""
import email.utils
import gzip
import hashlib
import os
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

root, portfile, log = sys.argv[1:]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def find(self):
        path = root + urllib.parse.unquote(self.path)
        for name in path, path.split("?")[0]:
            for file in name, name + ".json":
                if os.path.isfile(file):
                    with open(file, "rb") as body:
                        return body.read()
        return None

    def status(self, body, fields):
        if body is None:
            return 404
        if self.headers.get("If-None-Match") == fields["ETag"]:
            return 304
        start = self.headers.get("Range", "bytes=-")[6:-1]
        if not start or self.headers.get("If-Range") != fields["ETag"]:
            return 200
        fields["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return 206 if int(start) < len(body) else 416

    def do_GET(self):
        body = self.find()
        if body and "packed" in self.path:
            body = gzip.compress(body, mtime=0)
        digest = hashlib.sha256(body or b"").hexdigest()
        then = 1700000000 + int(digest[:6], 16)
        fields = {"ETag": f'"{digest[:16]}"'}
        if "undated" not in self.path:
            date = email.utils.formatdate(then, usegmt=True)
            fields["Last-Modified"] = date
        if "packed" in self.path:
            fields["Content-Encoding"] = "gzip"
        if "page" in self.path:
            fields["Content-Type"] = "text/html; charset=utf-8"
        status = self.status(body, fields)
        if self.command == "HEAD" and "headless" in self.path:
            status, fields = 405, {}
        if status == 206:
            body = body[int(self.headers["Range"][6:-1]):]
        elif status != 200:
            body = b""
        with open(log, "a", encoding="utf-8") as lines:
            print(self.command, self.path, status, file=lines)
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def do_POST(self):
        file = root + urllib.parse.unquote(self.path)
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, answer = 404, b"no such address"
        if os.path.isfile(file + ".answer"):
            with open(file + ".answer", "rb") as lines:
                status, answer = lines.read().split(b"\n", 1)
            with open(file + ".posted", "ab") as posted:
                key = self.headers.get("X-API-KEY") or ""
                posted.write(key.encode() + b"\n" + data)
        with open(log, "a", encoding="utf-8") as lines:
            print(self.command, self.path, int(status), file=lines)
        self.send_response(int(status))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(portfile + ".tmp", "w", encoding="ascii") as port:
    port.write(str(server.server_address[1]))
os.rename(portfile + ".tmp", portfile)
server.serve_forever()
