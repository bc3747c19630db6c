"""Verified figures of published examples and of other programs, as arrays (README of the cases: `verified_by`)."""

import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "cases"


def named(pattern):
    """The cases whose file name fits, sorted."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob(pattern))]


def ratings_of(case):
    """Units x coders: the numbers of the categories, -1 where missing."""
    categories = case["data"]["categories"]
    rows = [[-1 if cell is None else categories.index(cell) for cell in row] for row in case["data"]["ratings"]]
    return np.array(rows, dtype=np.int64)


def masks_of(case):
    """Units x coders: bit masks of the sets of labels, -1 where missing."""
    bit = {label: 1 << number for number, label in enumerate(case["data"]["labels"])}
    rows = [
        [-1 if cell is None else sum(bit[label] for label in cell) for cell in row] for row in case["data"]["ratings"]
    ]
    return np.array(rows, dtype=np.int64)


def name_of(case):
    """For the names of tests."""
    return case["name"]
