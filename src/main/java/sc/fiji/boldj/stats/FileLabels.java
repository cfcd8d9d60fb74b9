package sc.fiji.boldj.stats;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of conditions, contrasts, regions and scans as parts of file names.
 *
 * <p>A plain name (ASCII letters, digits, {@code _ + - .}) is its own label. Of any other name the label has what can be
 * read of it in ASCII letters (accents dropped, Cyrillic and Greek transliterated, other signs by their code point) and
 * behind a {@code +} the first digits of the name's SHA-256, so that names that differ only in signs stay apart and a name
 * has the same label in every run and participant. Within a set, labels also differ where a file system ignores case. The
 * label is turned back into the name by the table written beside the files.
 */
public final class FileLabels {

    /** Characters of a label; with what is added a file name stays below the 255 bytes that file systems allow. */
    private static final int LONGEST = 120;

    private static final int[] DIGITS = {4, 8, 16, 64};
    private static final String CYRILLIC =
            "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t"
                    + " у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya ё e і i ї i є ye ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz";
    private static final String GREEK =
            "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t"
                    + " υ y φ f χ ch ψ ps ω o";
    private static final String LATIN = "ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i";
    private static final Map<String, String> LETTERS = letters();

    private FileLabels() {}

    /** Whether a name can stand in a file name as it is. */
    public static boolean isPlain(String name) {
        return name.matches("[\\w+-][\\w+.-]*") && !name.endsWith(".") && name.length() <= LONGEST;
    }

    /** The label of one name: ASCII letters, digits and {@code _ + - .}. */
    public static String of(String name) {
        return isPlain(name) ? name : tagged(readable(name), name, DIGITS[0]);
    }

    /** The labels of several names, by name and in their order, no two the same where case is ignored. */
    public static Map<String, String> of(Collection<String> names) {
        List<String> all = names.stream().distinct().toList();
        List<String> labels = unique(all, all.stream().map(FileLabels::of).toList());
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) byName.put(all.get(i), labels.get(i));
        return byName;
    }

    /**
     * Labels made unique where case is ignored: each of those that are alike gets digits of its name's SHA-256.
     *
     * @param names all different
     * @param labels one for each name
     */
    public static List<String> unique(List<String> names, List<String> labels) {
        List<String> unique = new ArrayList<>(labels);
        for (int i = 0; i < unique.size(); i++)
            if (!isPlain(unique.get(i))) unique.set(i, tagged(readable(unique.get(i)), names.get(i), DIGITS[0]));
        for (int digits : DIGITS) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (String label : unique) counts.merge(folded(label), 1, Integer::sum);
            for (int i = 0; i < unique.size(); i++)
                if (counts.get(folded(unique.get(i))) > 1)
                    unique.set(i, tagged(withoutTag(unique.get(i)), names.get(i), digits));
        }
        return unique;
    }

    private static String folded(String label) {
        return label.toLowerCase(Locale.ROOT);
    }

    private static String withoutTag(String label) {
        return label.replaceFirst("\\+[0-9a-f]{4,64}$", "");
    }

    private static String tagged(String stem, String name, int digits) {
        String shown = stem.length() > LONGEST / 2 ? stem.substring(0, LONGEST / 2) : stem;
        // two ways of writing one letter are one name, unless they must be distinguished
        String hashed = digits == DIGITS[DIGITS.length - 1] ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
        return shown + "+" + digest(hashed).substring(0, digits);
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What can be read of a name in ASCII; its code points if that would be nothing. */
    private static String readable(String name) {
        StringBuilder text = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC).codePoints().forEach(c -> append(text, c));
        String shown = text.toString().replaceFirst("^[.]+", "").replaceFirst("[.]+$", "");
        if (!shown.isEmpty()) return shown;
        StringBuilder codes = new StringBuilder();
        name.codePoints().forEach(c -> codes.append('u').append(Integer.toHexString(c)));
        return codes.isEmpty() ? "empty" : codes.toString();
    }

    private static void append(StringBuilder text, int c) {
        String letter = Character.toString(c);
        String known = LETTERS.get(letter.toLowerCase(Locale.ROOT));
        if (letter.matches("[\\w.+-]")) text.append(letter);
        else if (known != null)
            text.append(
                    Character.isUpperCase(c) && !known.isEmpty()
                            ? Character.toUpperCase(known.charAt(0)) + known.substring(1)
                            : known);
        else if (c > 127 && !Character.isWhitespace(c)) {
            String base = Normalizer.normalize(letter, Normalizer.Form.NFD)
                    .replaceAll("\\p{M}", "")
                    .toLowerCase(Locale.ROOT);
            boolean upper = Character.isUpperCase(c);
            if (base.equals(letter.toLowerCase(Locale.ROOT))) text.append('u').append(Integer.toHexString(c));
            else base.codePoints().forEach(b -> append(text, upper ? Character.toUpperCase(b) : b));
        }
    }

    private static Map<String, String> letters() {
        Map<String, String> letters = new LinkedHashMap<>();
        for (String alphabet : List.of(CYRILLIC, GREEK, LATIN)) {
            String[] pairs = alphabet.split(" ", -1);
            for (int i = 0; i < pairs.length; i += 2)
                letters.put(pairs[i], pairs[i + 1].equals("-") ? "" : pairs[i + 1]);
        }
        return Map.copyOf(letters);
    }
}
