package sc.fiji.boldj.linalg;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where native libraries are unpacked and loaded from: a folder in which nobody else can plant a library.
 *
 * <p>JavaCPP takes {@code ~/.javacpp/cache} or, where home cannot be written, a folder of a known name in the temporary
 * folder, also if somebody else made it.
 */
final class LibraryFolder {

    private static final String FRESH = "boldj-libraries-";

    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private LibraryFolder() {}

    /**
     * Tells JavaCPP which folder to use, before it is asked for one: the folder that the property names, that of the user, or
     * a new one for this process only.
     *
     * @throws IOException if the named folder could be changed by others, or no folder can be made; says which and why
     */
    static void choose() throws IOException {
        Path folder = folder(System.getProperty(PROPERTY), System.getProperty("user.home", ""));
        System.setProperty(PROPERTY, folder.toString());
    }

    /** Whether the chosen folder was made for this process. */
    static boolean isChosenFresh() {
        return isFresh(Path.of(System.getProperty(PROPERTY, "x")));
    }

    /** Deletes the chosen folder if it was made for this process, once the libraries are loaded. */
    static void releaseChosen() {
        release(Path.of(System.getProperty(PROPERTY, "x")));
    }

    private static boolean isFresh(Path folder) {
        return folder.getFileName().toString().startsWith(FRESH);
    }

    static Path folder(String named, String home) throws IOException {
        if (named != null && !named.isBlank()) {
            Path folder = Path.of(named).toAbsolutePath();
            Files.createDirectories(folder);
            String problem = problem(folder);
            if (!problem.isEmpty())
                throw new IOException("native libraries are not loaded from " + folder + ": " + problem
                        + "; name a folder that only you can write with -D" + PROPERTY);
            return folder;
        }
        Path ofUser = Path.of(home, ".javacpp", "cache").toAbsolutePath();
        try {
            createPrivate(ofUser);
            if (Files.isWritable(ofUser) && problem(ofUser).isEmpty()) return ofUser;
        } catch (IOException e) {
            // home cannot be written
        }
        return Files.createTempDirectory(FRESH);
    }

    private static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        Path above = folder.getParent();
        if (!Files.isDirectory(above)) {
            Files.createDirectories(above.getParent());
            createOne(above);
        }
        createOne(folder);
    }

    private static void createOne(Path folder) throws IOException {
        try {
            if (isPosix(folder))
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            else Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // another process made it
        }
    }

    /** Who else could change what is loaded from a folder; empty if nobody. Windows keeps the folders of users apart itself. */
    static String problem(Path folder) throws IOException {
        if (!isPosix(folder)) return "";
        UserPrincipal user = user();
        Path real = folder.toRealPath();
        String found = problem(real, user, real);
        for (Path above = real.getParent(); found.isEmpty() && above != null; above = above.getParent())
            found = problem(above, user, real);
        return found.isEmpty() ? problemWithin(real, user) : found;
    }

    /** What is wrong with the files in a folder; where others cannot enter, their permissions do not matter. */
    private static String problemWithin(Path folder, UserPrincipal user) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        boolean entered = permissions.contains(PosixFilePermission.GROUP_EXECUTE)
                || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
        String[] found = {""};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                return visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                try {
                    found[0] = entered ? problem(path, user, folder) : owner(path, user);
                } catch (NoSuchFileException e) {
                    return FileVisitResult.CONTINUE; // another process unpacks at the same time
                }
                return found[0].isEmpty() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw e;
            }
        });
        return found[0];
    }

    private static String problem(Path path, UserPrincipal user, Path folder) throws IOException {
        String owner = owner(path, user);
        if (!owner.isEmpty()) return owner;
        Set<PosixFilePermission> permissions = attributes(path).permissions();
        boolean open = permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        // In a folder such as /tmp, others cannot rename what is not theirs.
        boolean above = !path.startsWith(folder);
        if (!open || attributes(path).isSymbolicLink() || (above && isSticky(path))) return "";
        return "others can write " + path;
    }

    private static String owner(Path path, UserPrincipal user) throws IOException {
        UserPrincipal owner = attributes(path).owner();
        return owner.equals(user) || owner.getName().equals("root") ? "" : path + " belongs to " + owner.getName();
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isSticky(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & 01000) != 0;
    }

    private static UserPrincipal user() throws IOException {
        Path probe = Files.createTempFile("boldj", ".probe");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Deletes a folder that was made for this process, once the libraries are loaded; others are kept. */
    static void release(Path folder) {
        if (!isFresh(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            // Windows keeps loaded libraries; the system clears its temporary folder
        }
    }
}
