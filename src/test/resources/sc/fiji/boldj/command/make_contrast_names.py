"""Effects and t of contrasts of conditions with awkward names, by least squares on a numerically integrated response
(numpy and scipy; nothing of BoldJ): writes contrast-names.tsv beside itself. Series of 90 volumes of 2 s, three conditions
of four events of 2 s; y[v, t] = 100 + ((7919 t + 104729 v + 31 t v) mod 1000) / 100."""
import os
import numpy as np
from scipy.stats import gamma

dt = 0.005
lag = np.arange(0, 32 + dt / 2, dt)
h = gamma.pdf(lag, 6) - gamma.pdf(lag, 16) / 6
area = np.concatenate([[0], np.cumsum((h[1:] + h[:-1]) / 2 * dt)])
area /= area[-1]
t = np.arange(90) * 2.0


def column(i):
    out = np.zeros(90)
    for k in range(4):
        onset = 5 + 11 * i + 40 * k
        out += np.interp(t - onset, lag, area, left=0) - np.interp(t - onset - 2, lag, area, left=0)
    return out


X = np.column_stack([column(0), column(1), column(2), np.ones(90)])
inverse = np.linalg.inv(X.T @ X)
n = np.arange(90)
rows = ["weights\tvoxel\teffect\tt"]
for c in ([0, 1, 0, 0], [0, -1, 1, 0], [1, 0, 0, 0]):
    for v in range(6):
        y = 100 + ((7919 * n + 104729 * v + 31 * n * v) % 1000) / 100
        b = inverse @ X.T @ y
        s = ((y - X @ b) ** 2).sum() / (90 - 4)
        effect = np.dot(c, b)
        rows.append(f"{','.join(map(str, c[:3]))}\t{v}\t{effect:.9g}\t{effect / np.sqrt(s * np.dot(c, inverse @ c)):.9g}")
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "contrast-names.tsv"), "w") as f:
    f.write("\n".join(rows) + "\n")
