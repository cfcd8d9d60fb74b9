"""Slice times, one interpolation through the stored transforms, the mask: what stands before the confounds."""
import numpy as np
from scipy import ndimage

import files


def steady(means):
    """Volumes at the start outside 3.5 robust standard deviations of the first 50."""
    first = means[:50]
    middle = np.median(first)
    deviation = np.median(np.abs(first - middle)) / 0.6745
    out = np.abs(first - middle) > 3.5 * deviation
    return int(np.argmin(out)) if not out.all() else len(out)


def slice_timed(raw, times, repetition, skip):
    """Each slice read at the middle of the acquisition: line off, windowed sinc over 9 volumes, limited, line on."""
    reference = (min(times) + max(times)) / 2
    result = raw.copy()
    for z, time in enumerate(times):
        offset = (reference - time) / repetition
        if abs(reference - time) <= 1e-9:
            continue
        series = raw[:, :, z, skip:].reshape(-1, raw.shape[3] - skip)
        t = np.arange(series.shape[1]) - (series.shape[1] - 1) / 2
        mean, slope = series.mean(1, keepdims=True), (series @ t / (t @ t))[:, None]
        rest = series - mean - slope * t
        start = int(np.floor(offset))
        taps = np.arange(start - 8, start + 10)
        u = offset - taps
        window = 0.4243801 + 0.4973406 * np.cos(np.pi * u / 9) + 0.0782793 * np.cos(2 * np.pi * u / 9)
        weights = np.sinc(u) * window
        weights /= weights.sum()
        index = np.clip(np.arange(len(t))[:, None] + taps, 0, len(t) - 1)
        read = rest[:, index] @ weights
        read = np.clip(read, rest.min(1, keepdims=True), rest.max(1, keepdims=True)) + mean + slope * (t + offset)
        read = np.clip(read, series.min(1, keepdims=True), series.max(1, keepdims=True))
        result[:, :, z, skip:] = read.reshape(raw.shape[0], raw.shape[1], -1)
    return result, reference


def places(shape, affine):
    grid = np.indices(shape).reshape(3, -1)
    return affine[:3, :3] @ grid + affine[:3, 3:]


def moved(matrix, points):
    return matrix[:3, :3] @ points + matrix[:3, 3:]


def displaced(path, points):
    """A warp as ITK writes it: LPS millimetres, read linearly, 0 beyond its grid (the stored ones are 0 on their border)."""
    field, affine = files.image(path)
    at = moved(np.linalg.inv(affine), points)
    values = [ndimage.map_coordinates(field[..., 0, d], at, order=1, mode="constant") for d in range(3)]
    return points + np.array([-values[0], -values[1], values[2]])


def read(volume, affine, points, order):
    """Spline of a volume at places, mirrored about its outermost voxel centres; 0 from half a voxel beyond them."""
    at = moved(np.linalg.inv(affine), points)
    value = ndimage.map_coordinates(volume, at, order=order, mode="mirror")
    size = np.array(volume.shape)[:, None]
    return np.where(((at >= -0.5) & (at <= size - 0.5)).all(0), value, 0)


def spline_weights(u):
    """The B-spline of degree 5 at distance u."""
    u = np.abs(u)
    near = 0.55 - u ** 2 / 2 + u ** 4 / 4 - u ** 5 / 12
    middle = 0.425 + u * (0.625 + u * (-1.75 + u * (1.25 + u * (-0.375 + u / 24))))
    return np.where(u <= 1, near, np.where(u <= 2, middle, np.clip(3 - u, 0, None) ** 5 / 120))


def read_lines(volume, axis, at):
    """Reads lines along an axis at positions (same shape but for that axis), those farther out at half a voxel beyond the ends."""
    lines = np.moveaxis(ndimage.spline_filter1d(volume, 5, axis=axis, mode="mirror"), axis, 0)
    at = np.moveaxis(at, axis, 0)
    size = len(lines)
    at = np.clip(at, -0.5, size - 0.5)
    first = np.floor(at).astype(int) - 2
    value = np.zeros(at.shape)
    for k in range(6):
        index = np.abs(first + k)
        index = np.abs((size - 1) - np.abs((size - 1) - index))
        value += np.take_along_axis(lines, np.clip(index, 0, size - 1), 0) * spline_weights(at - first - k)
    return np.moveaxis(value, 0, axis)


def three_passes(volume, to_source, shape):
    """Along z, then y, then x (Catmull and Smith 1980), as the program reads through maps near the identity."""
    a, b = to_source[:3, :3], to_source[:3, 3]
    i, j, k = (np.arange(n, dtype=float) for n in shape)
    x, y = (np.arange(n, dtype=float) for n in volume.shape[:2])
    right = np.stack(np.broadcast_arrays(x[:, None, None] - b[0] - a[0, 2] * k, y[:, None] - b[1] - a[1, 2] * k))
    crossing = np.einsum("pq,q...->p...", np.linalg.inv(a[:2, :2]), right)
    once = read_lines(volume, 2, a[2, 0] * crossing[0] + a[2, 1] * crossing[1] + a[2, 2] * k + b[2])
    crossing = (x[:, None, None] - b[0] - a[0, 1] * j[:, None] - a[0, 2] * k) / a[0, 0]
    twice = read_lines(once, 1, a[1, 0] * crossing + a[1, 1] * j[:, None] + a[1, 2] * k + b[1])
    result = read_lines(twice, 0, a[0, 0] * i[:, None, None] + a[0, 1] * j[:, None] + a[0, 2] * k + b[0])
    inside = [a[d, 0] * i[:, None, None] + a[d, 1] * j[:, None] + a[d, 2] * k + b[d] for d in range(3)]
    return np.where(np.all([(p >= -0.5) & (p <= n - 0.5) for p, n in zip(inside, volume.shape)], axis=0), result, 0)


