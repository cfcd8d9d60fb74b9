#!/usr/bin/env python3
"""Measures BoldJ beside other programs and writes the tables of docs/benchmarks.md.

    bin/benchmarks/run.py --work FOLDER [--rows smooth,realign] [--runs 5] [--write docs/benchmarks.md]

Whole processes are measured, start-up and files included: processor time (user + system), elapsed time and peak memory, as the
operating system reports them when a process ends. BoldJ and its peer run in turn, on the same simulated files. Measurements
are kept in FOLDER/results.json, so that rows can be measured one after the other; --write makes the tables from all of them.

Peers are optional; one that is not found is named as absent. AFNI: --afni FOLDER with its programs, or with its sources, where
they are built (make, gcc). nilearn: --python, a Python with numpy, scipy, nibabel and nilearn; --nilearn FOLDER adds sources
to it. elastix, transformix, pigz: from the PATH. The row of elastix needs scans: --t1, --template (a T1-weighted brain in MNI
space) and --grey (grey matter on the grid of the template).
"""
import argparse
import datetime
import gzip
import json
import math
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
BOLDJ = str(HOME / "bin" / "boldj")
AFNI = ["3dmerge", "3dDespike", "3dTshift", "3dvolreg", "3dmaskave", "3dTcorr1D", "3dTproject", "3dREMLfit"]
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", AFNI_DONT_LOGFILE="YES", AFNI_NIFTI_TYPE_WARN="NO")


class Failure(Exception):
    pass


def measure(commands, folder):
    """Runs commands one after the other: CPU seconds and elapsed seconds added, peak memory of the largest in MB."""
    cpu = wall = peak = 0.0
    for command in commands:
        with open(folder / "log.txt", "w+") as log:
            start = time.perf_counter()
            child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT, cwd=folder)
            _, status, use = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            wall += time.perf_counter() - start
            cpu += use.ru_utime + use.ru_stime
            peak = max(peak, use.ru_maxrss / (1024 if sys.platform != "darwin" else 1048576))
            if child.returncode != 0:
                log.seek(0)
                raise Failure(f"{command[0]} ended with {child.returncode}: {log.read()[-600:]}")
    return {"cpu": cpu, "wall": wall, "memory": peak}


def quietly(command, folder, environment=None):
    done = subprocess.run(command, cwd=folder, env=environment or ENVIRONMENT, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))[:300]}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout.strip()


def run(label, **options):
    words = []
    for key, value in options.items():
        text = str(value)
        words.append(f"{key}=[{text}]" if " " in text else f"{key}={text}")
    return [BOLDJ, "run", label, " ".join(words)]


