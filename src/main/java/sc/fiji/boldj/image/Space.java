package sc.fiji.boldj.image;

import java.util.Locale;

/**
 * The space of an image's coordinates, as far as it is known. A coordinate such as "the posterior cingulate at
 * (0, -52, 18)" is meaningful only in MNI space.
 *
 * @param kind what is known
 * @param name as files call it, such as {@code MNI152NLin2009cAsym} or {@code T1w}; empty if unknown
 * @param evidence where this was read, for messages; may be empty
 */
public record Space(Kind kind, String name, String evidence) {

    /** What is known of a space. */
    public enum Kind {
        /** One of the templates of the MNI. */
        MNI,
        /** A named space that is not one of these. */
        OTHER,
        /** Nothing says. */
        UNKNOWN
    }

    /** Nothing is known. */
    public static final Space UNKNOWN = new Space(Kind.UNKNOWN, "", "");

    /** A space by its name: of the MNI if the name holds these letters. */
    public static Space named(String name, String evidence) {
        if (name.isBlank()) return new Space(Kind.UNKNOWN, "", evidence);
        boolean mni = name.toLowerCase(Locale.ROOT).contains("mni");
        return new Space(mni ? Kind.MNI : Kind.OTHER, name.strip(), evidence);
    }

    /** A space of the MNI. */
    public static Space mni(String name, String evidence) {
        return new Space(Kind.MNI, name, evidence);
    }

    /** Whether places of the MNI's templates mean in it what they mean there. */
    public boolean isMni() {
        return kind == Kind.MNI;
    }
}
