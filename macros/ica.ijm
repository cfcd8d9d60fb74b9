// Networks without a seed: independent components of one scan, with names, spectra and flags on one page.
//
//   bin/boldj macro macros/ica.ijm FILE [FOLDER]
//
// FILE is a BOLD series in MNI space (names need it; the components do not). Estimates motion, resamples once, smooths
// by 6 mm, and writes FOLDER/ica with maps.nii.gz, timecourses.tsv, components.tsv and index.html, which any browser
// opens. Motion is not regressed out first: its components are flagged instead.

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
if (file == "") exit("ica.ijm needs the path of a BOLD series: bin/boldj macro macros/ica.ijm FILE [FOLDER]");
if (folder == "") folder = getDir("cwd") + "boldj-ica";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

name = File.getName(file);
dot = indexOf(name, ".nii");
if (dot > 0) name = substring(name, 0, dot);
run("Open NIfTI...", "path=[" + file + "]");
rename("series as opened");
run("Realign Head Motion...", "input=[series as opened] reslice=false motion=[" + folder + "motion.tsv] transforms=[" + folder + "motion.txt]");
run("Apply Transforms...", "input=[series as opened] transforms=[" + folder + "motion.txt] result=[" + name + "]");
close("series as opened");
run("Brain Mask...", "input=[" + name + "] result=[brain mask]");
run("Independent Components...", "input=[" + name + "] mask=[brain mask] fwhm=6 components=20 seed=1 motion=[" + folder + "motion.tsv] result=components output=[" + folder + "ica]");
print("the page is " + folder + "ica/index.html");
