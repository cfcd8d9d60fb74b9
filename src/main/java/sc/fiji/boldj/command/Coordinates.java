package sc.fiji.boldj.command;

import sc.fiji.boldj.run.NumberText;

/** Places in millimetres as text. */
final class Coordinates {

    private Coordinates() {}

    /** Whether a text looks like three numbers separated by commas. */
    static boolean looksLike(String text) {
        return text.matches("\\s*[-+0-9.eE]+\\s*,\\s*[-+0-9.eE]+\\s*,\\s*[-+0-9.eE]+\\s*");
    }

    /**
     * Reads {@code x,y,z}.
     *
     * @param key the key it was given for, for the message
     * @return shape (3)
     * @throws IllegalArgumentException if it is not three numbers
     */
    static double[] parse(String key, String text) {
        String[] words = text.strip().split("\\s*,\\s*", -1);
        double[] place = new double[3];
        boolean numbers = words.length == 3;
        for (int d = 0; numbers && d < 3; d++) {
            place[d] = NumberText.parse(words[d]);
            numbers = !Double.isNaN(place[d]);
        }
        if (!numbers)
            throw new IllegalArgumentException(
                    "key '" + key + "' is '" + text + "' but must be three finite numbers x,y,z in millimetres");
        return place;
    }
}
