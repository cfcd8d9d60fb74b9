package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import sc.fiji.boldj.distortion.MeasuredField;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * A field that gradient-echo images measured, in the space of these images.
 *
 * @param parts the files
 * @param field Hz, smooth, continued beyond the head
 * @param magnitude an undistorted image of the head
 * @param head where the field was measured
 */
public record MeasuredScan(FieldmapParts parts, NeuroImage field, NeuroImage magnitude, Mask head) {

    private static final String FIRST = "EchoTime1";
    private static final String SECOND = "EchoTime2";
    private static final double TESLA = 42.577478518e6;

    /**
     * Reads a field map and computes the field in Hz.
     *
     * @throws IOException if a file cannot be read
     * @throws DataException if the files do not state echo times or units, or do not fit together
     */
    public static MeasuredScan read(FieldmapParts parts, Progress progress) throws IOException {
        NeuroImage magnitude = one(parts.magnitude());
        Mask head = BrainMask.epi(magnitude, BrainMask.Options.DEFAULT, Progress.NONE);
        float[] first = values(parts.maps().get(0), magnitude, head);
        Sidecar sidecar = Sidecar.find(parts.maps().get(0));
        String name = parts.maps().get(0).getFileName().toString();
        NeuroImage field =
                switch (parts.method()) {
                    case FIELD -> MeasuredField.ofHertz(hertz(first, sidecar, name), head, progress);
                    case PHASE_DIFFERENCE ->
                        MeasuredField.ofPhase(
                                radians(first, name),
                                head,
                                seconds(number(sidecar, SECOND, name) - number(sidecar, FIRST, name), name),
                                progress);
                    case TWO_PHASES -> {
                        Path later = parts.maps().get(1);
                        String second = later.getFileName().toString();
                        double echoes =
                                number(Sidecar.find(later), "EchoTime", second) - number(sidecar, "EchoTime", name);
                        float[] difference = MeasuredField.difference(
                                radians(first, name), radians(values(later, magnitude, head), second));
                        yield MeasuredField.ofPhase(
                                difference, head, seconds(echoes, name + " and " + second), progress);
                    }
                    case OPPOSED, ANATOMY -> throw new IllegalStateException("not a measured field");
                };
        return new MeasuredScan(parts, field, magnitude, head);
    }

    private static NeuroImage one(Path file) throws IOException {
        NeuroImage image = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
        if (image.volumes() != 1)
            throw new DataException(
                    file.getFileName() + " has " + image.volumes() + " volumes, a field map must have one");
        image.grid().requirePlaced(file.getFileName().toString(), "it cannot be registered to the run");
        return image;
    }

    private static float[] values(Path file, NeuroImage magnitude, Mask head) throws IOException {
        NeuroImage image = one(file);
        if (!image.grid().isSameAs(magnitude.grid()))
            throw new DataException(file.getFileName() + " and its magnitude image have different grids");
        float[] values = image.volume(0);
        for (int v : head.indices())
            if (!Float.isFinite(values[v]))
                throw new DataException(file.getFileName() + " has values within the head that are not finite");
        return values;
    }

    private static float[] radians(float[] values, String name) {
        try {
            return MeasuredField.radians(values);
        } catch (IllegalArgumentException e) {
            throw new DataException(name + ": " + e.getMessage());
        }
    }

    private static float[] hertz(float[] values, Sidecar sidecar, String name) {
        String units = sidecar.text("Units")
                .orElseThrow(() -> new DataException("the sidecar of " + name
                        + " has no Units: state Hz, rad/s or Tesla in the .json file beside it"));
        double factor =
                switch (units) {
                    case "Hz" -> 1;
                    case "rad/s" -> 1 / (2 * Math.PI);
                    case "Tesla", "T" -> TESLA;
                    default ->
                        throw new DataException(
                                name + ": Units must be Hz, rad/s or Tesla, the sidecar states '" + units + "'");
                };
        float[] hertz = new float[values.length];
        for (int v = 0; v < hertz.length; v++) hertz[v] = (float) (factor * values[v]);
        return hertz;
    }

    private static double number(Sidecar sidecar, String key, String name) {
        OptionalDouble value = sidecar.number(key);
        if (value.isEmpty())
            throw new DataException(
                    "the sidecar of " + name + " has no " + key + ": add it, in seconds, to the .json file beside it");
        return value.getAsDouble();
    }

    private static double seconds(double difference, String name) {
        if (!(difference > 0 && difference < 0.1))
            throw new DataException(
                    name + ": the second echo must follow the first by less than 0.1 s, the sidecar states "
                            + difference + " s; echo times are in seconds");
        return difference;
    }
}