class Bench:
    """The inputs, the programs, and the rows that can be measured with them."""

    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work).resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        self.absent = {}
        self.afni = self.find_afni()
        self.python = options.python
        if options.nilearn:
            ENVIRONMENT["PYTHONPATH"] = str(pathlib.Path(options.nilearn).resolve())
        self.versions = None
        try:
            self.versions = self.peer("versions")
        except Failure as failure:
            self.absent["numpy, nibabel"] = str(failure)[-120:]

    # ------------------------------------------------------------ programs

    def find_afni(self):
        folder = self.options.afni
        if folder is None:
            found = shutil.which("3dvolreg")
            return pathlib.Path(found).parent if found else None
        folder = pathlib.Path(folder).resolve()
        missing = [name for name in AFNI if not (folder / name).exists()]
        if missing and (folder / "Makefile").exists():
            print(f"building {', '.join(missing)} ...", file=sys.stderr)
            with open(self.work / "afni-build.log", "w") as log:
                subprocess.run(["make", "-k", *missing], cwd=folder, stdout=log, stderr=log)
        return folder

    def tool(self, name):
        """The path of a peer's program, or None; what is absent is noted."""
        path = self.afni / name if name.startswith("3d") and self.afni else shutil.which(name)
        if path and os.path.exists(path):
            return str(path)
        self.absent[name] = "not found"
        return None

    def peer(self, name, *words):
        return quietly([self.python, HERE / "peers.py", name, *map(str, words)], self.work)

    def python_peer(self, module, name, *words):
        try:
            quietly([self.python, "-c", f"import {module}"], self.work)
        except Failure:
            self.absent[module] = f"not importable by {self.python}"
            return None
        return [[self.python, str(HERE / "peers.py"), name, *map(str, words)]]

    # -------------------------------------------------------------- inputs

    def path(self, name):
        return self.work / name

    def inputs(self):
        """The simulated scan: 1000 volumes, and its first 200, as uncompressed files with their tables."""
        scan = self.path("scan")
        if not (scan / "done").exists():
            quietly(run("Simulate Scan...", output=scan, preset="protocol", volumes=1000), self.work)
            (scan / "done").touch()
        series = self.path("bold1000.nii")
        if not series.exists():
            with gzip.open(scan / "sub-01_task-rest_bold.nii.gz") as source, open(series, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 22)
            shutil.copy(scan / "sub-01_task-rest_bold.json", self.path("bold1000.json"))
        self.first(200)
        self.mask = self.path("mask.nii")
        if not self.mask.exists():
            data = gzip.open(scan / "sub-01_desc-brain_mask.nii.gz").read()
            count = math.prod(struct.unpack_from("<3h", data, 42))
            kind = {2: "B", 16: "f"}[struct.unpack_from("<h", data, 70)[0]]
            inside = struct.unpack_from(f"<{count}{kind}", data, int(struct.unpack_from("<f", data, 108)[0]))
            header = bytearray(data[:348] + bytes(4))
            struct.pack_into("<2h", header, 70, 2, 8)
            struct.pack_into("<3f", header, 108, 352, 1, 0)
            self.mask.write_bytes(bytes(header) + bytes(1 if value else 0 for value in inside))
        return series

    def first(self, volumes):
        """A file of the first volumes of the scan."""
        target = self.path(f"bold{volumes}.nii")
        if target.exists():
            return target
        if volumes > 1000:
            made = self.path(f"scan{volumes}")
            quietly(run("Simulate Scan...", output=made, preset="protocol", volumes=volumes), self.work)
            with gzip.open(made / "sub-01_task-rest_bold.nii.gz") as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out, 1 << 22)
            shutil.rmtree(made)
        else:
            with open(self.path("bold1000.nii"), "rb") as source, open(target, "wb") as out:
                header = bytearray(source.read(352))
                struct.pack_into("<h", header, 48, volumes)
                size = math.prod(struct.unpack_from("<3h", header, 42)) * struct.unpack_from("<h", header, 72)[0] // 8
                out.write(header)
                for _ in range(volumes):
                    out.write(source.read(size))
        shutil.copy(self.path("bold1000.json"), self.path(f"bold{volumes}.json"))
        return target

    def mask_bytes(self):
        data = self.mask.read_bytes()
        count = math.prod(struct.unpack_from("<3h", data, 42))
        return data[:352], data[352 : 352 + count]

    def smaller_mask(self, voxels):
        target = self.path(f"mask{voxels}.nii")
        if not target.exists():
            header, inside = self.mask_bytes()
            left, chosen = voxels, bytearray(len(inside))
            for i, value in enumerate(inside):
                if value and left:
                    chosen[i] = 1
                    left -= 1
            target.write_bytes(header + bytes(chosen))
        return target

    def regions(self, count):
        """Regions of equal size: successive voxels of the mask."""
        target = self.path(f"regions{count}.nii")
        if not target.exists():
            header, inside = self.mask_bytes()
            header = bytearray(header)
            struct.pack_into("<2h", header, 70, 4, 16)
            total = sum(1 for value in inside if value)
            labels, seen = [], 0
            for value in inside:
                labels.append(seen * count // total + 1 if value else 0)
                seen += 1 if value else 0
            target.write_bytes(bytes(header) + struct.pack(f"<{len(labels)}h", *labels))
        return target

    def confounds(self, volumes, count):
        target = self.path(f"confounds{volumes}x{count}.tsv")
        if not target.exists():
            source = random.Random(3)
            columns = []
            for _ in range(count):
                x, column = 0.0, []
                for _ in range(volumes):
                    x = 0.9 * x + source.gauss(0, 1)
                    column.append(f"{x:.6f}")
                columns.append(column)
            lines = ["\t".join(f"c{i + 1}" for i in range(count))] + ["\t".join(row) for row in zip(*columns)]
            target.write_text("\n".join(lines) + "\n")
        return target

    def columns(self, table):
        """The same numbers without names, as AFNI reads them."""
        target = table.with_suffix(".1D")
        target.write_text("\n".join(table.read_text().replace("\t", " ").splitlines()[1:]) + "\n")
        return target

    def events(self, seconds):
        target = self.path(f"events{seconds:.0f}.tsv")
        if not target.exists():
            source, at, lines = random.Random(1), 10.0, ["onset\tduration\ttrial_type"]
            while at < seconds - 20:
                lines.append(f"{at:.1f}\t2\t{source.choice(['a', 'b'])}")
                at += source.uniform(6, 14)
            target.write_text("\n".join(lines) + "\n")
        return target

    def maps(self):
        """Noise: 20 + 20 maps of 41 x 41 x 42 voxels."""
        target = self.path("maps.nii")
        if not target.exists():
            header = bytearray(self.mask.read_bytes()[:352])
            struct.pack_into("<8h", header, 40, 4, 41, 41, 42, 40, 1, 1, 1)
            struct.pack_into("<2h", header, 70, 16, 32)
            struct.pack_into("<f", header, 108, 352)
            source = random.Random(5)
            with open(target, "wb") as out:
                out.write(header)
                for _ in range(40):
                    out.write(struct.pack("<70602f", *(source.gauss(0, 1) for _ in range(70602))))
        return target

    def packed(self):
        """About 85 MB of compressed series, and the same uncompressed."""
        plain = self.first(300)
        target = self.path("bold300.nii.gz")
        if not target.exists():
            with open(plain, "rb") as source, gzip.open(target, "wb", 6) as out:
                shutil.copyfileobj(source, out, 1 << 22)
            shutil.copy(self.path("bold1000.json"), self.path("bold300.json"))
        return target

    def dataset(self):
        """One participant: T1-weighted scan of 1 mm and 1000 volumes."""
        target = self.path("dataset")
        if not (target / "done").exists():
            quietly([BOLDJ, "simulate", str(target), "--participants", "4", "--size", "protocol", "--volumes", "1000"], self.work)
            for other in ("sub-02", "sub-03", "sub-04"):
                shutil.rmtree(target / other, ignore_errors=True)
            shutil.rmtree(target / "sub-01" / "ses-post", ignore_errors=True)
            (target / "done").touch()
        return target


def rows(bench):
    """Every row: title, BoldJ's commands, its peers' commands by name, comparisons by peer, goal."""
    b, at = bench, bench.path
    long, short, mask = at("bold1000.nii"), at("bold200.nii"), at("mask.nii")

    def afni(name, *words):
        tool = b.tool(name)
        return [[tool, *map(str, words)]] if tool else None

    yield dict(
        id="start",
        title="smallest command, start to end",
        ours=[run("NIfTI Header...", input=mask, output=at("header.tsv"))],
        peers={"Java's own start (`java -version`)": [["java", "-version"]]},
        goal="<= .7 s",
    )
    yield dict(
        id="smooth",
        title="smoothing 6 mm, 200 volumes",
        ours=[run("Gaussian Smoothing (FWHM)...", input=short, fwhm=6, save=at("o_smooth.nii"))],
        peers={"3dmerge": afni("3dmerge", "-1blur_fwhm", 6, "-doall", "-datum", "float", "-prefix", at("p_smooth.nii"), short)},
        compare={"3dmerge": ("correlation", at("o_smooth.nii"), at("p_smooth.nii"), mask)},
        ratio=1.1,
    )
    few = b.smaller_mask(40000)
    yield dict(
        id="degree",
        title="degree centrality, 40 000 voxels, 1000 volumes",
        ours=[run("Degree Centrality...", input=long, mask=few, save=at("o_degree.nii"))],
        peers={"numpy, OpenBLAS, blocks": b.python_peer("numpy, nibabel", "degree", long, few, at("p_degree.nii"))},
        compare={"numpy, OpenBLAS, blocks": ("correlation", at("o_degree.nii"), at("p_degree.nii"), few)},
        ratio=0.9,
    )
    yield dict(
        id="despike",
        title="despike, 200 volumes",
        ours=[run("Despike Time Series...", input=short, save=at("o_despike.nii"))],
        peers={"3dDespike -localedit": afni("3dDespike", "-localedit", "-prefix", at("p_despike.nii"), short)},
        compare={"3dDespike -localedit": ("correlation", at("o_despike.nii"), at("p_despike.nii"), mask)},
        ratio=0.7,
    )
    times = at("slicetimes.txt")
    sidecar = json.loads(at("bold200.json").read_text())
    times.write_text(" ".join(str(t) for t in sidecar["SliceTiming"]) + "\n")
    middle = (min(sidecar["SliceTiming"]) + max(sidecar["SliceTiming"])) / 2
    yield dict(
        id="slicetiming",
        title="slice timing, 200 volumes",
        ours=[run("Slice Timing Correction...", input=short, save=at("o_shift.nii"))],
        peers={"3dTshift": afni("3dTshift", "-TR", "0.8s", "-tzero", middle, "-tpattern", f"@{times}", "-prefix", at("p_shift.nii"), short)},
        compare={"3dTshift": ("correlation", at("o_shift.nii"), at("p_shift.nii"), mask)},
        ratio=0.6,
    )
    packed = b.packed()
    yield dict(
        id="inflate",
        title=f"inflating {packed.stat().st_size / 1e6:.0f} MB of .gz (mean volume of the .gz less that of the .nii)",
        ours=[run("Mean Volume...", input=packed, save=at("o_mean.nii"))],
        less=[run("Mean Volume...", input=at("bold300.nii"), save=at("o_mean.nii"))],
        peers={"pigz -d": [["sh", "-c", f"{b.tool('pigz')} -dc {packed} >/dev/null"]] if b.tool("pigz") else None},
        ratio=1.5,
    )
    yield dict(
        id="realign",
        title="realign, 200 volumes, resliced",
        ours=[run("Realign Head Motion...", input=short, transforms=at("o_motion.txt"), save=at("o_realigned.nii"))],
        peers={
            "3dvolreg -heptic": afni(
                "3dvolreg", "-heptic", "-base", 0, "-1Dmatrix_save", at("p_motion"), "-prefix", at("p_realigned.nii"), short
            )
        },
        compare={
            "3dvolreg -heptic": (
                "motion",
                at("scan") / "sub-01_desc-truth_motion.tsv",
                short,
                mask,
                at("o_motion.txt"),
                at("p_motion.aff12.1D"),
            )
        },
        ratio=0.5,
    )
    confounds, events = b.confounds(1000, 12), b.events(800)

    def glm(noise, volumes=1000):
        return run(
            "First-Level GLM...",
            input=b.first(volumes),
            events=events,
            contrasts="a-b",
            noise=noise,
            confounds=b.confounds(volumes, 12),
            columns=",".join(f"c{i + 1}" for i in range(12)),
            mask=mask,
            output=at(f"o_glm_{noise}"),
        )

    design = at("design.tsv")
    if not design.exists():
        quietly(glm("ols"), b.work)
        shutil.copy(at("o_glm_ols") / "design.tsv", design)
    names, *lines = design.read_text().splitlines()
    at("design.1D").write_text("\n".join(lines).replace("\t", " ") + "\n")
    regressors = len(names.split())
    for noise, ratio in (("ar", 0.6), ("ar1", 0.5)):
        yield dict(
            id="glm-" + noise,
            title=f"GLM `{noise}`, {regressors} regressors, 1000 volumes",
            ours=[glm(noise)],
            peers={"nilearn, AR(1)": b.python_peer("nilearn.glm", "glm", long, mask, design, "a - b", at("p_glm.nii"))},
            compare={"nilearn, AR(1)": ("correlation", at(f"o_glm_{noise}") / "a-b_t.nii.gz", at("p_glm.nii"), mask)},
            ratio=ratio,
        )
    contrast = f"SYM: +Col#{names.split().index('a')} -Col#{names.split().index('b')}"
    remlfit = afni(
        "3dREMLfit", "-matim", at("design.1D"), "-input", long, "-mask", mask, "-noFDR", "-tout",
        "-gltsym", contrast, "ab", "-Rglt", at("p_reml.nii"),
    )
    yield dict(
        id="glm-arma11",
        title=f"GLM `arma11`, {regressors} regressors, 1000 volumes",
        ours=[glm("arma11")],
        peers={"3dREMLfit": remlfit},
        compare={"3dREMLfit": ("second", at("o_glm_arma11") / "a-b_t.nii.gz", at("p_reml.nii"), mask)},
        ratio=0.1,
        once=("3dREMLfit",),
    )
    seed = at("seed.1D")
    yield dict(
        id="seed",
        title="seed map, 1000 volumes",
        ours=[run("Seed Correlation...", input=long, seed="0,-52,18", space="own", measure="r", save=at("o_seed.nii"))],
        peers={
            "3dmaskave + 3dTcorr1D": [
                ["sh", "-c", f"{b.tool('3dmaskave')} -quiet -nball 0 -52 18 6 {long} > {seed}"],
                [b.tool("3dTcorr1D"), "-pearson", "-prefix", str(at("p_seed.nii")), str(long), str(seed)],
            ]
            if b.tool("3dmaskave") and b.tool("3dTcorr1D")
            else None
        },
        compare={"3dmaskave + 3dTcorr1D": ("correlation", at("o_seed.nii"), at("p_seed.nii"), mask)},
        ratio=0.25,
    )
    atlas = b.regions(400)
    yield dict(
        id="matrix",
        title="matrix of 400 regions, 1000 volumes",
        ours=[run("ROI Correlation Matrix...", input=long, atlas=atlas, output=at("o_matrix.tsv"))],
        peers={"nilearn": b.python_peer("nilearn.maskers", "matrix", long, atlas, at("p_matrix.tsv"))},
        compare={"nilearn": ("text_matrix", at("o_matrix.tsv"), at("p_matrix.tsv"))},
        ratio=0.25,
    )
    many = b.confounds(1000, 26)
    regress = dict(input=long, confounds=many, columns=",".join(f"c{i + 1}" for i in range(26)))
    yield dict(
        id="regress",
        title="26 confounds + band-pass, 1000 volumes",
        ours=[run("Regress Confounds...", **regress, save=at("o_clean.nii"))],
        peers={
            "nilearn clean_img": b.python_peer("nilearn.image", "clean", long, many, at("p_clean.nii")),
            "3dTproject": afni(
                "3dTproject", "-input", long, "-ort", b.columns(many), "-polort", 1, "-bandpass", 0.008, 0.09, "-TR", 0.8,
                "-prefix", at("p_project.nii"),
            ),
        },
        compare={
            "nilearn clean_img": ("correlation", at("o_clean.nii"), at("p_clean.nii"), mask),
            "3dTproject": ("correlation", at("o_clean.nii"), at("p_project.nii"), mask),
        },
        ratio=0.1,
        memory=1200,
        once=("3dTproject",),
    )
    smoothed = at("smooth1000.nii")
    if not smoothed.exists():
        quietly(run("Gaussian Smoothing (FWHM)...", input=long, fwhm=6, mask=mask, save=smoothed), b.work)
    yield dict(
        id="ica",
        title="ICA of 20, 1000 volumes",
        ours=[run("Independent Components...", input=smoothed, mask=mask, components=20, save=at("o_ica.nii"))],
        peers={"CanICA": b.python_peer("nilearn.decomposition", "ica", smoothed, mask, at("p_ica.nii"))},
        compare={"CanICA": ("columns", at("o_ica.nii"), at("p_ica.nii"), mask)},
        goal="<= 12 s",
        once=("CanICA",),
    )
    yield from anatomy(b)
    maps = b.maps()
    group = dict(inputs=maps, design="two-sample", groups=",".join(["a"] * 20 + ["b"] * 20), permutations=5000)
    yield dict(
        id="maxt",
        title="max-t, 5000 permutations, 20 + 20 maps, 70 602 voxels",
        ours=[run("Group Permutation Test...", **group, statistic="voxel", output=at("o_maxt"))],
        peers={"nilearn permuted_ols": b.python_peer("nilearn.mass_univariate", "permute", maps, at("p_maxt.nii"))},
        goal="<= 5 s",
        once=("nilearn permuted_ols",),
    )
    yield dict(
        id="tfce",
        title="TFCE, 5000 permutations, the same maps",
        ours=[run("Group Permutation Test...", **group, statistic="tfce", output=at("o_tfce"))],
        peers={},
        quoted="PALM about 3200 (quoted)",
        goal="<= 50 s",
        runs=3,
    )
    yield dict(
        id="participant",
        title="participant, T1 of 1 mm and 1000 volumes",
        prepare=b.dataset,
        ours=[[BOLDJ, "participant", str(at("dataset")), str(at("o_participant"))]],
        clean=[at("o_participant")],
        peers={},
        goal="<= 110 s",
        memory=2500,
        runs=1,
    )


AFFINE = """(FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(UseDirectionCosines "true")
(Registration "MultiResolutionRegistration")
(Interpolator "BSplineInterpolator")
(ResampleInterpolator "FinalBSplineInterpolator")
(Resampler "DefaultResampler")
(FixedImagePyramid "FixedRecursiveImagePyramid")
(MovingImagePyramid "MovingRecursiveImagePyramid")
(Optimizer "AdaptiveStochasticGradientDescent")
(Metric "AdvancedMattesMutualInformation")
(NumberOfHistogramBins 32)
(NewSamplesEveryIteration "true")
(ImageSampler "RandomCoordinate")
(BSplineInterpolationOrder 1)
(FinalBSplineInterpolationOrder 1)
(DefaultPixelValue 0)
(WriteResultImage "false")
(HowToCombineTransforms "Compose")
(AutomaticScalesEstimation "true")
(AutomaticTransformInitialization "true")
(AutomaticTransformInitializationMethod "CenterOfGravity")
(NumberOfResolutions 4)
"""


def anatomy(b):
    o, at = b.options, b.path
    if not (o.t1 and o.template and o.grey):
        b.absent["T1 to MNI"] = "needs --t1, --template and --grey"
        return
    at("affine.txt").write_text(
        AFFINE + '(Transform "AffineTransform")\n(MaximumNumberOfIterations 500)\n(NumberOfSpatialSamples 5000)\n'
    )
    at("spline.txt").write_text(
        AFFINE + '(Transform "BSplineTransform")\n(FinalGridSpacingInPhysicalUnits 10)\n(MaximumNumberOfIterations 1000)\n'
        "(NumberOfSpatialSamples 5000)\n"
    )
    template, scan, folder = (pathlib.Path(p).resolve() for p in (o.template, o.t1, at("p_t1")))
    folder.mkdir(exist_ok=True)
    ours = run("Normalize To MNI...", input=scan, template=template, voxel=1, output=at("o_t1"), save=at("o_t1.nii"))

    def prepare():
        if not at("t1brain.nii").exists():
            quietly(ours, b.work)
            b.peer("brain", scan, at("o_t1") / "brain_mask.nii.gz", at("t1brain.nii"))
            shutil.copy(at("o_t1") / "gm.nii.gz", at("t1grey.nii.gz"))

    elastix, transformix = b.tool("elastix"), b.tool("transformix")

    def warp():
        text = (folder / "TransformParameters.1.txt").read_text()
        (folder / "grey.txt").write_text(text)
        quietly([transformix, "-in", str(at("t1grey.nii.gz")), "-out", str(folder), "-tp", str(folder / "TransformParameters.1.txt")], b.work)
        for found in folder.glob("result.*"):
            if found.suffix in (".mhd", ".nii"):
                return found
        raise Failure("transformix wrote no result")

    if elastix:
        for name in ("affine.txt", "spline.txt"):
            with open(at(name), "a") as out:
                out.write('(ResultImageFormat "nii")\n(ResultImagePixelType "float")\n')
    yield dict(
        id="t1",
        title="T1 to MNI",
        prepare=prepare,
        ours=[ours],
        clean=[at("o_t1")],
        peers={
            "elastix (brain extraction not counted)": [
                [elastix, "-f", str(template), "-m", str(at("t1brain.nii")), "-out", str(folder), "-p", str(at("affine.txt")), "-p", str(at("spline.txt")), "-threads", "1"]
            ]
            if elastix
            else None
        },
        compare={"elastix (brain extraction not counted)": lambda: b.peer("dice", o.grey, at("o_t1") / "mni_gm.nii.gz", warp())},
        ratio=0.3,
        runs=1,
    )


def discard(bench, row, all_peers):
    """Results of an earlier run: AFNI does not replace files, and a participant's finished steps would not be repeated."""
    kept = [] if all_peers else [str(word) for name in row.get("once", ()) for command in row["peers"][name] or [] for word in command]
    for old in [*bench.work.glob("p_*.nii"), *bench.work.glob("o_*.nii"), *row.get("clean", [])]:
        if str(old) in kept:
            continue
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)


