package sc.fiji.boldj.workflow.component;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;

/** A file that holds a group's states after some scans, so that an interrupted run resumes where it stopped. */
final class GroupStateFile {

    private static final String MAGIC = "BoldJ group state 2";
    /** Numbers that are written or read at once. */
    private static final int PIECE = 1 << 14;

    /** Bytes before the first state: two texts with their lengths, one int. */
    private static final int HEAD = 2 + MAGIC.length() + 2 + digest("").length() + 4;

    /** Bytes of a state before its basis: four int, one long. */
    private static final int STATE_HEAD = 4 * 4 + 8;

    private GroupStateFile() {}

    /**
     * Saves states.
     *
     * @param fingerprint of all that they depend on
     */
    static void save(Path file, String fingerprint, List<GroupPca.State> states) throws IOException {
        AtomicFile.write(file, temporary -> {
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16))) {
                out.writeUTF(MAGIC);
                out.writeUTF(digest(fingerprint));
                out.writeInt(states.size());
                for (GroupPca.State state : states) write(out, state);
            }
        });
    }

    private static void write(DataOutputStream out, GroupPca.State state) throws IOException {
        out.writeInt(state.voxels());
        out.writeInt(state.kept());
        out.writeInt(state.rows());
        out.writeInt(state.scans());
        out.writeLong(state.volumes());
        writeFloats(out, state.basis());
        for (double value : state.energy()) out.writeDouble(value);
        for (boolean value : state.used()) out.writeBoolean(value);
    }

    /**
     * Reads states.
     *
     * @throws IllegalArgumentException if they are of another run
     * @throws IOException if the file is damaged
     */
    static List<GroupPca.State> read(Path file, String fingerprint) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (!in.readUTF().equals(MAGIC)) throw new IOException(file + " is not a state of Group ICA");
            if (!in.readUTF().equals(digest(fingerprint)))
                throw new IllegalArgumentException("key 'state': '" + file
                        + "' is of other scans, another mask or other options: delete it, or name another file");
            double left = Files.size(file) - HEAD;
            int count = in.readInt();
            List<GroupPca.State> states = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                states.add(read(in, left, file));
                left -= size(states.get(i).voxels(), states.get(i).rows());
            }
            if (count < 1 || left != 0) throw incomplete(file);
            return states;
        } catch (java.io.EOFException | java.io.UTFDataFormatException e) {
            throw new IOException(incomplete(file).getMessage(), e);
        }
    }

    private static IOException incomplete(Path file) {
        return new IOException(file + " is not a complete state of Group ICA: delete it");
    }

    private static double size(int voxels, int rows) {
        return STATE_HEAD + voxels * (4.0 * rows + 9);
    }

    /** @param left bytes of the file that were not read */
    private static GroupPca.State read(DataInputStream in, double left, Path file) throws IOException {
        int voxels = in.readInt();
        int kept = in.readInt();
        int rows = in.readInt();
        int scans = in.readInt();
        long volumes = in.readLong();
        boolean possible = voxels > 0 && kept > 0 && rows >= 0 && scans >= 0 && volumes >= 0;
        if (!possible || left < size(voxels, rows)) throw incomplete(file);
        float[] basis = new float[Math.multiplyExact(rows, voxels)];
        double[] energy = new double[voxels];
        boolean[] used = new boolean[voxels];
        readFloats(in, basis);
        for (int i = 0; i < voxels; i++) energy[i] = in.readDouble();
        for (int i = 0; i < voxels; i++) used[i] = in.readBoolean();
        return new GroupPca.State(voxels, kept, rows, scans, volumes, basis, energy, used);
    }

    /** As {@link DataOutputStream#writeFloat} does for each, in large pieces: there are tens of millions. */
    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Float.BYTES * PIECE);
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            piece.clear().asFloatBuffer().put(values, from, count);
            out.write(piece.array(), 0, Float.BYTES * count);
        }
    }

    private static void readFloats(DataInputStream in, float[] values) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Float.BYTES * PIECE);
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            in.readFully(piece.array(), 0, Float.BYTES * count);
            piece.clear().asFloatBuffer().get(values, from, count);
        }
    }

    /** A text of hundreds of scans would not fit the file's format. */
    private static String digest(String fingerprint) {
        return FileDigest.of(fingerprint.getBytes(StandardCharsets.UTF_8));
    }
}
