package sc.fiji.boldj.workflow.design;

import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * What the values of an endpoint are like.
 *
 * @param mean without effects, in its unit
 * @param deviation between participants in one session
 * @param decimals of scores in tables
 */
record EndpointScale(double mean, double deviation, int decimals) {

    static EndpointScale of(Endpoint endpoint) {
        if (endpoint.source() instanceof Endpoint.Connection) return new EndpointScale(0.3, 0.2, 6);
        if (endpoint.source() instanceof Endpoint.Score) return new EndpointScale(24, 6, 2);
        if (endpoint.source() instanceof Endpoint.Figure figure)
            return switch (figure.figure()) {
                case DISPLACEMENT -> new EndpointScale(0.2, 0.03, 6);
                case HIGH_MOTION -> new EndpointScale(0.1, 0.02, 6);
                case TSNR -> new EndpointScale(60, 8, 6);
                case GLOBAL_SIGNAL -> new EndpointScale(0.5, 0.1, 6);
                case BREATHING -> new EndpointScale(0.25, 0.03, 6);
                case HEART_RATE -> new EndpointScale(65, 8, 6);
                case BREATHING_RATE -> new EndpointScale(15, 2, 6);
                case FREEDOM -> new EndpointScale(80, 5, 6);
                case COVERAGE -> new EndpointScale(0.95, 0.01, 6);
            };
        return of(endpoint.map().orElseThrow());
    }

    /** The values of a map at a voxel. */
    static EndpointScale of(TrialMap map) {
        if (map instanceof TaskMap) return new EndpointScale(0.5, 0.3, 6);
        if (map instanceof NetworkMap) return new EndpointScale(40, 20, 6);
        if (map instanceof LocalMeasure measure)
            return switch (measure) {
                case ALFF -> new EndpointScale(60, 15, 6);
                case MALFF, MFALFF -> new EndpointScale(1, 0.2, 6);
                case FALFF -> new EndpointScale(0.5, 0.05, 6);
                case REHO -> new EndpointScale(0.4, 0.05, 6);
                case ZREHO -> new EndpointScale(0, 0.5, 6);
                case GBC, VMHC -> new EndpointScale(0.2, 0.1, 6);
            };
        return new EndpointScale(0.2, 0.2, 6);
    }
}
