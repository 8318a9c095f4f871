#!/usr/bin/python3
"""smtpd.py DIR [KEY=VALUE...]: an SMTP server on 127.0.0.1, for tests.

Writes its port to DIR/port, and each message it accepts, as it came, to
DIR/1.eml, DIR/2.eml ... It obeys:

  refuse=ADDRESS  550 to that recipient
  later=ADDRESS   451 to that recipient
  reject=ADDRESS  554 to a message for it, when it has all come
  die=N           ends at the first command of message N
  drop=N          ends when message N has come, before it answers
  kill=N          kills process $(DIR/pid) then, keeps message N and goes on
  term=N          sends it SIGTERM then, and goes on
  cert=FILE       offers STARTTLS with that certificate and key
  smtps=1         speaks TLS from the start
  user=NAME:WORD  wants that name and password
  deaf=1          greets with 554
  mute=1          hangs up at the first command of any message
"""
import asyncio
import os
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
rule = dict(a.split("=", 1) for a in sys.argv[2:])
count = 0


def now(name):
    return rule.get(name) == str(count + 1)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if now("die"):
            os._exit(0)
        if "mute" in rule:
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == rule.get("refuse"):
            return "550 5.1.1 nobody here is called that"
        if address == rule.get("later"):
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        if rule.get("reject") in envelope.rcpt_tos:
            return "554 5.7.1 not such words"
        if now("drop"):
            os._exit(0)
        for name, number in (("kill", signal.SIGKILL), ("term", signal.SIGTERM)):
            if now(name):
                with open(folder + "/pid") as f:
                    os.kill(int(f.read()), number)
        count += 1
        with open(f"{folder}/{count}.eml", "wb") as f:
            f.write(envelope.original_content)
        with open(f"{folder}/{count}.to", "w") as f:
            print(envelope.mail_from, *envelope.rcpt_tos, file=f)
        return "250 OK"


class Deaf(asyncio.Protocol):
    def connection_made(self, transport):
        transport.write(b"554 5.3.2 no\xff\r\n")


def authenticate(server, session, envelope, mechanism, data):
    given = (data.login + b":" + data.password).decode()
    return AuthResult(success=given == rule["user"], handled=False)


def serve():
    if "deaf" in rule:
        return Deaf()
    more = {}
    if "user" in rule:
        more = dict(authenticator=authenticate, auth_required=True,
                    auth_require_tls="smtps" not in rule)
    if tls and "smtps" not in rule:
        more["tls_context"] = tls
    return SMTP(Handler(), **more)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        serve, "127.0.0.1", int(rule.get("port", 0)),
        ssl=tls if "smtps" in rule else None)
    with open(folder + "/port.tmp", "w") as f:
        print(server.sockets[0].getsockname()[1], file=f)
    os.rename(folder + "/port.tmp", folder + "/port")
    await server.serve_forever()


tls = None
if "cert" in rule:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(rule["cert"])
asyncio.run(main())
