package sc.fiji.boldj.host;

import ij.IJ;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which libraries of the host are too old for BoldJ, or missing. The zip for Fiji brings only what Fiji lacks, so
 * the rest is whatever the user's Fiji has; without this check an old one fails with a {@code NoSuchMethodError}
 * somewhere inside a command.
 *
 * <p>Refers to none of the checked libraries but ImageJ itself: it can be loaded whatever is missing.
 */
public final class HostVersions implements Supplier<String> {

    /** A library that the host has to bring: a class to find it by and the oldest version that BoldJ links with. */
    record Library(String name, String className, String oldest) {}

    static final List<Library> FROM_FIJI = List.of(
            new Library("ImgLib2", "net.imglib2.img.Img", "5.13"),
            new Library("SciJava Common", "org.scijava.Context", "2.94"),
            new Library("Jackson", "com.fasterxml.jackson.databind.ObjectMapper", "2.16"),
            new Library("Commons Math", "org.apache.commons.math3.util.FastMath", "3.6"));

    static final List<Library> FROM_ZIP = List.of(
            new Library("JTransforms", "org.jtransforms.fft.DoubleFFT_1D", ""),
            new Library("JLargeArrays", "pl.edu.icm.jlargearrays.LargeArray", ""),
            new Library("Commons CSV", "org.apache.commons.csv.CSVFormat", ""));

    static final String OLDEST_IMAGEJ = "1.53t";

    private static final Pattern PART = Pattern.compile("\\d+|[a-z]+");

    /** Runs once. */
    private static final class Once {
        static final String PROBLEM =
                problem(IJ.getVersion(), FROM_FIJI, FROM_ZIP, HostVersions.class.getClassLoader());
    }

    /** One sentence that says what to do; empty if the host has all that is needed. */
    @Override
    public String get() {
        return Once.PROBLEM;
    }

    /**
     * Returns if the host has all that is needed.
     *
     * @throws IllegalStateException if not; the message says what is too old or missing, and the remedy
     */
    static void require() {
        if (!Once.PROBLEM.isEmpty()) throw new IllegalStateException(Once.PROBLEM);
    }

    /**
     * What is wrong with a host.
     *
     * @param imagej its version of ImageJ, such as {@code 1.54p}, {@code 2.16.0/1.54p} in Fiji, or {@code Unknown} in a Fiji
     *     that was built by hand, which is not held against it
     * @param fromFiji libraries that Fiji has
     * @param fromZip libraries that the zip brings; their versions are ours
     * @param loader where to look for them
     */
    static String problem(String imagej, List<Library> fromFiji, List<Library> fromZip, ClassLoader loader) {
        List<String> old = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> torn = new ArrayList<>();
        String plain = imagej.substring(imagej.lastIndexOf('/') + 1);
        if (plain.matches("\\d.*") && isOlder(plain, OLDEST_IMAGEJ))
            old.add("ImageJ " + OLDEST_IMAGEJ + " or newer (here: " + plain + ")");
        for (Library library : fromFiji) {
            Class<?> found = find(library, loader);
            if (found == null) {
                missing.add(library.name());
                continue;
            }
            String version = found.getPackage().getImplementationVersion();
            if (version != null && isOlder(version, library.oldest()))
                old.add(library.name() + " " + library.oldest() + " or newer (here: " + version + ")");
        }
        for (Library library : fromZip) if (find(library, loader) == null) torn.add(library.name());

        List<String> sentences = new ArrayList<>();
        if (!old.isEmpty())
            sentences.add("BoldJ needs " + String.join(", ", old)
                    + ". Update Fiji with Help>Update..., or download it again from https://fiji.sc.");
        if (!missing.isEmpty())
            sentences.add("BoldJ needs " + String.join(", ", missing)
                    + ", which Fiji has and this ImageJ lacks. Unpack BoldJ-*-plain-imagej.zip into its folder too,"
                    + " or use Fiji from https://fiji.sc.");
        if (!torn.isEmpty())
            sentences.add("BoldJ is not completely installed: " + String.join(", ", torn)
                    + " missing. Unpack BoldJ-*-fiji.zip into Fiji's folder again, with its folder jars.");
        return String.join(" ", sentences);
    }

    private static Class<?> find(Library library, ClassLoader loader) {
        try {
            return Class.forName(library.className(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Whether a version precedes another: numbers by value, letters by the alphabet, {@code 1.53 < 1.53t < 1.54}. */
    static boolean isOlder(String version, String other) {
        Matcher a = PART.matcher(version);
        Matcher b = PART.matcher(other);
        while (b.find()) {
            if (!a.find()) return true;
            int order = compare(a.group(), b.group());
            if (order != 0) return order < 0;
        }
        return false;
    }

    private static int compare(String a, String b) {
        boolean number = Character.isDigit(a.charAt(0));
        if (number != Character.isDigit(b.charAt(0))) return number ? 1 : -1;
        return number ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }
}
