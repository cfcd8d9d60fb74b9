"""Makes a small run as fMRIPrep writes it, and what nilearn makes of it.

Needs numpy, nibabel, pandas and nilearn (BSD-3). Run with nilearn at commit 59fffa24b8 (development version after 0.13), numpy
2, scipy 1.17.1: python make_derivatives.py. Writes derivatives/ beside this script:

  bold, mask, GM, WM, CSF .nii.gz   120 volumes of 2 s at 6 mm; the brain is eight balls about nodes of networks
  confounds.tsv, confounds.json     columns as fMRIPrep 20 names them (a_comp_cor_ of three masks), two early volumes
  seed-STRATEGY.tsv                 Fisher z of the seed at (0, -52, 18) mm, a row for each voxel of the mask, x fastest
  matrix-STRATEGY.tsv               Fisher z between the nodes

The chain is load_confounds, then signal.clean, then means over spheres of 6 mm, then Pearson correlation. Where volumes are
scrubbed, signal.clean would fit its trend to the numbers of the volumes that are left as if they followed each other; there
the linear trend in time stands among the confounds instead, and detrend is off.
"""

import json
import os
import shutil
import tempfile

import nibabel as nib
import numpy as np
import pandas as pd
from nilearn.interfaces.fmriprep import load_confounds
from nilearn.signal import clean

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "derivatives")
NODES = {
    "DMN.MPFC": (1, 55, -3),
    "DMN.LP.L": (-39, -77, 33),
    "DMN.LP.R": (47, -67, 29),
    "DMN.PCC": (1, -61, 38),
    "DMN.dorsal.dMPFC": (0, 52, 26),
    "DMN.dorsal.TPJ": (-54, -54, 28),
    "DMN.dorsal.LTC": (-60, -24, -18),
}
SEED = (0, -52, 18)
RADIUS = 6
TR = 2.0
VOLUMES = 120
EARLY = 2

rng = np.random.default_rng(19)
shape = (30, 36, 24)
affine = np.array([[-6, 0, 0, 88.0], [0, 6, 0, -122.0], [0, 0, 6, -56.0], [0, 0, 0, 1]])
index = np.stack(np.meshgrid(*[np.arange(n) for n in shape], indexing="ij"), -1)
place = index @ affine[:3, :3].T + affine[:3, 3]


def ball(centre, radius):
    return np.sum((place - np.array(centre)) ** 2, -1) <= radius**2


mask = ball(SEED, 11)
for centre in NODES.values():
    mask |= ball(centre, 9)


def smooth(n, width=4):
    return np.convolve(rng.standard_normal(n + 8 * width), np.hanning(width) / width, "same")[4 * width : 4 * width + n]


# confounds
table = {}
time = np.arange(VOLUMES) * TR
motion = {}
for name, scale in zip(["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"], [0.05, 0.08, 0.1, 0.001, 0.001, 0.001]):
    motion[name] = scale * np.cumsum(smooth(VOLUMES)) * 0.3
for t in (40, 43, 90):
    motion["trans_z"][t:] += 0.7
    motion["trans_z"][t + 1 :] -= 0.5
for name in ("csf", "white_matter", "global_signal"):
    motion[name] = 500 + 3 * smooth(VOLUMES) + 0.02 * time
for name, column in motion.items():
    difference = np.concatenate([[np.nan], np.diff(column)])
    table[name] = column
    table[name + "_derivative1"] = difference
    table[name + "_power2"] = column**2
    table[name + "_derivative1_power2"] = difference**2
