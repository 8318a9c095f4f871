#!/usr/bin/python3
"""manners.py DIR [CERT]: a server on 127.0.0.1 that answers with a list of
organismes in odd ways, for tests; over TLS with CERT. Writes its port to
DIR/port and the requests, as they came, to DIR/seen. A path begins with
/WAY, and what a client adds to it does not count:

  /ok         the list; over TLS the connection ends without a close_notify,
              so that a client has all of it only by its length
  /auth       the list, if a proxy or a client knows the way (GET http://...)
  /loop       302 to itself
  /hops/N     N redirects, then the list
  /plain      302 to the list over http on port DIR/other
  /bom        the list, with a byte order mark
  /page       the list, called a page of HTML
  /packed     the list, packed by gzip whether or not it may be
  /long       an answer without end
  /silent     nothing, for a minute
  /slow       a byte at a time, for a minute
"""
import gzip
import http.server
import os
import ssl
import sys
import time

folder = sys.argv[1]
LIST = (b'{"pagination":{"page":1,"resultats_par_page":1,"nombre_de_page":1,"total":1},'
        b'"organismes":[{"siret":"1"}]}')


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with open(folder + "/seen", "a", encoding="utf-8") as seen:
            print(self.requestline, self.headers, file=seen)
        way, *more = self.path.split("://")[-1].split("/")[1:]
        if way == "loop":
            self.answer(302, Location="/loop")
        elif way == "hops" and more[0] != "0":
            self.answer(302, Location=f"/hops/{int(more[0]) - 1}")
        elif way == "plain":
            with open(folder + "/other", encoding="ascii") as other:
                self.answer(302, Location=f"http://127.0.0.1:{other.read()}/ok")
        elif way == "bom":
            self.answer(200, b"\xef\xbb\xbf" + LIST)
        elif way == "page":
            self.answer(200, LIST, **{"Content-Type": "text/html"})
        elif way == "packed":
            self.answer(200, gzip.compress(LIST), **{"Content-Encoding": "gzip"})
        elif way == "long":
            self.answer(200)
            while True:
                self.wfile.write(b" " * 65536)
        elif way == "silent":
            time.sleep(60)
        elif way == "slow":
            self.answer(200)
            for _ in range(600):
                self.wfile.write(b" ")
                time.sleep(0.1)
        else:
            self.answer(200, LIST, **{
                "Content-Type": "application/json",
                "Content-Length": str(len(LIST)),
            })

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # clients leave


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(sys.argv[2])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
with open(folder + "/port.tmp", "w", encoding="ascii") as port:
    port.write(str(server.server_address[1]))
os.rename(folder + "/port.tmp", folder + "/port")
server.serve_forever()
