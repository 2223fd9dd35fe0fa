#!/usr/bin/env bash
# uvloop 0.23.0: `asyncio.create_subprocess_exec` forks, where the standard library's `subprocess` uses vfork.
#
# One would expect the quicker loop to start a process at least as quickly as `subprocess.Popen`, which asyncio's own loop
# calls. Since Python 3.10 that one lets the child borrow the parent's memory until it becomes another program, at a cost
# that does not grow with the parent. uvloop's process has what `preexec_fn` needs, so it forks: the kernel copies the tables
# of all the parent's memory while the loop stands still, and afterwards each page that the parent writes to is a fault.
# A server of some hundred megabytes stops for tens of milliseconds whenever it starts a program.
#
# The faults are counted, as they do not depend on how busy a machine is: 256 MiB are written before the start and again
# after it.
#
# Seen on 2026-11-29, Python 3.11.7, Linux:
#   by subprocess.Popen:      faults per 1000 pages: 0
#   by asyncio's own loop:    faults per 1000 pages: 0
#   by uvloop:                faults per 1000 pages: 1000
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q uvloop==0.23.0
"$folder/venv/bin/python" - <<'P'
import asyncio
import mmap
import resource
import subprocess
import sys

import uvloop

PAGE = mmap.PAGESIZE
COMMAND = (sys.executable, "-c", "")
memory = mmap.mmap(-1, 256 * 1024 * 1024, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
if hasattr(mmap, "MADV_NOHUGEPAGE"):
    memory.madvise(mmap.MADV_NOHUGEPAGE)


def write() -> None:
    for place in range(0, len(memory), PAGE):
        memory[place] = 1


def faults_after(start) -> int:
    write()
    start()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    write()
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    return round(1000 * faults / (len(memory) // PAGE))


async def by_loop() -> None:
    await (await asyncio.create_subprocess_exec(*COMMAND)).wait()


seen = {
    "subprocess.Popen": faults_after(lambda: subprocess.Popen(COMMAND).wait()),
    "asyncio's own loop": faults_after(lambda: asyncio.run(by_loop())),
    "uvloop": faults_after(lambda: uvloop.run(by_loop())),
}
for way, faults in seen.items():
    print(f"  by {way + ':':<24}faults per 1000 pages: {faults}")
assert seen["subprocess.Popen"] <= 100, "the standard library copies, too, now"
assert seen["uvloop"] >= 900, "uvloop copies nothing any more"
P
