#!/usr/bin/env python3
"""The machine dies in the middle: opta, supervisor, engine and provider are gone at once, the state is locked and old.

The next run of the same user releases the lock, takes up what the dead run's journal names, looks for what AWS was asked
for and nobody heard the answer of, and completes. What it cannot find it names: that, and nothing else, may stand in the
way or be left.
"""
import concurrent.futures
import dataclasses
import json
import pathlib
import re
import subprocess
import time
import unittest

from lib import DONE, FAILED, Sandbox, project, said, wait_for

PARALLEL = 4


@dataclasses.dataclass
class Journal:
    """What a run of the engine has written down so far."""
    made: dict[str, str] = dataclasses.field(default_factory=dict)
    in_flight: set[str] = dataclasses.field(default_factory=set)

    @staticmethod
    def read(folder: pathlib.Path) -> "Journal":
        journal = Journal()
        file = folder / ".opta/sandbox/small/runs/apply/out.jsonl"
        for line in file.read_text().splitlines(keepends=True) if file.exists() else []:
            entry = json.loads(line) if line.endswith("\n") else {}
            if entry.get("hook", {}).get("action") != "create":
                continue
            address = entry["hook"]["resource"]["addr"]
            if entry["type"] == "apply_start":
                journal.in_flight.add(address)
            elif entry["type"] == "apply_complete":
                journal.in_flight.discard(address)
                journal.made[address] = entry["hook"]["id_value"]
        return journal


def crash(sandbox: Sandbox, folder: pathlib.Path, moment, *command: str) -> Journal:
    """Runs opta and ends it with all that it started once `moment(folder)` is true; what was in flight arrives."""
    run = sandbox.start(*command, "--sandbox", "--auto-approve", cwd=folder)
    wait_for(lambda: not run.running() or moment(folder), "the moment", timeout=240, pause=0.02)
    assert run.running(), said(run.wait())
    run.kill_all()
    run.wait()
    settle(sandbox)
    return Journal.read(folder)


def settle(sandbox: Sandbox) -> None:
    """The emulator still works off what it was asked for before the crash."""
    seen = []

    def stays():
        seen.append((sandbox.calls_underway(), len(sandbox.inventory())))
        return len(seen) > 5 and len(set(seen[-5:])) == 1 and seen[-1][0] == 0
    wait_for(stays, "an inventory that stays", pause=0.3)


def made(count: int):
    """The moment when the apply has made so many."""
    return lambda folder: len(Journal.read(folder).made) >= count


def type_of(address: str) -> str:
    return re.search(r"(?:^|\.)(aws_\w+)\.", address)[1]


# The emulator's words, for what can be left without standing in anybody's way.
TERRAFORM_TYPES = {
    "ec2 elastic-ip": "aws_eip", "ec2 flow-log": "aws_flow_log", "ec2 nat-gateway": "aws_nat_gateway",
    "ec2 security-group": "aws_security_group", "ec2 subnet": "aws_subnet", "ec2 route-table": "aws_route_table",
    "ec2 vpc": "aws_vpc", "ec2 vpc-endpoint": "aws_vpc_endpoint", "kms key": "aws_kms_key", "kms alias": "aws_kms_alias",
    "rds subnet-group": "aws_db_subnet_group", "iam role": "aws_iam_role", "logs log-group": "aws_cloudwatch_log_group",
}


def untold(sandbox: Sandbox, told: set[str]) -> list[dict]:
    """What is left and was not named."""
    types = {type_of(address) for address in told}
    if types & {"aws_db_subnet_group", "aws_docdb_subnet_group"}:
        types.add("aws_db_subnet_group")  # one kind of thing in AWS
    return [entry for entry in sandbox.left_over()
            if TERRAFORM_TYPES.get(f"{entry['service']} {entry['type']}") not in types]


def told_in(text: str) -> set[str]:
    """The addresses of which the user was told that nobody knows whether they stand."""
    notes = re.findall(r"also being made were (.*?): whether", " ".join(text.split()))
    return {address for note in notes for address in re.findall(r"`([^`]+)`", note)}


