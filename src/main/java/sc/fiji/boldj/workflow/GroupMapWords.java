package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.stats.PermutationResult;

/** Describes the result of a group test of maps, in sentences. */
record GroupMapWords(GroupMaps maps) {

    /** The result in a sentence. */
    String verdict() {
        double least = maps.result().members().stream()
                .mapToDouble(GroupMapTables::least)
                .min()
                .orElse(1);
        int n = maps.clusters().stream().mapToInt(table -> table.rows().size()).sum();
        double alpha = maps.family().first().options().alpha();
        String what = n == 0
                ? "No element reaches corrected p <= " + alpha
                : n + (n == 1 ? " cluster reaches" : " clusters reach") + " corrected p <= " + alpha;
        if (maps.tests() > 1) what += " in " + maps.tests() + " tests that are corrected together";
        PermutationResult any = maps.result().members().get(0).result().test();
        double[] interval = any.interval(least, 0.95);
        String range = any.isExhaustive()
                ? "exact"
                : String.format(Locale.ROOT, "95 %% Monte Carlo interval %.4g to %.4g", interval[0], interval[1]);
        return what + String.format(Locale.ROOT, "; the smallest corrected p is %.4g (%s).", least, range);
    }

    /** Warnings of the tests, the voxels excluded by a mask that was made from the maps, and sites. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(maps.result().warnings());
        int partly = maps.grounds().partly();
        if (partly > 0)
            warnings.add("The mask, computed from the maps, excludes " + partly + (partly == 1 ? " voxel" : " voxels")
                    + " with a missing or infinite value in some but not all maps.");
        GroupExtras.Sites sites = maps.settings().extras().sites();
        if (sites != null) warnings.add("A sensitivity analysis: " + sites.words());
        return warnings;
    }

    /** Sentences of a paper on sites and evidence of absence. */
    String methods() {
        GroupExtras extras = maps.settings().extras();
        return (extras.sites() == null ? "" : " " + extras.sites().words())
                + (extras.evidence() == null
                        ? ""
                        : GroupEvidence.methods(
                                extras.evidence(),
                                maps.family().first().options().alpha()));
    }
}
