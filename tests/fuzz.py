"""Every entry with inputs that are nearly right: `python tests/fuzz.py [--inputs N] [--only NAME]`.

Prints for each entry how many inputs were accepted, how many refused, and what went wrong: a
traceback, a hang, or something accepted that must not be. Exits with 1 if anything did.
"""

import argparse
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:1] = [str(TESTS / "support"), str(TESTS.parent)]

from fuzzing.running import AT_SERVER, BY_FUNCTION, run_at_server, run_function  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="of each entry")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=(*BY_FUNCTION, *AT_SERVER))
    options = parser.parse_args()
    n_wrong = 0
    for name in options.only or (*BY_FUNCTION, *AT_SERVER):
        tried = run_function if name in BY_FUNCTION else run_at_server
        found = tried(name, options.inputs, options.seed)
        print(found.line(), flush=True)
        n_wrong += len(found.wrong)
    return int(n_wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
