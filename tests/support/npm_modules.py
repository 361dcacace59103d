"""The npm packages of tests/peers/npm: installed from the committed lock file when first needed."""

import fcntl
import os
import shutil
import subprocess

DIRECTORY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers",
                         "npm")


class Missing(AssertionError):
    """A peer that cannot be had: a failure by name."""


def ready():
    """NODE_PATH for the installed packages. Raises Missing with what to do."""
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            raise Missing(f"{tool} is missing: deploy/install-deps --test")
    modules = os.path.join(DIRECTORY, "node_modules")
    lock = os.path.join(DIRECTORY, "package-lock.json")
    stamp = os.path.join(modules, ".package-lock.json")
    with open(lock, encoding="utf-8") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # test classes run beside each other
        if not os.path.exists(stamp) or os.path.getmtime(stamp) < os.path.getmtime(lock):
            done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                                  cwd=DIRECTORY, capture_output=True, text=True, timeout=300,
                                  check=False)
            if done.returncode != 0:
                raise Missing(f"npm ci in tests/peers/npm failed: {done.stderr[-1000:]}")
            os.utime(stamp)
    return modules
