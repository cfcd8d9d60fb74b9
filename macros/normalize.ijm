// To MNI space: a T1-weighted scan, and a BOLD series through it.
//
//   bin/boldj macro macros/normalize.ijm FOLDER
//
// FOLDER holds T1w.nii.gz and bold.nii.gz. Each value of the series is interpolated once: head motion, coregistration,
// affine map and warp are composed first. In Fiji: Plugins>Macros>Run... does the same.

folder = getArgument();
if (folder == "") folder = getDir("cwd");
if (!endsWith(folder, "/")) folder = folder + "/";

run("Open NIfTI...", "path=[" + folder + "T1w.nii.gz]");
rename("t1");
run("Open NIfTI...", "path=[" + folder + "bold.nii.gz]");
rename("bold");

// The anatomy: brain, tissues and the way to the template. The page in the folder shows how well it lies.
run("Normalize To MNI...", "input=t1 transform=[" + folder + "mni_to_t1.txt] output=[" + folder + "anatomy] result=[t1 mni]");

// The series: head motion, and where its mean lies in the anatomical scan.
run("Realign Head Motion...", "input=bold reslice=false motion=[" + folder + "motion.tsv] transforms=[" + folder + "motion.txt]");
run("Apply Transforms...", "input=bold transforms=[" + folder + "motion.txt] result=aligned");
run("Mean Volume...", "input=aligned result=mean");
close("aligned");
run("Coregister Images...", "moving=mean fixed=t1 dof=6 cost=nmi transform=[" + folder + "t1_to_bold.txt] result=[mean on t1]");

// All of it at once, at 3 mm. The first transform acts first on a place in the template.
chain = folder + "mni_to_t1_warp.nii.gz," + folder + "mni_to_t1.txt," + folder + "t1_to_bold.txt," + folder + "motion.txt";
run("Apply Transforms...", "input=bold reference=[t1 mni] voxel=3 transforms=[" + chain + "] result=[bold mni]");
run("Save NIfTI...", "input=[bold mni] path=[" + folder + "bold_mni.nii.gz]");
print("BoldJ: the series in MNI space is " + folder + "bold_mni.nii.gz; look at " + folder + "anatomy/index.html");
