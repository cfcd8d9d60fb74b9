// A group test from beginning to end: does a drug change the maps of eight patients more than placebo?
//
//   bin/boldj macro macros/group_test.ijm [FOLDER]
//
// Makes sixteen small maps whose truth is known (the drug adds 1 to a block of 4 x 4 x 3 voxels), tests drug against
// placebo by permutation, and prints the clusters. With maps of your own, leave the first part out and give a table:
//   inputs=trial.tsv design=two-sample   where trial.tsv has the columns path and arm

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-group-test";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

width = 14; height = 16; depth = 10; patients = 16;
random("seed", 1);
newImage("maps", "32-bit black", width, height, depth * patients);
for (i = 0; i < patients; i++) {
  for (z = 0; z < depth; z++) {
    setSlice(i * depth + z + 1);
    for (y = 0; y < height; y++) {
      for (x = 0; x < width; x++) {
        value = 0.5 * random("gaussian");
        block = x >= 4 && x < 8 && y >= 6 && y < 10 && z >= 4 && z < 7;
        if (block && i % 2 == 0) value = value + 1;
        setPixel(x, y, value);
      }
    }
  }
}
run("Properties...", "channels=1 slices=" + depth + " frames=" + patients + " unit=mm pixel_width=3 pixel_height=3 voxel_depth=3");

arms = "drug";
for (i = 1; i < patients; i++) {
  if (i % 2 == 0) arms = arms + ",drug";
  else arms = arms + ",placebo";
}
run("Group Permutation Test...", "inputs=maps design=two-sample contrast=[drug - placebo] groups=[" + arms + "] permutations=2000 statistic=tfce tail=two seed=1 output=[" + folder + "result]");
print(File.openAsString(folder + "result/clusters.tsv"));
print("BoldJ group test: open " + folder + "result/index.html in a browser");
