package sc.fiji.boldj.image;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps of points that act one after the other. Immutable.
 *
 * <p>The first of the list acts first. Chains within are taken apart and neighbouring affine maps are multiplied, so a
 * chain of affine maps alone is one matrix.
 */
public final class TransformChain implements SpatialMap {

    private final List<SpatialMap> maps;

    private TransformChain(List<SpatialMap> maps) {
        this.maps = List.copyOf(maps);
    }

    /** The maps one after the other; none is the identity. */
    public static TransformChain of(SpatialMap... maps) {
        return of(List.of(maps));
    }

    /** The maps one after the other; none is the identity. */
    public static TransformChain of(List<? extends SpatialMap> maps) {
        List<SpatialMap> parts = new ArrayList<>();
        for (SpatialMap map : maps) add(map, parts);
        return new TransformChain(parts);
    }

    private static void add(SpatialMap map, List<SpatialMap> parts) {
        if (map instanceof TransformChain transformChain) {
            for (SpatialMap part : transformChain.maps) add(part, parts);
            return;
        }
        int last = parts.size() - 1;
        if (map instanceof Affine affine && last >= 0 && parts.get(last) instanceof Affine)
            parts.set(last, affine.times((Affine) parts.get(last)));
        else if (!map.equals(Affine.IDENTITY)) parts.add(map);
    }

    /** The maps that are left, the first acts first; no two neighbours are affine. */
    public List<SpatialMap> parts() {
        return maps;
    }

    /** Whether the whole is one matrix. */
    public boolean isAffine() {
        return maps.isEmpty() || (maps.size() == 1 && maps.get(0) instanceof Affine);
    }

    /**
     * The whole as one matrix.
     *
     * @throws IllegalStateException unless {@link #isAffine()}
     */
    public Affine toAffine() {
        if (!isAffine()) throw new IllegalStateException("a chain with a warp is no matrix");
        return maps.isEmpty() ? Affine.IDENTITY : (Affine) maps.get(0);
    }

    @Override
    public void apply(double[] point, double[] target) {
        if (target != point) System.arraycopy(point, 0, target, 0, 3);
        for (SpatialMap map : maps) map.apply(target, target);
    }
}
