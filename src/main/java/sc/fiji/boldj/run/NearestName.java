package sc.fiji.boldj.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known name that is closest to a mistyped one. */
public final class NearestName {

    private NearestName() {}

    /**
     * The name with the fewest insertions, deletions, substitutions and swaps of neighbours; regardless of case.
     *
     * @return empty if no name is known
     */
    public static String of(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(
                        name -> distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        return d[a.length()][b.length()];
    }
}
