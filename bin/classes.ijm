// What bin/boldj runs once to learn which classes a typical command loads: it makes a small series, saves, opens and averages it.
file = getArgument();
newImage("warm-up", "32-bit ramp", 8, 8, 40);
run("Properties...", "channels=1 slices=8 frames=5 pixel_width=3 pixel_height=3 voxel_depth=3 unit=mm");
run("Set Space...", "input=warm-up affine=[3,0,0,-12,0,3,0,-12,0,0,3,-12]");
run("Save NIfTI...", "input=warm-up path=[" + file + "]");
run("Close All");
run("Open NIfTI...", "path=[" + file + "]");
rename("series");
run("Gaussian Smoothing (FWHM)...", "input=series fwhm=6 result=smooth");
run("Mean Volume...", "input=smooth result=mean");
run("Save NIfTI...", "input=mean path=[" + file + "]");
