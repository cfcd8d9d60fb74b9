package sc.fiji.boldj.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Damages small valid files and reads them. File {@code n} of a seed is the same every time, so that a failure is replayed
 * by these two numbers.
 */
final class HeaderFuzz {

    private static final int[] TYPES = {2, 4, 8, 16, 64, 256, 512, 768, 1024, 1280};
    private static final int[][] SHAPES = {{4, 3, 2, 2}, {4, 3, 2}, {5}, {3, 3}, {2, 2, 2, 3, 1}, {2, 2, 2, 1, 3}};
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        2,
        3,
        4,
        7,
        255,
        256,
        348,
        352,
        540,
        544,
        32767,
        -32768,
        65535,
        1L << 26,
        4294967296.0,
        9.2e18,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e-45,
        1e-38,
        3.4e38,
        1e308,
        Double.MIN_VALUE,
        1e10,
        -1e10,
        0.5,
        1e-20,
        1e20,
        1e36
    };

    private final Path folder;
    private final long seed;

    HeaderFuzz(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** Reads file {@code n}; returns whether it was accepted. An AssertionError says what should not have been. */
    boolean read(long n) {
        SplittableRandom random = Seeds.stream(seed, n);
        String replay = "seed " + seed + ", file " + n + ": ";
        try {
            NeuroImage image = NiftiReader.read(
                    write(random),
                    random.nextBoolean() ? NiftiReader.Options.DEFAULT : NiftiReader.Options.IMAGEJ,
                    Progress.NONE);
            String wrong = nonsense(image);
            if (wrong != null) throw new AssertionError(replay + "accepted without a word: " + wrong);
            return true;
        } catch (NiftiException e) {
            if (!e.getMessage().contains("f.")) throw new AssertionError(replay + "names no file: " + e.getMessage());
            return false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw new AssertionError(replay + e, e);
        }
    }

    /** What no one may get from a file without a finding; null if the image is sound. */
    private static String nonsense(NeuroImage image) {
        VoxelGrid grid = image.grid();
        NiftiHeader header = (NiftiHeader) image.header().orElseThrow();
        boolean warned = header.findings().stream().anyMatch(finding -> finding.level() != Finding.Level.INFO);
        double determinant = grid.affine().determinant();
        if (!isUsual(Math.abs(determinant))) return "determinant " + determinant;
        for (int axis = 0; axis < 3; axis++) {
            double size = grid.voxelSize(axis);
            if (!isUsual(size)) return "voxel size " + size;
            if ((size > 1000 || size < 1e-4) && !warned) return "voxel size " + size + " without a warning";
            if (Math.abs(grid.affine().get(axis, 3)) > 1e5 && !warned) return "a place far from any head";
        }
        if (image.timing().isKnown() && image.volumes() > 1 && header.size(4) == 1) return "time of another axis";
        if (image.timing().hasSliceTimes())
            for (double time : image.timing().sliceTimes()) if (!(time >= 0 && time < 1e9)) return "slice time " + time;
        if (header.type().orElseThrow().isFloating()) return null;
        for (int t = 0; t < image.volumes(); t++)
            for (float value : image.volume(t)) if (!Float.isFinite(value)) return "whole numbers scaled to " + value;
        return null;
    }

    /** Neither 0 nor denormal, infinite or NaN. */
    private static boolean isUsual(double number) {
        return number >= Double.MIN_NORMAL && number < Double.POSITIVE_INFINITY;
    }

    private Path write(SplittableRandom random) throws IOException {
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int type = TYPES[random.nextInt(TYPES.length)];
        int[] shape = SHAPES[random.nextInt(SHAPES.length)];
        boolean two = random.nextInt(5) < 2;
        boolean analyze = !two && random.nextInt(6) == 0;
        byte[] header = two
                ? TestHeader.nifti2(
                                order, type, Arrays.stream(shape).asLongStream().toArray())
                        .bytes()
                : TestHeader.nifti1(order, type, shape).bytes();
        NiftiVersion version = two ? NiftiVersion.NIFTI2 : analyze ? NiftiVersion.ANALYZE : NiftiVersion.NIFTI1;
        if (analyze) {
            header = Arrays.copyOf(header, 348);
            Arrays.fill(header, 252, 348, (byte) 0);
        }
        for (int change = 1 + random.nextInt(4); change > 0; change--) damage(header, version, order, random);
        byte[] voxels = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b) * TestHeader.bytes(type)];
        for (int i = 0; i < voxels.length; i++) voxels[i] = (byte) random.nextInt();
        if (analyze) {
            Files.write(folder.resolve("f.img"), voxels);
            return Files.write(folder.resolve("f.hdr"), header);
        }
        byte[] content = Arrays.copyOf(header, header.length + voxels.length);
        System.arraycopy(voxels, 0, content, header.length, voxels.length);
        if (random.nextInt(12) == 0) content = Arrays.copyOf(content, random.nextInt(content.length + 1));
        if (random.nextInt(6) > 0) return Files.write(folder.resolve("f.nii"), content);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        byte[] bytes = zipped.toByteArray();
        if (random.nextInt(3) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        return Files.write(folder.resolve("f.nii.gz"), bytes);
    }

    private static void damage(byte[] header, NiftiVersion version, ByteOrder order, SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(16); flips > 0; flips--)
                    header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
                return;
            }
            case 1 -> {
                int from = random.nextInt(header.length);
                int to = Math.min(header.length, from + 1 + random.nextInt(32));
                Arrays.fill(header, from, to, (byte) (random.nextBoolean() ? 0xff : 0));
                return;
            }
            default -> {
                NiftiField[] fields = NiftiField.values();
                NiftiField field = fields[random.nextInt(fields.length)];
                if (random.nextBoolean()) field = FIELDS.get(random.nextInt(FIELDS.size()));
                if (!field.isIn(version)) return;
                ByteBuffer buffer = ByteBuffer.wrap(header).order(order);
                if (field.isText())
                    field.setText(buffer, version, new String(new byte[] {-1, 7, 9}, StandardCharsets.ISO_8859_1));
                else field.set(buffer, version, random.nextInt(field.count()), NUMBERS[random.nextInt(NUMBERS.length)]);
            }
        }
    }

    private static final List<NiftiField> FIELDS = List.of(
            NiftiField.DIM,
            NiftiField.PIXDIM,
            NiftiField.DATATYPE,
            NiftiField.VOX_OFFSET,
            NiftiField.SCL_SLOPE,
            NiftiField.SCL_INTER,
            NiftiField.SROW_X,
            NiftiField.SFORM_CODE,
            NiftiField.QFORM_CODE,
            NiftiField.QOFFSET_X,
            NiftiField.XYZT_UNITS,
            NiftiField.SLICE_CODE);
}
