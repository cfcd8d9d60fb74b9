"""RETROICOR, HRV x CRF and RVT x RRF from their papers' formulas in numpy and scipy (numpy 2, scipy 1.17.1).

Writes beside this script: beats.tsv (given times), breathing.tsv.gz (trace of 100 Hz from -8 s), retroicor.tsv.gz (three slices of
a run of 90 volumes of 2.2 s), rates.tsv (heart rate and RVT at the volumes, and both convolved).
"""

import gzip
import os

import numpy as np
from scipy.interpolate import interp1d
from scipy.signal import butter, find_peaks, sosfiltfilt

HERE = os.path.dirname(os.path.abspath(__file__))
TR, VOLUMES, REFERENCE = 2.2, 90, 1.1
SLICES = (0.0, 0.73, 2.1275)
rng = np.random.default_rng(8)

beats = [-6.3]
while beats[-1] < VOLUMES * TR + 4:
    beats.append(beats[-1] + 0.85 + 0.08 * np.sin(0.21 * beats[-1]) + 0.02 * rng.standard_normal())
beats = np.round(np.array(beats), 4)

rate, start = 100.0, -8.0
n = int((VOLUMES * TR + 14) * rate)
t = start + np.arange(n) / rate
phase = 2 * np.pi * np.cumsum(0.25 + 0.05 * np.sin(0.07 * t) + 0.02 * np.sin(0.31 * t)) / rate
depth = 1 + 0.4 * np.sin(0.05 * t)
trace = np.round(2000 + 400 * depth * (np.sin(phase) + 0.25 * np.sin(2 * phase + 0.5)) + 3 * rng.standard_normal(n), 1)

# means over blocks of 4 samples (25 Hz), then 0.02-1 Hz, order 2, forwards and backwards
slow = trace[: n // 4 * 4].reshape(-1, 4).mean(1)
ts = start + 1.5 / rate + np.arange(len(slow)) * 4 / rate
belt = sosfiltfilt(butter(2, [0.02, 1], "bandpass", fs=25, output="sos"), slow)

# cardiac phase
def cardiac(times):
    i = np.clip(np.searchsorted(beats, times, "right") - 1, 0, len(beats) - 2)
    return 2 * np.pi * (((times - beats[i]) / (beats[i + 1] - beats[i])) % 1)


# respiratory phase: histogram-equalised depth
bins = np.clip(np.floor(100 * (belt - belt.min()) / np.ptp(belt)).astype(int), 0, 99)
cumulative = np.cumsum(np.bincount(bins, minlength=100)) / len(belt)


def respiratory(times):
    place = np.clip((times - ts[0]) * 25, 0, len(belt) - 1)
    k = np.minimum(np.floor(place).astype(int), len(belt) - 2)
    slope = belt[k + 1] - belt[k]
    value = belt[k] + (place - k) * slope
    b = np.clip(np.floor(100 * (value - belt.min()) / np.ptp(belt)).astype(int), 0, 99)
    return np.pi * cumulative[b] * np.where(slope < 0, -1, 1)


def model(times):
    c, r = cardiac(times), respiratory(times)
    angles = [m * c for m in (1, 2, 3)] + [m * r for m in (1, 2, 3, 4)] + [c + r, c - r]
    return np.stack([f(a) for a in angles for f in (np.cos, np.sin)], 1)


volumes = np.arange(VOLUMES) * TR
rows = np.concatenate([model(volumes + s) for s in SLICES])

# rates
middle = (beats[1:] + beats[:-1]) / 2
interval = np.diff(beats)


def heart(time):
    near = np.abs(middle - time) <= 3
    return 60 / (interval[near].mean() if near.any() else np.interp(time, middle, interval))


up = find_peaks(belt, prominence=0.25 * np.subtract(*np.percentile(belt, [90, 10])))[0]
down = find_peaks(-belt, prominence=0.25 * np.subtract(*np.percentile(belt, [90, 10])))[0]


def hold(x, y):
    return interp1d(x, y, bounds_error=False, fill_value=(y[0], y[-1]))


top, bottom = hold(ts[up], belt[up]), hold(ts[down], belt[down])
period = hold((ts[up][1:] + ts[up][:-1]) / 2, np.diff(ts[up]))


def rvt(time):
    return (top(time) - bottom(time)) / period(time)


fine = int(np.ceil(TR / 0.1))
step = TR / fine
taps = int(np.floor(30 / step)) + 1
lag = np.arange(taps) * step
crf = 0.6 * lag**2.7 * np.exp(-lag / 1.6) - 16 / np.sqrt(2 * np.pi * 9) * np.exp(-0.5 * (lag - 12) ** 2 / 9)
rrf = 0.6 * lag**2.1 * np.exp(-lag / 1.6) - 0.0023 * lag**3.54 * np.exp(-lag / 4.25)
grid = REFERENCE + step * np.arange(-(taps - 1), (VOLUMES - 1) * fine + 1)


def convolved(rate, kernel):
    x = np.array([float(rate(g)) for g in grid])
    x -= x[taps - 1 :].mean()
    return (np.convolve(x, kernel) * step)[taps - 1 : len(x)][::fine]


table = np.stack(
    [
        [heart(v) for v in volumes + REFERENCE],
        convolved(heart, crf),
        [float(rvt(v)) for v in volumes + REFERENCE],
        convolved(rvt, rrf),
    ],
    1,
)


def write(name, rows, fmt="%.9g"):
    text = "\n".join("\t".join(fmt % v for v in np.atleast_1d(row)) for row in rows) + "\n"
    if name.endswith(".gz"):
        with open(os.path.join(HERE, name), "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
            file.write(text.encode())
    else:
        with open(os.path.join(HERE, name), "w") as file:
            file.write(text)


write("beats.tsv", beats)
write("breathing.tsv.gz", trace)
write("retroicor.tsv.gz", rows)
write("rates.tsv", table)
print(len(beats), len(up), len(down), table[:2], du := os.path.getsize(os.path.join(HERE, "retroicor.tsv.gz")))
