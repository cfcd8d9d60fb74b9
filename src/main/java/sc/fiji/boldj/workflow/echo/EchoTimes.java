package sc.fiji.boldj.workflow.echo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.boldj.io.Sidecar;

/** Echo times of series, from their sidecars. */
public final class EchoTimes {

    private EchoTimes() {}

    /**
     * Reads {@code EchoTime}.
     *
     * @param files null for a series that is in no file
     * @return seconds
     * @throws IOException if one is missing; names the series and the remedy
     */
    public static double[] of(List<Path> files) throws IOException {
        double[] times = new double[files.size()];
        for (int e = 0; e < times.length; e++) {
            if (files.get(e) == null)
                throw new IOException("the echo time of an open image is not known: give echo_times, in seconds");
            OptionalDouble time = Sidecar.find(files.get(e)).echoTime();
            if (time.isEmpty())
                throw new IOException(files.get(e)
                        + ": its sidecar does not say EchoTime: add it, or give echo_times, in" + " seconds");
            times[e] = time.getAsDouble();
        }
        return times;
    }
}
