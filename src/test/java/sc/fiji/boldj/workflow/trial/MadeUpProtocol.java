package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.group.ProtocolRun;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** A trial of two arms and three visits with simulated results of the participant level, where the drug acts at week 12. */
abstract class MadeUpProtocol extends MadeUpSessions {

    static final String PROTOCOL = "{'protocolVersion': 1, 'title': 'Weeks 0, 6 and 12', 'factors': {"
            + "'arm': {'role': 'treatment', 'levels': ['placebo', 'drug'], 'reference': 'placebo'},"
            + "'visit': {'role': 'visit', 'column': 'session_id', 'levels': ['wk00', 'wk06', 'wk12'], 'windowsDays': {'wk12': [77, 91]}}},"
            + "'sets': {'ITT': {}, 'PP': {'exclude': ['deviation == major']}},"
            + "'endpoints': [{'id': 'pcc', 'label': 'PCC - mPFC', 'kind': 'connection', 'connection': 'PCC - mPFC'},"
            + " {'id': 'own', 'kind': 'connection', 'one': ['DMN.PCC'], 'other': ['DMN.MPFC']},"
            + " {'id': 'score', 'kind': 'score', 'column': 'score', 'unit': 'points'},"
            + " {'id': 'motion', 'kind': 'figure', 'figure': 'MeanFramewiseDisplacementPer2s'},"
            + " {'id': 'sphere', 'kind': 'mapRegion', 'map': 'alff', 'region': 'sphere:0,-52,18,15'},"
            + " {'id': 'alff', 'kind': 'map', 'map': 'alff', 'inference': {'statistic': 'voxel'}}],"
            + "'contrasts': {'drug': 'drug - placebo'},"
            + "'families': [{'id': 'late', 'rank': 'secondary', 'visit': 'wk06', 'tests': [{'endpoint': 'pcc', 'contrast': 'drug'}, {'endpoint': 'score', 'contrast': 'drug'}]},"
            + " {'id': 'main', 'rank': 'primary', 'visit': 'wk12', 'order': [{'endpoint': 'pcc', 'contrast': 'drug'}, {'endpoint': 'own', 'contrast': 'drug'}]},"
            + " {'id': 'maps', 'rank': 'exploratory', 'visit': 'wk12', 'tests': [{'endpoint': 'alff', 'contrast': 'drug'}, {'endpoint': 'sphere', 'contrast': 'drug'}]}],"
            + "'equivalence': [{'endpoint': 'pcc', 'contrast': 'drug', 'visit': 'wk06', 'margin': 4, 'unit': 'sd'}],"
            + "'model': {'baseline': {'factor': 'visit', 'level': 'wk00', 'use': 'change'}, 'sensitivity': ['otherSets']},"
            + "'preprocessing': {'columns': '24P'}, 'permutations': {'number': 500, 'seed': 3}}";

    void trial() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\tdeviation\n");
        for (int i = 1; i <= 14; i++) {
            String label = String.format("%02d", i);
            boolean drug = i % 2 == 0;
            people.append(
                    "sub-" + label + "\t" + (drug ? "drug" : "placebo") + "\t" + (i == 3 ? "major" : "none") + "\n");
            StringBuilder sessions = new StringBuilder("session_id\tscore\tday\n");
            for (String week : List.of("wk00", "wk06", "wk12")) {
                boolean late = week.equals("wk12");
                sessions.append("ses-" + week + "\t" + (20 + i % 5) + "\t" + (late ? (i == 5 ? 99 : 84) : 0) + "\n");
                if (late && i == 7) continue;
                scan(label, week, late && drug ? 0.5 : 0);
                alff(label, week, late && drug ? 8 : 0);
            }
            table("sub-" + label + "/sub-" + label + "_sessions.tsv", sessions.toString());
        }
        people.append("sub-99\tdrug\tnone\n");
        table("participants.tsv", people.toString());
    }

    private void alff(String subject, String session, double raised) throws IOException {
        ScanFiles files = new ScanFiles(
                results,
                new BidsScan(bids.resolve("x"), subject, session, "rest", "", "bold"),
                ParticipantRun.space(PARTICIPANT));
        VoxelGrid grid = Template.grid(10);
        double[] draws = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream((subject + session).hashCode(), 1), draws);
        float[] values = new float[draws.length];
        for (int v = 0; v < values.length; v++) {
            double[] mm = grid.position(v);
            boolean posterior = Math.hypot(Math.hypot(mm[0], mm[1] + 52), mm[2] - 18) <= 15;
            values[v] = (float) (10 + draws[v] + (posterior ? raised : 0));
        }
        StudyFiles.write(values, NeuroImage.floats("x", grid, 1, SeriesTiming.UNKNOWN), LocalMeasure.ALFF.file(files));
    }

    String run(String protocol, GroupOptions options) throws IOException {
        Path file = root.resolve("trial.json");
        Files.writeString(file, protocol.replace('\'', '"'));
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        return new ProtocolRun(
                        BidsDataset.read(bids),
                        results,
                        PARTICIPANT,
                        options.with(GroupOption.PROTOCOL, file.toString()),
                        TEMPLATE,
                        "BoldJ test")
                .run(new StudyPageSet("BoldJ test"), quiet, Progress.NONE);
    }
}
