// From a T1-weighted scan to its tissues: bias field, brain, grey matter, white matter, fluid.
// Argument: path of the scan, then a folder for the results, separated by a comma.
arguments = split(getArgument(), ",");
if (arguments.length != 2) exit("give the path of a T1-weighted scan and a folder, separated by a comma");
run("Open NIfTI...", "path=[" + arguments[0] + "]");
scan = getTitle();
run("Bias Field Correction...", "input=[" + scan + "] result=T1");
run("Brain Mask...", "input=T1 modality=t1 result=T1_mask");
run("Segment Tissue...", "input=T1 mask=T1_mask result=T1");
tissues = newArray("T1", "T1_mask", "T1 GM", "T1 WM", "T1 CSF");
for (i = 0; i < tissues.length; i++)
    run("Save NIfTI...", "input=[" + tissues[i] + "] path=[" + arguments[1] + "/" + replace(tissues[i], " ", "_") + ".nii.gz]");
