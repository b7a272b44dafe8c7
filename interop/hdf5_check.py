#!/usr/bin/env python
"""Holds HDF5 files that Kerata wrote against those that h5py and Keras wrote: python hdf5_check.py FOLDER

FOLDER holds Kerata's copies of the fixtures of the same names, which CopyTest leaves in serialization/target/for-h5py.

Every copy must hold what the original does, and h5py must be able to go on writing into it.
"""

import pathlib
import shutil
import sys
import tempfile

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "fixtures"))
import hdf5  # noqa: E402


def nodes(path):
    """What a file holds, by path. Kerata writes little-endian numbers only."""
    plain = hdf5.contents(path)
    for node in plain:
        if "type" in node:
            node["type"] = node["type"].removesuffix(" (big-endian)")
    return {node["path"]: node for node in plain}


def compare(original, copy):
    expected, found = nodes(original), nodes(copy)
    if expected.keys() != found.keys():
        raise AssertionError(f"{copy}: differs in {sorted(expected.keys() ^ found.keys())}")
    for path, node in expected.items():
        if node != found[path]:
            raise AssertionError(f"{copy}, at {path}:\nexpected {node}\nfound    {found[path]}")
    return len(expected)


def extend(path):
    """h5py finds its way through the tables of names to add to them, and to take away from them."""
    before = nodes(path)
    with h5py.File(path, "r+") as f:
        groups = [g for g in (f.get(p) for p in before) if isinstance(g, h5py.Group)]
        for group in groups[:10]:
            for i in range(40):
                group[f"zz{i}"] = np.arange(3.0)
                group[f"!{i}"] = f"text {i}"
            group.attrs["added"] = "x" * 5000
    with h5py.File(path, "r+") as f:
        groups = [g for g in (f.get(p) for p in before) if isinstance(g, h5py.Group)]
        for group in groups[:10]:
            for i in range(40):
                assert group[f"!{i}"].asstr()[()] == f"text {i}" and group[f"zz{i}"][2] == 2
                del group[f"!{i}"], group[f"zz{i}"]
            assert len(group.attrs["added"]) == 5000
            del group.attrs["added"]
    if nodes(path) != before:
        raise AssertionError(f"{path}: not what it was, after h5py added to it and took that away again")


def main(folder):
    copies = sorted(folder.glob("*.h5"))
    if not copies:
        raise SystemExit(f"There are no *.h5 in {folder}.")
    for copy in copies:
        count = compare(hdf5.FOLDER / copy.name, copy)
        with tempfile.TemporaryDirectory() as scratch:
            extend(pathlib.Path(shutil.copy(copy, scratch)))
        print(f"{copy.name}: {count} groups and datasets are as h5py has them")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
