package sc.fiji.boldj.explore;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.NumberText;

/** Styles as macros write them. */
final class Looks {

    private Looks() {}

    /** The style of the anatomy: {@code low,high} or {@code low,high,colours}, {@code none}, or empty. */
    static LayerStyle anatomy(String text, NeuroImage image) {
        LayerStyle style = Layer.anatomy(image);
        if (text.isBlank()) return style;
        if (text.strip().equals("none")) return style.visible(false);
        String[] words = text.strip().split("\\s*,\\s*", -1);
        if (words.length != 2 && words.length != 3)
            throw new IllegalArgumentException("key 'background' is '" + text
                    + "' but must be two numbers and, if need be, colours, separated by commas, or none");
        ColourScale colours = words.length == 3 ? colours("background", words[2]) : ColourScale.GREY;
        return new LayerStyle(
                colours,
                number("background", words[0]),
                number("background", words[1]),
                LayerStyle.Signs.BOTH,
                1,
                true);
    }

    /** The style of an overlay. */
    static LayerStyle overlay(OrthogonalViewer.Look look, int i, int count, NeuroImage image) {
        String threshold = word("threshold", look.threshold(), i, count);
        String maximum = word("maximum", look.maximum(), i, count);
        String colours = word("colours", look.colours(), i, count);
        String signs = word("signs", look.signs(), i, count);
        String opacity = word("opacity", look.opacity(), i, count);
        LayerStyle style = Layer.overlay(image);
        ColourScale scale = colours.isEmpty() ? style.colours() : colours("colours", colours);
        double low = threshold.isEmpty() ? style.threshold() : number("threshold", threshold);
        double high = maximum.isEmpty() ? Math.max(style.maximum(), low * 1.05) : number("maximum", maximum);
        try {
            return new LayerStyle(
                    scale,
                    low,
                    high,
                    signs.isEmpty() ? LayerStyle.Signs.BOTH : LayerStyle.Signs.named(signs),
                    opacity.isEmpty() ? 1 : number("opacity", opacity),
                    true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("overlay " + (i + 1) + ": " + e.getMessage(), e);
        }
    }

    private static ColourScale colours(String key, String word) {
        try {
            return ColourScale.named(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key '" + key + "': " + e.getMessage(), e);
        }
    }

    /** The i-th of several values, or the one that is for all. */
    static String word(String key, String text, int i, int count) {
        if (text.isBlank()) return "";
        String[] words = text.split(";", -1);
        if (words.length != 1 && words.length != count)
            throw new IllegalArgumentException("key '" + key + "' is '" + text + "' with " + words.length
                    + " values, but there are " + count + " overlays");
        return words.length == 1 ? words[0].strip() : words[i].strip();
    }

    private static double number(String key, String word) {
        double value = NumberText.parse(word);
        if (!Double.isFinite(value))
            throw new IllegalArgumentException("key '" + key + "': '" + word + "' is not a number");
        return value;
    }
}
