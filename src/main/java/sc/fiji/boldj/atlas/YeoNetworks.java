package sc.fiji.boldj.atlas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Groups the parcels of a Schaefer atlas into the networks that their names carry. */
final class YeoNetworks {

    private YeoNetworks() {}

    /**
     * One label for each network, in the order of first mention, both hemispheres together.
     *
     * @param schaefer its names look like {@code 7Networks_LH_Vis_1}
     * @throws IllegalArgumentException if a name is of another kind
     */
    public static LabelVolume of(LabelVolume schaefer) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        Map<Integer, Integer> network = new TreeMap<>();
        for (int label : schaefer.labels()) {
            String name = schaefer.table().name(label);
            String[] parts = name.split("_", -1);
            if (parts.length < 3 || !parts[0].endsWith("Networks"))
                throw new IllegalArgumentException("label " + label + " is called '" + name
                        + "', but parcels of Schaefer's atlas are called like 7Networks_LH_Vis_1");
            numbers.putIfAbsent(parts[2], numbers.size() + 1);
            network.put(label, numbers.get(parts[2]));
        }
        int[] values = new int[schaefer.grid().voxels()];
        for (int v = 0; v < values.length; v++) if (schaefer.label(v) != 0) values[v] = network.get(schaefer.label(v));
        Map<Integer, String> names = new TreeMap<>();
        numbers.forEach((name, number) -> names.put(number, name));
        return LabelVolume.of(schaefer.grid(), values, LabelTable.of(names), "the networks")
                .withSpace(schaefer.space());
    }
}
