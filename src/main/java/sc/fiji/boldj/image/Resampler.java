package sc.fiji.boldj.image;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Reads a volume on another grid, through a map between the two worlds, with one interpolation. */
public final class Resampler {

    /** Maps closer than this to the identity, in voxels at any corner, copy the voxels. */
    public static final double SAME_PLACE_VOXELS = 1e-7;

    /** Points that one thread reads at a time in a single volume. */
    private static final int POINTS = 1 << 13;

    private Resampler() {}

    /**
     * Fills a volume: {@code target(p) = source(worldMap(p))} for each voxel's place {@code p} in the target's world.
     *
     * <p>Outside the source's field of view the result is 0 ({@link Interpolator} says where it ends and what happens to
     * NaN). If each voxel falls on its own index the values are copied and stay exact. Runs over slices in parallel.
     *
     * @param volume shape (Z, Y, X) of the source's grid, x fastest
     * @param worldMap from the target's world to the source's world, RAS+ mm
     * @param target shape (Z, Y, X) of the target's grid, x fastest; is filled
     * @throws IllegalArgumentException if an array is not as long as its grid
     */
    public static void resample(
            float[] volume,
            VoxelGrid sourceGrid,
            VoxelGrid targetGrid,
            Affine worldMap,
            Interpolation interpolation,
            float[] target,
            Progress progress) {
        requireLength(volume, sourceGrid, "source");
        requireLength(target, targetGrid, "target");
        if (isCopy(sourceGrid, targetGrid, worldMap)) {
            copy(volume, target);
            return;
        }
        Interpolator source = Interpolator.of(volume, sourceGrid, interpolation);
        Affine map = sourceGrid.affine().inverse().times(worldMap).times(targetGrid.affine());
        FixedChunks.forEach(
                targetGrid.sizeZ(), 1, (from, to) -> read(source, map, targetGrid, from, to, target), progress);
    }

    /**
     * Fills a volume through any map: {@code target(p) = source(worldMap(p))}; all else as for an affine map.
     *
     * @param worldMap from the target's world to the source's world, RAS+ mm
     */
    public static void resample(
            float[] volume,
            VoxelGrid sourceGrid,
            VoxelGrid targetGrid,
            SpatialMap worldMap,
            Interpolation interpolation,
            float[] target,
            Progress progress) {
        TransformChain chain = TransformChain.of(worldMap);
        if (chain.isAffine()) {
            resample(volume, sourceGrid, targetGrid, chain.toAffine(), interpolation, target, progress);
            return;
        }
        requireLength(volume, sourceGrid, "source");
        requireLength(target, targetGrid, "target");
        WarpedPoints points = WarpedPoints.of(List.of(chain), targetGrid, null, progress.stage(0, 0.2));
        Interpolator source = Interpolator.of(volume, sourceGrid, interpolation);
        PointReader reader = PointReader.of(interpolation);
        FixedChunks.forEach(
                points.points(),
                POINTS,
                (from, to) -> points.read(source, reader.copy(), sourceGrid, 0, from, to, target),
                progress.stage(0.2, 1));
    }

    /**
     * Fills each volume of a series: {@code target_t(p) = source_t(map_t(p))}, with one interpolation. Runs over volumes in
     * parallel. What the maps have in common at their beginning, a warp to a template above all, is worked out once.
     * Affine maps near the identity are read by {@link ShearReader}, in three passes.
     *
     * <p>Memory beside the images: 12 bytes for each voxel of the target, and for each thread a volume of either grid.
     *
     * @param maps for each volume, from the target's world to the source's world, RAS+ mm
     * @param target as many volumes as the source, on any grid; must not be the source
     * @throws IllegalArgumentException if the numbers of volumes and maps differ
     */
    public static void resampleSeries(
            NeuroImage source,
            List<? extends SpatialMap> maps,
            Interpolation interpolation,
            NeuroImage target,
            Progress progress) {
        resample(source, maps, null, interpolation, target, progress);
    }

    /**
     * The same within a mask; the other voxels become 0.
     *
     * @param within voxels of the target's grid
     */
    public static void resampleSeries(
            NeuroImage source,
            List<? extends SpatialMap> maps,
            Mask within,
            Interpolation interpolation,
            NeuroImage target,
            Progress progress) {
        within.grid().requireSameAs(target.grid(), "the mask", target.name());
        resample(source, maps, within, interpolation, target, progress);
    }

    private static void resample(
            NeuroImage source,
            List<? extends SpatialMap> maps,
            Mask within,
            Interpolation interpolation,
            NeuroImage target,
            Progress progress) {
        List<TransformChain> chains = chains(source, maps, target);
        VoxelGrid from = source.grid();
        VoxelGrid grid = target.grid();
        boolean[] quick = new boolean[chains.size()];
        boolean any = false;
        for (int t = 0; t < quick.length; t++) {
            quick[t] = isQuick(chains.get(t), from, grid, interpolation);
            any |= !quick[t];
        }
        WarpedPoints points = any ? WarpedPoints.of(chains, grid, within, progress.stage(0, 0.02)) : null;
        PointReader reader = PointReader.of(interpolation);
        FixedChunks.forEach(
                chains.size(),
                1,
                (t, end) -> {
                    float[] voxels = source.volume(t);
                    float[] result = new float[grid.voxels()];
                    if (quick[t]) quick(voxels, from, chains.get(t).toAffine(), interpolation, grid, within, result);
                    else if (interpolation == Interpolation.NEAREST
                            && chains.get(t).isAffine()) {
                        // Half-way points must fall as the matrix says, without the rounding of the shared places.
                        Affine map = from.affine()
                                .inverse()
                                .times(chains.get(t).toAffine())
                                .times(grid.affine());
                        read(Interpolator.of(voxels, from, interpolation), map, grid, 0, grid.sizeZ(), result);
                        clear(within, result);
                    } else {
                        Interpolator exact = Interpolator.of(voxels, from, interpolation);
                        points.read(exact, reader.copy(), from, t, 0, points.points(), result);
                    }
                    target.writeVolume(t, result);
                },
                progress.stage(any ? 0.02 : 0, 1));
    }

