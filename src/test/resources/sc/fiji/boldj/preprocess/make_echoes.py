"""T2* of noisy voxels by numpy (weighted line through the logarithms) and scipy (curve_fit). Writes echoes.tsv beside this script.

Columns: signals at 13.7, 29.1, 44.5 and 59.9 ms, T2* (s) and S0 log-linear, T2* (s) and S0 nonlinear. numpy 2, scipy 1.17.1.
"""

import os

import numpy as np
from scipy.optimize import curve_fit

TE = np.array([0.0137, 0.0291, 0.0445, 0.0599])
rng = np.random.default_rng(3)
rows = []
for _ in range(200):
    t2, s0 = rng.uniform(0.01, 0.12), rng.uniform(300, 3000)
    s = np.round(s0 * np.exp(-TE / t2) + 0.01 * s0 * rng.standard_normal(4), 3)
    if s.min() <= 0:
        continue
    slope, level = np.polyfit(TE, np.log(s), 1, w=s)
    (a, r), _ = curve_fit(lambda te, a, r: a * np.exp(-te * r), TE, s, p0=(np.exp(level), -slope), xtol=1e-13, ftol=1e-13, gtol=1e-13)
    if not (0.002 < -1 / slope < 0.45 and 0.002 < 1 / r < 0.45):
        continue
    rows.append([*s, -1 / slope, np.exp(level), 1 / r, a])
np.savetxt(os.path.join(os.path.dirname(os.path.abspath(__file__)), "echoes.tsv"), rows, fmt="%.9g", delimiter="\t")
print(len(rows))