class Round:
    """One crash and what comes after, in a sandbox of its own."""

    def __init__(self, sandbox: Sandbox):
        self.sandbox, self.folder = sandbox, project(sandbox.scratch, "p")
        self.told: set[str] = set()

    def crash(self, moment) -> Journal:
        return crash(self.sandbox, self.folder, moment, "apply")

    def run(self, command: str, **options) -> subprocess.CompletedProcess:
        result = self.sandbox.run(command, "--sandbox", "--auto-approve", cwd=self.folder, **options)
        self.told |= told_in(result.stderr)
        return result

    def apply(self) -> None:
        """Goes through, unless what cannot be found stands in its way."""
        result = self.run("apply")
        assert not self.sandbox.state_locks(), said(result)
        if result.returncode == DONE:
            return
        blamed = set(re.findall(r"= note: resource: (\S.*)", result.stderr))
        assert result.returncode == FAILED and blamed and blamed <= self.told, said(result)

    def destroy(self) -> None:
        result = self.run("destroy")
        assert result.returncode == DONE, said(result)
        left = untold(self.sandbox, self.told)
        assert not left, f"left over: {left}; told: {sorted(self.told)}"
        assert not self.sandbox.state_locks()


def while_planning(one: Round) -> None:
    one.crash(lambda folder: (folder / ".opta/sandbox/small/runs/plan").exists() and one.sandbox.state_locks())
    one.apply()
    assert one.told == set()
    one.destroy()


def after(count: int):
    def scenario(one: Round) -> None:
        journal = one.crash(made(count))
        assert one.sandbox.state_locks(), "the crash left a lock"
        one.apply()
        assert one.told <= journal.in_flight
        one.destroy()
    return scenario


def in_the_recovery_too(one: Round) -> None:
    one.crash(made(20))
    first = Journal.read(one.folder).made
    # The second run begins a journal of its own.
    one.crash(lambda folder: (now := Journal.read(folder).made) and now.keys() != first.keys() and len(now) >= 3)
    one.apply()
    one.destroy()


def then_destroyed(one: Round) -> None:
    """Without an apply between: what only the journal knows is destroyed as well."""
    journal = one.crash(made(25))
    one.destroy()
    assert one.told <= journal.in_flight


def with_the_cloud_gone(one: Round) -> None:
    """Nothing of what the journal names exists any more: the next apply says so and makes everything anew."""
    one.crash(made(15))
    one.sandbox.restart()
    result = one.run("apply")
    assert result.returncode == DONE and "cannot be taken up" in result.stderr, said(result)
    one.told.clear()
    one.destroy()


def without_the_right_to_look(one: Round) -> None:
    """Where tags cannot be read, what was in flight cannot be found: it is named, with the way to look for it."""
    journal = one.crash(made(12))
    aws = one.sandbox.refuse_aws("describe-tags", "get-resources", "list-role-tags", "describe-route-tables")
    result = one.run("apply", env=one.sandbox.environment(PATH=aws))
    harmless = {address for address in journal.in_flight if type_of(address).startswith("aws_s3_bucket_")}
    assert one.told, said(result)
    assert one.told <= journal.in_flight - harmless
    assert "get-resources --region us-east-1" in result.stderr, said(result)
    blamed = set(re.findall(r"= note: resource: (\S.*)", result.stderr))
    assert result.returncode == (FAILED if blamed else DONE) and blamed <= one.told, said(result)
    # No destroy: AWS keeps a VPC while anything stands in it, so one would wait for what the user has to remove first.


SCENARIOS = {
    "while planning": while_planning,
    "after the first": after(1),
    "after 12": after(12),
    "after 35": after(35),
    "in the recovery too": in_the_recovery_too,
    "then destroyed": then_destroyed,
    "with the cloud gone": with_the_cloud_gone,
    "without the right to look": without_the_right_to_look,
}


def problem_of(name: str) -> str:
    begin = time.monotonic()
    with Sandbox() as sandbox:
        one = Round(sandbox)
        try:
            SCENARIOS[name](one)
            problem = ""
        except (AssertionError, TimeoutError) as error:
            problem = f"{name}: {error}"
    told = f"; not to be found: {', '.join(sorted(one.told))}" if one.told else ""
    print(f"{name}: {'failed' if problem else 'ok'} in {time.monotonic() - begin:.0f} s{told}", flush=True)
    return problem


class MachineDeathTest(unittest.TestCase):
    def test_the_next_run_completes(self):
        # Most of a round is waiting for the provider, so some run side by side.
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            problems = [problem for problem in pool.map(problem_of, SCENARIOS) if problem]
        self.assertEqual(problems, [], "\n".join(problems))


if __name__ == "__main__":
    unittest.main()
