package sc.fiji.boldj.workflow.component;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.MixtureModel;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps of components as images and as rows of a matrix, shape (K, V) over the voxels of a mask. */
public final class ComponentMaps {

    private ComponentMaps() {}

    /** The voxels where a map is finite and not 0. */
    public static Mask notZero(NeuroImage maps) {
        boolean[] inside = new boolean[maps.grid().voxels()];
        float[] volume = new float[inside.length];
        for (int m = 0; m < maps.volumes(); m++) {
            maps.readVolume(m, volume);
            for (int v = 0; v < inside.length; v++) inside[v] |= Float.isFinite(volume[v]) && volume[v] != 0;
        }
        return Mask.of(maps.grid(), inside).requireNotEmpty("the maps '" + maps.name() + "'");
    }

    /** The maps at the voxels of a mask, shape (K, V). */
    public static float[] rows(NeuroImage maps, Mask within) {
        float[] rows = new float[Math.multiplyExact(maps.volumes(), within.count())];
        for (int m = 0; m < maps.volumes(); m++) {
            float[] volume = maps.volume(m);
            for (int i = 0; i < within.count(); i++) rows[m * within.count() + i] = volume[within.voxel(i)];
        }
        return rows;
    }

    /** Writes rows into the volumes of an image, 0 outside the mask; returns the image. */
    public static NeuroImage fill(NeuroImage image, Mask within, float[] rows) {
        float[] volume = new float[within.grid().voxels()];
        for (int c = 0; c < rows.length / within.count(); c++) {
            for (int i = 0; i < within.count(); i++) volume[within.voxel(i)] = rows[c * within.count() + i];
            image.writeVolume(c, volume);
        }
        return image;
    }

    /** The thresholded maps, shape (K, V): where activation is more probable than background. */
    public static float[] shown(Components found) {
        float[] shown = new float[found.z().length];
        for (int c = 0; c < found.count(); c++)
            System.arraycopy(found.thresholded(c, 0.5), 0, shown, c * found.voxels(), found.voxels());
        return shown;
    }

    /** A mask where the probability of CSF is 0.5 or more, on the grid of {@code like}. */
    public static Mask csf(NeuroImage image, NeuroImage like) {
        image.grid().requireSameAs(like.grid(), "'" + image.name() + "'", "'" + like.name() + "'");
        return Mask.above(image.grid(), image.volume(0), 0.5);
    }

    /** The mean over time, a volume. */
    public static float[] mean(NeuroImage source, Progress progress) {
        return MeanVolume.between(source, 0, source.volumes(), progress);
    }

    /**
     * Judges maps that were found elsewhere.
     *
     * @param maps one per volume
     * @param note how they are named, for the page
     */
    public static ComponentSheet judge(
            NeuroImage maps,
            Mask within,
            TimeCourses courses,
            ComponentSheet.Evidence evidence,
            String note,
            Progress progress) {
        float[] z = rows(maps, within);
        boolean[] used = new boolean[within.count()];
        Arrays.fill(used, true);
        for (int i = 0; i < z.length; i++) if (!Float.isFinite(z[i])) used[i % within.count()] = false;
        return ComponentSheet.of(
                new ComponentSheet.Inputs(
                        evidence,
                        new ComponentSheet.Maps(
                                within, used, maps.volumes(), z, thresholded(z, within.count(), maps.volumes())),
                        null,
                        new double[0],
                        new double[0],
                        courses,
                        List.of(note)),
                progress);
    }

    /** Each map where its mixture gives activation more than 0.5; all of a map that no mixture describes. */
    private static float[] thresholded(float[] z, int voxels, int k) {
        float[] shown = z.clone();
        for (int c = 0; c < k; c++) {
            float[] map = Arrays.copyOfRange(z, c * voxels, (c + 1) * voxels);
            for (int i = c * voxels; i < (c + 1) * voxels; i++) if (!Float.isFinite(shown[i])) shown[i] = 0;
            MixtureModel model;
            try {
                model = MixtureModel.fit(map);
            } catch (IllegalArgumentException constant) {
                continue;
            }
            if (model.positiveWeight() + model.negativeWeight() == 0) continue;
            for (int i = 0; i < voxels; i++) if (!(model.probability(map[i]) > 0.5)) shown[c * voxels + i] = 0;
        }
        return shown;
    }
}
