package sc.fiji.boldj.io;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as ECMAScript prints them: the fewest digits that read back to the same bits, of those the nearest. */
final class EcmaNumber {

    private static final int DIGITS = 17;

    private EcmaNumber() {}

    /** @throws IllegalArgumentException if the number is not finite */
    static String of(double value) {
        if (!Double.isFinite(value))
            throw new IllegalArgumentException("a number of JSON must be finite, got " + value);
        if (value == 0) return "0";
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + placed(digits, point);
    }

    /** @param point how many digits stand before the decimal point; may be outside of the digits */
    private static String placed(String digits, int point) {
        int k = digits.length();
        if (k <= point && point <= 21) return digits + "0".repeat(point - k);
        if (0 < point && point <= 21) return digits.substring(0, point) + "." + digits.substring(point);
        if (-6 < point && point <= 0) return "0." + "0".repeat(-point) + digits;
        int exponent = point - 1;
        return digits.charAt(0)
                + (k == 1 ? "" : "." + digits.substring(1))
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits <= DIGITS; digits++) {
            // at a power of two the numbers below are nearer than those above: the nearest text may miss, the other not
            BigDecimal low = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal high = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean lower = low.doubleValue() == value;
            boolean higher = high.doubleValue() == value;
            if (lower && higher) return bare(nearest(exact, low, high));
            if (lower || higher) return bare(lower ? low : high);
        }
        throw new IllegalStateException("17 digits tell all doubles apart: " + value);
    }

    private static BigDecimal nearest(BigDecimal exact, BigDecimal low, BigDecimal high) {
        int order = exact.subtract(low).compareTo(high.subtract(exact));
        if (order == 0) return low.stripTrailingZeros().unscaledValue().testBit(0) ? high : low;
        return order < 0 ? low : high;
    }

    private static BigDecimal bare(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.unscaledValue().equals(BigInteger.ZERO) ? BigDecimal.ZERO : bare;
    }
}
