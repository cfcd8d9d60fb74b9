package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/** Censoring and the group's rule judge displacement per 2 s, as the page does. */
class DisplacementRuleTest extends MadeUpSessions {

    @Test
    void censoringConvertsItsThreshold() throws IOException {
        VoxelGrid grid = new VoxelGrid(3, 3, 3, Affine.scaling(3, 3, 3));
        int volumes = 40;
        double[] moved = new double[volumes];
        double[] drift = new double[volumes];
        for (int t = 0; t < volumes; t++) {
            moved[t] = t == 0 ? Double.NaN : t % 4 == 0 ? 0.25 : 0.15;
            drift[t] = Math.sin(t);
        }
        Confounds table =
                Confounds.none(volumes).with("framewise_displacement", moved).with("trans_x", drift);
        for (double repetitionTime : new double[] {0.8, 2}) {
            NeuroImage series = NeuroImage.floats("x", grid, volumes, SeriesTiming.every(repetitionTime));
            for (int t = 0; t < volumes; t++) {
                float[] volume = new float[grid.voxels()];
                for (int v = 0; v < volume.length; v++) volume[v] = (float) Math.cos(t * (v + 1.0));
                series.writeVolume(t, volume);
            }
            DenoiseSteps.Cleaned cleaned = DenoiseSteps.clean(
                    series, Mask.all(grid), table, new Denoising("trans_x", 0, 0, 0.5), Progress.NONE);
            // 0.5 mm per 2 s are 0.2 mm per 0.8 s: the nine volumes of 0.25 mm are censored there, and none at 2 s
            assertEquals(repetitionTime < 1 ? 31 : 40, cleaned.result().kept(), "at " + repetitionTime);
        }
    }

    @Test
    void theGroupRuleIsPerTwoSeconds() throws IOException {
        for (int i = 1; i <= 4; i++) scan("0" + i, "", 0);
        figures("01", Map.of("MeanFramewiseDisplacement", 0.3, "RepetitionTime", 0.8));
        figures("02", Map.of("MeanFramewiseDisplacement", 0.3, "RepetitionTime", 2.0));
        figures(
                "03",
                Map.of("MeanFramewiseDisplacement", 0.3, "RepetitionTime", 0.8, ScanFigure.DISPLACEMENT.key(), 0.4));
        figures(
                "04",
                Map.of("MeanFramewiseDisplacement", 0.1, "RepetitionTime", 0.8, ScanFigure.DISPLACEMENT.key(), 0.51));
        VisitList list = VisitList.of(
                BidsDataset.read(bids), results, ParticipantRun.space(PARTICIPANT), options("one-sample", ""));
        List<String> used = new ArrayList<>();
        for (Visit visit : list.used()) used.add(visit.subject());
        assertEquals(List.of("02", "03"), used);
        assertTrue(
                list.reasons().toString().contains("0.75 mm per 2 s, above 0.50"),
                list.reasons().toString());
    }

    private void figures(String subject, Map<String, Object> figures) throws IOException {
        Map<String, Object> all = new TreeMap<>(figures);
        all.put("DegreesOfFreedom", 60);
        all.put("CoverageOfTemplateBrain", 0.95);
        for (BidsScan scan : BidsDataset.read(bids).bold(subject))
            JsonFile.write(new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT)).quality(), all);
    }
}
