// Task connectivity and the haemodynamic response: gPPI, beta series, response maps.
//
//   bin/boldj macro macros/one_scan.ijm [FOLDER]
//   bin/boldj macro macros/task_connectivity.ijm [FOLDER]
//
// FOLDER is where one_scan.ijm wrote; the first macro must have run there. Its scan is at rest and the events below are
// invented: an honest method finds next to no interaction. With your own scan and events, change the first lines.

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-one-scan";
if (!endsWith(folder, "/")) folder = folder + "/";
truth = folder + "simulated/";
if (!File.exists(truth + "sub-01_task-rest_bold.nii.gz"))
  exit("there is no scan in " + folder + ": run macros/one_scan.ijm with this folder first");

// Events as BIDS has them: onset and duration in seconds, and the condition.
events = folder + "invented_events.tsv";
text = "onset\tduration\ttrial_type\n";
kinds = newArray("faces", "shapes", "shapes", "faces", "shapes", "faces", "faces");
run("Open NIfTI...", "path=[" + truth + "sub-01_task-rest_bold.nii.gz]");
rename("raw");
getDimensions(width, height, channels, slices, frames);
seconds = frames * Stack.getFrameInterval();
n = 0;
t = 6;
while (t < seconds - 20) {
  text = text + t + "\t2\t" + kinds[n % 7] + "\n";
  t = t + 9 + (n % 3);
  n = n + 1;
}
File.saveString(text, events);

// The series, aligned but not filtered: the models take confounds and drift out themselves.
run("Slice Timing Correction...", "input=raw result=timed");
close("raw");
run("Apply Transforms...", "input=timed transforms=[" + folder + "motion.txt] result=aligned");
close("timed");
run("Brain Mask...", "input=aligned result=mask");
run("Gaussian Smoothing (FWHM)...", "input=aligned fwhm=6 mask=mask result=smooth");

// Where does the coupling with the posterior cingulate change with the condition?
run("Psychophysiological Interaction...", "input=smooth events=[" + events + "] seed=[0,-52,18] radius=6 contrasts=[faces - shapes] confounds=[" + folder + "confounds.tsv] columns=[6P] noise=ar mask=mask output=[" + folder + "ppi]");

// Which voxels correlate with it from trial to trial, in each condition?
run("Beta Series Correlation...", "input=smooth events=[" + events + "] seed=[0,-52,18] radius=6 contrasts=[faces - shapes] method=lss confounds=[" + folder + "confounds.tsv] columns=[6P] mask=mask output=[" + folder + "beta]");

// The response of the vessels: to the events, and at rest.
run("Haemodynamic Response Maps...", "input=smooth events=[" + events + "] confounds=[" + folder + "confounds.tsv] columns=[6P] mask=mask output=[" + folder + "hrf_events]");
run("Haemodynamic Response Maps...", "input=smooth confounds=[" + folder + "confounds.tsv] columns=[6P] mask=mask output=[" + folder + "hrf_rest]");
print("BoldJ task connectivity: maps, tables and pages are in " + folder);
