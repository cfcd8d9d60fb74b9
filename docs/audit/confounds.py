"""The confound table from the series in standard space, its masks and the motion parameters."""
import numpy as np
from scipy import ndimage

import files

RADIUS = 50.0


def differences(columns):
    """Backward differences; the first is missing."""
    return np.concatenate([np.full((1,) + columns.shape[1:], np.nan), np.diff(columns, axis=0)])


def displacement(motion, back=1):
    change = np.abs(motion[back:] - motion[:-back])
    return np.concatenate([np.full(back, np.nan), change[:, :3].sum(1) + RADIUS * change[:, 3:].sum(1)])


def rmsd(maps, centre):
    """Jenkinson 1999: RMS displacement over a ball of 80 mm about the centre."""
    found = [np.nan]
    for before, now in zip(maps[:-1], maps[1:]):
        change = now @ np.linalg.inv(before) - np.eye(4)
        turn, shift = change[:3, :3], change[:3, 3] + change[:3, :3] @ centre
        found.append(np.sqrt(80.0 ** 2 / 5 * np.trace(turn.T @ turn) + shift @ shift))
    return np.array(found)


def dvars(series):
    """Power's DVARS and Nichols' standardised one; series is (voxels, volumes)."""
    low, high = np.percentile(series, [25, 75], axis=1)
    use = high > low
    series, spread = series[use], (high - low)[use] / 1.349
    centred = series - series.mean(1, keepdims=True)
    lag = (centred[:, 1:] * centred[:, :-1]).sum(1) / (centred ** 2).sum(1)
    plain = np.sqrt((np.diff(series, axis=1) ** 2).mean(0))
    expected = spread * np.sqrt(2 * (1 - lag))
    return np.append(np.nan, plain), np.append(np.nan, plain / np.sqrt((expected ** 2).mean()))


def tissue(probability, brain, grey=None):
    """Voxels of .99 and more, CSF not beside grey matter; the purest 20 down to .6 where there are fewer."""
    candidates = brain.copy()
    if grey is not None:
        candidates &= ~ndimage.binary_dilation(grey > np.float32(0.95), ndimage.generate_binary_structure(3, 1))
    pure = np.sort(probability[candidates])[-20:][0]
    return candidates & (probability >= np.float32(max(min(0.99, pure), 0.6)))


def cosines(volumes, repetition):
    """Slower than 128 s, as many as floor(2 T TR / 128), each of length 1."""
    count = int(np.floor(2 * volumes * repetition / 128))
    t = np.arange(volumes) + 0.5
    return np.sqrt(2 / volumes) * np.cos(np.pi * np.outer(t, np.arange(1, count + 1)) / volumes)


def high_passed(series, repetition):
    slow = np.column_stack([np.ones(series.shape[1]), cosines(series.shape[1], repetition)])
    return series - (series @ np.linalg.pinv(slow).T) @ slow.T


def components(series):
    """Left singular vectors of voxels in unit variance; singular values; shares of variance."""
    deviation = series.std(1, keepdims=True)
    series = (series / deviation)[deviation[:, 0] > 0]
    vectors, values, _ = np.linalg.svd(series.T, full_matrices=False)
    return vectors, values, values ** 2 / (values ** 2).sum()


