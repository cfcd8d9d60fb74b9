package sc.fiji.boldj.preprocess;

import sc.fiji.boldj.image.Mask;

/** The voxels of a volume that are not finite, and their values. */
final class MissingVoxels {

    private final int[] voxels;
    private final float[] values;

    private MissingVoxels(int[] voxels, float[] values) {
        this.voxels = voxels;
        this.values = values;
    }

    static MissingVoxels of(float[] volume) {
        int count = 0;
        for (float value : volume) if (!Float.isFinite(value)) count++;
        int[] voxels = new int[count];
        float[] values = new float[count];
        int i = 0;
        for (int v = 0; i < count; v++)
            if (!Float.isFinite(volume[v])) {
                voxels[i] = v;
                values[i++] = volume[v];
            }
        return new MissingVoxels(voxels, values);
    }

    boolean any() {
        return voxels.length > 0;
    }

    void set(float[] volume, float value) {
        for (int v : voxels) volume[v] = value;
    }

    void restore(float[] volume, Mask mask) {
        for (int i = 0; i < voxels.length; i++)
            if (mask == null || mask.contains(voxels[i])) volume[voxels[i]] = values[i];
    }
}
