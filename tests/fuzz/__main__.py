"""Try damaged inputs for as long as you like: `python -m tests.fuzz --cases 10000 [--seed 1]`.

It prints each kind of fault once, with the case that shows it, and exits with 1 if there is any.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402

from mapper.cache import CACHE  # noqa: E402
from tests.fuzz.damage import Case, Field  # noqa: E402


def main() -> None:
    """Try the cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    begun = time.monotonic()
    faults: dict[str, Case] = {}
    tried = 0
    with tempfile.TemporaryDirectory() as folder:
        field = Field(Path(folder) / "world")
        kept = Path(folder) / "cache"  # what a case leaves as it was is not made anew
        os.environ[CACHE] = str(kept)

        @seed(asked.seed)
        @settings(
            max_examples=asked.cases,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(field.cases())
        def attempt(case: Case) -> None:
            nonlocal tried
            tried += 1
            if not tried % 500:
                print(f"{tried} cases, {time.monotonic() - begun:.0f} s", flush=True)
                shutil.rmtree(kept, ignore_errors=True)
            fault = field.fault(case).replace(folder, "")
            if fault and fault[:60] not in faults:
                faults[fault[:60]] = case
                print(f"{fault}\n    {case.file} {case.args} {case.content[:3000]!r}", flush=True)

        attempt()
    print(f"{tried} cases, {len(faults)} kinds of faults, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
