package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** The need of memory, from headers. */
class MemoryNeedTest {

    @TempDir
    Path root;

    private static NeuroImage image(VoxelGrid grid, int volumes) {
        return NeuroImage.floats("x", grid, volumes, SeriesTiming.UNKNOWN);
    }

    private static long need(BidsDataset dataset, String components) throws IOException {
        ParticipantOptions options = ParticipantOptions.DEFAULT
                .with(ParticipantOption.VOXEL, 5.0)
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.COLUMNS, "24P")
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.COMPONENTS, components);
        return MemoryNeed.of(dataset, List.of("01"), options, 1).bytes();
    }

    @Test
    void twoSeriesInStandardSpaceAndTheGivenMapsAreCounted() throws IOException {
        Path scan = Files.createDirectories(root.resolve("bids/sub-01/func")).resolve("sub-01_task-rest_bold.nii");
        StudyFiles.write(image(Template.grid(10), 30), scan, Progress.NONE);
        BidsDataset dataset = BidsDataset.read(root.resolve("bids"));
        long standard = 4L * Template.grid(5).voxels();
        long without = need(dataset, "");
        assertEquals(350_000_000L + 60 * standard, without);
        Path maps = root.resolve("maps.nii");
        StudyFiles.write(image(Template.grid(10), 40), maps, Progress.NONE);
        assertEquals(
                without + 50 * standard + 160L * Template.grid(10).voxels(),
                need(dataset, maps.toString()),
                "30 + 2 x 40 and the file");
        assertEquals(without, need(dataset, root.resolve("gone.nii").toString()));
    }

    @Test
    void theAverageOverSessionsIsCountedWhereItNeedsMoreThanTheSeries() throws IOException {
        Path bids = root.resolve("bids");
        Path scan =
                Files.createDirectories(bids.resolve("sub-01/ses-1/func")).resolve("sub-01_ses-1_task-rest_bold.nii");
        StudyFiles.write(image(Template.grid(10), 5), scan, Progress.NONE);
        for (int session = 1; session <= 3; session++) {
            String name = "sub-01_ses-" + session + "_T1w.nii";
            Path folder = Files.createDirectories(bids.resolve("sub-01/ses-" + session + "/anat"));
            StudyFiles.write(image(Template.grid(5), 1), folder.resolve(name), Progress.NONE);
        }
        long voxels = Template.grid(5).voxels();
        BidsDataset dataset = BidsDataset.read(bids);
        assertEquals(350_000_000L + voxels * (3 * 4 + 3 * 8 + 32), need(dataset, ""));
        MemoryNeed off = MemoryNeed.of(
                dataset, List.of("01"), ParticipantOptions.DEFAULT.with(ParticipantOption.LONGITUDINAL, false), 1);
        assertEquals("sub-01_ses-1_task-rest", off.largest());
    }
}
