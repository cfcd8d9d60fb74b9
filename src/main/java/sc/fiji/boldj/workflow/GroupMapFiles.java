package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationResult;

/** Writes what a group test of maps found. */
final class GroupMapFiles {

    private final GroupMaps maps;
    private final Path folder;

    GroupMapFiles(GroupMaps maps, Path folder) {
        this.maps = maps;
        this.folder = folder;
    }

    /** Writes maps and tables into a folder; with several tests the names of maps end in their number. */
    void write(Progress progress) throws IOException {
        int n = maps.tests();
        for (int k = 0; k < n; k++) writeMaps(k, progress.stage(k / (double) n, (k + 1.0) / n));
        List<double[]> probabilities = new ArrayList<>();
        for (GroupFamily.Member member : maps.result().members()) {
            probabilities.add(member.result().test().pUncorrected());
            probabilities.add(member.corrected());
        }
        GroupFiles.intervals(folder, maps.result().members().get(0).result().test(), probabilities);
        GroupFiles.nulls(folder, maps.result());
        GroupFiles.thresholds(
                folder, maps.result().nulls(), maps.family().first().options().alpha());
        GroupFiles.design(folder, maps.design());
        TsvFiles.write(maps.tables().findings(), folder.resolve("clusters.tsv"));
        TsvFiles.write(maps.tables().peaks(), folder.resolve("peaks.tsv"));
        if (!maps.regions().isEmpty()) TsvFiles.write(maps.regions(), folder.resolve("regions.tsv"));
        if (n > 1) TsvFiles.write(maps.overview(), folder.resolve("tests.tsv"));
    }

    private void writeMaps(int k, Progress progress) throws IOException {
        GroupFamily.Member member = maps.result().members().get(k);
        PermutationResult found = member.result().test();
        String end = maps.tests() == 1 ? "" : "_" + (k + 1);
        double[][] interval = found.intervals(member.corrected(), 0.95);
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new Volume("stat", found.statistic(), 0));
        volumes.add(new Volume("enhanced", found.enhanced(), 0));
        volumes.add(new Volume("p_unc", found.pUncorrected(), 1));
        volumes.add(new Volume("p_fwe", member.corrected(), 1));
        volumes.add(new Volume("p_fwe_low", interval[0], 1));
        volumes.add(new Volume("p_fwe_high", interval[1], 1));
        volumes.add(new Volume("q_fdr", found.qFalseDiscovery(), 1));
        if (maps.settings().gpdTail())
            volumes.add(
                    new Volume("p_fwe_gpd", found.pFamilyWiseTail(maps.result().nulls()), 1));
        if (!maps.evidence().isEmpty()) addEvidence(maps.evidence().get(k), volumes);
        int n = volumes.size();
        for (int i = 0; i < n; i++) write(volumes.get(i), end, progress.stage(i / (double) n, (i + 1.0) / n));
    }

    private static void addEvidence(GroupEvidence evidence, List<Volume> volumes) {
        volumes.add(new Volume("effect", evidence.estimates().effect(), 0));
        volumes.add(new Volume("standard_error", evidence.estimates().standardError(), 0));
        if (evidence.equivalence() != null) {
            volumes.add(new Volume("p_equivalence_unc", evidence.equivalence().p(), 1));
            volumes.add(new Volume("p_equivalence", evidence.equivalence().pCorrected(), 1));
        }
        if (evidence.logBayes() != null) volumes.add(new Volume("log_bf10", evidence.logBayes(), 0));
    }

    /** A map by its name, with the value of voxels outside the mask. */
    private record Volume(String name, double[] values, float outside) {}

    private void write(Volume volume, String end, Progress progress) throws IOException {
        GroupMaps.Grounds grounds = maps.grounds();
        NiftiWriter.write(
                MaskedMaps.image(volume.values(), grounds.mask(), volume.outside(), grounds.like(), volume.name()),
                folder.resolve(volume.name() + end + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                progress);
    }
}
