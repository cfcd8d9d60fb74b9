"""The denoised series and the maps and matrices made of it, with their variants."""
import numpy as np
from scipy import ndimage, stats

import files
import space

SEEDS = {"PCC": (0, -52, 18), "PCC2": (-8, -56, 26), "PCC3": (1, -61, 38)}
TEMPLATES = {"Visual": [(2, -79, 12), (0, -93, -4), (-37, -79, 10), (38, -72, 13)],
             "Somatomotor": [(-55, -12, 29), (56, -10, 29), (0, -31, 67)],
             "Language": [(-51, 26, 2), (54, 28, 1), (-57, -47, 15), (59, -42, 13)],
             "Cerebellar": [(0, -63, -30), (0, -79, -32)]}
MOTION = ["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]
NINE = MOTION + ["white_matter", "csf", "global_signal"]


def columns(text, table):
    """The columns that a preset or a list names."""
    if "," in text or text in table:
        return [name.strip() for name in text.split(",")]
    expand = lambda names, *endings: [name + ending for ending in endings for name in names]
    every = ("", "_derivative1", "_power2", "_derivative1_power2")
    first = lambda prefix, n: [name for name in table if name.startswith(prefix)][:n]
    presets = {"6P": MOTION, "12P": expand(MOTION, *every[:2]), "24P": expand(MOTION, *every), "9P": NINE,
               "36P": expand(NINE, *every), "32P": expand(NINE[:8], *every), "WM": ["white_matter"], "CSF": ["csf"],
               "GS": ["global_signal"], "aCompCor": first("w_comp_cor_", 5) + first("c_comp_cor_", 5),
               "aCompCor50": first("a_comp_cor_", None), "tCompCor": first("t_comp_cor_", 5)}
    found = [name for preset in text.split("+") for name in presets[preset.strip()]]
    return list(dict.fromkeys(found + first("non_steady_state_outlier", None)))


def judged(scan):
    """The displacement that thresholds (mm per 2 s) are compared with, mm per volume."""
    filtered = "framewise_displacement_filtered"
    return scan.confounds[filtered if filtered in scan.confounds else "framewise_displacement"]


def clean(scan, text, low, high, censor):
    """One least squares of drift, confounds and the frequencies outside the band; kept volumes only; degrees of freedom."""
    volumes, repetition = scan.bold.shape[3], scan.repetition
    names = columns(text, scan.confounds)
    confounds = np.column_stack([scan.confounds[name] for name in names])
    confounds[0] = np.where(np.isnan(confounds[0]), confounds[1], confounds[0])
    keep = ~(judged(scan) > censor * repetition / 2) if censor > 0 else np.ones(volumes, bool)
    t = np.arange(volumes)
    design = [np.ones(volumes), 2 * t / (volumes - 1) - 1]
    step = 1 / (volumes * repetition)
    if low > 0 or high > 0:
        for j in range(volumes // 2 + 1):
            margin = step / 3 - 1e-4
            if j * step < low + margin and low > 0 or j * step > high - margin and high > 0:
                design.append(np.cos(2 * np.pi * j * t / volumes))
                if 0 < j < volumes / 2:
                    design.append(np.sin(2 * np.pi * j * t / volumes))
    design = np.column_stack(design + [confounds])[keep]
    design = design[:, np.abs(design).max(0) > 1e-12]
    design = design / np.linalg.norm(design, axis=0)
    basis, values, _ = np.linalg.svd(design, full_matrices=False)
    basis = basis[:, values > values[0] * 1e-9]
    series = scan.bold[scan.mask][:, keep]
    rest = series - (series @ basis) @ basis.T
    return rest, int(keep.sum()), basis.shape[1], names


def smoothed(scan, series, fwhm):
    """Gaussian within the mask: of the series over that of the mask."""
    if fwhm == 0:
        return series
    sigma = fwhm / np.sqrt(8 * np.log(2)) / np.linalg.norm(scan.affine[:3, :3], axis=0)
    blur = lambda volume: ndimage.gaussian_filter(volume, sigma, mode="constant", truncate=6)
    weight = blur(scan.mask.astype(float))[scan.mask]
    result = np.empty(series.shape)
    for t in range(series.shape[1]):
        volume = np.zeros(scan.mask.shape)
        volume[scan.mask] = series[:, t]
        result[:, t] = blur(volume)[scan.mask] / weight
    return result.astype(np.float32).astype(float)


def unit(series):
    centred = series - series.mean(-1, keepdims=True)
    length = np.linalg.norm(centred, axis=-1, keepdims=True)
    return centred / np.where(length == 0, np.inf, length)


def sphere(where, centre, radius=6.0):
    return np.linalg.norm(where - np.asarray(centre, float)[:, None], axis=0) <= radius + 1e-3


def seed(where, series, centre):
    r = unit(series) @ unit(series[sphere(where, centre)].mean(0))
    return np.arctanh(np.clip(r, -1 + 1e-15, 1 - 1e-15))


def node_matrix(scan, where, series):
    names, centres, members = files.nodes()
    every = space.places(scan.mask.shape, scan.affine)
    step = np.linalg.norm(scan.affine[:3, :3], axis=0)
    usable = series.std(1) > 0
    means = np.full((len(names), series.shape[1]), np.nan)
    for k, centre in enumerate(centres):
        within = sphere(where, centre) & usable
        nearest = np.rint(space.moved(np.linalg.inv(scan.affine), centre[:, None]))
        middle = space.moved(scan.affine, nearest)
        whole = lattice(centre, scan.affine, step) | {tuple(nearest[:, 0].astype(int))}
        within |= (np.abs(where - middle) < 1e-6).all(0) & usable
        if within.sum() >= 0.5 * len(whole):
            means[k] = series[within].mean(0)
    r = np.clip(unit(means) @ unit(means).T, -1, 1)
    r[np.isnan(means[:, 0])] = np.nan
    r[:, np.isnan(means[:, 0])] = np.nan
    z = np.arctanh(np.where(np.eye(len(names)) == 1, np.nan, r))
    return names, z, members


def lattice(centre, affine, step, radius=6.0):
    """All voxels of a sphere, those beyond the grid among them."""
    reach = int(np.ceil(radius / step.min())) + 1
    nearest = np.rint(space.moved(np.linalg.inv(affine), centre[:, None])).astype(int)
    around = np.indices((2 * reach + 1,) * 3).reshape(3, -1) - reach + nearest
    inside = sphere(space.moved(affine, around), centre, radius)
    return {tuple(voxel) for voxel in around[:, inside].T}


def too_close(affine):
    """Pairs of nodes whose spheres of 6 mm share a voxel, or whose centres lie less than 12 mm apart."""
    centres, step = files.nodes()[1], np.linalg.norm(affine[:3, :3], axis=0)
    whole = [lattice(c, affine, step) | {tuple(np.rint(space.moved(np.linalg.inv(affine), c[:, None]))[:, 0].astype(int))} for c in centres]
    return {(i, j) for i in range(len(centres)) for j in range(len(centres))
            if i != j and (np.linalg.norm(centres[i] - centres[j]) < 12 - 1e-9 or whole[i] & whole[j])}


def networks(z, members, close):
    result = np.full((len(members), len(members)), np.nan)
    for a, one in enumerate(members.values()):
        for b, other in enumerate(members.values()):
            pairs = {(min(i, j), max(i, j)) for i in one for j in other if i != j and (i, j) not in close}
            values = [z[i, j] for i, j in pairs if not np.isnan(z[i, j])]
            result[a, b] = np.mean(values) if values else np.nan
    return result


def homogeneity(scan, series):
    """Kendall's W of each voxel with its 26 neighbours in the mask, corrected for ties."""
    n = series.shape[1]
    usable = series.std(1) > 0
    ranks = np.zeros(scan.mask.shape + (n,))
    ties = np.zeros(scan.mask.shape)
    inside = np.zeros(scan.mask.shape, bool)
    inside[scan.mask] = usable
    ranks[inside] = stats.rankdata(series[usable], axis=1)
    ties[inside] = [(counts ** 3 - counts).sum() for counts in (np.unique(row, return_counts=True)[1] for row in series[usable])]
    box = lambda values: ndimage.convolve(values, np.ones((3, 3, 3)), mode="constant")
    total = np.stack([box(ranks[..., t]) for t in range(n)], -1)
    m = box(inside.astype(float))
    spread = ((total - total.mean(-1, keepdims=True)) ** 2).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        w = 12 * spread / (m ** 2 * (n ** 3 - n) - m * box(ties))
    w[~inside | (m < 2)] = 0
    return w


def amplitude(series, repetition):
    n = series.shape[1]
    t = np.arange(n) - (n - 1) / 2
    line = series - series.mean(1, keepdims=True) - (series @ t / (t @ t))[:, None] * t
    size = 2 * np.abs(np.fft.rfft(line, axis=1)) / n
    if n % 2 == 0:
        size[:, -1] /= 2
    frequency = np.arange(size.shape[1]) / (n * repetition)
    band = (frequency >= 0.01 - 1e-9) & (frequency <= 0.1 + 1e-9)
    mean = size[:, band].mean(1)
    return mean, size[:, band].sum(1) / size[:, 1:].sum(1)


def dual(where, series):
    names, centres, members = files.nodes()
    groups = {network: centres[members[network]] for network in ("DMN", "FPN", "DAN", "Salience")} | TEMPLATES
    blobs = [np.min([((where - np.asarray(c, float)[:, None]) ** 2).sum(0) for c in group], axis=0) for group in groups.values()]
    shapes = np.exp(-np.array(blobs) / 200).astype(np.float32).astype(float)
    shapes -= shapes.mean(1, keepdims=True)
    courses = np.linalg.lstsq(shapes.T, series, rcond=None)[0].T
    courses = (courses - courses.mean(0)) / courses.std(0, ddof=1)
    return list(groups), np.linalg.lstsq(courses, (series - series.mean(1, keepdims=True)).T, rcond=None)[0]


def check(scan, ledger):
    name, mask = scan.name, scan.mask
    where = space.places(mask.shape, scan.affine)[:, mask.ravel()]
    how, maps = scan.options("denoise"), scan.options("maps")

    def volume(title, label, mine, limit):
        full = np.zeros(mask.shape)
        full[mask] = mine
        ledger.numbers(title, f"{name} {label}", full, files.image(scan.map(label))[0], limit)

    rest, kept, rank, names = clean(scan, how["columns"], how["low"], how["high"], how["censor"])
    about = files.record(scan.side("desc-denoised_bold"))
    stored = files.image(scan.map("desc-denoised_bold"))[0]
    ledger.same("columns of the regression", name, names, about["Confounds"])
    ledger.same("volumes kept", name, kept, about["VolumesKept"])
    ledger.same("rank of the design matrix", name, rank, about["DesignMatrixRank"])
    ledger.numbers("degrees of freedom", name, kept - rank, about["DegreesOfFreedom"], 1e-9)
    ledger.numbers("standard error of Fisher z", name, 1 / np.sqrt(kept - rank - 2), about["StandardErrorOfFisherZ"], 1e-12)
    ledger.numbers("denoised series (share of its SD)", name, rest, stored[mask], 2e-5, rest.std())
    ledger.numbers("denoised series outside the mask", name, stored[~mask], 0 * stored[~mask], 0)

    series = stored[mask]
    smooth = smoothed(scan, series, maps["fwhm"])
    for key, centre in SEEDS.items():
        volume("seed maps (Fisher z)", f"seed-{key}_stat-fisherz_boldmap", seed(where, smooth, centre), 2e-5)
    title, z, members = node_matrix(scan, where, series)
    ledger.numbers("node matrix (Fisher z)", name, z, scan.matrix("seg-nodes_stat-fisherz_relmat.tsv", title), 1e-6)
    ledger.numbers("network matrix (Fisher z)", name, networks(z, members, too_close(scan.affine)), scan.matrix("seg-networks_stat-fisherz_relmat.tsv", list(members)), 1e-6)
    w = smoothed(scan, homogeneity(scan, series)[mask][:, None], maps["fwhm"])[:, 0]
    volume("ReHo", "stat-reho_boldmap", w, 2e-5)
    volume("ReHo, standardised", "stat-reho_desc-zscore_boldmap", (w - w.mean()) / w.std(), 1e-4)
    grey = files.image(scan.tissues[0])[0]
    cortex = mask & (grey > 0.25)
    normal = unit(smooth[cortex[mask]])
    some = np.unique(np.linspace(0, len(normal) - 1, 1000).astype(int))  # a thousand voxels, each with all others
    r = np.clip(normal[some] @ normal.T, -0.999999, 0.999999)
    r[np.arange(len(some)), some] = 0
    at = tuple(np.argwhere(cortex)[some].T)
    gbc = files.image(scan.map("stat-gbc_boldmap"))[0]
    ledger.numbers("global connectivity (Fisher z)", name, np.arctanh(r).sum(1) / (len(normal) - 1), gbc[at], 5e-6)
    ledger.numbers("global connectivity outside grey matter", name, gbc[~cortex], 0 * gbc[~cortex], 0)
    labels, fitted = dual(where, smooth)
    theirs = files.image(scan.map("stat-dualregression_desc-networks_boldmap"))[0]
    ledger.same("networks of the dual regression", name, labels, files.table(scan.map("stat-dualregression_desc-networks_boldmap").with_name(
        scan.map("stat-dualregression_desc-networks_boldmap").name.replace(".nii.gz", ".tsv")))["network"])
    ledger.numbers("dual regression (share of the SD)", name, fitted.T, theirs[mask], 2e-5, fitted.std())
    band = clean(scan, how["columns"], 0, 0, 0)[0].astype(np.float32).astype(float)
    alff, fractional = amplitude(smoothed(scan, band, maps["fwhm"]), scan.repetition)
    volume("ALFF (share of its mean)", "stat-alff_boldmap", alff, 2e-5 * alff.mean())
    volume("ALFF over its mean", "stat-alff_desc-overmean_boldmap", alff / alff[alff > 0].mean(), 2e-5)
    volume("fractional ALFF", "stat-falff_boldmap", fractional, 2e-5)
    volume("fractional ALFF over its mean", "stat-falff_desc-overmean_boldmap", fractional / fractional[fractional > 0].mean(), 2e-5)
    if maps["sensitivity"]:
        volume("variant: seed map not smoothed", "seed-PCC_stat-fisherz_desc-unsmoothed_boldmap", seed(where, series, SEEDS["PCC"]), 2e-5)
        signal = ",global_signal" if "," in how["columns"] else "+GS"
        for key, text, censor in (("gsr", how["columns"] + signal, how["censor"]), ("censored", how["columns"], 0.5)):
            rest = clean(scan, text, how["low"], how["high"], censor)[0].astype(np.float32).astype(float)
            volume(f"variant: seed map {key}", f"seed-PCC_stat-fisherz_desc-{key}_boldmap", seed(where, smoothed(scan, rest, maps["fwhm"]), SEEDS["PCC"]), 5e-5)
            ledger.numbers(f"variant: node matrix {key}", name, node_matrix(scan, where, rest)[1], scan.matrix(f"seg-nodes_stat-fisherz_desc-{key}_relmat.tsv", title), 5e-5)
    quality(scan, ledger, about)


def quality(scan, ledger, about):
    figures = files.record(scan.own("desc-quality_qc.json"))
    moved, signal = scan.confounds["framewise_displacement"], scan.confounds["global_signal"]
    skip = sum(key.startswith("non_steady_state_outlier") for key in scan.confounds)
    steady = scan.bold[scan.mask][:, skip:]
    t = np.arange(steady.shape[1]) - (steady.shape[1] - 1) / 2
    line = steady.mean(1, keepdims=True) + (steady @ t / (t @ t))[:, None] * t
    ratio = steady.mean(1) / np.sqrt(((steady - line) ** 2).sum(1) / (len(t) - 2))
    mine = {"MeanFramewiseDisplacement": np.nanmean(moved), "MeanFramewiseDisplacementPer2s": np.nanmean(judged(scan)[1:]) * 2 / scan.repetition,
            "VolumesAboveHalfMillimetre": (judged(scan)[1:] > 0.25 * scan.repetition).sum() / len(moved),
            "MedianTsnr": np.median(ratio), "GlobalSignalStandardDeviationPercent": 100 * signal.std() / signal.mean(),
            "Volumes": len(moved), "RepetitionTime": scan.repetition, "VolumesKept": about["VolumesKept"],
            "DegreesOfFreedom": about["DegreesOfFreedom"],
            "CoverageOfTemplateBrain": files.record(scan.side("desc-preproc_bold"))["CoverageOfTemplateBrain"]}
    for key, value in mine.items():
        ledger.numbers("figures of the quality page", f"{scan.name} {key}", value, figures[key], 2e-5, max(abs(value), 1e-9))
