// A first-level model from beginning to end: where does a small brain answer to faces more than to shapes?
//
//   bin/boldj macro macros/glm.ijm [FOLDER]
//
// Makes two runs of 160 volumes (TR 2 s) whose truth is known (a block of 4 x 4 x 3 voxels answers to faces), fits both with
// autoregressive noise, and combines them. With a scan of your own, leave the first part out:
//   run("Open NIfTI...", "path=/data/sub-01_task-faces_bold.nii.gz");

folder = getArgument();
if (folder == "") folder = getDir("cwd") + "boldj-glm";
if (!endsWith(folder, "/")) folder = folder + "/";
File.makeDirectory(folder);

events = "onset\tduration\ttrial_type\n";
for (i = 0; i < 14; i++) {
  type = "shapes";
  if (i % 2 == 0) type = "faces";
  events = events + (6 + 22 * i) + "\t10\t" + type + "\n";
}
File.saveString(events, folder + "events.tsv");

width = 12; height = 14; depth = 6; volumes = 160;
random("seed", 1);
for (r = 1; r <= 2; r++) {
  newImage("run" + r, "32-bit black", width, height, depth * volumes);
  for (t = 0; t < volumes; t++) {
    // Roughly what blocks of 10 s look like after the response: 6 s later, faces every 44 s.
    phase = (t * 2 - 6 - 5 + 440) % 44;
    answer = 0;
    if (phase < 12) answer = 8;
    for (z = 0; z < depth; z++) {
      setSlice(t * depth + z + 1);
      for (y = 0; y < height; y++) {
        for (x = 0; x < width; x++) {
          value = 500 + 6 * random("gaussian");
          if (x >= 4 && x < 8 && y >= 5 && y < 9 && z >= 2 && z < 5) value = value + answer;
          setPixel(x, y, value);
        }
      }
    }
  }
  run("Properties...", "channels=1 slices=" + depth + " frames=" + volumes + " unit=mm pixel_width=3 pixel_height=3 voxel_depth=3 frame=[2 sec]");
  newImage("mask" + r, "8-bit white", width, height, depth);
  run("Properties...", "channels=1 slices=" + depth + " frames=1 unit=mm pixel_width=3 pixel_height=3 voxel_depth=3");
  run("First-Level GLM...", "input=run" + r + " events=[" + folder + "events.tsv] contrasts=[faces - shapes | any = faces; shapes] mask=mask" + r + " output=[" + folder + "run" + r + "]");
}
run("Fixed Effects...", "inputs=[" + folder + "run1," + folder + "run2] output=[" + folder + "both]");
print(File.openAsString(folder + "run1/faces-shapes_clusters.tsv"));
print("BoldJ first-level model: open " + folder + "run1/index.html in a browser");
