"""Stops one thread of another process, as a judge that hangs would stop it: ptrace, no test hook."""

import ctypes
import os

_PTRACE_SEIZE = 0x4206
_PTRACE_INTERRUPT = 0x4207
_PTRACE_DETACH = 17
_WALL = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def _ptrace(request, tid):
    if _libc.ptrace(request, tid, None, None) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"ptrace {request:#x} of thread {tid}: {os.strerror(code)}")


def thread_named(pid, name):
    """The id of the process' thread of that name."""
    for tid in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{tid}/comm", encoding="ascii") as comm:
            if comm.read().strip() == name:
                return int(tid)
    raise AssertionError(f"process {pid} has no thread {name}")


class StoppedThread:
    """Stops the thread while the block runs; it goes on afterwards, if it still lives."""

    def __init__(self, pid, name):
        self.tid = thread_named(pid, name)

    def __enter__(self):
        _ptrace(_PTRACE_SEIZE, self.tid)
        _ptrace(_PTRACE_INTERRUPT, self.tid)
        os.waitpid(self.tid, _WALL)
        return self

    def ended(self):
        """True when the thread has died: its tracer has to take note before its process can end."""
        try:
            tid, status = os.waitpid(self.tid, os.WNOHANG | _WALL)
        except ChildProcessError:
            return True
        return tid == self.tid and (os.WIFEXITED(status) or os.WIFSIGNALED(status))

    def __exit__(self, *_):
        try:
            _ptrace(_PTRACE_DETACH, self.tid)
        except OSError:
            pass  # the process has ended itself meanwhile
