#!/usr/bin/env python3
"""Makes the references of this folder from made-up data: make.py FOLDER

Python 3.11, numpy 1.24.2, scipy 1.10.1, nibabel 5.0.0. The definitions are those of the programs that the tests name (numpy, scipy,
nilearn 0.10.4 signal.clean and run_glm, AFNI 3dTproject's model); each was first checked against the files that those programs wrote
for real scans, which may not be republished (README.md).
"""
import sys
from pathlib import Path

import nibabel as nib
import numpy as np
from scipy import ndimage, signal, stats

OUT = Path(sys.argv[1])
AFFINE = np.array([[-6.0, 0.4, 0, 30], [0.4, 6, -0.3, -60], [0, 0.3, 7, -20], [0, 0, 0, 1]])


def write(name, data, affine, dtype, tr=None):
    image = nib.Nifti1Image(np.asarray(data).astype(dtype), affine)
    image.header.set_xyzt_units("mm", "sec")
    if tr:
        image.header["pixdim"][4] = tr
    image.to_filename(OUT / name)


def table(name, rows, header=None, form="%.8g"):
    name = f"{name}.gz" if np.ndim(rows) == 2 and np.size(rows) > 3000 else name
    np.savetxt(OUT / name, np.asarray(rows), fmt=form, delimiter="\t", header=header or "", comments="")


def red(rng, n, columns, weight=0.6):
    x = rng.standard_normal((n + 50, columns))
    for t in range(1, len(x)):
        x[t] += weight * x[t - 1]
    return x[50:]


# ---- denoise ----------------------------------------------------------------------------------------------------------------------

