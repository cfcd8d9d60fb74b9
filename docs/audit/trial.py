"""The group level: who is in, the design, connections, maps, figures of the scans, response, and what the page says."""
import collections
import json

import numpy as np
from scipy import ndimage, stats

import files
import inference
import space

CONTROL = {"placebo", "control", "controls", "sham", "none", "baseline", "hc", "healthy", "0"}
FIGURES = {"MeanFramewiseDisplacementPer2s": "mean framewise displacement (mm per 2 s)",
           "VolumesAboveHalfMillimetre": "volumes above 0.5 mm per 2 s (share)",
           "MedianTsnr": "median tSNR", "GlobalSignalStandardDeviationPercent": "SD of the global signal (%)", "BreathingHz": "breathing (Hz)",
           "DegreesOfFreedom": "degrees of freedom left", "CoverageOfTemplateBrain": "template's brain covered (share)"}
MAPS = {"PCC": "seed-PCC_stat-fisherz_boldmap", "DMN": "stat-dualregression_desc-networks_boldmap",
        "alff": "stat-alff_boldmap", "reho": "stat-reho_boldmap"}


class Session:
    def __init__(self, subject, session, period, treatment, score, person):
        self.subject, self.session, self.period, self.treatment = subject, session, period, treatment
        self.score, self.person, self.runs = score, person, []
        self.group = next((person[c] for c in ("arm", "sequence", "group", "treatment") if person.get(c, "n/a") not in ("n/a", "")), "")

    def mean(self, values):
        return np.mean([values(run) for run in self.runs], axis=0)


def connections():
    """The ten means of interest: names of nodes at either end."""
    names, _, members = files.nodes()
    of = lambda network: [names[i] for i in members[network]]
    pairs = [("PCC - mPFC", ["DMN.PCC", "DMN.core.PCC"], ["DMN.MPFC", "DMN.core.aMPFC"]),
             ("Amygdala - ACC", ["Limbic.Amygdala.L", "Limbic.Amygdala.R"], ["Limbic.ACC.L", "Limbic.ACC.R"])]
    pairs += [(f"{n} within", of(n), of(n)) for n in ("DMN", "Fronto-limbic", "Salience")]
    pairs += [("DMN - Precuneus", of("DMN"), ["Precuneus.L", "Precuneus.R"])]
    return pairs + [(f"DMN - {n}", of("DMN"), of(n)) for n in ("FPN", "DAN", "Salience", "Fronto-limbic")]


def connectivity(run, variant=""):
    table = files.table(run["standard"]("seg-nodes_stat-fisherz_" + ("desc-" + variant + "_" if variant else "") + "relmat.tsv"))
    at = {name: i for i, name in enumerate(table["node"])}
    z = {(a, b): files.number(table[b][at[a]]) for a in at for b in at if a != b}
    names, centres, _ = files.nodes()
    place = dict(zip(names, centres))
    far = lambda a, b: np.linalg.norm(place[a] - place[b]) >= 12 - 1e-9  # spheres of 6 mm that overlap, or nearly so, are in no mean
    values = [[z[a, b] for a in one for b in other if a != b and far(a, b)] for _, one, other in connections()]
    return np.array([np.nanmean(v) if not np.isnan(v).all() else np.nan for v in values])


