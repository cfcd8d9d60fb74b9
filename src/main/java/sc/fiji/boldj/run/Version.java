package sc.fiji.boldj.run;

/** The version of BoldJ that runs. */
public final class Version {

    private Version() {}

    /** As the jar says; "development" when run from classes. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
