package org.kerata.autodiff.ops;

import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.graph.Spec;

/** Bits, shifts and divisors of whole numbers, element by element. None has a gradient. */
public final class Integers {
    private Integers() {}

    /** The bits that both have. */
    public static final Op<NoAttributes> BITWISE_AND = whole("bitwise_and", 2, (a, b, c) -> a & b);

    /** The bits that either has. */
    public static final Op<NoAttributes> BITWISE_OR = whole("bitwise_or", 2, (a, b, c) -> a | b);

    /** The bits that exactly one has. */
    public static final Op<NoAttributes> BITWISE_XOR = whole("bitwise_xor", 2, (a, b, c) -> a ^ b);

    /** All bits turned over. */
    public static final Op<NoAttributes> BITWISE_INVERT = whole("bitwise_invert", 1, (a, b, c) -> ~a);

    /** a with its bits moved up by b; all are out where b is negative or at least their number. */
    public static final Op<NoAttributes> LEFT_SHIFT = whole("left_shift", 2, (a, b, c) -> isWithin(b) ? a << b : 0);

    /** a with its bits moved down by b and its sign moved in; nothing but the sign is left where b is negative or too large. */
    public static final Op<NoAttributes> RIGHT_SHIFT =
            whole("right_shift", 2, (a, b, c) -> a >> (isWithin(b) ? b : Long.SIZE - 1));

    /** The greatest common divisor, 0 or more. */
    public static final Op<NoAttributes> GCD = whole("gcd", 2, (a, b, c) -> gcd(a, b));

    /** The least common multiple, 0 or more. */
    public static final Op<NoAttributes> LCM =
            whole("lcm", 2, (a, b, c) -> a == 0 || b == 0 ? 0 : Math.abs(a / gcd(a, b) * b));

    private static boolean isWithin(long shift) {
        return shift >= 0 && shift < Long.SIZE;
    }

    private static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    private static Op<NoAttributes> whole(String name, int inputs, Pointwise.Whole f) {
        Pointwise p = new Pointwise(inputs, (a, b, c) -> f.at((long) a, (long) b, (long) c), f, null, null, false);
        return Op.plain(name)
                .shape((in, a) -> {
                    for (Spec s : in) {
                        if (!s.dtype().isInteger()) {
                            throw new ShapeException("Operands must be int32 or int64. Received: " + s + ".");
                        }
                    }
                    return Rules.broadcast(in);
                })
                .pointwise(() -> p)
                .noGradient()
                .build();
    }
}
