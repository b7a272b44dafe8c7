package org.kerata.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void computesWhenRead() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor b = a.times(2).plus(Tensor.of(new float[] {10, 20}));
        assertArrayEquals(new float[] {12, 24, 16, 28}, b.floats());
        assertArrayEquals(new float[] {7, 10, 15, 22}, a.matmul(a).floats());
        assertEquals(10, a.sum().scalar());
        assertArrayEquals(new float[] {1.5f, 3.5f}, a.mean(-1).floats());
    }

    @Test
    void readOfVariableDenotesItsValueAtThatMoment() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Tensor before = v.plus(1);
        v.assign(Tensor.of(new float[] {5, 6}));
        assertArrayEquals(new float[] {2, 3}, before.floats());
        assertArrayEquals(new float[] {6, 7}, v.plus(1).floats());
    }

    @Test
    void gradientsOfGradients() {
        Variable x = Variable.of("x", Tensor.of(new float[] {2, 3}));
        Tensor y = x.times(x).times(x).sum();
        Tensor g = Gradients.of(y, x);
        Tensor gg = Gradients.of(g.sum(), x);
        assertArrayEquals(new float[] {12, 27}, g.floats());
        assertArrayEquals(new float[] {12, 18}, gg.floats());
    }

    @Test
    void flatFunctionsHaveZeroGradients() {
        Variable x = Variable.of("x", Tensor.of(new float[] {1.4f, 2.6f}));
        assertArrayEquals(
                new float[] {0, 0}, Gradients.of(Ops.round(x).sum(), x).floats());
    }

    @Test
    void compiledFunctionAssignsVariables() {
        Variable total = Variable.of("total", Tensor.scalar(0), false);
        Compiled add = Compiled.of((Tensor x) -> {
            total.assignAdd(x.sum());
            total.assignAdd(Tensor.scalar(1));
            return total.times(2);
        });
        assertEquals(8, add.run(Tensor.of(new float[] {1, 2})).scalar());
        assertEquals(18, add.run(Tensor.of(new float[] {2, 2})).scalar());
        assertEquals(9, total.scalar());
    }
}
