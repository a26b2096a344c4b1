#!/usr/bin/env python3
"""Interrupted is not broken: whatever ends a run, the next one completes it and a destroy leaves nothing."""
import concurrent.futures
import os
import random
import re
import resource
import signal
import subprocess
import time
import unittest

from lib import DONE, INTERRUPTED, Sandbox, project, said, wait_for

PARALLEL = 4
ROUNDS = int(os.environ.get("OPTA_KILL_ROUNDS", "20"))
SEED = int(os.environ.get("OPTA_KILL_SEED", time.time_ns() % 1_000_000))


def kill_and_complete(number: int, moment: float) -> str:
    """One round: an apply is killed, the next one completes it, a destroy leaves nothing. Returns what went wrong."""
    with Sandbox() as sandbox:
        folder = project(sandbox.scratch, "killed")
        apply = sandbox.start("apply", "--sandbox", "--auto-approve", cwd=folder)
        time.sleep(moment)
        apply.kill()
        apply.wait()
        try:
            sandbox.apply(folder)
            sandbox.destroy(folder)
            left = sandbox.left_over() + sandbox.state_locks()
            problem = f"left over: {left}" if left else ""
        except AssertionError as error:
            problem = str(error)
        print(f"round {number}: killed after {moment:.1f} s: {problem or 'completed, then destroyed'}", flush=True)
        return f"round {number}, killed after {moment:.1f} s: {problem}" if problem else ""


class KillTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def setUp(self):
        self.folder = project(self.sandbox.scratch, self.id().rpartition(".")[2])

    def start_apply(self, **options):
        return self.sandbox.start("apply", "--sandbox", "--auto-approve", cwd=self.folder, **options)

    def completes(self):
        """A clean apply and an empty destroy, whatever came before; returns what the apply said."""
        result = self.sandbox.apply(self.folder)
        self.assertNotEqual(self.sandbox.left_over(), [])
        self.sandbox.destroy(self.folder)
        self.assertEqual(self.sandbox.left_over(), [])
        self.assertEqual(self.sandbox.state_locks(), [])
        return result.stdout + result.stderr

    def wait_for_resources(self):
        wait_for(self.sandbox.left_over, "the first resource")

    def test_kill_9_at_random_points(self):
        print(f"OPTA_KILL_SEED={SEED}", flush=True)
        chance = random.Random(SEED)
        begin = time.monotonic()
        self.sandbox.apply(self.folder)
        whole = time.monotonic() - begin
        self.sandbox.destroy(self.folder)
        moments = [chance.uniform(0, whole) for _ in range(ROUNDS)]
        # Most of a round is waiting for the provider, so some run side by side, each in a sandbox of its own.
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            failures = [text for text in pool.map(kill_and_complete, range(1, ROUNDS + 1), moments) if text]
        self.assertEqual(failures, [], f"OPTA_KILL_SEED={SEED}")

    def test_the_next_run_says_that_the_last_one_was_killed(self):
        apply = self.start_apply()
        self.wait_for_resources()
        apply.kill()
        apply.wait()
        self.assertRegex(self.completes(), re.compile("interrupted|killed|did not finish", re.IGNORECASE))

    def test_ctrl_c_before_anything_is_made(self):
        apply = self.start_apply()
        time.sleep(1)
        apply.interrupt()
        result = apply.wait(timeout=300)
        self.assertEqual(result.returncode, INTERRUPTED, said(result))
        self.completes()

    def test_ctrl_c_lets_the_engine_finish_what_was_approved(self):
        apply = self.start_apply()
        self.wait_for_resources()
        apply.interrupt()
        result = apply.wait(timeout=180)
        self.assertEqual(result.returncode, INTERRUPTED, said(result))
        self.assertEqual(self.sandbox.state_locks(), [], "an orderly end gives the lock back")
        self.completes()

    def test_a_second_ctrl_c_stops_the_engine(self):
        # Not followed by a clean apply: the provider drops its calls on the way, so AWS may hold what no state knows
        # (docs/manual/state-and-recovery.md says so). In a sandbox of its own for that reason.
        self.sandbox = self.enterContext(Sandbox())
        apply = self.start_apply()
        self.wait_for_resources()
        apply.interrupt()
        time.sleep(0.5)
        apply.interrupt()
        result = apply.wait(timeout=120)
        self.assertEqual(result.returncode, INTERRUPTED, said(result))
        self.assertEqual(self.sandbox.state_locks(), [], "an orderly end gives the lock back")

    def test_a_full_disk(self):
        # Sizes at which different things fail: our own files, the engine's, the plan.
        for kibibytes in (16, 128, 1024):
            with self.subTest(kibibytes=kibibytes):
                result = self.apply_on_disk_of(kibibytes)
                # Where there was room enough after all nothing has to fail; but nothing may crash or hang.
                if result.returncode != DONE:
                    self.assertGreater(result.returncode, 0, said(result))
                    self.assertRegex(result.stdout + result.stderr, "(?i)no space left|file too large|disk is full")
                self.completes()

    def apply_on_disk_of(self, kibibytes: int) -> subprocess.CompletedProcess:
        opta_folder = self.folder / ".opta"
        if os.geteuid() != 0:
            # Without root no file system can be mounted: a limit on the size of each file comes near to it.
            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (kibibytes * 1024, kibibytes * 1024))
            return self.start_apply(preexec_fn=limit).wait()

        opta_folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "opta-e2e", opta_folder], check=True)
        try:
            return self.start_apply().wait()
        finally:
            # Lazily: an engine may still be writing. What was on the full disk is lost with it.
            subprocess.run(["umount", "--lazy", opta_folder], check=True)


if __name__ == "__main__":
    unittest.main()
