package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.run.Progress;

class StandardSpaceTest {

    private final Template template = Template.builtIn().onGrid(Template.grid(4));

    @Test
    void aPlaceGoesThroughAffineCoregistrationAndMotionInThisOrder() {
        Affine affine = Affine.of(1.1, 0, 0, 3, 0, 0.9, 0.1, -2, 0, 0, 1, 5);
        Affine coregistration = Affine.of(0, -1, 0, 0, 1, 0, 0, 7, 0, 0, 1, 0);
        List<Affine> motion = List.of(Affine.IDENTITY, Affine.translation(0, 0, 2));
        List<SpatialMap> chains = ScanToStandard.chains(StandardSpace.of(template, affine), coregistration, motion);
        double[] p = {10, 20, 30};
        for (int t = 0; t < 2; t++) {
            double[] found = new double[3];
            chains.get(t).apply(p, found);
            double[] expected = affine.apply(10, 20, 30);
            coregistration.apply(expected, expected);
            motion.get(t).apply(expected, expected);
            assertArrayEquals(expected, found, 1e-12);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> ScanToStandard.chains(StandardSpace.of(template, affine), coregistration, List.of()));
    }

    /** A spot that moves with the head stays where it is in standard space; the signs of all maps are seen by it. */
    @Test
    void aMovingSpotComesToRest() {
        VoxelGrid scanGrid = new VoxelGrid(20, 20, 20, Affine.of(4, 0, 0, -40, 0, 4, 0, -40, 0, 0, 4, -40));
        NeuroImage scan = NeuroImage.floats("scan", scanGrid, 2, SeriesTiming.every(2));
        for (int t = 0; t < 2; t++) {
            float[] values = new float[scanGrid.voxels()];
            values[scanGrid.index(12 + t, 10, 9)] = 1; // at (8, 0, -4) mm, then 4 mm to the right
            scan.writeVolume(t, values);
        }
        Affine toScan = Affine.translation(-8, 4, 0);
        Affine toBold = Affine.translation(0, 0, -8);
        NeuroImage target = NeuroImage.floats("mni", template.grid(), 2, SeriesTiming.every(2));
        ScanToStandard.resample(
                scan,
                StandardSpace.of(template, toScan),
                toBold,
                List.of(Affine.IDENTITY, Affine.translation(4, 0, 0)),
                Interpolation.LINEAR,
                target,
                Progress.NONE);
        double[] voxel = template.grid().affine().inverse().apply(16, -4, 4);
        for (int t = 0; t < 2; t++) {
            float[] values = target.volume(t);
            double[] middle = new double[3];
            double sum = 0;
            for (int v = 0; v < values.length; v++) {
                sum += values[v];
                middle[0] += values[v] * (v % template.grid().sizeX());
                middle[1] += values[v]
                        * (v / template.grid().sizeX() % template.grid().sizeY());
                middle[2] += values[v] * template.grid().z(v);
            }
            for (int d = 0; d < 3; d++) middle[d] /= sum;
            assertArrayEquals(voxel, middle, 1e-4, "volume " + t);
        }
    }

    @Test
    void figuresOfTheTemplateOnItself() {
        StandardSpace same = StandardSpace.of(template, Affine.IDENTITY);
        SpaceFigures figures = SpaceFigures.of(
                same,
                template.brain(),
                template.brain(),
                template.maskImage(),
                List.of(template.gm(), template.wm()),
                Progress.NONE);
        assertEquals(1, figures.brainDice());
        assertEquals(1, figures.correlation(), 1e-6);
        assertEquals(List.of(1.0, 1.0), figures.greyDice());
        StandardSpace off = StandardSpace.of(template, Affine.translation(8, 0, 0));
        SpaceFigures worse = SpaceFigures.of(
                off, template.brain(), template.brain(), template.maskImage(), List.of(), Progress.NONE);
        assertTrue(worse.brainDice() < 0.95 && worse.correlation() < 0.8, worse.toString());
        assertTrue(worse.greyDice().get(0).isNaN());
    }

    /** A warp from an echo-planar scan has larger voxels than the template: its volume change is that of its own voxels. */
    @Test
    void theVolumeChangeOfACoarserWarp() {
        VoxelGrid coarse = Template.grid(8);
        float[][] u = new float[3][coarse.voxels()];
        for (int v = 0; v < coarse.voxels(); v++)
            u[0][v] = (float) (0.1 * (-90 + 8.0 * (v % coarse.sizeX())) * (v / coarse.planeSize() < 4 ? 5 : 1));
        DisplacementField warp = DisplacementField.of(coarse, u[0], u[1], u[2]);
        Template two = Template.builtIn();
        SpaceFigures figures = SpaceFigures.of(
                StandardSpace.of(two, Affine.IDENTITY, warp, warp),
                two.brain(),
                two.brain(),
                two.maskImage(),
                List.of(),
                Progress.NONE);
        // Below -40 mm there is cerebellum: the factor is 1.5 there and 1.1 elsewhere.
        assertEquals(1.1, figures.jacobian().get(0), 1e-5);
        assertEquals(1.5, figures.jacobian().get(3), 1e-5);
    }

    @Test
    void aMirroredHeadIsNoticed() {
        StandardSpace same = StandardSpace.of(template, Affine.IDENTITY);
        double straight = SideTest.of(same, template.brain(), Progress.NONE).agreement();
        float[] values = template.brain().volume(0);
        float[] mirrored = new float[values.length];
        int n = template.grid().sizeX();
        for (int v = 0; v < values.length; v++) mirrored[v] = values[v - v % n + n - 1 - v % n];
        NeuroImage flipped = NeuroImage.floats("flipped", template.grid(), 1, SeriesTiming.UNKNOWN);
        flipped.writeVolume(0, mirrored);
        Affine map = LinearRegistration.of(
                        template.brain(),
                        flipped,
                        LinearRegistration.Options.DEFAULT.withDof(12).from(Affine.IDENTITY),
                        Progress.NONE)
                .fixedToMoving();
        double mirror = SideTest.of(StandardSpace.of(template, map), flipped, Progress.NONE)
                .agreement();
        assertTrue(straight > 0.2 && mirror < -0.2, straight + " and " + mirror);
        assertEquals(straight, -mirror, 0.05, "flipping changes the sign");
    }

    @Test
    void aHeadHasBoneAndScalpAroundItsBrain() {
        Template two = Template.builtIn();
        float[] head = HeadAroundTemplate.around(two).volume(0);
        float[] brain = two.brain().volume(0);
        int dark = 0;
        int bright = 0;
        for (int v = 0; v < head.length; v++) {
            if (two.mask().contains(v)) assertEquals(brain[v], head[v]);
            else if (head[v] > 40) bright++;
            else if (head[v] > 0) dark++;
        }
        assertTrue(dark > 50_000 && bright > 30_000, dark + " and " + bright);
    }
}
