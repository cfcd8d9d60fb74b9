package sc.fiji.boldj.linalg;

import org.bytedeco.javacpp.Loader;

/** Loads the native library when it is first needed; why it could not be loaded is kept, since Java tries once only. */
@SuppressWarnings("StaticAssignmentOfThrowable")
final class OpenBlas {

    private OpenBlas() {}

    /** Runs once, when the matrix products are first used. */
    private static final class Products {
        static final LinkageError FAILURE = load("org.bytedeco.openblas.global.openblas_nolapack");
    }

    /** Runs once, when the decompositions are first used. */
    private static final class Decompositions {
        static final LinkageError FAILURE = load("org.bytedeco.openblas.global.openblas");
    }

    private static LinkageError load(String door) {
        try {
            Class.forName(door);
            org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
            return null;
        } catch (ClassNotFoundException e) {
            return new NoClassDefFoundError(e.getMessage());
        } catch (LinkageError e) {
            return e;
        }
    }

    /**
     * Returns once matrix products can be called.
     *
     * @throws IllegalStateException if the library cannot be loaded, saying why
     */
    static void requireProducts() {
        require(Products.FAILURE);
    }

    /**
     * Returns once matrix products and decompositions can be called.
     *
     * @throws IllegalStateException if the library cannot be loaded, saying why
     */
    static void requireDecompositions() {
        require(Products.FAILURE);
        require(Decompositions.FAILURE);
    }

    /** Throws a fresh exception that says what to do, if loading failed. */
    static void require(LinkageError failure) {
        if (failure == null) return;
        throw new IllegalStateException(
                "the linear algebra library OpenBLAS could not be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + " (" + failure.getMessage()
                        + "): the files openblas-*-" + platform() + ".jar and javacpp-*-" + platform()
                        + ".jar must be beside BoldJ's jar, and the folder ~/.javacpp must be writable",
                failure);
    }

    private static String platform() {
        try {
            return Loader.getPlatform();
        } catch (LinkageError e) {
            return "<platform>";
        }
    }
}
