package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.List;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;

/** Tests a map endpoint at each voxel. */
interface DeclaredMaps {

    /**
     * What was found in a map.
     *
     * @param p smallest p, FWE-corrected over the voxels
     * @param statistic most extreme t or v
     * @param words what was found, in a clause
     * @param notes what the reader must know, in sentences
     */
    record Found(double p, double statistic, String words, List<String> notes) {

        public Found {
            notes = List.copyOf(notes);
        }

        /** Without notes. */
        public Found(double p, double statistic, String words) {
            this(p, statistic, words, List.of());
        }
    }

    /**
     * What was found of the absence of an effect in a map.
     *
     * @param margin in the unit of the map, or in standard deviations of each voxel between participants
     * @param tested number of voxels
     * @param equivalent voxels with corrected p at or below alpha
     * @param pEverywhere p of the claim that the effect is within the margin in every voxel
     * @param folder name of the folder of its maps
     */
    record Absence(double margin, int tested, int equivalent, double pEverywhere, String folder) {}

    /**
     * Tests a claim of equivalence at each voxel, and writes its maps.
     *
     * @param cells the sessions of each cell of the contrast, for the standard deviation between participants
     */
    default Absence equivalence(
            Endpoint endpoint, TestPlan plan, EquivalenceClaim claim, List<int[]> cells, Progress progress)
            throws IOException {
        throw new DataException("there are no maps");
    }

    /** Tests a map, and writes its results. */
    Found test(Endpoint endpoint, TestPlan plan, PersonTest test, double alpha, Progress progress) throws IOException;
}