def stop_band(n, tr, low, high):
    t = np.arange(n)
    columns = []
    for k in range(1, n // 2 + 1):
        f = k / (n * tr)
        if low <= f <= high:
            continue
        columns.append(np.cos(2 * np.pi * k * t / n))
        if 2 * k != n:
            columns.append(np.sin(2 * np.pi * k * t / n))
    return np.array(columns).T


def project(y, columns):
    x = np.column_stack(columns)
    x = x / np.sqrt((x ** 2).sum(0))
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    u = u[:, s > 1e-9 * s[0]]
    return y - u @ (u.T @ y)


def polynomials(n, degree):
    return np.polynomial.legendre.legvander(np.linspace(-1, 1, n), degree)


def detrend(y):
    return signal.detrend(y, axis=0, type="linear")


def zscore(y, ddof):
    return (y - y.mean(0)) / y.std(0, ddof=ddof)


def butter(y, low, high, tr):
    """Order 5, forwards and backwards, as nilearn 0.10.4."""
    kind, edge = ("band", [low, high]) if low and high else ("high", low) if low else ("low", high)
    sos = signal.butter(5, edge, btype=kind, fs=1 / tr, output="sos")
    return signal.sosfiltfilt(sos, y, axis=0)


def regress(y, c):
    """nilearn: standardised confounds, an orthonormal basis by pivoted QR."""
    from scipy import linalg
    c = c - c.mean(0)
    scale = c.std(0)
    c = c / np.where(scale < np.finfo(float).eps, 1, scale)
    q, r, _ = linalg.qr(c, mode="economic", pivoting=True)
    q = q[:, np.abs(np.diag(r)) > np.finfo(float).eps * 100.0]
    return y - q @ (q.T @ y)


def cosines(n, tr, high_pass):
    frames = np.arange(n) * tr
    step = (frames[-1] - frames[0]) / (n - 1)
    order = int(np.floor(2 * n * high_pass * step))
    t = np.arange(n)
    return np.array([np.sqrt(2 / n) * np.cos(np.pi / n * (t + 0.5) * k) for k in range(1, order + 1)]).T


def clean(y, tr, det=False, c=None, low=None, high=None, kind=None, standardize=None):
    mean = y.mean(0)
    x = detrend(y) if det else y
    if c is not None and det:
        c = detrend(c)
    if kind == "butter":
        x = butter(x, low, high, tr)
        if c is not None:
            c = butter(c, low, high, tr)
    if kind == "cosine":
        drift = cosines(len(y), tr, low)
        drift = detrend(drift) if det else drift
        c = drift if c is None else np.hstack([c, drift])
    if c is not None:
        x = regress(x, c)
    if kind == "butter" and not standardize:
        x = x + mean  # to a low-passed series that still has it, too
    if standardize == "zscore":
        return zscore(x, 0)
    if standardize == "zscore_sample":
        return zscore(x, 1)
    if standardize == "psc":
        return (x - x.mean(0)) / np.abs(mean) * 100
    return x


def denoise_outputs(y, c, kept, motion, region, folder, tr=2.0):
    n = len(y)
    full = {
        "polort1": [polynomials(n, 1)],
        "polort2_ort": [polynomials(n, 2), c],
        "bp_polort1": [polynomials(n, 1), stop_band(n, tr, 0.01, 0.1)],
        "bp_ort_polort1": [polynomials(n, 1), stop_band(n, tr, 0.01, 0.1), c],
    }
    for name, columns in full.items():
        table(f"{folder}/exact_{name}.tsv", project(y, columns))
    table(f"{folder}/exact_cens_KILL.tsv", project(y[kept], [polynomials(n, 1)[kept], c[kept]]))
    table(f"{folder}/exact_cens_bp_KILL.tsv",
          project(y[kept], [polynomials(n, 1)[kept], stop_band(n, tr, 0.01, 0.1)[kept], c[kept]]))
    band = dict(kind="butter", low=0.01, high=0.1)
    sets = {
        "detrend": dict(det=True),
        "detrend_zscore_sample": dict(det=True, standardize="zscore_sample"),
        "std_zscore": dict(standardize="zscore"),
        "std_zscore_sample": dict(standardize="zscore_sample"),
        "std_psc": dict(standardize="psc"),
        "conf6": dict(det=True, c=c[:, :6]),
        "conf26": dict(det=True, c=c),
        "conf26_nostd": dict(det=True, c=c),
        "conf26_cosine": dict(det=True, c=c),
        "cosine128": dict(kind="cosine", low=1 / 128),
        "detrend_cosine": dict(det=True, kind="cosine", low=0.01),
        "butter_band": band,
        "butter_high": dict(kind="butter", low=0.01),
        "butter_low": dict(kind="butter", high=0.1),
        "detrend_butter_band": dict(det=True, **band),
        "conf26_butter": dict(det=True, c=c, **band),
        "conf26_butter_zscore_sample": dict(det=True, c=c, standardize="zscore_sample", **band),
    }
    for name, options in sets.items():
        table(f"{folder}/nilearn_{name}.tsv", clean(y, tr, **options))
    steps = np.abs(np.diff(motion, axis=0))
    fd = np.r_[0, steps[:, 3:].sum(1) + 50 * np.radians(steps[:, :3]).sum(1)]
    table(f"{folder}/fd_power2012.tsv", fd, "fd_mm", "%.10g")
    step = np.diff(y, axis=0)
    dvars = np.sqrt((step ** 2).mean(1))
    low, high = np.percentile(y, [25, 75], axis=0)
    spread = (high - low) / 1.349
    centred = y - y.mean(0)
    lag = (centred[1:] * centred[:-1]).sum(0) / (centred ** 2).sum(0)
    expected = np.sqrt(2 * (1 - lag)) * spread
    table(f"{folder}/dvars_matrix60.tsv",
          np.column_stack([np.r_[0, dvars], np.r_[0, dvars / np.sqrt((expected ** 2).mean())],
                           np.r_[0, np.sqrt(((step / expected) ** 2).mean(1))]]),
          "dvars\tdvars_std\tvx_wise_std_dvars", "%.12g")
    for name, x in (("meancentred", region - region.mean(0)), ("detrended", detrend(region)),
                    ("detrended_unitvar", zscore(detrend(region), 1))):
        u, s, _ = np.linalg.svd(x, full_matrices=False)
        u = u[:, :10]
        u = u * np.sign(u[np.abs(u).argmax(0), np.arange(u.shape[1])])
        table(f"{folder}/acompcor_{name}_components.tsv", u, form="%.10g")
        table(f"{folder}/acompcor_{name}_variance_explained.tsv", (s ** 2 / (s ** 2).sum())[:10], "fraction", "%.10g")


def denoise():
    (OUT / "denoise").mkdir(exist_ok=True)
    rng = np.random.default_rng(401)
    n, voxels = 209, 60
    motion = np.round(0.02 * np.cumsum(rng.standard_normal((n, 6)), 0) + 0.1, 4)
    motion -= motion[0] - 0.05
    common = red(rng, n, 4)
    line = np.linspace(-1, 1, n)[:, None]
    y = rng.uniform(400, 1500, voxels) + 25 * red(rng, n, voxels, 0.4) + 15 * common @ rng.standard_normal((4, voxels))
    y += 20 * line * rng.standard_normal(voxels) + 30 * (motion - motion.mean(0)) @ rng.standard_normal((6, voxels))
    y[:4] += np.array([90, 40, 15, 5])[:, None]
    y = np.round(y)
    d = np.r_[np.zeros((1, 6)), np.diff(motion, axis=0)]
    tissue = np.round(np.array([640.0, 1910.0]) + 12 * red(rng, n, 2), 3)
    c = np.hstack([motion, d, motion ** 2, d ** 2, tissue])
    out = set(range(4)) | {37, 38, 39, 90, 150, 151}
    kept = np.array([t for t in range(n) if t not in out])
    sources = red(rng, n, 10, 0.7)
    region = 1500 + (sources * 80 * 0.8 ** np.arange(10)) @ rng.standard_normal((10, 40)) + 4 * rng.standard_normal((n, 40))
    region = np.round(4 * region)  # whole numbers, which a float holds
    table("denoise/timeseries.tsv", y, "\t".join(f"v{i:02d}" for i in range(voxels)))
    table("denoise/confounds.tsv", c, "\t".join(f"c{i:02d}" for i in range(26)), "%.15g")
    table("denoise/sample_mask.tsv", kept, "kept_volume_index_0based", "%d")
    table("denoise/motion_params_afni.tsv", motion, "roll_deg\tpitch_deg\tyaw_deg\tdS_mm\tdL_mm\tdP_mm")
    table("denoise/acompcor_timeseries.tsv", region)
    denoise_outputs(y, c, kept, motion, region, "denoise")


# ---- seed and local ---------------------------------------------------------------------------------------------------------------

def scan(rng, shape, n):
    """Smooth noise with three networks on a ball, whole numbers."""
    x, y, z = np.meshgrid(*[np.linspace(-1, 1, k) for k in shape], indexing="ij")
    mask = x ** 2 + y ** 2 + z ** 2 < 0.95
    networks = [np.exp(-((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2) / 0.15) for a, b, c in
                ((0, -0.6, 0.2), (0.5, 0.3, 0), (-0.5, 0.3, 0))]
    courses = red(rng, n, 3, 0.8)
    data = 900 + 200 * (1 - x ** 2)[..., None] + sum(30 * m[..., None] * courses[:, i] for i, m in enumerate(networks))
    noise = ndimage.gaussian_filter(rng.standard_normal((*shape, n)), (0.7, 0.7, 0.7, 0.6))
    data = data + 15 * noise / noise.std() + 10 * np.linspace(-1, 1, n) * rng.standard_normal(shape)[..., None]
    return np.round(data).astype(np.int16), mask


def seed():
    (OUT / "seed").mkdir(exist_ok=True)
    rng = np.random.default_rng(402)
    shape, n = (12, 14, 10), 100
    data, mask = scan(rng, shape, n)
    centre = (AFFINE @ [5.3, 3.2, 5.1, 1])[:3]
    index = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), -1)
    world = index @ AFFINE[:3, :3].T + AFFINE[:3, 3]
    distance = np.sqrt(((world - centre) ** 2).sum(-1))
    sphere = (distance <= 10) & mask
    weights = np.where(mask, np.exp(-distance ** 2 / 150), 0)
    weights[weights < 0.05] = 0
    weights = weights.astype(np.float32).astype(float)
    write("seed/bold.nii.gz", data, AFFINE, np.int16, 2)
    write("seed/mask.nii.gz", mask, AFFINE, np.uint8)
    write("seed/seed_mask.nii.gz", sphere, AFFINE, np.uint8)
    write("seed/seed_weights.nii.gz", weights, AFFINE, np.float64)
    table("seed/centre.tsv", centre[None], "x\ty\tz", "%.17g")
    for kind in ("raw", "detrended"):
        y = data.reshape(-1, n).T.astype(float)
        if kind == "detrended":
            y = detrend(y)
        y = y.T.reshape(*shape, n)
        for how in ("mean", "weighted"):
            w = sphere.astype(float) if how == "mean" else weights
            s = (y * w[..., None])[w > 0].sum(0) / w.sum()
            sc = s - s.mean()
            yc = y - y.mean(-1, keepdims=True)
            r = np.where(mask, (yc @ sc) / np.sqrt((yc ** 2).sum(-1) * (sc ** 2).sum()), 0)
            write(f"seed/r_{kind}_{how}.nii.gz", r, AFFINE, np.float64)
            write(f"seed/z_{kind}_{how}.nii.gz", np.arctanh(np.clip(r, -1 + 1e-15, 1 - 1e-15)), AFFINE, np.float64)
            table(f"seed/seed_ts_{kind}_{how}.tsv", s, "seed", "%.12g")


