// One scan by hand: from a scan to a map of the default mode network, in a minute.
//
//   bin/boldj macro macros/one_scan.ijm [FOLDER]
//
// Simulates a small resting-state scan with a known network and known head motion, and runs the core of a study
// on it: motion, slice timing, one resampling, nuisance regression with band-pass, smoothing, seed correlation.
// In Fiji: Plugins>Macros>Run... does the same and leaves the map open.

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-one-scan";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

// A scan whose truth is known, as BIDS.
run("Simulate Scan...", "output=[" + folder + "simulated] preset=quickstart volumes=240 seed=1");
truth = folder + "simulated/";
run("Open NIfTI...", "path=[" + truth + "sub-01_task-rest_bold.nii.gz]");
rename("raw");
run("Open NIfTI...", "path=[" + truth + "sub-01_label-WM_probseg.nii.gz]");
rename("wm");
run("Open NIfTI...", "path=[" + truth + "sub-01_label-CSF_probseg.nii.gz]");
rename("csf");

// Motion is estimated on the raw series, slices are moved in time, and each volume is resampled once.
run("Realign Head Motion...", "input=raw reslice=false motion=[" + folder + "motion.tsv] transforms=[" + folder + "motion.txt]");
run("Slice Timing Correction...", "input=raw result=timed");
close("raw");
run("Apply Transforms...", "input=timed transforms=[" + folder + "motion.txt] result=aligned");
close("timed");
run("Mean Volume...", "input=aligned result=mean");
run("Brain Mask...", "input=aligned result=mask");

// Motion and its expansion, white matter and CSF go out in the same regression as drift and the band-pass.
run("Compute Confounds...", "input=aligned mask=mask wm=wm csf=csf motion=[" + folder + "motion.tsv] output=[" + folder + "confounds.tsv]");
run("Regress Confounds...", "input=aligned confounds=[" + folder + "confounds.tsv] columns=[24P+WM+CSF] low=0.008 high=0.09 mask=mask result=clean");
close("aligned");
run("Gaussian Smoothing (FWHM)...", "input=clean fwhm=6 mask=mask result=smooth");
close("clean");

// The posterior cingulate's time course against every voxel: Fisher z.
run("Seed Correlation...", "input=smooth seed=PCC radius=6 mask=mask measure=z result=[PCC map]");
run("Save NIfTI...", "input=[PCC map] path=[" + folder + "pcc_z.nii.gz]");
run("Overlay Picture...", "input=mean overlay=[PCC map] threshold=0.35 point=0,-52,18 output=[" + folder + "pcc_z.png]");
selectImage("PCC map");
print("The map of the posterior cingulate is " + folder + "pcc_z.nii.gz, its picture " + folder + "pcc_z.png");