def measure_row(bench, row):
    count = min(bench.options.runs, row.get("runs", 99))
    if "prepare" in row:
        row["prepare"]()
    found = {name: commands for name, commands in row["peers"].items() if commands}
    measured = {"BoldJ": []} | {name: [] for name in found} | ({"less": []} if "less" in row else {})
    loads = []
    for k in range(count + (1 if count > 1 else 0)):
        discard(bench, row, k == 0)
        loads.append(os.getloadavg()[0])
        turn = [("BoldJ", row["ours"])] + ([("less", row["less"])] if "less" in row else []) + list(found.items())
        for name, commands in turn:
            if name in row.get("once", ()) and k:
                continue
            result = measure(commands, bench.work)
            if k or count == 1 or name in row.get("once", ()):
                measured[name].append(result)
            print(f"  {row['id']}, {name}: {result['cpu']:.2f} CPU s, {result['wall']:.2f} s, {result['memory']:.0f} MB", flush=True)
    accuracy = {}
    for name, comparison in row.get("compare", {}).items():
        if name in found:
            try:
                accuracy[name] = comparison() if callable(comparison) else bench.peer(*comparison)
            except Failure as failure:
                accuracy[name] = "not compared"
                print(f"  {row['id']}: {failure}", file=sys.stderr)
    keep = {key: row[key] for key in ("id", "title", "goal", "ratio", "memory", "quoted") if key in row}
    discard(bench, row, True)
    return keep | {
        "measured": measured,
        "accuracy": accuracy,
        "absent": [name for name in row["peers"] if name not in found],
        "commit": commit(),
        "date": datetime.date.today().isoformat(),
        "load": [min(loads), max(loads)],
        "own": os.environ.get("BOLDJ_JAVA_OPTS", ""),
    }


