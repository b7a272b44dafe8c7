package org.kerata.training.callbacks;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as Python's {@code repr} writes them, which is how Keras prints them and writes them into files. */
final class PythonNumber {
    private static final int DIGITS = 17;
    private static final int LEAST_PLAIN = -4;
    private static final int MOST_PLAIN = 16;

    private PythonNumber() {}

    /** The fewest digits that give the same number again; as a power of ten if it is below 0.0001, or from 10¹⁶ on. */
    static String of(double x) {
        if (Double.isNaN(x)) {
            return "nan";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "inf" : "-inf";
        }
        String sign = x < 0 || (x == 0 && 1 / x < 0) ? "-" : "";
        if (x == 0) {
            return sign + "0.0";
        }
        BigDecimal d = shortest(Math.abs(x));
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= LEAST_PLAIN && exponent < MOST_PLAIN) {
            String plain = d.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String digits = d.unscaledValue().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private static BigDecimal shortest(double x) {
        BigDecimal exact = new BigDecimal(x);
        for (int digits = 1; digits < DIGITS; digits++) {
            BigDecimal d = exact.round(new MathContext(digits));
            if (d.doubleValue() == x) {
                return d.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(DIGITS)).stripTrailingZeros();
    }
}
