"""wire.py FROM TO FILE: passes what comes to the socket FROM on to the socket TO
and back, one connection at a time; after each, FILE holds how many bytes that
were."""
import os
import select
import socket
import sys

here, there, file = sys.argv[1:]


def relay(client, server):
    total, other = 0, {client: server, server: client}
    while True:
        for end in select.select([client, server], [], [])[0]:
            data = end.recv(1 << 16)
            if not data:
                return total
            total += len(data)
            other[end].sendall(data)


listener = socket.socket(socket.AF_UNIX)
listener.bind(here)
listener.listen()
while True:
    client = listener.accept()[0]
    server = socket.socket(socket.AF_UNIX)
    server.connect(there)
    total = relay(client, server)
    with open(file + ".tmp", "w") as out:
        print(total, file=out)
    os.rename(file + ".tmp", file)
    client.close()
    server.close()