def near_identity(to_source):
    """Whether the program reads in three passes: turned by less than about 30 degrees, scaled by less than 1.5."""
    a = to_source[:3, :3]
    scales = np.array([a[0, 0], np.linalg.det(a[:2, :2]) / a[0, 0], np.linalg.det(a) / np.linalg.det(a[:2, :2])])
    return np.abs(a - np.diag(np.diag(a))).max() <= 0.6 and ((scales > 2 / 3) & (scales < 1.5)).all()


def through(chain, points):
    for path in chain:
        points = displaced(path, points) if path.name.endswith(".nii.gz") else moved(files.matrices(path)[0], points)
    return points


def motion_matrices(motion, centre):
    """M(x) = Rz Ry Rx (x - c) + c + trans."""
    found = []
    for tx, ty, tz, rx, ry, rz in motion:
        c, s = np.cos([rx, ry, rz]), np.sin([rx, ry, rz])
        x = np.array([[1, 0, 0], [0, c[0], -s[0]], [0, s[0], c[0]]])
        y = np.array([[c[1], 0, s[1]], [0, 1, 0], [-s[1], 0, c[1]]])
        z = np.array([[c[2], -s[2], 0], [s[2], c[2], 0], [0, 0, 1]])
        matrix = np.eye(4)
        matrix[:3, :3] = z @ y @ x
        matrix[:3, 3] = centre + [tx, ty, tz] - matrix[:3, :3] @ centre
        found.append(matrix)
    return np.array(found)


def check(scan, ledger):
    name = scan.name
    raw, raw_affine = files.image(scan.raw)
    about = files.record(scan.side("desc-preproc_bold"))
    skip = steady(np.array([raw[..., t].mean() for t in range(raw.shape[3])]))
    ledger.same("volumes before the steady state", name, skip, about["NonSteadyStateVolumes"])
    sides = [path for path in scan.inputs("resample") if path.suffix == ".json"]
    source = {key: value for path in sorted(sides, key=lambda p: len(p.parts)) for key, value in files.record(path).items()}
    timed = raw
    if about["SliceTimingCorrected"]:
        timed, reference = slice_timed(raw, source["SliceTiming"], source["RepetitionTime"], skip)
        ledger.numbers("time a volume stands for (s)", name, reference, about["StartTime"], 1e-9)
    centre = moved(raw_affine, (np.array(raw.shape[:3])[:, None] - 1) / 2)[:, 0]
    motion = files.numbers(scan.own("desc-motion_timeseries.tsv"))
    parameters = np.column_stack([motion[c] for c in scan.MOTION])
    maps = files.matrices(scan.own("from-orig_to-boldref_mode-image_xfm.txt"))
    ledger.numbers("motion matrices from the six parameters (mm)", name, motion_matrices(parameters, centre), maps, 1e-9)

    bold, mask = scan.bold, scan.mask
    grid = bold.shape[:3]
    mean = bold.mean(3)
    seen = mean > 0
    bright = np.sort(mean[seen])
    covered = seen & (mean >= 0.15 * np.float64(bright[len(bright) // 2])) & (bold != 0).all(3)
    ledger.same("brain mask: voxels that differ", name, int((covered != mask).sum()), 0)
    ledger.numbers("mean volume (share of its SD)", name, mean, files.image(scan.map("boldref"))[0], 1e-6, mean.std())
    if about["SpatialReference"].startswith("BoldJ built-in"):
        brain, brain_affine = files.image(files.ATLAS / "mni152-2009/mask.nii.gz")
        inside = read(brain, brain_affine, places(grid, scan.affine), 1).astype(np.float32)
        ledger.numbers("coverage of the template's brain", name, mask.sum() / (inside > 0.5).sum(), about["CoverageOfTemplateBrain"], 1e-12)

    points = places(grid, scan.affine)[:, mask.ravel()]
    common = through(scan.chain, points)
    spread = bold[mask].std()
    affine_only = all(path.suffix == ".txt" for path in scan.chain)
    for t in sorted({0, raw.shape[3] // 3, raw.shape[3] - 1}):
        exact = read(timed[..., t], raw_affine, moved(maps[t], common), 5)
        mine, title = exact, "series in standard space, three volumes"
        if affine_only:
            whole = np.linalg.inv(raw_affine) @ maps[t]
            for path in reversed(scan.chain):
                whole = whole @ files.matrices(path)[0]
            if near_identity(whole @ scan.affine):
                mine = three_passes(timed[..., t], whole @ scan.affine, grid)[mask]
                title += ", in three passes"
                ledger.numbers("three passes beside one: 99 of 100 voxels (share of the SD in the brain)", name,
                               np.percentile(np.abs(exact - bold[mask][:, t]), 99) / spread, 0, 0.1)
        ledger.numbers(title + " (share of the SD in the brain)", name, mine, bold[mask][:, t], 5e-5, spread)
    for path in scan.tissues:
        own = path.with_name(path.name.replace(f"space-{scan.space}_res-func_", ""))
        if "res-func_" not in path.name or not own.exists():
            continue
        values, own_affine = files.image(own)
        steps = [step for step in scan.chain if "from-T1w" in step.name]
        mine = read(values, own_affine, through(steps, places(grid, scan.affine)), 1)
        ledger.numbers("tissues in standard space (probability)", name, mine, files.image(path)[0].ravel(), 1e-5)
