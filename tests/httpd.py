"""httpd.py DIR PORTFILE LOG: serves the files of DIR on 127.0.0.1, each under
its path, or under its path and query if its name has them, with or without
.json behind it (a list may be above its items). Validators, conditions and
ranges are understood; what has "undated" in its name has no date. Writes its
port to PORTFILE when it is ready, and to LOG a line a request: method, path,
status."""
import email.utils
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
        digest = hashlib.sha256(body or b"").hexdigest()
        then = 1700000000 + int(digest[:6], 16)
        fields = {"ETag": f'"{digest[:16]}"'}
        if "undated" not in self.path:
            date = email.utils.formatdate(then, usegmt=True)
            fields["Last-Modified"] = date
        status = self.status(body, fields)
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

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(portfile + ".tmp", "w", encoding="ascii") as port:
    port.write(str(server.server_address[1]))
os.rename(portfile + ".tmp", portfile)
server.serve_forever()
