package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * The maps of a plan.
 *
 * @param inputs one for each session that the design uses, in the order of the sessions; with a baseline one for each
 *     participant
 * @param covariate the baseline of each participant; null for none
 * @param design of the inputs
 * @param mask what all sessions cover
 */
record PlanMaps(List<NeuroImage> inputs, List<NeuroImage> covariate, GroupDesign design, Mask mask) {

    /** Reads the maps of the sessions that a plan uses. */
    static PlanMaps of(ScanEndpoints endpoints, Endpoint endpoint, TestPlan plan) throws IOException {
        TrialMap map = endpoint.map().orElseThrow();
        Map<Integer, NeuroImage> images = new LinkedHashMap<>();
        Mask mask = null;
        for (int i = 0; i < plan.design().inputs(); i++) {
            if (!plan.design().uses(i) && !isBaseline(plan, i)) continue;
            Visit visit = endpoints.visit(i, endpoint.task()).orElseThrow();
            images.put(i, TrialMaps.mean(visit, map, TrialMaps.runs(visit, map), map::file, new ArrayList<>()));
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        }
        mask.requireNotEmpty("the area covered by all sessions");
        if (plan.baseline().isEmpty())
            return new PlanMaps(
                    List.copyOf(images.values()), null, plan.design().ofUsed(), mask);
        return new PlanMaps(
                sums(plan.design().combination(), images),
                sums(plan.baseline().get(), images),
                plan.design().ofObservations(),
                mask);
    }

    private static boolean isBaseline(TestPlan plan, int input) {
        return plan.baseline()
                .map(weights -> Arrays.stream(weights).anyMatch(row -> row[input] != 0))
                .orElse(false);
    }

    /** A weighted sum of maps for each row of weights. */
    private static List<NeuroImage> sums(double[][] weights, Map<Integer, NeuroImage> images) {
        List<NeuroImage> sums = new ArrayList<>();
        for (double[] row : weights) {
            NeuroImage like = images.values().iterator().next();
            float[] sum = new float[like.grid().voxels()];
            images.forEach((i, image) -> {
                if (row[i] == 0) return;
                float[] own = image.volume(0);
                for (int v = 0; v < sum.length; v++) sum[v] += (float) (row[i] * own[v]);
            });
            NeuroImage made = like.createLike("sum", 1);
            made.writeVolume(0, sum);
            sums.add(made);
        }
        return sums;
    }
}
