"""The same cities give the same bytes, whatever a processor can do and however a library shares out its work."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from tests.matching.towns import town

from entreciudades.matching import solve
from entreciudades.matching.result_file import result_text

QUOTA = {"E0": 40, "E1": 9, "P2": 20}


def told() -> str:
    """The result of many cities whose order differs from process to process."""
    problem = town(700, capacity=3, quota=QUOTA, min_score=0.4)
    of = {city.id: city for city in problem.cities}
    cities = tuple(of[id_] for id_ in set(of))
    problem = replace(problem, cities=cities)
    return result_text(solve(problem), problem, version="test")


@pytest.mark.parametrize(
    "machine",
    [
        {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "1"},
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR", "PYTHONHASHSEED": "2"},
    ],
)
def test_another_machine_tells_the_same(machine):
    code = "import sys; from tests.matching.test_machines import told; sys.stdout.write(told())"
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=os.environ | machine,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout == told()