def sessions(bids, out, found, options):
    """All sessions of the task, those within the rules."""
    people = files.table(bids / "participants.tsv")
    rows = {row[0].removeprefix("sub-"): dict(zip(people, row)) for row in zip(*people.values())}
    every = {}
    for name, steps in sorted(found.items()):
        parts = dict(part.split("-", 1) for part in name.split("_") if "-" in part)
        if parts["task"] != (options["task"] or "rest"):
            continue
        key = parts["sub"], parts.get("ses", "")
        if key not in every:
            table = files.table(bids / f"sub-{key[0]}" / f"sub-{key[0]}_sessions.tsv")
            at = [s.removeprefix("ses-") for s in table["session_id"]].index(key[1])
            score = files.number(table[options["outcome"]][at]) if options["outcome"] in table else np.nan
            every[key] = Session(*key, int(table["period"][at]), table["treatment"][at], score, rows[key[0]])
        bold = next(k for k in steps["resample"]["outputs"] if "desc-preproc_bold.nii" in k).removeprefix("output/")
        prefix, label = (out / bold).parent / name, bold.split("_space-")[1].split("_")[0]
        every[key].runs.append({"own": lambda rest, p=prefix: p.with_name(f"{p.name}_{rest}"),
                                "standard": lambda rest, p=prefix, s=label: p.with_name(f"{p.name}_space-{s}_{rest}")})
    used = []
    for session in every.values():
        records = [files.record(run["own"]("desc-quality_qc.json")) for run in session.runs]
        session.figures = {key: np.mean([r[key] for r in records]) if all(r[key] is not None for r in records) else np.nan for key in FIGURES}
        if session.figures["MeanFramewiseDisplacementPer2s"] <= options["max_fd"] and session.figures["DegreesOfFreedom"] >= options["min_dof"] \
                and session.figures["CoverageOfTemplateBrain"] >= options["min_coverage"]:
            used.append(session)
    return list(every.values()), used


