package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.run.Progress;

/** The folder in which files of TemplateFlow are kept; what is found there is not trusted. */
record StoreFolder(Path folder) {

    /**
     * The folder that TemplateFlow's client uses too: {@code TEMPLATEFLOW_HOME}, or {@code templateflow} in the system's
     * folder for such files.
     *
     * @param environment of the process
     * @param home of the user
     */
    static Path ofUser(Map<String, String> environment, String home) {
        String named = environment.getOrDefault("TEMPLATEFLOW_HOME", "");
        if (!named.isBlank()) return Path.of(named);
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String windows = environment.getOrDefault("LOCALAPPDATA", "");
        if (system.contains("win") && !system.contains("darwin") && !windows.isBlank())
            return Path.of(windows, "templateflow");
        if (system.contains("mac")) return Path.of(home, "Library", "Caches", "templateflow");
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return caches.isBlank() ? Path.of(home, ".cache", "templateflow") : Path.of(caches, "templateflow");
    }

    /**
     * Where a file belongs.
     *
     * @throws IOException if it or a folder above it, up to this one, is a link: it could lead reading and writing anywhere;
     *     this folder itself may be one
     */
    Path place(String name) throws IOException {
        Path file = folder.resolve(name);
        for (Path path = file; !path.equals(folder); path = path.getParent())
            if (Files.isSymbolicLink(path))
                throw new IOException(path
                        + " is a link, and links are not followed in the folder of TemplateFlow: put "
                        + (path.equals(file) ? "the file" : "the folder") + " itself there, or set TEMPLATEFLOW_HOME to"
                        + " another folder");
        return file;
    }

    /**
     * Whether a file is there, as it must be. TemplateFlow's own client puts empty files where it has not fetched yet; these
     * are not there.
     *
     * @throws IOException if another file is in its place
     */
    static boolean has(Path file, PinnedFiles.Pin pin, Progress progress) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) == 0) return false;
        if (Files.size(file) != pin.size() || !Md5.of(file, progress).equals(pin.md5()))
            throw new IOException(file + " is not TemplateFlow's file: it has " + Files.size(file)
                    + " bytes and another checksum than the one known here (" + pin.size() + " bytes, MD5 " + pin.md5()
                    + "). Delete it, and it is fetched again");
        return true;
    }
}
