"""The lab's host in Python with Wasmtime."""

import importlib
import json
import sys

from request import NotPossible, Request, UsageError

# Tasks are modules of the same names, of which a process imports the one that it needs.
TASKS = ("ffi", "multiply", "simulate", "transfer")


def runtime():
    from importlib.metadata import version

    return f"Wasmtime {version('wasmtime')}"


def run(arguments):
    if not arguments:
        raise UsageError("usage: main.py TASK key=value ..., or main.py --tasks")
    if arguments == ["--tasks"]:
        return {"runtime": runtime(), "variants": {"": TASKS}}
    name, *words = arguments
    if name not in TASKS:
        raise NotPossible(f"there is no task {name!r} here")
    task = importlib.import_module(name)
    result = {"runtime": "", "unit": "ns", "warmup": [], "samples": [], "check": ""}
    result.update(task.run(Request(words, task.KEYS)))
    result["runtime"] = runtime()
    return result


def main():
    try:
        answer = run(sys.argv[1:])
    except UsageError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except NotPossible as reason:
        print(reason, file=sys.stderr)
        return 3
    except Exception as failure:
        first_line = (str(failure).splitlines() or [""])[0]
        print(f"{type(failure).__name__}: {first_line}", file=sys.stderr)
        return 1
    print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
