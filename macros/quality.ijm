// The quality of one scan on one page.
//
//   bin/boldj macro macros/quality.ijm FILE [FOLDER]
//
// FILE is a BOLD series. Estimates motion, moves slices in time, resamples once, computes confounds, denoises, and
// writes FOLDER/quality.html, which any browser opens. Slice times come from the BIDS sidecar beside FILE.

words = split(getArgument(), " ");
file = "";
folder = "";
for (i = 0; i < words.length; i++) {
  ended = endsWith(file, ".nii") || endsWith(file, ".nii.gz") || endsWith(file, ".img") || endsWith(file, ".hdr");
  if (file == "") file = words[i];
  else if (!ended) file = file + " " + words[i];
  else if (folder == "") folder = words[i];
  else folder = folder + " " + words[i];
}
if (file == "") exit("quality.ijm needs the path of a BOLD series: bin/boldj macro macros/quality.ijm FILE [FOLDER]");
if (folder == "") folder = getDir("cwd") + "boldj-quality";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

run("Open NIfTI...", "path=[" + file + "]");
rename("raw");
times = Property.get("BoldJ.slice_times");
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
close("timed");
run("Brain Mask...", "input=aligned result=mask");
run("Compute Confounds...", "input=aligned mask=mask motion=[" + folder + "motion.tsv] output=[" + folder + "confounds.tsv]");
run("Regress Confounds...", "input=aligned confounds=[" + folder + "confounds.tsv] columns=[24P+tCompCor] low=0.008 high=0.09 mask=mask result=clean");
name = File.getName(file);
run("Quality Report...", "input=aligned denoised=clean mask=mask confounds=[" + folder + "confounds.tsv] title=[" + name + "] output=[" + folder + "quality.html]");
print("the page is " + folder + "quality.html");
