package sc.fiji.boldj.linalg;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** Loads the native library when it is first needed; why it could not be loaded is kept, since Java tries once only. */
@SuppressWarnings("StaticAssignmentOfThrowable")
final class OpenBlas {

    private static final String PRODUCTS = "org.bytedeco.openblas.global.openblas_nolapack";
    private static final String DECOMPOSITIONS = "org.bytedeco.openblas.global.openblas";

    private OpenBlas() {}

    /** Runs once, before the first library is loaded. */
    private static final class Folder {
        static final IOException FAILURE = choose();

        private static IOException choose() {
            try {
                LibraryFolder.choose();
                String problem = LibraryFolder.problem(Loader.getCacheDir().toPath());
                if (problem.isEmpty()) return null;
                return new IOException(
                        "another program made JavaCPP load libraries from " + Loader.getCacheDir() + ": " + problem
                                + "; let nobody else write there (chmod -R go-w), or name another folder with -Dorg.bytedeco.javacpp.cachedir");
            } catch (IOException e) {
                return e;
            } catch (LinkageError e) {
                return null; // JavaCPP is missing, which loading a library will say
            }
        }
    }

    /** Runs once, when the matrix products are first used. */
    private static final class Products {
        static final LinkageError FAILURE = loadProducts();
    }

    /** Runs once, when the decompositions are first used. */
    private static final class Decompositions {
        static final LinkageError FAILURE = LibraryFolder.isChosenFresh() ? Products.FAILURE : load(DECOMPOSITIONS);
    }

    private static LinkageError loadProducts() {
        if (Folder.FAILURE != null)
            return (LinkageError) new UnsatisfiedLinkError(Folder.FAILURE.getMessage()).initCause(Folder.FAILURE);
        LinkageError failure = load(PRODUCTS);
        if (!LibraryFolder.isChosenFresh()) return failure;
        // All that may be needed is loaded at once, and the folder of this process deleted.
        if (failure == null) failure = load(DECOMPOSITIONS);
        LibraryFolder.releaseChosen();
        return failure;
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
                        + ".jar must be beside BoldJ's jar, and a folder that only you can write must be had in ~/.javacpp or the"
                        + " folder for temporary files",
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
