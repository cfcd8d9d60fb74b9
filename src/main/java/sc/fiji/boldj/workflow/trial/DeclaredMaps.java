package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.protocol.Endpoint;

/** Tests a map endpoint at each voxel. */
interface DeclaredMaps {

    /**
     * What was found in a map.
     *
     * @param p smallest p, FWE-corrected over the voxels
     * @param statistic most extreme t or v
     * @param words what was found, in a clause
     */
    record Found(double p, double statistic, String words) {}

    /** Tests a map, and writes its results. */
    Found test(Endpoint endpoint, TestPlan plan, PersonTest test, double alpha, Progress progress) throws IOException;
}
