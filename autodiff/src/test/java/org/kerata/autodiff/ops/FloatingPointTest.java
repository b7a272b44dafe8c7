package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Roots, remainders, roundings, neighbours, what replaces NaN, and what is near. */
class FloatingPointTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("floating_point")
                .one("cbrt", Ops::cbrt)
                .two("hypot", Ops::hypot)
                .two("fmax", Ops::fmax)
                .two("fmin", Ops::fmin)
                .two("fmod", Ops::fmod)
                .two("heaviside", Ops::heaviside)
                .two("ldexp", Ops::ldexp)
                .two("nextafter", Ops::nextafter)
                .one("nan_to_num", Ops::nanToNum)
                .one("nan_to_num_given", x -> Ops.nanToNum(x, 1.5, 7, -8))
                .one("trunc", Ops::trunc)
                .one("floor", Ops::floor)
                .one("ceil", Ops::ceil)
                .one("fabs", Ops::fabs)
                .one("square", Ops::square)
                .two("true_divide", Ops::trueDivide)
                .one("round_two", x -> Ops.round(x, 2))
                .one("round_tens", x -> Ops.round(x, -1))
                .one("saturate_to_int", x -> Ops.saturateCast(x, DType.INT32))
                .one("saturate_to_bool", x -> Ops.saturateCast(x, DType.BOOL))
                .one("isposinf", Ops::isPosInf)
                .one("isneginf", Ops::isNegInf)
                .one("signbit", Ops::signbit)
                .two("isclose", Ops::isClose)
                .two("isclose_nan", (a, b) -> Ops.isClose(a, b, 0.2, 0, true))
                .two("isclose_whole", (a, b) -> Ops.isClose(a, b, 0, 1, false))
                .two("allclose", Ops::allClose)
                .skip("heaviside", Check.DIFFERENCES)
                .skip("hypot_far", Check.DIFFERENCES)
                // Three decimals: some stand exactly between two.
                .skip("round_two", Check.DIFFERENCES)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(OpCase.big(
                        "lengths and remainders of many",
                        in -> List.of(
                                Ops.hypot(in.get(0), in.get(1)), Ops.fmod(in.get(0), Ops.fmax(in.get(1), in.get(0)))),
                        Tensors.uniform(1, 1, 2, 257, 513),
                        Tensors.uniform(2, 3, 4, 513))));
    }

    @Test
    void neighboursAreThoseOfTheType() {
        assertArrayEquals(
                new float[] {Math.nextUp(1f), Math.nextDown(1f)},
                Ops.nextafter(Ops.ones(2), Tensor.of(new float[] {2, -2})).floats());
        assertEquals(
                Math.nextUp(1.0),
                Ops.nextafter(Tensor.scalar(1, DType.FLOAT64), Tensor.scalar(2, DType.FLOAT64))
                        .doubleScalar());
    }

    @Test
    void saturationKnowsEachType() {
        assertArrayEquals(
                new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 5},
                Ops.saturateCast(Tensor.of(new long[] {1L << 40, -(1L << 40), 5}), DType.INT32)
                        .ints());
        assertArrayEquals(
                new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 5},
                Ops.saturateCast(Tensor.of(new double[] {1e300, -1e300, 5}), DType.FLOAT32)
                        .floats());
    }

    @Test
    void exponentsAreWhole() {
        assertEquals(
                "ldexp: The exponents must be int32 or int64. Received: float32 (2,).",
                assertThrows(ShapeException.class, () -> Ops.ldexp(Ops.ones(2), Ops.ones(2)))
                        .getMessage());
    }
}