def check(scan, ledger):
    name, table, sidecar = scan.name, scan.confounds, files.record(scan.own("desc-confounds_timeseries.json"))
    where = "confounds: "
    checked = set()

    def column(title, names, mine, limit=1e-9):
        mine = np.asarray(mine).reshape(len(table["dvars"]), -1)
        for k, key in enumerate(names):
            theirs = table[key]
            ledger.numbers(where + title, f"{name} {key}", mine[:, k], theirs, limit, max(np.nanmax(np.abs(theirs)), 1e-300))
            checked.add(key)

    def expanded(title, names, values, limit=1e-9):
        change = differences(values)
        for ending, each in (("", values), ("_derivative1", change), ("_power2", values ** 2), ("_derivative1_power2", change ** 2)):
            column(title, [key + ending for key in names], each, limit)

    motion = files.numbers(scan.own("desc-motion_timeseries.tsv"))
    parameters = np.column_stack([motion[c] for c in scan.MOTION])
    expanded("motion, differences, squares", scan.MOTION, parameters)
    ledger.numbers("framewise displacement of the motion table (mm)", name, displacement(parameters), motion["framewise_displacement"], 1e-12)
    column("framewise displacement", ["framewise_displacement"], displacement(parameters))
    if "framewise_displacement_2s" in table:
        column("framewise displacement", ["framewise_displacement_2s"], displacement(parameters, round(2 / scan.repetition)))
    about = files.record(scan.own("desc-motion_timeseries.json"))
    maps = files.matrices(scan.own("from-orig_to-boldref_mode-image_xfm.txt"))
    column("displacement of a ball, from the motion matrices", ["rmsd"], rmsd(maps, np.array(about["CentreRASmm"])), 1e-7)

    series = scan.bold[scan.mask]
    plain, standard = dvars(series)
    column("DVARS", ["dvars"], plain)
    column("standardised DVARS", ["std_dvars"], standard)
    grey, white, fluid = (files.image(path)[0] for path in scan.tissues)
    masks = {"global_signal": scan.mask, "white_matter": tissue(white, scan.mask), "csf": tissue(fluid, scan.mask, grey)}
    for key, mask in masks.items():
        ledger.same("voxels of tissue masks", f"{name} {key}", int(mask.sum()), sidecar[key]["Voxels"])
        expanded("means of tissues", [key], scan.bold[mask].mean(0)[:, None], 1e-7)

    steady = scan.bold[..., files.record(scan.side("desc-preproc_bold"))["NonSteadyStateVolumes"]:]
    skip = scan.bold.shape[3] - steady.shape[3]
    passed = {key: high_passed(steady[mask], scan.repetition) for key, mask in masks.items()}
    spread = passed["global_signal"].std(1)
    most = np.sort(np.argsort(-spread, kind="stable")[:max(1, round(0.02 * len(spread)))])
    groups = {"w_comp_cor_": passed["white_matter"], "c_comp_cor_": passed["csf"],
              "a_comp_cor_": np.concatenate([passed["white_matter"], passed["csf"]]), "t_comp_cor_": passed["global_signal"][most]}
    for prefix, voxels in groups.items():
        vectors, values, share = components(voxels)
        names = [key for key in table if key.startswith(prefix)]
        wanted = int(np.argmax(np.cumsum(share) >= 0.5 - 1e-12)) + 1 if prefix == "a_comp_cor_" else 10
        ledger.same("number of components", f"{name} {prefix}", wanted, len(names))
        theirs = np.column_stack([table[key] for key in names])
        mine = np.concatenate([np.zeros((skip, len(names))), vectors[:, :len(names)]])
        mine *= np.sign((mine * theirs).sum(0))
        ledger.numbers(where + "components, up to sign", f"{name} {prefix}", mine, theirs, 1e-6)
        notes = [sidecar[key] for key in names]
        ledger.same("voxels of components", f"{name} {prefix}", len(voxels), notes[0]["Voxels"])
        ledger.numbers("variance that components explain", f"{name} {prefix}", share[:len(names)], [n["VarianceExplained"] for n in notes], 1e-9)
        ledger.numbers("singular values", f"{name} {prefix}", values[:len(names)] / values[0], [n["SingularValue"] / notes[0]["SingularValue"] for n in notes], 1e-9)
        checked.update(names)

    slow = cosines(steady.shape[3], scan.repetition)
    column("cosines", [f"cosine{k:02d}" for k in range(slow.shape[1])], np.concatenate([np.zeros((skip, slow.shape[1])), slow]))
    spoilt = (np.arange(len(plain)) >= skip) & ((displacement(parameters) > 0.5) | (standard > 1.5))
    for prefix, volumes in (("non_steady_state_outlier", np.arange(skip)), ("motion_outlier", np.flatnonzero(spoilt))):
        names = [key for key in table if key.startswith(prefix)]
        theirs = [int(np.flatnonzero(table[key])[0]) if table[key].sum() == 1 else -1 for key in names]
        ledger.same("outliers: volumes", f"{name} {prefix}", [int(v) for v in volumes], theirs)
        checked.update(names)
    return [key for key in table if key not in checked]