def local_outputs(data, mask, folder, affine, tr=2.0):
    n = data.shape[-1]
    amplitude = 2 * np.abs(np.fft.rfft(data, axis=-1)) / n
    if n % 2 == 0:
        amplitude[..., -1] /= 2
    f = np.arange(amplitude.shape[-1]) / (n * tr)
    band = (f >= 0.01) & (f <= 0.08)
    alff = np.where(mask, amplitude[..., band].mean(-1), 0)
    falff = np.where(mask, amplitude[..., band].sum(-1) / np.where(mask, amplitude[..., 1:].sum(-1), 1), 0)
    write(f"{folder}/alff.nii.gz", alff, affine, np.float32)
    write(f"{folder}/falff.nii.gz", falff, affine, np.float32)
    write(f"{folder}/malff.nii.gz", alff / alff[mask].mean(), affine, np.float32)
    x = data[mask]
    r = np.corrcoef(x)
    np.fill_diagonal(r, 0)
    for name, values in (("dc_weighted_r025", np.where(r > 0.25, r, 0).sum(1)), ("dc_binary_r025", (r > 0.25).sum(1)),
                         ("dc_signed_sum", r.sum(1))):
        volume = np.zeros(mask.shape)
        volume[mask] = values
        write(f"{folder}/{name}.nii.gz", volume, affine, np.float32)
    ranks = np.zeros(data.shape)
    ranks[mask] = stats.rankdata(x, axis=1)
    ties = np.zeros(mask.shape)
    for p in zip(*np.nonzero(mask)):
        _, count = np.unique(data[p], return_counts=True)
        ties[p] = (count ** 3 - count).sum()
    for neighbours, furthest in ((7, 1), (19, 2), (27, 3)):
        w = np.zeros(mask.shape)
        for p in zip(*np.nonzero(mask)):
            members = []
            for d in np.ndindex(3, 3, 3):
                d = np.array(d) - 1
                q = tuple(np.array(p) + d)
                if np.abs(d).sum() <= furthest and all(0 <= q[i] < mask.shape[i] for i in range(3)) and mask[q]:
                    members.append(q)
            m = len(members)
            total = sum(ranks[q] for q in members)
            s = ((total - total.mean()) ** 2).sum()
            w[p] = 12 * s / (m ** 2 * (n ** 3 - n) - m * sum(ties[q] for q in members))
        write(f"{folder}/reho{neighbours}_numpy.nii.gz", w, affine, np.float32)


