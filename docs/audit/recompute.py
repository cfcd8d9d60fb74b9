#!/usr/bin/env python3
"""Recomputes what `boldj participant` and `boldj group` wrote, with numpy, scipy and nibabel alone.

    python3 docs/audit/recompute.py BIDS OUT [--scans 4] [--shufflings 300] [--all]

One line a check: PASS or FAIL, the largest difference, its limit, where it is. Exit code 1 if a check fails.
Part of BoldJ, BSD-2-Clause.
"""
import argparse
import json
import pathlib
import sys

import numpy as np

import confounds
import files
import ledger
import maps
import provenance
import space
import trial


class Scan:
    """A series: its files as the log names them."""

    MOTION = maps.MOTION

    def __init__(self, bids, out, name, steps):
        self.bids, self.out, self.name, self.steps = bids, out, name, steps
        self.raw = next(path for path in self.inputs("motion") if path.name.endswith(".nii.gz") or path.name.endswith(".nii"))
        bold = next(path for path in self.outputs("resample") if "desc-preproc_bold.nii" in path.name)
        self.space = bold.name.split("_space-")[1].split("_")[0]
        self.folder = bold.parent
        self.bold, self.affine = files.image(bold)
        self.mask = files.image(self.map("desc-brain_mask"))[0] > 0
        self.confounds = files.numbers(self.own("desc-confounds_timeseries.tsv"))
        self.repetition = files.record(self.side("desc-preproc_bold"))["RepetitionTime"]
        inputs = self.inputs("confounds")
        self.tissues = [next(p for p in inputs if f"label-{key}_" in p.name) for key in ("GM", "WM", "CSF")]
        transforms = [path for path in self.inputs("resample") if "_xfm." in path.name and "from-orig" not in path.name]
        order = lambda path: ("from-boldref_to-T1w" in path.name, "desc-warp" not in path.name)
        self.chain = sorted(transforms, key=order)

    def _paths(self, step, side):
        for key in self.steps[step][side]:
            root, rest = key.split("/", 1)
            yield (self.bids if root == "input" else self.out) / rest

    def inputs(self, step):
        return list(self._paths(step, "inputs"))

    def outputs(self, step):
        return list(self._paths(step, "outputs"))

    def options(self, step):
        return self.steps[step]["options"]

    def own(self, rest):
        return self.folder / f"{self.name}_{rest}"

    def map(self, rest):
        return self.own(f"space-{self.space}_{rest}.nii.gz")

    def side(self, rest):
        return self.own(f"space-{self.space}_{rest}.json")

    def matrix(self, rest, names):
        rows = files.numbers(self.own(f"space-{self.space}_{rest}"))
        return np.column_stack([rows[name] for name in names])


def scans(bids, out):
    found = {}
    for log in sorted((out / "logs").glob("sub-*_provenance.jsonl")):
        for line in files.log(log):
            entry = json.loads(line)
            name, _, step = entry["step"].rpartition("/")
            found.setdefault(name, {})[step] = entry
    return {name: steps for name, steps in found.items() if "maps" in steps}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bids", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--scans", type=int, help="only so many series")
    parser.add_argument("--shufflings", type=int, default=300, help="own shufflings where not every one is made")
    parser.add_argument("--all", action="store_true", help="a line for each file, too")
    given = parser.parse_args()
    book = ledger.Ledger(given.all)
    provenance.check(given.bids, given.out, book)
    found = scans(given.bids, given.out)
    names = sorted(found)[: None if given.scans is None else given.scans]
    left = set()
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        scan = Scan(given.bids, given.out, name, found[name])
        space.check(scan, book)
        left.update(confounds.check(scan, book))
        maps.check(scan, book)
    if (given.out / "group").is_dir():
        print("group ...", file=sys.stderr, flush=True)
        trial.check(given.bids, given.out, book, given.shufflings, found)
    if left:
        print("not recomputed: columns " + ", ".join(sorted(left)))
    print(f"{len(names)} of {len(found)} series")
    return 0 if book.close() else 1


if __name__ == "__main__":
    sys.exit(main())
