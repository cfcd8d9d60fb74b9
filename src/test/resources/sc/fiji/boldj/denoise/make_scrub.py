"""Which volumes nilearn's optimize_scrub excludes (nilearn, BSD-3, commit 59fffa24b8). Writes scrub.tsv beside this script."""

import os

import numpy as np
from nilearn.interfaces.fmriprep.load_confounds_scrub import optimize_scrub

rng = np.random.default_rng(5)
rows = ["segment\tmarked\texcluded"]
for case in range(60):
    n = int(rng.integers(8, 60))
    segment = int(rng.integers(1, 7))
    marked = rng.random(n) < rng.uniform(0.02, 0.4)
    if not marked.any():
        marked[n // 2] = True
    out = np.zeros(n, bool)
    out[optimize_scrub(np.flatnonzero(marked), n, segment)] = True
    rows.append(f"{segment}\t{''.join('01'[m] for m in marked * 1)}\t{''.join('01'[m] for m in out * 1)}")
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scrub.tsv"), "w") as file:
    file.write("\n".join(rows) + "\n")
