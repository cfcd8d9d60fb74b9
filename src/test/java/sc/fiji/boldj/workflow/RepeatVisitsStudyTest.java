package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.WithinPersonTemplate;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.AnatomicalScan;
import sc.fiji.boldj.simulate.HeadShape;
import sc.fiji.boldj.simulate.TemplateHead;

/**
 * False change between two visits of a head that did not change: two noise realisations and shadings in two positions. A voxel of
 * the template is followed to each visit and from there, by the true maps, to the head; the distance of the two ends is false.
 */
@Tag("study")
class RepeatVisitsStudyTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void throughTheAverageThereIsLessFalseChangeThanThroughSeparateWarps(long person) {
        Template template = Template.builtIn();
        TemplateHead.Template tissues =
                new TemplateHead.Template(template.gm(), template.wm(), Normalization.image(template.mask(), "brain"));
        HeadShape shape = HeadShape.draw(person);
        VoxelGrid grid = new VoxelGrid(96, 116, 100, Affine.of(2, 0, 0, -95, 0, 2, 0, -120, 0, 0, 2, -95));
        List<TemplateHead> heads = new ArrayList<>();
        List<NeuroImage> scans = new ArrayList<>();
        for (int visit = 0; visit < 2; visit++) {
            SplittableRandom random = Seeds.stream(person, visit);
            double[] pose = new double[6];
            for (int k = 0; k < 6; k++) pose[k] = (2 * random.nextDouble() - 1) * (k < 3 ? 4 : 0.05);
            Affine toRest = RigidMotion.of(pose).toAffine(0, 0, 0).inverse();
            heads.add(new TemplateHead(tissues, shape.moved(toRest), 0));
            AnatomicalScan.Options options = new AnatomicalScan.Options(3, 0.3, 100 * person + visit);
            scans.add(AnatomicalScan.of(heads.get(visit), grid, options, Progress.NONE));
        }

        List<SpatialMap> separate = new ArrayList<>();
        for (NeuroImage scan : scans) separate.add(space(scan, template));
        WithinPersonTemplate average = WithinPersonTemplate.of(scans, Progress.NONE);
        SpatialMap shared = space(average.average(), template);
        List<SpatialMap> through = new ArrayList<>();
        for (Affine toScan : average.toScans()) through.add(TransformChain.of(shared, toScan));

        double[] apart = falseChange(separate, heads, template);
        double[] together = falseChange(through, heads, template);
        double[] errorApart = error(separate.get(0), heads.get(0), template);
        double[] errorTogether = error(through.get(0), heads.get(0), template);
        System.out.printf(
                Locale.ROOT,
                "head %d: false change, median and 95th percentile, separate warps %.3f, %.3f mm; average %.3f, %.3f mm;"
                        + " error of the normalisation %.2f, %.2f and %.2f, %.2f mm%n",
                person,
                apart[0],
                apart[1],
                together[0],
                together[1],
                errorApart[0],
                errorApart[1],
                errorTogether[0],
                errorTogether[1]);
        assertTrue(together[0] < apart[0] / 4 && together[1] < apart[1] / 4, Arrays.toString(together));
        assertTrue(together[1] < 0.1, "95th percentile " + together[1]);
    }

    private static SpatialMap space(NeuroImage t1, Template template) {
        return Normalization.t1(t1, template, Normalization.Options.DEFAULT, Progress.NONE)
                .space()
                .toScan();
    }

    private static double[] falseChange(List<SpatialMap> maps, List<TemplateHead> heads, Template template) {
        return distances(template, (x, one, other) -> {
            maps.get(0).apply(x, one);
            heads.get(0).toStandard(one, one);
            maps.get(1).apply(x, other);
            heads.get(1).toStandard(other, other);
        });
    }

    private static double[] error(SpatialMap map, TemplateHead head, Template template) {
        return distances(template, (x, one, other) -> {
            map.apply(x, one);
            head.toStandard(one, one);
            System.arraycopy(x, 0, other, 0, 3);
        });
    }

    private interface Ends {
        void of(double[] x, double[] one, double... other);
    }

    private static double[] distances(Template template, Ends ends) {
        Mask mask = template.mask();
        VoxelGrid grid = mask.grid();
        double[] found = new double[mask.count()];
        double[] one = new double[3];
        double[] other = new double[3];
        int n = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            if (!mask.contains(v)) continue;
            double[] x = grid.affine().apply(v % grid.sizeX(), (double) (v / grid.sizeX() % grid.sizeY()), grid.z(v));
            ends.of(x, one, other);
            double sum = 0;
            for (int d = 0; d < 3; d++) sum += (one[d] - other[d]) * (one[d] - other[d]);
            found[n++] = Math.sqrt(sum);
        }
        Arrays.sort(found);
        return new double[] {found[n / 2], found[(int) (0.95 * n)]};
    }
}
