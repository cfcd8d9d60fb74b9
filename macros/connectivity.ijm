// Connectivity of the scan of one_scan.ijm: matrix, networks, graph, seeds together, ALFF, ReHo, degree.
//
//   bin/boldj macro macros/one_scan.ijm [FOLDER]
//   bin/boldj macro macros/connectivity.ijm [FOLDER]
//
// FOLDER is where one_scan.ijm wrote; the first macro must have run there. The steps that must not see smoothing
// (ReHo) or a band-pass (ALFF) get the series they need.

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-one-scan";
if (!endsWith(folder, "/")) folder = folder + "/";
truth = folder + "simulated/";
if (!File.exists(truth + "sub-01_task-rest_bold.nii.gz"))
  exit("there is no scan in " + folder + ": run macros/one_scan.ijm with this folder first");

// The cleaned series, as in one_scan.ijm.
run("Open NIfTI...", "path=[" + truth + "sub-01_task-rest_bold.nii.gz]");
rename("raw");
run("Slice Timing Correction...", "input=raw result=timed");
close("raw");
run("Apply Transforms...", "input=timed transforms=[" + folder + "motion.txt] result=aligned");
close("timed");
run("Brain Mask...", "input=aligned result=mask");
run("Regress Confounds...", "input=aligned confounds=[" + folder + "confounds.tsv] columns=[24P+WM+CSF] low=0.008 high=0.09 mask=mask result=clean");
run("Regress Confounds...", "input=aligned confounds=[" + folder + "confounds.tsv] columns=[24P+WM+CSF] low=0 high=0 mask=mask result=[all frequencies]");
close("aligned");
run("Gaussian Smoothing (FWHM)...", "input=clean fwhm=6 mask=mask result=smooth");

// Networks and their regions: matrix, heat map, glass brain, graph.
run("Network Connectivity...", "input=clean mask=mask output=[" + folder + "networks.tsv]");
File.saveString("name\tx\ty\tz\tnetwork\nPCC\t0\t-52\t18\tDMN\nMPFC\t1\t55\t-3\tDMN\nLP left\t-39\t-77\t33\tDMN\nLP right\t47\t-67\t29\tDMN\nLPFC left\t-43\t33\t28\tFPN\nLPFC right\t41\t38\t30\tFPN\nPPC left\t-46\t-58\t49\tFPN\nPPC right\t52\t-52\t45\tFPN\n", folder + "regions.tsv");
run("ROI Correlation Matrix...", "input=clean atlas=[" + folder + "regions.tsv] measure=correlation mask=mask series=[" + folder + "region_series.tsv] output=[" + folder + "matrix.tsv]");
run("ROI Correlation Matrix...", "input=clean atlas=[" + folder + "regions.tsv] measure=partial mask=mask output=[" + folder + "partial.tsv]");
run("Graph Measures...", "matrix=[" + folder + "matrix.tsv] density=0.3 output=[" + folder + "graph.tsv]");

// Two seeds, each given the other, in units of the standard error that the cleaning left.
run("Seed Correlation...", "input=smooth seed=[PCC;MPFC] mask=mask kind=partial measure=zscore result=seeds");
run("Save NIfTI...", "input=seeds path=[" + folder + "seeds_partial_zscore.nii.gz]");

// Local and global activity.
run("ALFF And fALFF...", "input=[all frequencies] mask=mask low=0.01 high=0.1 result=slow");
run("Save NIfTI...", "input=[slow ALFF] path=[" + folder + "alff.nii.gz]");
run("Save NIfTI...", "input=[slow fALFF] path=[" + folder + "falff.nii.gz]");
run("Regional Homogeneity...", "input=clean mask=mask neighbours=27 result=ReHo");
run("Save NIfTI...", "input=ReHo path=[" + folder + "reho.nii.gz]");
run("Degree Centrality...", "input=smooth mask=mask threshold=0.25 weighted=true result=degree");
run("Save NIfTI...", "input=degree path=[" + folder + "degree.nii.gz]");
run("Global Brain Connectivity...", "input=smooth mask=mask result=GBC");
run("Save NIfTI...", "input=GBC path=[" + folder + "gbc.nii.gz]");
print("BoldJ connectivity: tables, pictures and maps are in " + folder);