names = ["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]
moved = sum(np.abs(table[n + "_derivative1"]) * (50 if n.startswith("rot") else 1) for n in names)
table["framewise_displacement"] = moved
table["rmsd"] = 0.6 * moved
table["std_dvars"] = np.concatenate([[np.nan], 1 + 0.12 * rng.standard_normal(VOLUMES - 1)])
table["std_dvars"][70] = 1.9
table["dvars"] = 20 * table["std_dvars"]
about = {}
number = 0
for region, count in (("combined", 6), ("CSF", 5), ("WM", 5)):
    for k in range(count):
        name = f"a_comp_cor_{number:02d}"
        column = smooth(VOLUMES)
        column[:EARLY] = 0
        table[name] = column / np.linalg.norm(column)
        about[name] = {"CumulativeVarianceExplained": 0.1 * (k + 1), "Mask": region, "Method": "aCompCor", "Retained": True}
        number += 1
for k in range(4):
    table[f"t_comp_cor_{k:02d}"] = smooth(VOLUMES)
    about[f"t_comp_cor_{k:02d}"] = {"Method": "tCompCor", "Retained": True}
about["dropped_0"] = {"Mask": "combined", "Method": "aCompCor", "Retained": False}
k = np.arange(VOLUMES - EARLY)
for order in range(1, int(2 * (VOLUMES - EARLY) * TR / 128) + 1):
    column = np.zeros(VOLUMES)
    column[EARLY:] = np.sqrt(2 / len(k)) * np.cos(np.pi * order * (k + 0.5) / len(k))
    table[f"cosine{order - 1:02d}"] = column
for t in range(EARLY):
    table[f"non_steady_state_outlier{t:02d}"] = (np.arange(VOLUMES) == t).astype(float)
confounds = pd.DataFrame(table)

# series: a network's course, drift, confounds and noise
course = smooth(VOLUMES, 6)
other = smooth(VOLUMES, 6)
values = np.zeros((VOLUMES, mask.sum()))
flat = place[mask]
network = np.exp(-np.sum((flat - np.array(SEED)) ** 2, 1) / 60**2)
for v in range(values.shape[1]):
    values[:, v] = (
        800
        + 200 * rng.random()
        + 9 * network[v] * course
        + 6 * (1 - network[v]) * other
        + rng.normal(0, 1) * 0.05 * time
        + 20 * rng.normal() * (motion["trans_z"] - motion["trans_z"].mean())
        + 3 * rng.normal() * (motion["csf"] - 500)
        + 4 * rng.standard_normal(VOLUMES)
    )
values[:EARLY] += np.array([[300.0], [120.0]])
series = np.zeros(shape + (VOLUMES,), np.int16)
series[mask] = np.round(4 * values).T
os.makedirs(OUT, exist_ok=True)


def save(data, name, tr=None):
    image = nib.Nifti1Image(data, affine)
    image.set_sform(affine, 4)
    image.set_qform(affine, 4)
    image.header.set_xyzt_units("mm", "sec" if tr else 0)
    if tr:
        image.header["pixdim"][4] = tr
    nib.save(image, os.path.join(OUT, name))


save(series, "bold.nii.gz", TR)
save(mask.astype(np.uint8), "mask.nii.gz")
grey = np.where(mask & (index.sum(-1) % 4 != 0), 0.8, 0).astype(np.float32)
for name, tissue in (("GM", grey), ("WM", np.where(mask & (index.sum(-1) % 4 == 0), 0.7, 0)), ("CSF", np.where(mask, 0.1, 0))):
    save(tissue.astype(np.float32), name + ".nii.gz")
confounds.to_csv(os.path.join(OUT, "confounds.tsv"), sep="\t", na_rep="n/a", index=False)
with open(os.path.join(OUT, "confounds.json"), "w") as file:
    json.dump(about, file, indent=1)

# reference
confounds = pd.read_csv(os.path.join(OUT, "confounds.tsv"), sep="\t")
data = series[mask].T.astype(float)
order = np.lexsort((index[mask][:, 0], index[mask][:, 1], index[mask][:, 2]))
folder = tempfile.mkdtemp()
base = os.path.join(folder, "sub-01_task-rest_")
bold = base + "space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz"
shutil.copy(os.path.join(OUT, "bold.nii.gz"), bold)
shutil.copy(os.path.join(OUT, "confounds.tsv"), base + "desc-confounds_timeseries.tsv")
shutil.copy(os.path.join(OUT, "confounds.json"), base + "desc-confounds_timeseries.json")
STRATEGIES = {
    "plain": (dict(strategy=("motion", "wm_csf", "high_pass")), dict(filter=False)),
    "butterworth": (
        dict(strategy=("motion", "compcor", "high_pass"), motion="basic", compcor="anat_separated", n_compcor=3),
        dict(filter="butterworth", low_pass=0.09, high_pass=0.01),
    ),
    "scrub": (
        dict(
            strategy=("motion", "wm_csf", "global_signal", "compcor", "high_pass", "scrub"),
            motion="derivatives",
            wm_csf="power2",
            n_compcor=5,
        ),
        dict(filter=False),
    ),
}


def fisher(a, b):
    a = (a - a.mean(0)) / np.linalg.norm(a - a.mean(0), axis=0)
    b = (b - b.mean(0)) / np.linalg.norm(b - b.mean(0), axis=0)
    with np.errstate(divide="ignore"):
        return np.arctanh(np.clip(a.T @ b, -1, 1))


for name, (strategy, how) in STRATEGIES.items():
    chosen, keep = load_confounds(bold, demean=True, **strategy)
    detrend = name != "scrub"
    if not detrend:
        chosen = chosen.assign(trend=np.linspace(-1, 1, VOLUMES))
    cleaned = clean(
        data, detrend=detrend, standardize=None, confounds=chosen.to_numpy(), sample_mask=keep, t_r=TR, **how
    )
    seed = cleaned[:, ball(SEED, RADIUS + 0.001)[mask]].mean(1)
    z = fisher(seed[:, None], cleaned)[0]
    np.savetxt(os.path.join(OUT, f"seed-{name}.tsv"), z[order], fmt="%.9g")
    means = np.stack([cleaned[:, ball(c, RADIUS + 0.001)[mask]].mean(1) for c in NODES.values()], 1)
    matrix = fisher(means, means)
    np.fill_diagonal(matrix, np.nan)
    pd.DataFrame(matrix, columns=list(NODES)).to_csv(
        os.path.join(OUT, f"matrix-{name}.tsv"), sep="\t", na_rep="n/a", index=False, float_format="%.9g"
    )
    print(name, cleaned.shape, chosen.shape, 0 if keep is None else VOLUMES - len(keep))
shutil.rmtree(folder)