    private static List<TransformChain> chains(NeuroImage source, List<? extends SpatialMap> maps, NeuroImage target) {
        int volumes = source.volumes();
        if (maps.size() != volumes || target.volumes() != volumes)
            throw new IllegalArgumentException(source.name() + " has " + volumes + " volumes, there are " + maps.size()
                    + " maps and " + target.name() + " has " + target.volumes() + " volumes");
        List<TransformChain> chains = new ArrayList<>();
        for (SpatialMap map : maps) chains.add(TransformChain.of(map));
        return chains;
    }

    private static boolean isQuick(TransformChain chain, VoxelGrid from, VoxelGrid grid, Interpolation interpolation) {
        if (!chain.isAffine()) return false;
        if (isCopy(from, grid, chain.toAffine())) return true;
        Affine map = from.affine().inverse().times(chain.toAffine()).times(grid.affine());
        return interpolation != Interpolation.NEAREST && ShearReader.suits(map);
    }

    private static void quick(
            float[] voxels,
            VoxelGrid from,
            Affine worldMap,
            Interpolation interpolation,
            VoxelGrid grid,
            Mask within,
            float[] result) {
        if (isCopy(from, grid, worldMap)) System.arraycopy(voxels, 0, result, 0, result.length);
        else
            new ShearReader(from, interpolation)
                    .load(voxels)
                    .read(
                            from.affine().inverse().times(worldMap).times(grid.affine()),
                            grid,
                            0,
                            grid.sizeZ(),
                            1,
                            result);
        clear(within, result);
    }

    private static void clear(Mask within, float[] result) {
        if (within != null) for (int v = 0; v < result.length; v++) if (!within.contains(v)) result[v] = 0;
    }

    /**
     * Fills each volume of a series of labels: the eight voxels around a point vote for their label with the weights of
     * linear interpolation, the label with the most weight wins, of equals the smaller. 0 outside the field of view.
     *
     * @param maps for each volume, from the target's world to the source's world, RAS+ mm
     * @param target as many volumes as the source, on any grid; must not be the source
     * @throws IllegalArgumentException if the numbers of volumes and maps differ
     */
    public static void resampleLabels(
            NeuroImage source, List<? extends SpatialMap> maps, NeuroImage target, Progress progress) {
        List<TransformChain> chains = chains(source, maps, target);
        VoxelGrid grid = target.grid();
        WarpedPoints points = WarpedPoints.of(chains, grid, null, progress.stage(0, 0.2));
        Affine toVoxels = source.grid().affine().inverse();
        FixedChunks.forEach(
                chains.size(),
                1,
                (t, end) -> {
                    LabelVote vote = new LabelVote(source.volume(t), source.grid());
                    float[] result = new float[grid.voxels()];
                    float[][] places = points.moved(t, 0, result.length);
                    double[] p = new double[3];
                    for (int v = 0; v < result.length; v++) {
                        for (int d = 0; d < 3; d++) p[d] = places[d][v];
                        toVoxels.apply(p, p);
                        result[v] = vote.at(p[0], p[1], p[2]);
                    }
                    target.writeVolume(t, result);
                },
                progress.stage(0.2, 1));
    }

    /**
     * Reads some slices.
     *
     * @param map from voxels of the target grid to voxels of the source
     * @param fromZ first slice
     * @param toZ slice after the last
     * @param target the whole target volume; the slices are filled
     */
    public static void read(Interpolator source, Affine map, VoxelGrid targetGrid, int fromZ, int toZ, float[] target) {
        RowReader rows = source.rows();
        double[] step = {map.get(0, 0), map.get(1, 0), map.get(2, 0)};
        for (int z = fromZ; z < toZ; z++)
            for (int y = 0; y < targetGrid.sizeY(); y++)
                rows.read(map.apply(0, y, z), step, targetGrid.sizeX(), target, targetGrid.index(0, y, z));
    }

    /** Whether each voxel of the target grid falls on the same voxel of the source grid. */
    public static boolean isCopy(VoxelGrid sourceGrid, VoxelGrid targetGrid, Affine worldMap) {
        if (sourceGrid.sizeX() != targetGrid.sizeX()
                || sourceGrid.sizeY() != targetGrid.sizeY()
                || sourceGrid.sizeZ() != targetGrid.sizeZ()) return false;
        Affine map = sourceGrid.affine().inverse().times(worldMap).times(targetGrid.affine());
        for (int corner = 0; corner < 8; corner++) {
            double x = (corner & 1) * (targetGrid.sizeX() - 1);
            double y = (corner >> 1 & 1) * (targetGrid.sizeY() - 1);
            double z = (corner >> 2 & 1) * (targetGrid.sizeZ() - 1);
            double[] p = map.apply(x, y, z);
            if (!(Math.abs(p[0] - x) + Math.abs(p[1] - y) + Math.abs(p[2] - z) <= SAME_PLACE_VOXELS)) return false;
        }
        return true;
    }

    private static void copy(float[] volume, float[] target) {
        for (int v = 0; v < volume.length; v++) target[v] = Float.isFinite(volume[v]) ? volume[v] : 0;
    }

    private static void requireLength(float[] volume, VoxelGrid grid, String what) {
        if (volume.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the " + what + " grid has " + grid.voxels() + " voxels but its volume " + volume.length);
    }
}
