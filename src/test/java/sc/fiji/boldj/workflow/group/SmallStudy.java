package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * The files of a finished study of twelve people in two arms, in small: two regions, at (-,-) and (+,+) of x and y, that are more alike in the
 * even people.
 *
 * @param bids folder of the dataset
 * @param results folder of the results
 */
public record SmallStudy(Path bids, Path results) {

    /** The grid of the maps. */
    public static final VoxelGrid GRID = new VoxelGrid(8, 8, 6, Affine.of(4, 0, 0, -14, 0, 4, 0, -14, 0, 0, 4, -10));

    /** Writes the study; {@code control} and {@code drug} name the arms in its table. */
    public void write(String control, String drug) throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 12; i++) {
            String label = String.format("%02d", i);
            people.append("sub-" + label + "\t" + (i % 2 == 0 ? drug : control) + "\n");
            Path func = Files.createDirectories(bids.resolve("sub-" + label + "/func"));
            Files.write(func.resolve("sub-" + label + "_task-rest_bold.nii"), new byte[0]);
        }
        Files.writeString(bids.resolve("participants.tsv"), people.toString());
        for (int person = 1; person <= 12; person++) write(files(person));
    }

    /** The result files of a person, from 1. */
    public ScanFiles files(int person) throws IOException {
        BidsScan scan = BidsDataset.read(bids).scans().get(person - 1);
        return new ScanFiles(results, scan, ParticipantRun.space(ParticipantOptions.DEFAULT));
    }

    private void write(ScanFiles files) throws IOException {
        int number = Integer.parseInt(files.scan().subject());
        NeuroImage series = NeuroImage.floats("series", GRID, 40, SeriesTiming.every(2));
        double[] noise = new double[GRID.voxels() + 2];
        for (int t = 0; t < 40; t++) {
            Seeds.fillGaussian(Seeds.stream(70 + number, t), noise);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] p = GRID.position(v);
                boolean seed = p[0] < 0 && p[1] < 0;
                boolean target = p[0] > 0 && p[1] > 0;
                double shared = seed ? 2 : target && number % 2 == 0 ? 1.5 : 0;
                volume[v] = (float) (1000 + noise[v] + shared * noise[volume.length]);
            }
            series.writeVolume(t, volume);
        }
        for (Path file : new Path[] {files.denoised(), NodeTables.nodes(files, Variant.MAIN), files.quality()})
            Files.createDirectories(file.getParent());
        StudyFiles.write(series, files.denoised(), Progress.NONE);
        StudyFiles.write(Mask.all(GRID), series, files.mask());
        StudyFiles.write(series.volume(0), series, files.boldref());
        Files.writeString(NodeTables.nodes(files, Variant.MAIN), "node\n");
        JsonFile.write(
                files.quality(),
                Map.of(
                        "MeanFramewiseDisplacementPer2s",
                        0.1,
                        "DegreesOfFreedom",
                        60,
                        "CoverageOfTemplateBrain",
                        1.0,
                        "MedianTsnr",
                        50));
        Path log = ParticipantRun.log(results, files.scan().subject());
        Files.createDirectories(log.getParent());
        ProvenanceLog.open(log)
                .append(new LogEntry(
                        files.scan().name() + "/maps",
                        "p 1",
                        new TreeMap<>(Map.of("fwhm", 0)),
                        new TreeMap<>(),
                        new TreeMap<>()));
    }
}