def local():
    (OUT / "local").mkdir(exist_ok=True)
    rng = np.random.default_rng(403)
    data, mask = scan(rng, (13, 12, 9), 60)
    y = detrend(data.reshape(-1, 60).T.astype(float)).T.reshape(data.shape).astype(np.float32)
    write("local/bold_detrended.nii.gz", y, AFFINE, np.float32, 2)
    write("local/mask.nii.gz", mask, AFFINE, np.uint8)
    local_outputs(y.astype(float), mask, "local", AFFINE)


# ---- smooth -----------------------------------------------------------------------------------------------------------------------

def smooth_outputs(image, mask, folder, affine):
    size = np.sqrt((affine[:3, :3] ** 2).sum(0))
    for fwhm in (4, 6, 8):
        sigma = fwhm / 2.354820045 / size

        def g(x, **border):
            return ndimage.gaussian_filter(x, sigma, truncate=6, **border)

        zero = dict(mode="constant", cval=0)
        write(f"{folder}/fwhm{fwhm}_zero.nii.gz", g(image, **zero), affine, np.float32)
        write(f"{folder}/fwhm{fwhm}_nearest.nii.gz", g(image, mode="nearest"), affine, np.float32)
        inside = g(mask.astype(float), **zero)
        within = np.where(mask, g(mask * image, **zero) / np.where(mask, inside, 1), 0)
        write(f"{folder}/fwhm{fwhm}_inmask_normalised.nii.gz", within, affine, np.float32)


def smooth():
    (OUT / "smooth").mkdir(exist_ok=True)
    rng = np.random.default_rng(404)
    shape = (22, 24, 14)
    x, y, z = np.meshgrid(*[np.linspace(-1.2, 1.2, k) for k in shape], indexing="ij")
    mask = x ** 2 + 0.8 * y ** 2 + z ** 2 < 1
    image = np.round(np.where(mask, 800 + 300 * np.sin(4 * x) * np.cos(5 * y + z), 40) + 60 * rng.standard_normal(shape))
    affine = np.array([[-3.0, 0, 0, 30], [0, 3, 0, -40], [0, 0, 3.5, -20], [0, 0, 0, 1]])
    write("smooth/input.nii.gz", image, affine, np.int16)
    write("smooth/mask.nii.gz", mask, affine, np.uint8)
    smooth_outputs(image, mask, "smooth", affine)
    delta = np.zeros((21, 21, 15))
    delta[10, 10, 7] = 1000
    affine = np.diag([2.0, 2, 3, 1])
    write("smooth/impulse.nii.gz", delta, affine, np.float32)
    sigma = 6 / 2.354820045 / np.array([2, 2, 3])
    write("smooth/impulse_fwhm6.nii.gz", ndimage.gaussian_filter(delta, sigma, truncate=6, mode="constant"), affine, np.float32)


