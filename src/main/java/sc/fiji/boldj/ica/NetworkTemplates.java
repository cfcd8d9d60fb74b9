package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/** Named maps of networks on the voxels of a mask. Immutable. */
public final class NetworkTemplates {

    /** Standard deviation of the built-in blobs, in millimetres. */
    public static final double BLOB_MM = 10;

    /** No template: nothing is named. */
    public static final NetworkTemplates NONE = new NetworkTemplates(List.of(), new float[0][]);

    /** The built-in networks whose nodes the table of the atlas package holds. */
    private static final List<String> TABLED = List.of("DMN", "FPN", "DAN", "Salience");
    /** Further centres of the CONN networks atlas (Whitfield-Gabrieli and Nieto-Castanon 2012), MNI mm. */
    private static final Map<String, double[][]> FURTHER = further();

    private final List<String> names;
    private final float[][] maps;

    private NetworkTemplates(List<String> names, float[][] maps) {
        this.names = names;
        this.maps = maps;
    }

    private static Map<String, double[][]> further() {
        Map<String, double[][]> centres = new LinkedHashMap<>();
        centres.put("Visual", new double[][] {{2, -79, 12}, {0, -93, -4}, {-37, -79, 10}, {38, -72, 13}});
        centres.put("Somatomotor", new double[][] {{-55, -12, 29}, {56, -10, 29}, {0, -31, 67}});
        centres.put("Language", new double[][] {{-51, 26, 2}, {54, 28, 1}, {-57, -47, 15}, {59, -42, 13}});
        centres.put("Cerebellar", new double[][] {{0, -63, -30}, {0, -79, -32}});
        return centres;
    }

    /** The names of the built-in networks, in order. */
    public static List<String> builtInNames() {
        List<String> names = new ArrayList<>(TABLED);
        names.addAll(FURTHER.keySet());
        return List.copyOf(names);
    }

    /**
     * The built-in networks, as smooth blobs (Gaussian, {@link #BLOB_MM}) around published centres: DMN, FPN, DAN,
     * Salience, Visual, Somatomotor, Language, Cerebellar.
     *
     * @param mask on a grid in MNI space
     */
    public static NetworkTemplates builtIn(Mask mask) {
        Map<String, double[][]> centres = new LinkedHashMap<>();
        CoordinateTable table = CoordinateTable.networkNodes();
        for (String network : TABLED) {
            List<double[]> nodes = new ArrayList<>();
            for (Coordinate node : table.network(network).entries())
                nodes.add(new double[] {node.x(), node.y(), node.z()});
            centres.put(network, nodes.toArray(new double[0][]));
        }
        centres.putAll(FURTHER);
        float[][] maps = new float[centres.size()][];
        int i = 0;
        for (double[][] nodes : centres.values()) maps[i++] = blobs(mask, nodes);
        return of(List.copyOf(centres.keySet()), maps);
    }

    private static float[] blobs(Mask mask, double[][] nodes) {
        VoxelGrid grid = mask.grid();
        float[] map = new float[mask.count()];
        for (int i = 0; i < map.length; i++) {
            double[] place = place(grid, mask.voxel(i));
            double nearest = Double.POSITIVE_INFINITY;
            for (double[] node : nodes) {
                double distance = 0;
                for (int d = 0; d < 3; d++) distance += (place[d] - node[d]) * (place[d] - node[d]);
                nearest = Math.min(nearest, distance);
            }
            map[i] = (float) Math.exp(-nearest / (2 * BLOB_MM * BLOB_MM));
        }
        return map;
    }

    /**
     * Given maps.
     *
     * @param names one for each map, all different
     * @param maps shape (count, V) in the order of the mask
     * @throws IllegalArgumentException if there is none, the numbers differ or a name comes twice
     */
    public static NetworkTemplates of(List<String> names, float[][] maps) {
        if (names.isEmpty() || names.size() != maps.length)
            throw new IllegalArgumentException("templates need one name for each map and 1 map or more, got "
                    + names.size() + " names and " + maps.length + " maps");
        if (names.stream().distinct().count() != names.size())
            throw new IllegalArgumentException("two templates have the same name: " + names);
        return new NetworkTemplates(List.copyOf(names), maps.clone());
    }

    /**
     * Given maps on another grid in the same space, sampled at the voxels of the mask by linear interpolation; 0 beyond
     * their border, NaN is treated as 0.
     *
     * @param maps one volume for each name
     */
    public static NetworkTemplates sampled(List<String> names, NeuroImage maps, Mask mask) {
        Affine toMaps = maps.grid().affine().inverse().times(mask.grid().affine());
        float[][] values = new float[maps.volumes()][mask.count()];
        for (int m = 0; m < values.length; m++) {
            float[] volume = maps.volume(m);
            for (int i = 0; i < mask.count(); i++) {
                int voxel = mask.voxel(i);
                VoxelGrid g = mask.grid();
                double[] at = toMaps.apply(voxel % g.sizeX(), voxel / g.sizeX() % g.sizeY(), g.z(voxel));
                values[m][i] = sample(volume, maps.grid(), at);
            }
        }
        return of(names, values);
    }

    private static float sample(float[] volume, VoxelGrid grid, double[] at) {
        int x = (int) Math.floor(at[0]);
        int y = (int) Math.floor(at[1]);
        int z = (int) Math.floor(at[2]);
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = x + (corner & 1);
            int cy = y + (corner >> 1 & 1);
            int cz = z + (corner >> 2);
            if (cx < 0 || cy < 0 || cz < 0 || cx >= grid.sizeX() || cy >= grid.sizeY() || cz >= grid.sizeZ()) continue;
            float value = volume[grid.index(cx, cy, cz)];
            if (Float.isNaN(value)) continue;
            sum += value * (1 - Math.abs(at[0] - cx)) * (1 - Math.abs(at[1] - cy)) * (1 - Math.abs(at[2] - cz));
        }
        return (float) sum;
    }

    private static double[] place(VoxelGrid grid, int voxel) {
        return grid.position(voxel);
    }

    /** The names in the order of the maps. */
    public List<String> names() {
        return names;
    }

    /** One map in the order of the mask, a new array. */
    public float[] map(int template) {
        return maps[template].clone();
    }
}
