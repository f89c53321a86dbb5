"""A mail server for tests: speaks SMTP over a real socket, keeps what it took, and can refuse
an address, break off, or be gone."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.taken = 0
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            if self.answer(verb, line.decode().strip()) is False:
                return

    def answer(self, verb, line):
        server = self.server
        if verb == "QUIT":
            self.say("221 bye")
            return False
        if verb == "MAIL" and server.most and self.taken >= server.most:
            self.say("421 too many over one connection")
            return False
        if verb == "MAIL" and server.refuses_sender:
            self.say("550 we do not know you")
        elif verb == "RCPT":
            self.to = line.partition("<")[2].rstrip(">")
            self.say(server.refused.get(self.to, "250 yes"))
        elif verb == "DATA":
            return self.take()
        else:
            self.say("250 yes")
        return None

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.server.breaks_off_at == self.to:
            self.server.keep(self.to, lines)  # taken, but nobody is told
            return False
        if self.to in self.server.refused_words:
            self.say("554 we do not like it")
            return None
        self.server.keep(self.to, lines)
        self.taken += 1
        self.say("250 taken")
        return None

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.messages = []
        self.refused, self.refused_words = {}, set()
        self.breaks_off_at, self.refuses_sender, self.most = None, False, 0

    @property
    def port(self):
        return self.server_address[1]

    def keep(self, to, lines):
        self.messages.append((to, message_from_bytes(b"".join(lines), policy=policy.default)))

    @property
    def addresses(self):
        return [to for to, _ in self.messages]


@contextmanager
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
