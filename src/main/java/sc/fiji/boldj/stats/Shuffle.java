package sc.fiji.boldj.stats;

/** What is done to the observations under the null hypothesis. */
public enum Shuffle {
    /** Observations change places: exchangeable errors. */
    PERMUTE("permuted", "permutations"),
    /** Observations change sign: independent errors that are symmetric about 0. */
    FLIP("flipped in sign", "sign flips"),
    /** Both: exchangeable and symmetric errors. */
    BOTH("permuted and flipped in sign", "permutations with sign flips");

    private final String words;
    private final String noun;

    Shuffle(String words, String noun) {
        this.words = words;
        this.noun = noun;
    }

    /** What one draws, in the plural: "sign flips". */
    public String noun() {
        return noun;
    }

    /** A participle: "permuted". */
    public String words() {
        return words;
    }

    /** Whether places change. */
    public boolean permutes() {
        return this != FLIP;
    }

    /** Whether signs change. */
    public boolean flips() {
        return this != PERMUTE;
    }
}
