package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Exponentials and logarithms to other bases, sums of them, and Bessel functions. */
class ExponentialsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("exponentials")
                .one("exp2", Ops::exp2)
                .one("log2", Ops::log2)
                .one("log10", Ops::log10)
                .one("erfc", Ops::erfc)
                .two("logaddexp", Ops::logaddexp)
                .two("logaddexp2", Ops::logaddexp2)
                .one("i0", Ops::i0)
                // Keras's shares follow from the rounded sum, ours from the difference.
                .but("logaddexp_far", c -> c.within(1e-4))
                .cases();
        return Stream.concat(
                golden,
                Stream.of(OpCase.big(
                        "a sum of many in logarithms",
                        in -> List.of(
                                Ops.logaddexp(in.get(0), in.get(1)),
                                Ops.log2(Ops.square(in.get(0)).plus(1))),
                        Tensors.normal(1, 257, 513),
                        Tensors.normal(2, 513))));
    }

    /** Abramowitz and Stegun, tables 9.8 and 9.11. */
    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1, 1.2660658777520084, 0.5651591039924851", "-3, 4.880792585865024, -3.953370217402609"})
    void besselFunctionsAreThoseOfTheTables(double x, double zeroth, double first) {
        assertEquals(zeroth, Bessel.i0(x), 1e-14 * zeroth);
        assertEquals(first, Bessel.i1(x), 1e-14 * Math.abs(zeroth));
    }

    @ParameterizedTest
    @CsvSource({"34.999999999, 35"})
    void bothSeriesOfBesselFunctionsMeet(double below, double from) {
        assertEquals(1, Bessel.i0(below) / Bessel.i0(from), 1e-8);
        assertEquals(1, Bessel.i1(below) / Bessel.i1(from), 1e-8);
        assertEquals(1 - 1 / (2 * 35.0), Bessel.i1(from) / Bessel.i0(from), 2e-4);
    }
}