def design(every, used, options):
    """The kind, the sessions in the order of the rows, rows of weights on them, the model, its contrast, how it is shuffled."""
    owned = collections.defaultdict(list)
    for s in sorted(used, key=lambda s: s.period):
        owned[s.subject].append(s)
    two = sum(len(own) >= 2 for own in owned.values()) * 2 > len(owned)
    crossed = lambda own: len({s.treatment for s in own}) == 2 and all(s.treatment not in ("", "none") for s in own)
    groups = {s.group for s in used if s.group}
    kind = options["design"]
    if kind == "auto":
        kind = "crossover" if two and sum(map(crossed, owned.values())) * 2 > len(owned) else \
            ("change" if len(groups) >= 2 else "paired") if two else "two-sample" if len(groups) >= 2 else "one-sample"
    n = 2 if kind in ("crossover", "change", "paired") else 1
    labels = collections.Counter(s.session for s in used)
    mean = lambda label: np.mean([s.period for s in used if s.session == label])
    wanted = sorted([label for label in labels if labels[label] * 2 > len(owned)], key=mean)[:n]
    chosen = [[s for label in wanted for s in own if s.session == label] for own in owned.values()]
    chosen = [sorted(own, key=lambda s: s.period) for own in chosen if len(own) == n]
    first = lambda own: own[0].treatment if kind == "crossover" else own[0].group
    chosen.sort(key=lambda own: (first(own).lower() in CONTROL, own[0].group, own[0].subject))
    rows = [s for own in chosen for s in own]
    covariates = [c.strip() for c in options["covariates"].split(",") if c.strip()]
    extra = np.array([[float(own[0].person[c]) for c in covariates] for own in chosen]).reshape(len(chosen), -1)
    extra -= extra.mean(0)
    people = np.repeat(np.eye(len(chosen)), n, axis=0)
    if kind in ("change", "two-sample"):
        levels = list(dict.fromkeys(own[0].group for own in chosen))
        arms = np.array([[own[0].group == level for level in levels] for own in chosen], float)
        weights = np.kron(np.eye(len(chosen)), [-1, 1]) if n == 2 else np.eye(len(chosen))
        labels = None if covariates else [own[0].group for own in chosen]
        return kind, rows, weights, np.hstack([arms, extra]), np.array([1, -1] + [0] * len(covariates)), ("all", labels)
    if kind == "crossover":
        given = np.array([0.5 if s.treatment == rows[0].treatment else -0.5 for s in rows])
        period = np.array([-0.5 if s is chosen[i // 2][0] else 0.5 for i, s in enumerate(rows)])
        return kind, rows, np.eye(len(rows)), np.column_stack([given, period, people]), np.eye(2 + len(chosen))[0], ("pairs", range(len(rows)))
    if kind == "paired":
        given = np.tile([-0.5, 0.5], len(chosen))
        return kind, rows, np.eye(len(rows)), np.column_stack([given, people]), np.eye(1 + len(chosen))[0], ("pairs", range(len(rows)))
    return kind, rows, np.eye(len(rows)), np.column_stack([np.ones(len(rows)), extra]), np.eye(1 + len(covariates))[0], ("signs", range(len(rows)))


class Test:
    """Columns of numbers tested together."""

    def __init__(self, model, data, options, own):
        _, _, weights, self.matrix, self.contrast, (kind, labels) = model
        self.data = weights @ data
        self.effect, self.t, self.degrees = inference.t_test(self.matrix, self.contrast, self.data)
        self.orders, self.exact = inference.shufflings(kind, labels, (len(self.data), options["permutations"]), own)
        null = np.abs(np.array(list(inference.shuffled(self.data, self.matrix, self.contrast, self.orders))))
        self.p = inference.share(null, np.abs(self.t))
        self.corrected = inference.share(null.max(1)[:, None], np.abs(self.t))
        self.half = np.abs(self.effect / self.t) * stats.t.ppf(0.975, self.degrees)

    def compare(self, ledger, title, where, names, rows, options):
        """With a table of the page or a file: its texts have four digits."""
        ledger.same(f"{title}: which are tested", where, names, [row[0] for row in rows[1:]])
        at = {key: rows[0].index(key) for key in ("effect", "95 % interval, not corrected", "t", "p", "corrected p")}
        theirs = {key: [row[k] for row in rows[1:]] for key, k in at.items()}
        ends = np.array([[float(x) for x in text.split(" to ")] for text in theirs["95 % interval, not corrected"]])
        digits = lambda mine, texts, what: ledger.numbers(f"{title}: {what}", where, mine, np.array(texts, float), 6e-4, np.maximum(np.abs(mine), 1e-12))
        digits(self.effect, theirs["effect"], "effect")
        digits(self.effect - self.half, ends[:, 0], "95 % interval")
        digits(self.effect + self.half, ends[:, 1], "95 % interval")
        digits(self.t, theirs["t"], "t")
        probabilities(ledger, title, where, self.p, theirs["p"], self, options, "p")
        probabilities(ledger, title, where, self.corrected, theirs["corrected p"], self, options, "corrected p")


def probabilities(ledger, title, where, mine, theirs, test, options, what):
    theirs = np.array(theirs, float)
    if test.exact:
        ledger.numbers(f"{title}: {what}, every shuffling", where, mine, theirs, 6e-4, np.maximum(mine, 1e-12))
    else:
        n, m = len(test.orders), options["permutations"]
        p = (mine * n + theirs * m) / (n + m)
        error = np.sqrt(p * (1 - p) * (1 / n + 1 / m)) + 1 / n + 1 / m
        ledger.numbers(f"{title}: {what}, own random shufflings (standard errors)", where, mine / error, theirs / error, 4)


def check(bids, out, ledger, own, found):
    entry = json.loads(files.log(out / "logs" / "group_provenance.jsonl")[-1])
    options, group = entry["options"], out / "group"
    if options["contrast"]:
        print("not recomputed: a contrast of one's own")
        return
    every, used = sessions(bids, out, found, options)
    model = design(every, used, options)
    kind, rows, weights = model[:3]
    listed = files.table(group / "sessions.tsv")
    where = f"{kind} of {len(rows)} sessions"
    ledger.same("sessions: who, in which order", where, [(s.subject, s.session or "only", str(s.period)) for s in rows],
                list(zip(listed["subject"], listed["session"], listed["period"])))
    if "treatment" in listed:
        ledger.same("sessions: treatment", where, [s.treatment for s in rows], listed["treatment"])
    names = [name for name, _, _ in connections()]
    values = np.array([s.mean(connectivity) for s in rows])
    usable = [k for k in range(len(names)) if np.isfinite(values[:, k]).all() and np.ptp(values[:, k]) > 0]
    stored = np.column_stack([np.array(listed[names[k]], float) for k in usable])
    ledger.numbers("sessions: connections (Fisher z)", where, values[:, usable], stored, 1e-8, np.maximum(1e-3, np.abs(stored)))
    many = max(own, 5000)
    main = Test(model, values[:, usable], options, many)
    text = [line.split("\t") for line in (group / "connections.tsv").read_text().splitlines()]
    main.compare(ledger, "connections", "connections.tsv", [names[k] for k in usable], text, options)
    tables = files.page_tables(group / "index.html")
    pages = {table[0][0]: table for table in tables}
    ledger.same("page: table of connections", "index.html", text in tables, True)
    figures = np.array([[s.figures[key] for key in FIGURES] for s in rows])
    usable = [k for k in range(len(FIGURES)) if np.isfinite(figures[:, k]).all() and (figures[:, k] != figures[0, k]).any()]
    if usable and "figure" in pages:
        Test(model, figures[:, usable], options, many).compare(
            ledger, "figures of the scans", "index.html", [list(FIGURES.values())[k] for k in usable], pages["figure"], options)
    said = (group / "verdict.txt").read_text()
    for row in text[1:]:
        named = f"{row[0]} (" in said.split("Maps with")[0]
        ledger.same("verdict: connections", row[0], named, float(row[text[0].index("corrected p")]) <= options["alpha"])
    mask = np.all([files.image(run["standard"]("desc-brain_mask.nii.gz"))[0] > 0 for s in rows for run in s.runs], axis=0)
    graph = inference.neighbours(mask)
    for name in options["maps"].split(","):
        if not name.startswith("glm-") and name:
            voxelwise(group / name, name, model, mask, graph, options, own, ledger, said)
    sensitivity(model, mask, tables, options, many, ledger, names)
    response(group / "response", model, values, names, options, many, ledger, pages)


def images(rows, mask, label):
    def read(run):
        values = files.image(run["standard"](label + ".nii.gz"))[0]
        return (values[..., 0] if values.ndim == 4 else values)[mask]
    return np.array([s.mean(read) for s in rows]).astype(np.float32).astype(float)


def voxelwise(folder, name, model, mask, graph, options, own, ledger, said):
    _, rows, weights, matrix, contrast, (kind, labels) = model
    data = weights @ images(rows, mask, MAPS[name])
    use = np.isfinite(data).all(0) & (np.ptp(data, axis=0) > 0)
    read = lambda rest: files.image(folder / (rest + ".nii.gz"))[0][mask]
    t = np.zeros(data.shape[1])
    t[use] = inference.t_test(matrix, contrast, data[:, use])[1]
    theirs = read("stat")
    ledger.numbers("maps: t of every voxel", name, t, theirs, 2e-5, np.maximum(1, np.abs(t)))
    enhanced = inference.tfce(t, graph)
    ledger.numbers("maps: TFCE of every voxel (share of the largest)", name, enhanced, read("enhanced"), 1e-5, np.abs(enhanced).max())
    null = files.numbers(folder / "null_max.tsv")["maximum"]
    ledger.numbers("maps: largest TFCE first in the null distribution", name, np.abs(enhanced).max(), null[0], 1e-6, null[0])
    p = inference.share(null[:, None], np.abs(enhanced)[None])
    p[~use] = 1
    ledger.numbers("maps: corrected p from the null distribution", name, p, read("p_fwe"), 1e-6)
    q = read("p_unc").astype(float)
    fdr = np.ones(len(q))
    fdr[use] = inference.false_discovery(q[use])
    ledger.numbers("maps: false discovery rate", name, fdr, read("q_fdr"), 1e-5)
    orders, exact = inference.shufflings(kind, labels, (len(data), options["permutations"]), own)
    values = inference.shuffled(data[:, use], matrix, contrast, orders)
    largest, reached = [], np.zeros(use.sum())
    for one in values:
        whole = np.zeros(len(t))
        whole[use] = one
        size = np.abs(inference.tfce(whole, graph))
        largest.append(size.max())
        reached += size[use] >= np.abs(enhanced[use]) * (1 - 1e-9) - 1e-9
    if exact:
        ledger.numbers("maps: largest TFCE of every shuffling", name, np.sort(largest), np.sort(null), 1e-6, np.sort(largest) + 1e-6 * max(largest))
        ledger.numbers("maps: p of every voxel, every shuffling", name, reached / len(orders), q[use], 1e-6)
    else:
        same = stats.ks_2samp(largest[1:], null[1:]).pvalue
        ledger.add("maps: null distribution unlike own shufflings (1 - p of Kolmogorov and Smirnov)", name, 1 - same, 0.999, len(largest))
        gap = reached / len(orders) - q[use]
        ledger.add("maps: p of voxels beside own shufflings (RMS)", name, float(np.sqrt((gap ** 2).mean())), 2 / np.sqrt(len(orders)), len(gap))
    clusters(folder, name, t, enhanced, p, mask, options, ledger)
    ledger.same("verdict: maps", name, (p <= options["alpha"]).any(), name in said.split("Maps with a significant effect: ")[-1].split(".")[0].split(", "))


def clusters(folder, name, t, enhanced, p, mask, options, ledger):
    sign = np.zeros(mask.shape, int)
    sign[mask] = np.where(p <= options["alpha"], np.sign(enhanced), 0)
    stat = np.zeros(mask.shape)
    stat[mask] = t
    mine = []
    for side in (1, -1):
        labels, n = ndimage.label(sign == side, np.ones((3, 3, 3)))
        mine += [(labels == k + 1) for k in range(n)]
    mine.sort(key=lambda c: -c.sum())
    table = files.numbers(folder / "clusters.tsv")
    if not mine:
        ledger.same("clusters: number", name, 0, len(table.get("cluster", [])))
        return
    ledger.same("clusters: voxels", name, [int(c.sum()) for c in mine], [int(v) for v in table["voxels"]])
    order = lambda values: np.sort(np.asarray(values, float))
    ledger.numbers("clusters: mass", name, order([np.abs(stat[c]).sum() for c in mine]), order(table["mass"]), 1e-4, order(table["mass"]))
    ledger.numbers("clusters: peaks", name, order([stat[c][np.argmax(np.abs(stat[c]))] for c in mine]), order(table["peak"]), 1e-4, np.abs(order(table["peak"])))
    affine = files.image(folder / "stat.nii.gz")[1]
    at = np.column_stack([table[axis] for axis in "xyz"]).T
    voxel = np.rint(space.moved(np.linalg.inv(affine), at)).astype(int)
    ledger.numbers("clusters: places of the peaks", name, stat[tuple(voxel)], table["peak"], 1e-4, np.abs(table["peak"]))


def sensitivity(model, mask, tables, options, many, ledger, names):
    _, rows, weights, matrix, contrast, _ = model
    table = next((t for t in tables if t[0][:3] == ["connection", "main t", "corrected p"]), None)
    if table is None or len(table[0]) == 3:
        return
    for variant, head in (("gsr", "with the global signal regressed out, t"), ("censored", "censored at 0.5 mm per 2 s, t")):
        values = np.array([s.mean(lambda run: connectivity(run, variant)) for s in rows])
        usable = [k for k in range(len(names)) if np.isfinite(values[:, k]).all()]
        test = Test(model, values[:, usable], options, many)
        at = table[0].index(head)
        listed = {row[0]: row for row in table[1:]}
        ledger.numbers("sensitivity: t of connections", variant, test.t, [float(listed[names[k]][at]) for k in usable], 6e-4, np.abs(test.t))
        probabilities(ledger, "sensitivity", variant, test.corrected, [listed[names[k]][at + 1] for k in usable], test, options, "corrected p")
    choices = {row[0]: row for t in tables if t[0][0] == "choice" for row in t[1:]}
    t = lambda label: inference.t_test(matrix, contrast, weights @ images(rows, mask, label))[1]
    main = t(MAPS["PCC"])
    peak = np.nanargmax(np.abs(main))
    for variant, head in (("gsr", "with the global signal regressed out"), ("censored", "censored at 0.5 mm per 2 s"), ("unsmoothed", "not smoothed")):
        other = t(f"seed-PCC_stat-fisherz_desc-{variant}_boldmap")
        both = np.isfinite(main + other)
        mine = [np.corrcoef(main[both], other[both])[0, 1], main[peak], other[peak]]
        ledger.numbers("sensitivity: map of the posterior cingulate", variant, mine, [float(x) for x in choices[head][2:]], 6e-4, np.abs(mine))


def response(folder, model, values, names, options, many, ledger, pages):
    """Follow-up adjusted for baseline: treatment by connection if there is an arm without the drug, else the connection alone."""
    kind, rows = model[:2]
    people, own, after, before, treated, order = [], [], [], [], [], []
    for i in range(0, len(rows) - 1, 2) if kind in ("change", "crossover") else ():
        first, second = rows[i:i + 2]
        drug_first = kind == "crossover" and second.treatment.lower() in CONTROL
        without, drug = (second, first) if drug_first else (first, second)
        if np.isfinite([without.score, drug.score]).all() and np.isfinite(values[i + drug_first]).all():
            people.append(first.subject), own.append(values[i + drug_first])
            after.append(drug.score), before.append(without.score)
            treated.append(kind == "crossover" or first.group.lower() not in CONTROL)
            order.append(0.5 if drug.period < without.period else -0.5)
    treated, own, after, before = np.array(treated, bool), np.array(own), np.array(after), np.array(before)
    ledger.same("response: tested from 8 people on", kind, int(treated.sum()) >= 8, (folder / "features.tsv").exists())
    if treated.sum() < 8:
        return
    both = (~treated).sum() >= 4
    if not both:
        people, own, after, before, order = [[x for x, t in zip(a, treated) if t] for a in (people, own, after, before, order)]
        own, after, before, treated = np.array(own), np.array(after), np.array(before), np.ones(len(people), bool)
    n = len(people)
    covariates = [before] + ([np.array(order)] if kind == "crossover" else [])
    rng, null, t = np.random.default_rng(7), [], []
    arms = [np.flatnonzero(treated), np.flatnonzero(~treated)]
    orders = [np.arange(n)]
    for _ in range(many):
        shuffle = np.arange(n)
        for arm in arms:
            shuffle[arm] = rng.permutation(arm)
        orders.append(shuffle)
    for z in ((own - own.mean(0)) / own.std(0, ddof=1)).T:
        arm = treated - 0.5
        design = np.column_stack([arm * z, arm, z, np.ones(n)] + covariates) if both else np.column_stack([z, np.ones(n)] + covariates)
        contrast = np.eye(design.shape[1])[0]
        t.append(inference.t_test(design, contrast, after[:, None])[1][0])
        rest = inference.nuisance_residuals(design, contrast, after[:, None])
        null.append(np.abs(inference.t_test(design, contrast, np.column_stack([rest[o, 0] for o in orders]))[1]))
    t, null = np.array(t), np.array(null).T
    test = type("Shuffled", (), {"exact": False, "orders": orders})
    page = pages["connection before treatment" if both else "connection without the drug"]
    column = lambda key: [row[page[0].index(key)] for row in page[1:]]
    ledger.numbers("response: t", kind, t, np.array(column("t"), float), 6e-4, np.abs(t))
    probabilities(ledger, "response", kind, inference.share(null, np.abs(t)), column("p"), test, options, "p")
    probabilities(ledger, "response", kind, inference.share(null.max(1)[:, None], np.abs(t)), column("corrected p"), test, options, "corrected p")
    table = files.table(folder / "features.tsv")
    ledger.same("response: who", kind, [p for p, drug in zip(people, treated) if drug], table["subject"])
    ledger.numbers("response: connections without the drug", kind, own[treated], np.column_stack([np.array(table[n], float) for n in names]), 1e-9)
    centred = np.concatenate([before[arm] - before[arm].mean() for arm in arms if len(arm)])
    followed = np.concatenate([after[arm] - after[arm].mean() for arm in arms if len(arm)])
    slope = centred @ followed / (centred @ centred) if centred @ centred > 0 else 0
    adjusted = (after - slope * (before - before.mean()))[treated]
    ledger.numbers("response: outcome adjusted for baseline", kind, adjusted, np.array(table["response"], float), 1e-9, 100)
    metrics, predictions = files.record(folder / "metrics.json"), files.numbers(folder / "predictions.tsv")
    ledger.numbers("response: adjusted outcome beside the prediction", kind, adjusted, predictions["response"], 1e-9, 100)
    null = files.numbers(folder / "null_scores.tsv")["score"]
    ledger.numbers("response: p of the prediction from its null scores", kind, (null >= null[0]).mean(), metrics["p_permutation"], 1e-9)
