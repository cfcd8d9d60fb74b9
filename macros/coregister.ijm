// Lays the mean of a BOLD series over the T1 of the same head, and the T1 over a template.
//
//   bin/boldj macro macros/coregister.ijm BOLD T1 [WM] [TEMPLATE] [FOLDER]
//
// BOLD, T1: NIfTI files. WM: probability image of white matter on the grid of the T1, whose border refines the map; without it
// brain and white matter are segmented in the T1. TEMPLATE: a brain to register a brain to. A hyphen stands for one that is not there.

words = split(getArgument(), " ");
if (words.length < 2) exit("coregister.ijm needs a BOLD series and a T1: bin/boldj macro macros/coregister.ijm BOLD T1 [WM] [TEMPLATE] [FOLDER]");
folder = getDir("cwd") + "boldj-coregister";
if (words.length > 4) folder = words[4];
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

run("Open NIfTI...", "path=[" + words[0] + "]");
rename("bold");
run("Open NIfTI...", "path=[" + words[1] + "]");
rename("t1");
refine = "";
if (words.length > 2) {
  if (words[2] != "-") {
    run("Open NIfTI...", "path=[" + words[2] + "]");
    rename("white");
    refine = " wm=white";
  }
}

// The file maps places of the T1 to places of the BOLD series: the direction in which Apply Transforms... pulls.
run("Coregister Images...", "moving=bold fixed=t1 dof=6 cost=bbr" + refine + " transform=[" + folder + "t1_to_bold.txt] result=[bold on t1]");
run("Save NIfTI...", "input=[bold on t1] path=[" + folder + "bold_on_t1.nii.gz]");

if (words.length > 3) {
  if (words[3] != "-") {
    run("Open NIfTI...", "path=[" + words[3] + "]");
    rename("template");
    run("Coregister Images...", "moving=t1 fixed=template dof=12 transform=[" + folder + "template_to_t1.txt] result=[t1 on template]");
    run("Save NIfTI...", "input=[t1 on template] path=[" + folder + "t1_on_template.nii.gz]");
  }
}
print("the maps and images are in " + folder);
