package sc.fiji.boldj.workflow.trial;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of endpoints in the sessions of a trial. Immutable.
 *
 * @param numbers by the id of the endpoint, one for each session; NaN where it is missing
 * @param maps by the id of the endpoint, whether each session has the map
 */
public record EndpointValues(Map<String, double[]> numbers, Map<String, boolean[]> maps) {

    public EndpointValues {
        numbers = new LinkedHashMap<>(numbers);
        maps = new LinkedHashMap<>(maps);
    }

    /** Numbers alone. */
    public static EndpointValues of(Map<String, double[]> numbers) {
        return new EndpointValues(numbers, Map.of());
    }

    /** For each session whether an endpoint has a value there. */
    boolean[] available(String endpoint) {
        if (maps.containsKey(endpoint)) return maps.get(endpoint).clone();
        double[] values = numbers.get(endpoint);
        boolean[] available = new boolean[values.length];
        for (int i = 0; i < values.length; i++) available[i] = Double.isFinite(values[i]);
        return available;
    }
}
