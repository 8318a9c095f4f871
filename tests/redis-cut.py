#!/usr/bin/python3
"""redis-cut PORT PORT-FILE CUT: stands before the Redis server of PORT.

Each connection passes as many requests as the file CUT says when it begins;
then both its ends are closed, as by a server that goes away.
"""
import os
import select
import socket
import sys
import threading


def serve(client, port, left):
    server = socket.create_connection(("127.0.0.1", port))
    with client, server:
        while True:
            ready = select.select([client, server], [], [])[0]
            for side in ready:
                data = side.recv(65536)
                if not data or side is client and left == 0:
                    return
                left -= side is client
                (server if side is client else client).sendall(data)


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    with open(sys.argv[2] + ".new", "w") as f:
        f.write(str(listener.getsockname()[1]))
    os.rename(sys.argv[2] + ".new", sys.argv[2])
    while True:
        client = listener.accept()[0]
        with open(sys.argv[3]) as f:
            left = int(f.read())
        threading.Thread(target=serve, daemon=True,
                         args=(client, int(sys.argv[1]), left)).start()


main()
