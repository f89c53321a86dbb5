"""What the confined process is made to do in tests: each is given the content of a file."""

import os
import resource
import sys
import time


def limits(content):
    def limit(name):
        return resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0]

    return {
        "environment": dict(os.environ),
        "memory": limit("AS"),
        "seconds": limit("CPU"),
        "processes": limit("NPROC"),
        "core": limit("CORE"),
        "modules": [name for name in sys.modules if name.partition(".")[0] == "django"],
    }


def eats_memory(content):
    return len(bytearray(2_000_000_000))


def dies(content):
    os.kill(os.getpid(), 9)


def writes_too_much(content):
    return "x" * 60_000_000


def raises(content):
    raise RuntimeError("a parser's own error")


def began_and_ended(content):
    began = time.time()
    time.sleep(0.3)
    return began, time.time()


def sleeps(content):
    time.sleep(30)


def prints(content):
    os.write(1, b"noise")
    return f"{len(content)} bytes"


def does_as_told(content):
    """What its file says, and which process did it."""
    if content == b"die":
        os.kill(os.getpid(), 9)
    if content == b"sleep":
        time.sleep(30)
    if content == b"eat":
        bytearray(2_000_000_000)
    if content == b"raise":
        raise RuntimeError("a parser's own error")
    until = time.process_time() + (1.2 if content == b"compute" else 0)
    while time.process_time() < until:
        pass
    left = resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()
    return {"process": os.getpid(), "seconds_left": left, "said": content.decode()}
