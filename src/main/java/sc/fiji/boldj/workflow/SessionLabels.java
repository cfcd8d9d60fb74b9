package sc.fiji.boldj.workflow;

import java.util.Locale;

/** What labels of sessions and periods say of their order in time, where no table gives it. */
public final class SessionLabels {

    private SessionLabels() {}

    /**
     * Compares two labels by what they say of time: {@code pre} and baseline first, {@code post} and follow-up last, 2 before
     * 10, other words in alphabetical order.
     */
    public static int inTime(String one, String other) {
        int stage = Integer.compare(stage(one), stage(other));
        if (stage != 0) return stage;
        return natural(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    /** Whether a label is that of a session before treatment. */
    public static boolean isBaseline(String label) {
        return stage(label) == 0;
    }

    /**
     * Whether the labels themselves say which of two comes first: one is a baseline or a follow-up and the other is not, or
     * they are the same but for a number. Otherwise {@link #inTime} uses alphabetical order.
     */
    public static boolean tellOrder(String one, String other) {
        if (stage(one) != stage(other)) return true;
        String word = one.toLowerCase(Locale.ROOT).replaceAll("[0-9]+", "#");
        return word.equals(other.toLowerCase(Locale.ROOT).replaceAll("[0-9]+", "#"))
                && word.contains("#")
                && natural(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT)) != 0;
    }

    private static int stage(String label) {
        String text = label.toLowerCase(Locale.ROOT);
        if (text.matches("(pre|screen|scr|before|bl$|bl[0-9]|base).*|.*baseline.*")) return 0;
        if (text.matches("(follow|fu$|fu[0-9]|fup).*|.*followup.*")) return 3;
        return text.matches("(post|after|end).*|.*post") ? 2 : 1;
    }

    /** Digits as numbers. */
    private static int natural(String one, String other) {
        String[] a = one.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", 0);
        String[] b = other.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", 0);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean numbers = a[i].matches("[0-9]{1,18}") && b[i].matches("[0-9]{1,18}");
            int order = numbers ? Long.compare(Long.parseLong(a[i]), Long.parseLong(b[i])) : a[i].compareTo(b[i]);
            if (order != 0) return order;
        }
        return a.length != b.length ? Integer.compare(a.length, b.length) : one.compareTo(other);
    }
}
