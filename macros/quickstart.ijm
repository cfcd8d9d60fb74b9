// BoldJ quickstart: a small drug trial from the scanner's files to its report, in minutes.
//
//   bin/boldj macro macros/quickstart.ijm [FOLDER]
//
// Simulates a crossover of eight people, each with an anatomical scan and a resting-state run under the drug and under
// placebo. The drug strengthens the connection of the posterior cingulate with medial prefrontal cortex and weakens that of
// the amygdalae with the anterior cingulate. Then the whole study: check, every scan to standard space and maps, the
// group test, the report. Affine normalisation and few maps keep it short; a real study takes the defaults.

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-quickstart";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

run("Simulate Trial...", "output=[" + folder + "trial] participants=8 design=crossover volumes=130 effect=1.6 seed=1");
run("Check Dataset...", "bids=[" + folder + "trial] output=[" + folder + "check.html] columns=[6P+WM+CSF]");
run("Run Participant...", "bids=[" + folder + "trial] output=[" + folder + "results] voxel=6 nonlinear=false sensitivity=false columns=[6P+WM+CSF]");
run("Run Group...", "bids=[" + folder + "trial] output=[" + folder + "results] voxel=6 nonlinear=false sensitivity=false columns=[6P+WM+CSF] maps=PCC");

report = folder + "results/group/index.html";
print("BoldJ quickstart: the report of the trial is " + report);
print("The pages of the scans are beside its folder, and " + folder + "check.html was there before any computing.");
if (!is("Batch Mode")) run("URL...", "url=[file://" + report + "]");
