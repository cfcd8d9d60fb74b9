"""Makes notch.tsv and welch.tsv: a synthetic series and what scipy makes of it. BSD-2, as the project.

notch.tsv: x; filtfilt of x (0.8 s a sample) with iirnotch of 0.25-0.35 Hz, of 0.05-0.07 Hz, and of the first 12 samples
with 0.25-0.35 Hz, NaN after them. The padding is as long as the slowest pole takes to decay to a thousandth, 9 samples
at least and one less than the series at most.
welch.tsv: length of a segment, frequency, power of welch with Hann's window, half overlap and a mean of 0 in each segment.
"""

import numpy as np
import scipy
from scipy.signal import filtfilt, iirnotch, welch

n, tr = 150, 0.8
t = np.arange(n)
x = np.random.default_rng(5).normal(0, 1, n) + 40 + 0.02 * t + 3 * np.sin(2 * np.pi * 0.3 * tr * t)


def notch(series, low, high):
    middle = (low + high) / 2
    b, a = iirnotch(middle, middle / (high - low), fs=1 / tr)
    radius = np.abs(np.roots(a)).max()
    padding = max(9, int(np.ceil(np.log(1e-3) / np.log(radius))))
    return filtfilt(b, a, series, padlen=min(padding, len(series) - 1))


short = np.full(n, np.nan)
short[:12] = notch(x[:12], 0.25, 0.35)
columns = [x, notch(x, 0.25, 0.35), notch(x, 0.05, 0.07), short]
versions = "# numpy %s, scipy %s\n" % (np.__version__, scipy.__version__)
with open("notch.tsv", "w") as f:
    f.write(versions + "x\tbreathing\tslow\tshort\n")
    for row in zip(*columns):
        f.write("\t".join("NaN" if np.isnan(v) else repr(float(v)) for v in row) + "\n")
with open("welch.tsv", "w") as f:
    f.write(versions + "segment\tfrequency\tpower\n")
    for segment in (32, 25, 4, 150):
        for hz, power in zip(*welch(x, 1 / tr, window="hann", nperseg=segment, noverlap=segment // 2)):
            f.write(f"{segment}\t{float(hz)!r}\t{float(power)!r}\n")
