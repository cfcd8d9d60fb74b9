"""What other programs do for a row of the benchmark, and how results are compared. Called by run.py, in a process of its own
for each call, because it needs numpy and nibabel, and nilearn for the rows of nilearn.

peers.py NAME ARGUMENT... ; a comparison prints one line of text.
"""
import sys

import numpy as np


def load(path):
    import nibabel

    return nibabel.load(path)


def values(path):
    return np.squeeze(np.asanyarray(load(path).dataobj).astype(np.float32))


def save(data, like, path):
    import nibabel

    nibabel.save(nibabel.Nifti1Image(np.asarray(data, np.float32), load(like).affine), path)


def table(path):
    with open(path) as lines:
        names = lines.readline().split()
    return names, np.loadtxt(path, skiprows=1, ndmin=2)


# ---------------------------------------------------------------- peers


def degree(series, mask, out):
    """Weighted degree above .25 with OpenBLAS, in blocks of 1024 voxels, single precision."""
    inside = values(mask) > 0
    z = np.asanyarray(load(series).dataobj)[inside].astype(np.float32)
    z -= z.mean(1, keepdims=True)
    norm = np.sqrt((z * z).sum(1, keepdims=True))
    z /= np.where(norm > 0, norm, 1)
    total = np.zeros(len(z), np.float32)
    turned = np.ascontiguousarray(z.T)
    for start in range(0, len(z), 1024):
        r = z[start : start + 1024] @ turned
        r[r <= 0.25] = 0
        total[start : start + 1024] = r.sum(1) - 1
    result = np.zeros(inside.shape, np.float32)
    result[inside] = total
    save(result, mask, out)


def glm(series, mask, design, contrast, out):
    """AR(1) model of nilearn with the design of BoldJ."""
    import pandas
    from nilearn.glm.first_level import FirstLevelModel

    matrix = pandas.read_csv(design, sep="\t")
    model = FirstLevelModel(
        t_r=float(load(series).header.get_zooms()[3]), mask_img=mask, noise_model="ar1", signal_scaling=False
    )
    model.fit(series, design_matrices=matrix)
    model.compute_contrast(contrast, output_type="stat").to_filename(out)


def matrix(series, atlas, out):
    from nilearn.connectome import ConnectivityMeasure
    from nilearn.maskers import NiftiLabelsMasker

    regions = NiftiLabelsMasker(atlas, standardize="zscore_sample").fit_transform(series)
    r = ConnectivityMeasure(kind="correlation", standardize=False).fit_transform([regions])[0]
    np.savetxt(out, r, delimiter="\t")


def clean(series, confounds, out):
    from nilearn.image import clean_img

    clean_img(
        series,
        confounds=table(confounds)[1],
        detrend=True,
        standardize=False,
        low_pass=0.09,
        high_pass=0.008,
        t_r=float(load(series).header.get_zooms()[3]),
    ).to_filename(out)


def ica(series, mask, out):
    from nilearn.decomposition import CanICA

    model = CanICA(n_components=20, mask=mask, smoothing_fwhm=None, random_state=1, n_jobs=1)
    model.fit(series)
    model.components_img_.to_filename(out)


def permute(maps, out):
    """Largest t of 20 against 20 maps."""
    from nilearn.mass_univariate import permuted_ols

    data = values(maps).reshape(-1, 40).T
    group = np.repeat([0.0, 1.0], 20)[:, None]
    logp, t, _ = permuted_ols(group, data, model_intercept=True, n_perm=5000, random_state=1, n_jobs=1)[:3]
    shape = values(maps).shape[:3]
    save(t.reshape(shape), maps, out)


# ---------------------------------------------------------------- comparisons


def correlation(ours, theirs, mask=None):
    """Correlation and root mean square of the difference, in units of the standard deviation of the peer's result."""
    a = values(ours)
    b = values(theirs)
    chosen = np.isfinite(a) & np.isfinite(b)
    if mask:
        inside = values(mask) > 0
        chosen &= inside if a.ndim == 3 else inside[..., None]
    a, b = a[chosen].astype(float), b[chosen].astype(float)
    rms = np.sqrt(np.mean((a - b) ** 2)) / b.std()
    print(f"r {number(np.corrcoef(a, b)[0, 1])}, difference {rms:.2g} SD")


