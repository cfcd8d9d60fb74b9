package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** What nibabel 5.0.0 reads from its corpus is what is read here. */
class NiftiCorpusTest {

    private static final String[] SPACE = {"unknown", "meter", "mm", "micron"};
    private static final String[] TIME = {"unknown", "sec", "msec", "usec", "hz"};

    @TestFactory
    List<DynamicTest> readsWhatNibabelReads() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        JsonNode all = Corpus.json("expected.json");
        for (String name : Corpus.names("expected.json"))
            tests.add(DynamicTest.dynamicTest(name, () -> compare(name, all.get(name))));
        return tests;
    }

    private static void compare(String name, JsonNode expected) throws IOException {
        Path file = Corpus.ROOT.resolve(name);
        if (!expected.has("sum")) {
            NiftiException e = assertThrows(
                    NiftiException.class, () -> NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE));
            assertTrue(e.getMessage().contains(e.field()), e.getMessage());
            return;
        }
        NeuroImage stored = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
        NeuroImage floats = NiftiReader.read(file, NiftiReader.Options.IMAGEJ, Progress.NONE);
        NiftiHeader header = (NiftiHeader) stored.header().orElseThrow();
        header(header, expected);
        double mm = NiftiUnits.millimetres(header);
        double tolerance = header.number(NiftiField.SFORM_CODE) > 0 ? 1e-5 : 1e-4;
        for (NeuroImage image : List.of(stored, floats)) {
            Affine affine = image.grid().affine();
            for (int r = 0; r < 3; r++)
                for (int c = 0; c < 4; c++)
                    assertEquals(
                            mm * expected.get("affine").get(r).get(c).asDouble(),
                            affine.get(r, c),
                            mm * tolerance,
                            "affine " + r + " " + c);
        }
        // nibabel's pixdim[4]; where the volumes lie along another axis it is no repetition time
        if (expected.hasNonNull("TR_seconds") && (header.size(4) > 1 || header.volumes() == 1))
            assertEquals(expected.get("TR_seconds").asDouble(), stored.timing().repetitionTime(), 1e-7);
        else assertFalse(stored.timing().isKnown());
        if (expected.has("slice_times_s"))
            for (int z = 0; z < expected.get("slice_times_s").size(); z++)
                assertEquals(
                        expected.get("slice_times_s").get(z).asDouble(),
                        stored.timing().sliceTimes()[z],
                        1e-6);
        voxels(stored, expected, 1e-9, 0);
        voxels(floats, expected, 1e-6, 1e-6);
    }

    private static void header(NiftiHeader header, JsonNode expected) {
        long[] dims = header.dims();
        assertEquals(expected.get("shape").size(), dims.length, "number of axes");
        for (int i = 0; i < dims.length; i++)
            assertEquals(expected.get("shape").get(i).asLong(), dims[i], "axis " + i);
        assertEquals(
                expected.get("on_disk_dtype").asText(),
                header.type().orElseThrow().name().toLowerCase(Locale.ROOT));
        assertEquals(
                expected.get("byteorder").asText(),
                header.byteOrder().toString().split("_", -1)[0].toLowerCase(Locale.ROOT));
        if (!expected.has("units")) return;
        assertEquals(expected.get("units").get(0).asText(), SPACE[NiftiUnits.space(header)]);
        assertEquals(expected.get("units").get(1).asText(), TIME[NiftiUnits.time(header) >> 3]);
        assertEquals(expected.get("qform_code").asDouble(), header.number(NiftiField.QFORM_CODE));
        assertEquals(expected.get("sform_code").asDouble(), header.number(NiftiField.SFORM_CODE));
        assertEquals(Corpus.number(expected.get("scl_slope_stored")), header.number(NiftiField.SCL_SLOPE));
        assertEquals(Corpus.number(expected.get("scl_inter_stored")), header.number(NiftiField.SCL_INTER));
        assertEquals(expected.get("vox_offset").asDouble(), header.number(NiftiField.VOX_OFFSET));
        assertEquals(expected.get("cal_max").asDouble(), header.number(NiftiField.CAL_MAX));
        assertEquals(expected.get("cal_min").asDouble(), header.number(NiftiField.CAL_MIN));
        assertEquals(expected.get("descrip").asText(), header.description());
        for (int i = 0; i < dims.length; i++)
            assertEquals(expected.get("zooms").get(i).asDouble(), header.number(NiftiField.PIXDIM, i + 1));
        List<NiftiExtension> extensions = header.extensions();
        assertEquals(expected.get("n_extensions").asInt(), extensions.size());
        for (int i = 0; i < extensions.size(); i++) {
            JsonNode extension = expected.get("extensions").get(i);
            assertEquals(extension.get("code").asInt(), extensions.get(i).code());
            byte[] content = extension.get("content_latin1").asText().getBytes(StandardCharsets.ISO_8859_1);
            byte[] read = extensions.get(i).content();
            for (int b = content.length; b < read.length; b++) assertEquals(0, read[b], "padding");
            assertArrayEquals(content, java.util.Arrays.copyOf(read, content.length));
        }
    }

    /** In double from the stored numbers; in float once rounded, so a sum of a million values keeps 1e-6. */
    private static void voxels(NeuroImage image, JsonNode expected, double sumTolerance, double valueTolerance) {
        RandomAccess<? extends RealType<?>> access = image.img().randomAccess();
        for (JsonNode voxel : expected.get("voxels")) {
            JsonNode index = voxel.get("index");
            int t = 0;
            int stride = 1;
            for (int d = 3; d < index.size(); d++) {
                t += stride * index.get(d).asInt();
                stride *= expected.get("shape").get(d).asInt();
            }
            access.setPosition(new int[] {
                index.get(0).asInt(),
                index.get(1).asInt(),
                index.size() > 2 ? index.get(2).asInt() : 0,
                t
            });
            double value = Corpus.number(voxel.get("value"));
            double read = access.get().getRealDouble();
            assertEquals(value, read, Math.abs(value) * Math.max(valueTolerance, 1e-15), "voxel " + index);
        }
        double sum = 0;
        double absolute = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        long count = 0;
        int[] position = new int[4];
        for (int t = 0; t < image.volumes(); t++)
            for (int v = 0; v < image.grid().voxels(); v++) {
                position[0] = v % image.grid().sizeX();
                position[1] = v / image.grid().sizeX() % image.grid().sizeY();
                position[2] = image.grid().z(v);
                position[3] = t;
                access.setPosition(position);
                double value = access.get().getRealDouble();
                if (!Double.isFinite(value)) continue;
                sum += value;
                absolute += Math.abs(value);
                min = Math.min(min, value);
                max = Math.max(max, value);
                count++;
            }
        long all = (long) image.volumes() * image.grid().voxels();
        assertEquals(expected.get("n_nonfinite").asLong(), all - count);
        assertEquals(expected.get("sum").asDouble(), sum, absolute * sumTolerance);
        assertEquals(expected.get("min").asDouble(), min, Math.abs(min) * Math.max(valueTolerance, 1e-15));
        assertEquals(expected.get("max").asDouble(), max, Math.abs(max) * Math.max(valueTolerance, 1e-15));
    }
}
