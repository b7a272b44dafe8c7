package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;

class IntegersTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("integers")
                .two("bitwise_and", Ops::bitwiseAnd)
                .two("bitwise_or", Ops::bitwiseOr)
                .two("bitwise_xor", Ops::bitwiseXor)
                .one("bitwise_invert", Ops::bitwiseInvert)
                .two("left_shift", Ops::leftShift)
                .two("right_shift", Ops::rightShift)
                .two("gcd", Ops::gcd)
                .two("lcm", Ops::lcm)
                .cases();
    }

    @Test
    void longIntegersHaveTheirOwnBits() {
        Tensor a = Tensor.of(new long[] {1L << 40, -1, 3});
        Tensor by = Tensor.of(new long[] {8, 63, 64});
        assertArrayEquals(
                new long[] {1L << 48, Long.MIN_VALUE, 0}, Ops.leftShift(a, by).longs());
        assertArrayEquals(
                new long[] {1L << 32, -1, 0}, Ops.bitwiseRightShift(a, by).longs());
        assertArrayEquals(new long[] {~(1L << 40), 0, -4}, Ops.bitwiseNot(a).longs());
    }

    @Test
    void realNumbersHaveNoBits() {
        assertEquals(
                "bitwise_and: Operands must be int32 or int64. Received: float32 (2,).",
                assertThrows(ShapeException.class, () -> Ops.bitwiseAnd(Ops.ones(2), Tensor.of(new int[] {1, 2})))
                        .getMessage());
        assertEquals(
                "gcd: Operands must be int32 or int64. Received: float32 (2,).",
                assertThrows(ShapeException.class, () -> Ops.gcd(Ops.ones(2), Ops.ones(2)))
                        .getMessage());
    }
}