def commit():
    text = subprocess.run(["git", "-C", str(HOME), "describe", "--always", "--dirty", "--abbrev=8"], capture_output=True, text=True)
    return text.stdout.strip() or "unknown"


# -------------------------------------------------------------------- tables


def median(runs, key):
    return statistics.median(r[key] for r in runs)


def seconds(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def spread(runs, key):
    low, high = min(r[key] for r in runs), max(r[key] for r in runs)
    return seconds(median(runs, key)) + (f" ({seconds(low)}-{seconds(high)})" if len(runs) > 1 else "")


def ours(row):
    """CPU seconds of BoldJ; where a second command is taken off, the median of the differences."""
    runs = row["measured"]["BoldJ"]
    if "less" not in row["measured"]:
        return median(runs, "cpu"), spread(runs, "cpu")
    pairs = [{"cpu": a["cpu"] - b["cpu"]} for a, b in zip(runs, row["measured"]["less"])]
    return median(pairs, "cpu"), spread(pairs, "cpu")


def lines_of(row):
    cpu, text = ours(row)
    runs = row["measured"]["BoldJ"]
    peers = [name for name in row["measured"] if name not in ("BoldJ", "less")]
    best = min(peers, key=lambda name: median(row["measured"][name], "cpu")) if peers else None
    for name in peers or [None]:
        if name is None:
            other = row.get("quoted") or (", ".join(row["absent"]) + ": absent" if row["absent"] else "")
            cells = [other, "", "", ""]
        else:
            their = row["measured"][name]
            cells = [name, spread(their, "cpu"), f"{median(their, 'wall'):.1f}, {median(their, 'memory'):.0f}", f"{cpu / median(their, 'cpu'):.2f}"]
        goals = []
        if name == best:
            if "ratio" in row:
                good = best and cpu / median(row["measured"][best], "cpu") <= row["ratio"]
                goals.append(f"<= {row['ratio']:g}" + ("" if good else " **missed**"))
            if "goal" in row:
                limit = float(re.search(r"[\d.]+", row["goal"]).group())
                goals.append(row["goal"] + ("" if cpu <= limit else " **missed**"))
            if "memory" in row:
                goals.append(f"<= {row['memory'] / 1000:g} GB" + ("" if median(runs, "memory") <= row["memory"] else " **missed**"))
        count = f"{len(runs)}" + (f"/{len(row['measured'][name])}" if name and len(row["measured"][name]) != len(runs) else "")
        yield [
            row["title"], text, f"{median(runs, 'wall'):.1f}, {median(runs, 'memory'):.0f}", *cells, "; ".join(goals),
            row["accuracy"].get(name, ""), count, f"{row['commit']} {row['load'][0]:.0f}-{row['load'][1]:.0f}",
        ]


def machine():
    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        found = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
        name = found.group(1) if found else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}"


