package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Damaged and lying files are refused by name of field, in a JVM of 256 MB that is forked for them. */
class NiftiHostileTest {

    /** The field each file is refused for; "read" where the corpus allows reading with a finding on the field. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("affine_nan.nii", "srow_x"),
            Map.entry("affine_singular.nii", "srow_x"),
            Map.entry("bitpix_mismatch.nii", "read bitpix"),
            Map.entry("datatype_float128.nii", "datatype"),
            Map.entry("datatype_unknown.nii", "datatype"),
            Map.entry("datatype_zero.nii", "datatype"),
            Map.entry("dim0_eight.nii", "dim[0]"),
            Map.entry("dim0_negative.nii", "dim[0]"),
            Map.entry("dim0_zero.nii", "dim[0]"),
            Map.entry("dim_negative.nii", "dim[1]"),
            Map.entry("dim_overflow_int32.nii", "dim"),
            Map.entry("dim_overflow_int64.nii", "dim"),
            Map.entry("dim_zero.nii", "dim[2]"),
            Map.entry("empty.nii", "file"),
            Map.entry("empty.nii.gz", "file"),
            Map.entry("ext_size_bad.nii", "extension"),
            Map.entry("ext_size_negative.nii", "extension"),
            Map.entry("ext_size_zero.nii", "extension"),
            Map.entry("gzip_bad_crc.nii.gz", "gzip"),
            Map.entry("gzip_corrupt.nii.gz", "gzip"),
            Map.entry("header_only.nii", "dim"),
            Map.entry("huge_dims.nii", "dim"),
            Map.entry("huge_dims.nii.gz", "dim"),
            Map.entry("is_gzip.nii", "read file"),
            Map.entry("magic_bad.nii", "magic"),
            Map.entry("n2_dim_negative.nii", "dim[1]"),
            Map.entry("n2_dim_overflow_int64.nii", "dim"),
            Map.entry("n2_magic_damaged.nii", "magic"),
            Map.entry("not_gzip.nii.gz", "read file"),
            Map.entry("pair_missing_img.hdr", "file"),
            Map.entry("pixdim_nan.nii", "pixdim[2]"),
            Map.entry("pixdim_negative.nii", "read pixdim[1]"),
            Map.entry("pixdim_zero.nii", "pixdim[1]"),
            Map.entry("qform_nan.nii", "quatern_b"),
            Map.entry("quatern_norm_gt1.nii", "quatern_b"),
            Map.entry("sizeof_hdr_wrong.nii", "sizeof_hdr"),
            Map.entry("sizeof_hdr_zero.nii", "sizeof_hdr"),
            Map.entry("text.nii", "sizeof_hdr"),
            Map.entry("tr_negative.nii", "read pixdim[4]"),
            Map.entry("tr_zero.nii", "read pixdim[4]"),
            Map.entry("truncated_data.nii", "dim"),
            Map.entry("truncated_gzip.nii.gz", "gzip"),
            Map.entry("truncated_header.nii", "sizeof_hdr"),
            Map.entry("vox_offset_beyond.nii", "vox_offset"),
            Map.entry("vox_offset_fraction.nii", "vox_offset"),
            Map.entry("vox_offset_inf.nii", "vox_offset"),
            Map.entry("vox_offset_nan.nii", "vox_offset"),
            Map.entry("vox_offset_negative.nii", "vox_offset"),
            Map.entry("vox_offset_small.nii", "vox_offset"));

    /** Reads each file given and prints one line: name, what happened to it. Runs in the forked JVM. */
    static final class Fork {
        private Fork() {}

        public static void main(String[] files) {
            for (String file : files) {
                String outcome;
                try {
                    NeuroImage image = NiftiReader.read(Path.of(file), NiftiReader.Options.IMAGEJ, Progress.NONE);
                    NiftiHeader header = (NiftiHeader) image.header().orElseThrow();
                    outcome = "read "
                            + String.join(
                                    ",",
                                    header.findings().stream()
                                            .filter(f -> f.level() == Finding.Level.WARNING
                                                    || f.field().equals("file"))
                                            .map(Finding::field)
                                            .toList());
                } catch (NiftiException e) {
                    outcome = e.field() + "\t" + e.getMessage();
                } catch (Throwable e) {
                    outcome = "threw " + e;
                }
                System.out.println(Path.of(file).getFileName() + "\t" + outcome);
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // a reader that hangs, not a slow machine
    void everyHostileFileIsRefusedByFieldInASmallHeap() throws IOException, InterruptedException {
        List<String> names = Corpus.names("hostile/hostile.json");
        assertEquals(EXPECTED.keySet(), java.util.Set.copyOf(names), "each file of the corpus has an expectation");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Fork.class.getName()));
        for (String name : names)
            command.add(Corpus.ROOT.resolve("hostile").resolve(name).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String[] lines = output.strip().split("\n", -1);
        assertEquals(names.size(), lines.length, output);
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            assertEquals(EXPECTED.get(parts[0]), parts[1], line);
            if (parts.length > 2) assertTrue(parts[2].contains(parts[0]) && parts[2].contains(parts[1]), line);
        }
    }
}