# ---- glm --------------------------------------------------------------------------------------------------------------------------

def glm_outputs(y, mask, affine, folder, designs):
    """Columns as in design_*.tsv, which nilearn 0.10.4 made from events.tsv; noise models as in its run_glm."""
    for name in designs:
        with open(OUT / folder / f"design_{name}.tsv") as file:
            names = file.readline().split()
        x = np.loadtxt(OUT / folder / f"design_{name}.tsv", skiprows=1)
        v, a = names.index("visual"), names.index("auditory")
        n, p = x.shape
        xx = np.linalg.inv(x.T @ x)
        b = xx @ x.T @ y
        e = y - x @ b
        df = n - p
        ar1 = name == "spm"
        # nilearn: lag-1 autocorrelation of the residuals, cut to hundredths
        rho = np.trunc((e[1:] * e[:-1]).sum(0) / (e ** 2).sum(0) * n / (n - 1) * 100) / 100

        def maps(kind, b, covariance, variance):
            def contrast(c):
                effect = c @ b
                var = np.einsum("i,ij...,j->...", c, covariance, c) * variance
                return effect, var, effect / np.sqrt(var)

            unit = np.eye(p)
            for label, c in (("visual", unit[v]), ("auditory", unit[a]), ("visual-auditory", unit[v] - unit[a])):
                effect, var, t = contrast(c)
                save(f"t_{name}_{kind}_{label}", t)
                if label == "visual" and kind == "ols":
                    save(f"effect_{name}_ols_visual", effect)
                    save(f"variance_{name}_ols_visual", var)
                    upper = stats.t.sf(np.abs(t), df)
                    save(f"z_{name}_ols_visual", np.sign(t) * stats.norm.isf(upper))
            if kind == "ols":
                pair = [v, a]
                inverse = np.linalg.inv(covariance[np.ix_(pair, pair)])
                save(f"F_{name}_ols_visual_auditory", np.einsum("iv,ij,jv->v", b[pair], inverse, b[pair]) / variance / 2)

        def save(what, values):
            volume = np.zeros(mask.shape)
            volume[mask] = values
            write(f"{folder}/{what}.nii.gz", volume, affine, np.float32)

        maps("ols", b, xx, (e ** 2).sum(0) / df)
        if ar1:
            b2, variance, covariance = np.zeros_like(b), np.zeros(y.shape[1]), np.zeros((p, p, y.shape[1]))
            for i in range(y.shape[1]):
                white = lambda m: np.r_[m[:1], m[1:] - rho[i] * m[:-1]]
                xw, yw = white(x), white(y[:, i])
                inverse = np.linalg.inv(xw.T @ xw)
                b2[:, i] = inverse @ xw.T @ yw
                variance[i] = ((yw - xw @ b2[:, i]) ** 2).sum() / df
                covariance[..., i] = inverse
            maps("ar1", b2, covariance, variance)


def glm():
    rng = np.random.default_rng(405)
    shape, n = (10, 9, 6), 64
    x, y, z = np.meshgrid(*[np.linspace(-1, 1, k) for k in shape], indexing="ij")
    mask = x ** 2 + y ** 2 + z ** 2 < 1.6
    design = np.loadtxt(OUT / "glm/design_spm.tsv", skiprows=1)
    voxels = mask.sum()
    data = 9000 + design[:, :2] @ rng.normal(0, 120, (2, voxels)) + 200 * np.linspace(-1, 1, n)[:, None]
    data = np.round(data + 90 * red(rng, n, voxels, 0.35))
    volume = np.zeros((*shape, n))
    volume[mask] = data.T
    affine = np.array([[4.0, 0, 0, -18], [0, 4, 0, -16], [0, 0, 6, -15], [0, 0, 0, 1]])
    write("glm/bold.nii.gz", volume, affine, np.int16, 3)
    write("glm/mask.nii.gz", mask, affine, np.uint8)
    glm_outputs(data, mask, affine, "glm", ("spm", "spm_derivative", "glover"))


if __name__ == "__main__":
    denoise()
    seed()
    local()
    smooth()
    glm()
