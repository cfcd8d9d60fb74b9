// A first look at a resting-state scan: which voxels correlate with the posterior cingulate?
//
//   bin/boldj macro macros/first_look.ijm FILE [x,y,z] [FOLDER]
//
// FILE is a raw BOLD series. Without x,y,z the series is normalised to MNI space first (an affine map from its mean,
// enough for a first look), and the seed is PCC, (0, -52, 18) mm there. With x,y,z nothing is normalised: the seed and
// the map are in the millimetres of the scanner (RAS). The log says which of the two was done.
// Slice times come from the BIDS sidecar beside FILE; without one that step is skipped.

words = split(getArgument(), " ");
file = "";
seed = "";
folder = "";
for (i = 0; i < words.length; i++) {
  if (matches(words[i], "[-+0-9.]+,[-+0-9.]+,[-+0-9.]+")) seed = words[i];
  else if (seed == "" && !(endsWith(file, ".nii") || endsWith(file, ".nii.gz") || endsWith(file, ".img") || endsWith(file, ".hdr"))) {
    if (file == "") file = words[i];
    else file = file + " " + words[i];
  } else if (folder == "") folder = words[i];
  else folder = folder + " " + words[i];
}
if (file == "") exit("first_look.ijm needs the path of a BOLD series: bin/boldj macro macros/first_look.ijm FILE [x,y,z] [FOLDER]");
if (folder == "") folder = getDir("cwd") + "boldj-first-look";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

run("Open NIfTI...", "path=[" + file + "]");
rename("raw");
times = Property.get("BoldJ.slice_times");
space = Property.get("BoldJ.space");
run("Realign Head Motion...", "input=raw reslice=false motion=[" + folder + "motion.tsv] transforms=[" + folder + "motion.txt]");
if (times != "") {
  run("Slice Timing Correction...", "input=raw result=timed");
  close("raw");
} else {
  print("no slice times beside " + file + ": slice timing correction is skipped");
  selectImage("raw");
  rename("timed");
}
run("Apply Transforms...", "input=timed transforms=[" + folder + "motion.txt] result=aligned");
point = seed;
if (seed != "") print("seed at " + seed + " mm of the scan: the scan is not normalised");
else {
  seed = "PCC";
  point = "0,-52,18";
  if (indexOf(space, "MNI") >= 0) print("seed PCC at " + point + " mm: the scan is in MNI space already");
  else {
    print("seed PCC at " + point + " mm of MNI space: the scan is normalised by an affine map");
    run("Mean Volume...", "input=aligned result=still");
    close("aligned");
    run("Normalize To MNI...", "input=still modality=bold nonlinear=false voxel=3 transform=[" + folder + "standard.txt] result=standard");
    run("Apply Transforms...", "input=timed reference=standard transforms=[" + folder + "standard.txt," + folder + "motion.txt] result=aligned");
    close("still");
    close("standard");
  }
}
close("timed");
run("Mean Volume...", "input=aligned result=mean");
run("Brain Mask...", "input=aligned result=mask");
run("Compute Confounds...", "input=aligned mask=mask motion=[" + folder + "motion.tsv] output=[" + folder + "confounds.tsv]");
run("Regress Confounds...", "input=aligned confounds=[" + folder + "confounds.tsv] columns=[24P] low=0.008 high=0.09 mask=mask result=clean");
close("aligned");
run("Gaussian Smoothing (FWHM)...", "input=clean fwhm=6 mask=mask result=smooth");
close("clean");
run("Seed Correlation...", "input=smooth seed=" + seed + " radius=6 mask=mask measure=z result=[PCC map]");
run("Save NIfTI...", "input=[PCC map] path=[" + folder + "pcc_z.nii.gz]");
run("Overlay Picture...", "input=mean overlay=[PCC map] threshold=0.35 point=" + point + " output=[" + folder + "pcc_z.png]");
selectImage("PCC map");
print("the map is " + folder + "pcc_z.nii.gz, its picture " + folder + "pcc_z.png");
