package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** The regions and the anatomy used by the page of a scan. */
final class QualityImages {

    private QualityImages() {}

    /** Grey matter, white matter and CSF by the largest probability, as far as they are there; else the brain. */
    static List<Mask> regions(ScanQuality.Inputs inputs, List<String> names) {
        List<NeuroImage> images = new ArrayList<>();
        if (inputs.grey() != null) add(images, names, inputs.grey(), "grey matter");
        if (inputs.white() != null) add(images, names, inputs.white(), "white matter");
        if (inputs.fluid() != null) add(images, names, inputs.fluid(), "CSF");
        List<Mask> regions = new ArrayList<>();
        for (NeuroImage image : images)
            inputs.brain().grid().requireSameAs(image.grid(), "the brain mask", image.name());
        if (inputs.grey() == null) {
            names.clear();
            names.add("brain");
            return List.of(inputs.brain());
        }
        List<float[]> volumes = images.stream().map(image -> image.volume(0)).toList();
        for (int i = 0; i < volumes.size(); i++) {
            boolean[] inside = new boolean[inputs.brain().grid().voxels()];
            for (int v : inputs.brain().indices()) {
                inside[v] = volumes.get(i)[v] >= 0.5;
                for (int k = 0; k < volumes.size(); k++) inside[v] &= k == i || volumes.get(k)[v] < volumes.get(i)[v];
            }
            regions.add(Mask.of(inputs.brain().grid(), inside));
        }
        if (regions.get(0).count() < 2)
            throw new IllegalArgumentException(inputs.grey().name() + " has no voxels of probability 0.5 or more in the"
                    + " brain: is it a probability from 0 to 1 on the scan's grid?");
        return regions;
    }

    static void add(List<NeuroImage> images, List<String> names, NeuroImage image, String name) {
        images.add(image);
        names.add(name);
    }

    static float[] anatomy(ScanQuality.Inputs inputs, Progress progress) {
        if (inputs.anatomy() == null) return null;
        VoxelGrid target = inputs.source().grid();
        float[] values = new float[target.voxels()];
        Resampler.resample(
                inputs.anatomy().volume(0),
                inputs.anatomy().grid(),
                target,
                Affine.IDENTITY,
                Interpolation.LINEAR,
                values,
                progress);
        return values;
    }
}
