package sc.fiji.boldj.entry;

import ij.IJ;
import ij.Macro;
import java.util.function.Supplier;

/**
 * Makes the object that does the work, or says that this Java is too old for it.
 *
 * <p>All that ImageJ and SciJava load by name stands in this package and is compiled for Java 8, so that a Fiji that
 * still runs on an old Java gets one clear sentence and not an {@code UnsupportedClassVersionError}.
 */
final class Delegate {

    /** The first Java that BoldJ runs on. */
    private static final int NEEDED = 17;

    /** Says which libraries of Fiji are too old or missing; empty if none is. */
    private static final String HOST = "sc.fiji.boldj.host.HostVersions";

    private Delegate() {}

    /** Whether this Java is new enough. */
    static boolean isJavaNewEnough() {
        return major(System.getProperty("java.specification.version")) >= NEEDED;
    }

    /** What to tell a user whose Java is too old. */
    static String needs() {
        return "BoldJ needs Java " + NEEDED + " or newer; this Fiji runs on "
                + major(System.getProperty("java.specification.version"))
                + ". A new download of Fiji from https://fiji.sc brings its own Java.";
    }

    /** 8 for {@code 1.8}, 17 for {@code 17}. */
    static int major(String specification) {
        String text = specification.startsWith("1.") ? specification.substring(2) : specification;
        return Integer.parseInt(text.replaceAll("\\D.*", ""));
    }

    /** What keeps BoldJ from running here, an old Java or library, with the remedy; empty if nothing does. */
    static String problem() {
        if (!isJavaNewEnough()) return needs();
        try {
            return (String) make(HOST, Supplier.class).get();
        } catch (UnsupportedClassVersionError e) {
            return needs();
        } catch (ReflectiveOperationException e) {
            return HOST + " cannot be made: was BoldJ's jar copied whole?";
        }
    }

    /**
     * Makes an object of BoldJ's.
     *
     * @param className a public class with a public constructor without parameters
     * @param type what it is to whoever calls it
     * @throws IllegalStateException if BoldJ cannot run here; {@link #problem} is its message
     */
    static <T> T create(String className, Class<T> type) {
        String problem = problem();
        if (!problem.isEmpty()) throw new IllegalStateException(problem);
        try {
            return make(className, type);
        } catch (UnsupportedClassVersionError e) {
            throw new IllegalStateException(needs(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " cannot be made: was BoldJ's jar copied whole?", e);
        }
    }

    private static <T> T make(String className, Class<T> type) throws ReflectiveOperationException {
        return type.cast(Class.forName(className, true, Delegate.class.getClassLoader())
                .getDeclaredConstructor()
                .newInstance());
    }

    /** Says what went wrong and stops the macro. */
    static RuntimeException abort(String title, String message) {
        IJ.error(title, message);
        return new IllegalStateException(Macro.MACRO_CANCELED);
    }
}