def second(ours, theirs, mask):
    """The same for the second volume of AFNI's file, its t map."""
    a, b = values(ours), values(theirs)[..., 1]
    inside = (values(mask) > 0) & np.isfinite(a) & np.isfinite(b)
    print(f"r {number(np.corrcoef(a[inside], b[inside])[0, 1])}, slope {np.sum(a[inside] * b[inside]) / np.sum(b[inside] ** 2):.3f}")


def number(r):
    return f"{r:.4f}" if abs(r) < 0.99995 else f"1 - {1 - r:.0e}" if r < 1 else "1"


def text_matrix(ours, theirs):
    a = np.genfromtxt(ours, delimiter="\t", skip_header=1)
    b = np.loadtxt(theirs)
    a = a[:, -b.shape[1] :]
    upper = np.triu_indices(len(b), 1)
    print(f"largest difference {np.nanmax(np.abs(a - b)[upper]):.1g} in r")


def rigid(six, centre):
    cx, cy, cz = np.cos(six[3:])
    sx, sy, sz = np.sin(six[3:])
    turn = np.array(
        [
            [cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx],
            [sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx],
            [-sy, cy * sx, cy * cx],
        ]
    )
    full = np.eye(4)
    full[:3, :3] = turn
    full[:3, 3] = centre + six[:3] - turn @ centre
    return full


def motion(truth, series, mask, ours, theirs):
    """Displacement error over the brain against the simulated motion, apart from where the reference volume lies."""
    affine = load(series).affine
    points = np.argwhere(values(mask) > 0)[::29] @ affine[:3, :3].T + affine[:3, 3]
    points = np.c_[points, np.ones(len(points))]
    centre = affine @ np.r_[(np.array(load(series).shape[:3]) - 1) / 2, 1]
    true = np.array([rigid(row, centre[:3]) for row in table(truth)[1]])
    flip = np.diag([-1, -1, 1, 1])
    lines = [[float(x) for x in line.split()] for line in open(ours) if line.strip() and line[0] not in "#tvV"]
    estimates = np.array(lines)
    if estimates.shape[1] != 4:
        estimates = estimates[:, -12:].reshape(-1, 3, 4)
        estimates = np.array([np.vstack([m, [0, 0, 0, 1]]) for m in estimates])
    else:
        estimates = estimates.reshape(-1, 4, 4)
    afni = np.loadtxt(theirs).reshape(-1, 3, 4)
    afni = np.array([flip @ np.vstack([m, [0, 0, 0, 1]]) @ flip for m in afni])

    def error(found):
        n = len(found)
        offset = np.mean([np.linalg.solve(true[k], found[k]) for k in range(n)], axis=0)
        squares = [np.mean(np.sum((points @ (found[k] - true[k] @ offset).T) ** 2, 1)) for k in range(n)]
        return np.sqrt(np.mean(squares))

    print(f"error {error(estimates):.4f} mm RMS against {error(afni):.4f}")


def columns(ours, theirs, mask):
    """For each component of one program the best partner of the other: median correlation of the maps."""
    inside = values(mask) > 0
    a = values(ours)[inside].T
    b = values(theirs)[inside].T
    r = np.abs(np.corrcoef(a, b)[: len(a), len(a) :])
    print(f"best partner r {np.median(r.max(1)):.2f} (median of {len(a)})")


def dice(template, ours, theirs):
    grey = values(template)
    grey = grey / grey.max() > 0.5

    def overlap(path):
        other = values(path) > 0.5
        return 2 * np.sum(grey & other) / (np.sum(grey) + np.sum(other))

    print(f"grey Dice {overlap(ours):.3f} against {overlap(theirs):.3f}")


def brain(head, mask, out):
    save(values(head) * (values(mask) > 0), head, out)


def versions():
    import scipy

    found = [f"Python {sys.version.split()[0]}", f"numpy {np.__version__}", f"scipy {scipy.__version__}"]
    try:
        import nilearn

        found.append(f"nilearn {nilearn.__version__}")
    except ImportError:
        pass
    print(", ".join(found))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
