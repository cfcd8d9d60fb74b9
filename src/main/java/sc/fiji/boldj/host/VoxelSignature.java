package sc.fiji.boldj.host;

import ij.ImageStack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the voxels of an image looked like when their place was noted, short enough to travel with it as a property.
 *
 * <p>ImageJ turns, mirrors and moves the voxels of an image without a word to those who noted where they are. The
 * signature holds a hash of each slice of the first volume, one of each volume, and the {@linkplain BlockPattern coarse
 * pattern} of the first volume. Equal hashes prove that nothing moved. Other hashes that match after a flip or a turn by 90 or
 * 180 degrees prove that. If the values themselves changed, the pattern decides.
 *
 * <p>Voxels are taken in the order in which ImageJ shows them, as {@code float} without calibration. Changes to volumes
 * after the first are not searched for.
 */
final class VoxelSignature {

    /** No more volumes than this are distinguished by their hash. */
    private static final int MOST_VOLUMES = 1024;

    private final int[] slices;
    private final int[] volumes;
    private final BlockPattern pattern;

    private VoxelSignature(int[] slices, int[] volumes, BlockPattern pattern) {
        this.slices = slices;
        this.volumes = volumes;
        this.pattern = pattern;
    }

    /**
     * The signature of a stack.
     *
     * @param sizeZ slices in a volume; slices run faster than volumes
     */
    static VoxelSignature of(ImageStack stack, int sizeZ) {
        int volumes = Math.min(MOST_VOLUMES, stack.size() / sizeZ);
        int[] each = new int[volumes];
        int[] first = null;
        for (int t = 0; t < volumes; t++) {
            int[] hashes = hashes(stack, sizeZ, t);
            if (t == 0) first = hashes;
            each[t] = hash(hashes);
        }
        return new VoxelSignature(first, each, BlockPattern.of(new ShownVolume(stack, sizeZ)));
    }

    /**
     * Reads {@link #text}.
     *
     * @return empty if the text is damaged
     */
    static Optional<VoxelSignature> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) return Optional.empty();
        try {
            return Optional.of(new VoxelSignature(numbers(parts[0]), numbers(parts[1]), BlockPattern.parse(parts[2])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One line of text: hashes of slices, hashes of volumes, pattern. */
    String text() {
        return text(slices) + " " + text(volumes) + " " + pattern.text();
    }

    /**
     * What happened to the order of the voxels since.
     *
     * @param stack of the same shape as then; it may hold some of the volumes only
     * @return empty if the voxels are where they were as far as can be told; else a clause such as "it was mirrored left to
     *     right"
     */
    Optional<String> change(ImageStack stack) {
        int[] now = hashes(stack, slices.length, 0);
        if (Arrays.equals(now, slices) || holds(volumes, hash(now))) return Optional.empty();
        Optional<String> turned = turned(stack, now);
        if (turned.isPresent()) return turned;
        int[] reversed = reversed(now);
        if (Arrays.equals(reversed, slices) || holds(volumes, hash(reversed)))
            return Optional.of("the order of its slices was reversed");
        if (Arrays.equals(sorted(now), sorted(slices))) return Optional.of("its slices were rearranged");
        return pattern.change(new ShownVolume(stack, slices.length));
    }

    /** Whether slices are those of then after a flip or a turn. */
    private Optional<String> turned(ImageStack stack, int[] now) {
        List<Integer> which = new ArrayList<>();
        PlaneTurn how = null;
        int changed = 0;
        for (int z = 0; z < now.length; z++) {
            if (now[z] == slices[z]) continue;
            changed++;
            float[] plane = ShownVolume.plane(stack, z + 1);
            for (PlaneTurn turn : PlaneTurn.values()) {
                if (turn.swapsSides() && stack.getWidth() != stack.getHeight()) continue;
                if (hash(turn.undone(plane, stack.getWidth())) != slices[z]) continue;
                which.add(z + 1);
                how = turn;
                break;
            }
        }
        if (which.isEmpty()) return Optional.empty();
        return Optional.of(
                (which.size() == changed && changed > 1) || now.length == 1
                        ? "it was " + how.words()
                        : "slice " + which.get(0) + (which.size() > 1 ? " (and others) was " : " was ") + how.words());
    }

    private static int[] hashes(ImageStack stack, int sizeZ, int t) {
        int[] hashes = new int[sizeZ];
        for (int z = 0; z < sizeZ; z++) hashes[z] = hash(ShownVolume.plane(stack, 1 + z + sizeZ * t));
        return hashes;
    }

    private static int hash(float[] plane) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * plane.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(plane);
        return crc(bytes);
    }

    private static int hash(int[] hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * hashes.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(hashes);
        return crc(bytes);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.rewind());
        return (int) crc.getValue();
    }

    private static boolean holds(int[] values, int value) {
        for (int each : values) if (each == value) return true;
        return false;
    }

    private static int[] reversed(int[] values) {
        int[] reversed = new int[values.length];
        for (int i = 0; i < values.length; i++) reversed[i] = values[values.length - 1 - i];
        return reversed;
    }

    private static int[] sorted(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static String text(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asIntBuffer().put(values);
        return HexFormat.of().formatHex(bytes.array());
    }

    private static int[] numbers(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length == 0 || bytes.length % 4 != 0) throw new IllegalArgumentException("a damaged signature");
        int[] values = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).asIntBuffer().get(values);
        return values;
    }

    /** The number of slices in a volume that the signature was made for. */
    int sizeZ() {
        return slices.length;
    }
}
