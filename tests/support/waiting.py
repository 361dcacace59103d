"""Waiting for conditions with a deadline, instead of sleeping and hoping."""

import os
import time

# Sanitizer builds are several times slower; the runner raises this for them.
PATIENCE = float(os.environ.get("SMSFW_TEST_PATIENCE", "1"))
DEFAULT = 10.0


def seconds(timeout=None):
    return (DEFAULT if timeout is None else timeout) * PATIENCE


def wait_until(condition, what, timeout=None, step=0.01):
    """The first true value of condition(). For what gives no signal: files, /metrics, /proc."""
    deadline = time.monotonic() + seconds(timeout)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds(timeout):g} s in vain: {what}")
        time.sleep(step)
