"""canned.py PORTFILE LOG ANSWER...: a server for as many requests as there are
answers, which are files: each is sent as it is, and then the connection closed.
Appends the requests to LOG, as they came, each with a line end behind it.
Writes its port, of 127.0.0.1, to PORTFILE when it is ready."""
import os
import re
import socket
import sys

portfile, log, *answers = sys.argv[1:]
server = socket.create_server(("127.0.0.1", 0))
with open(portfile + ".tmp", "w", encoding="ascii") as port:
    port.write(str(server.getsockname()[1]))
os.rename(portfile + ".tmp", portfile)


def receive(client):
    request = b""
    while b"\r\n\r\n" not in request:
        request += client.recv(65536)
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", request)
    size = request.index(b"\r\n\r\n") + 4 + int(length[1] if length else 0)
    while len(request) < size:
        request += client.recv(65536)
    return request


for answer in answers:
    client, _ = server.accept()
    with client, open(log, "ab") as requests, open(answer, "rb") as file:
        requests.write(receive(client) + b"\n")
        requests.flush()
        client.sendall(file.read())