def versions(bench):
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    found = [java.replace('"', ""), bench.versions or "no numpy"]
    if bench.tool("pigz"):
        found.append(subprocess.run(["pigz", "--version"], capture_output=True, text=True).stdout.strip() or "pigz")
    if bench.tool("elastix"):
        found.append(subprocess.run(["elastix", "--version"], capture_output=True, text=True).stdout.strip().splitlines()[0])
    if bench.afni:
        header = bench.afni / "AFNI_version.h"
        found.append("AFNI" + (" " + "".join(re.findall(r'"(.*)"', header.read_text())[:1]) if header.exists() else ""))
    return ", ".join(found)


def markdown(bench, results):
    order = ["start", "smooth", "degree", "despike", "slicetiming", "inflate", "realign", "glm-ar", "glm-ar1", "glm-arma11", "seed",
             "matrix", "regress", "ica", "t1", "maxt", "tfce", "participant"]
    text = [
        f"Machine: {machine()}. {versions(bench)}. Measured {results['measured_on']}. Median, in brackets least and most; processor",
        "seconds (user + system) of whole processes, elapsed seconds and MB of peak memory. Elapsed seconds hold only where nothing",
        "else ran; the last column has the system's load average before the runs, which lags by minutes. Peers run on one thread.",
        "",
        "| Work | BoldJ CPU s | s, MB | Peer | CPU s | s, MB | Ratio | Goal | Results compared | Runs | Commit, load |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in order:
        if name in results["rows"]:
            text += ["| " + " | ".join(cells) + " |" for cells in lines_of(results["rows"][name])]
    missing = [name for name in order if name not in results["rows"]]
    if missing:
        text += ["", "Not measured: " + ", ".join(missing) + "."]
    if bench.absent:
        text += ["", "Absent: " + ", ".join(sorted(bench.absent)) + "."]
    return text


def write(page, marker, lines):
    start, end = f"<!-- {marker} -->", f"<!-- end of {marker} -->"
    text = page.read_text()
    if start not in text or end not in text:
        raise SystemExit(f"{page} needs the lines {start} and {end}, between which the table is written")
    before, rest = text.split(start, 1)
    after = rest.split(end, 1)[1]
    page.write_text(before + start + "\n" + "\n".join(lines) + "\n" + end + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder for inputs, results and results.json")
    parser.add_argument("--rows", default="", help="rows to measure, separated by commas; empty: all")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each program; slow rows have fewer")
    parser.add_argument("--write", default="", help="page whose table is replaced; with --rows none nothing is measured")
    parser.add_argument("--afni", help="folder of AFNI's programs or sources")
    parser.add_argument("--python", default="python3", help="Python with numpy, scipy, nibabel and nilearn")
    parser.add_argument("--nilearn", default="", help="folder of nilearn's sources")
    parser.add_argument("--t1", default="", help="T1-weighted head")
    parser.add_argument("--template", default="", help="T1-weighted brain in MNI space")
    parser.add_argument("--grey", default="", help="grey matter on the grid of the template")
    options = parser.parse_args()
    bench = Bench(options)
    stored = bench.path("results.json")
    results = json.loads(stored.read_text()) if stored.exists() else {"rows": {}}
    wanted = [name for name in options.rows.split(",") if name]
    if wanted != ["none"]:
        bench.inputs()
        for row in rows(bench):
            if wanted and row["id"] not in wanted:
                continue
            try:
                results["rows"][row["id"]] = measure_row(bench, row)
            except Failure as failure:
                print(f"{row['id']}: {failure}", file=sys.stderr)
                continue
            results["measured_on"] = datetime.date.today().isoformat()
            stored.write_text(json.dumps(results, indent=1))
    if options.write:
        write(pathlib.Path(options.write), "benchmarks", markdown(bench, results))


if __name__ == "__main__":
    main()
