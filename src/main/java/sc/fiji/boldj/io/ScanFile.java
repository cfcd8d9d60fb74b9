package sc.fiji.boldj.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file as it is on disk: how long and whether gzip, by its first bytes and not by its name. */
record ScanFile(Path path, long length, boolean gzip) {

    /** Deflate makes at most this many bytes of one. */
    private static final long MOST_FROM_ONE = 1032;

    static ScanFile of(Path path) throws IOException {
        if (!Files.exists(path)) throw new NiftiException(path, "file", "does not exist");
        if (Files.isDirectory(path)) throw new NiftiException(path, "file", "is a folder, a NIfTI file is needed");
        byte[] first;
        try (InputStream in = Files.newInputStream(path)) {
            first = in.readNBytes(2);
        }
        long length = Files.size(path);
        if (length == 0)
            throw new NiftiException(path, "file", "is empty, 0 bytes: was the copy or download interrupted?");
        boolean gzip = first.length == 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
        return new ScanFile(path, length, gzip);
    }

    /** The content, unzipped. */
    InputStream open() throws IOException {
        InputStream in = Files.newInputStream(path);
        return gzip ? new GzipInput(in, path) : new BufferedInputStream(in);
    }

    /** No more bytes than these can be in it. */
    long mostBytes() {
        return gzip ? length * MOST_FROM_ONE : length;
    }

    boolean namedGzip() {
        return lower(path).endsWith(".gz");
    }

    static String lower(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a name ends like that of a file with header and voxels. */
    static boolean isSingleName(Path path) {
        return lower(path).replaceAll("\\.gz$", "").endsWith(".nii");
    }

    /** Whether a name ends like the header or the voxels of a pair. */
    static boolean isPairName(Path path) {
        String name = lower(path).replaceAll("\\.gz$", "");
        return name.endsWith(".hdr") || name.endsWith(".img");
    }

    /** The header file that belongs to a file of a pair. */
    static Path headerOf(Path path) {
        return partner(path, ".hdr");
    }

    /** The voxel file that belongs to a file of a pair. */
    static Path voxelsOf(Path path) {
        return partner(path, ".img");
    }

    /** The header file to write for a name of a pair. */
    static Path headerNamed(Path path) {
        return named(path, ".hdr");
    }

    /** The voxel file to write for a name of a pair. */
    static Path voxelsNamed(Path path) {
        return named(path, ".img");
    }

    private static Path named(Path path, String wanted) {
        String name = path.getFileName().toString();
        String gz = lower(path).endsWith(".gz") ? name.substring(name.length() - 3) : "";
        String plain = name.substring(0, name.length() - gz.length());
        if (plain.toLowerCase(Locale.ROOT).endsWith(wanted)) return path;
        boolean upper = plain.endsWith(".HDR") || plain.endsWith(".IMG");
        String ending = upper ? wanted.toUpperCase(Locale.ROOT) : wanted;
        return path.resolveSibling(plain.substring(0, plain.length() - 4) + ending + gz);
    }

    /** The other file where it is, zipped or not. */
    private static Path partner(Path path, String wanted) {
        Path same = named(path, wanted);
        if (Files.exists(same)) return same;
        String name = same.getFileName().toString();
        boolean gz = lower(same).endsWith(".gz");
        Path other = same.resolveSibling(gz ? name.substring(0, name.length() - 3) : name + ".gz");
        return Files.exists(other) ? other : same;
    }
}
