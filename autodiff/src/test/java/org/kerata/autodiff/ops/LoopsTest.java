package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.harness.Tensors;

/** What loops carry, scan and read. */
class LoopsTest {
    @Test
    void outputsOfALoopThatGoesBackwardsLieWhereItsPartsDo() {
        Scan s = Ops.scan(
                (c, x) -> new Scan(
                        List.of(c.get(0).plus(x.get(0))), List.of(c.get(0).plus(x.get(0)))),
                List.of(Tensor.scalar(0)),
                List.of(Tensor.of(new float[] {1, 2, 3})),
                3,
                true);
        assertArrayEquals(new float[] {6, 5, 3}, s.outputs().get(0).floats());
        assertEquals(6, s.carry().get(0).scalar());
    }

    @Test
    void noSteps() {
        Scan s = Ops.scan(
                (c, x) -> new Scan(List.of(c.get(0).times(2)), List.of(c.get(0).plus(x.get(0)))),
                List.of(Ops.ones(2)),
                List.of(Ops.zeros(0, 2)));
        assertArrayEquals(new float[] {1, 1}, s.carry().get(0).floats());
        assertEquals(Shape.of(0, 2), s.outputs().get(0).shape());
    }

    @Test
    void stepsWithoutScannedTensors() {
        Scan s = Ops.scan(
                (c, x) -> new Scan(List.of(c.get(0).times(2), c.get(0)), List.of(c.get(1), Ops.ones(2))),
                List.of(Tensor.scalar(1), Tensor.scalar(0)),
                List.of(),
                4,
                false);
        assertArrayEquals(new float[] {0, 1, 2, 4}, s.outputs().get(0).floats());
        assertArrayEquals(
                new float[] {1, 1, 1, 1, 1, 1, 1, 1}, s.outputs().get(1).floats());
        assertEquals(16, s.carry().get(0).scalar());
        assertEquals(8, s.carry().get(1).scalar());
    }

    @Test
    void integersAndTruthValuesAreCarriedToo() {
        Scan s = Ops.scan(
                (c, x) -> new Scan(
                        List.of(c.get(0).plus(x.get(0)), Ops.logicalNot(c.get(1))), List.of(c.get(0), c.get(1))),
                List.of(Tensor.scalar(0, DType.INT64), Tensor.of(new boolean[] {true, false})),
                List.of(Tensor.of(new long[] {1L << 40, 2, 3})));
        assertArrayEquals(
                new long[] {0, 1L << 40, (1L << 40) + 2}, s.outputs().get(0).longs());
        assertArrayEquals(
                new boolean[] {true, false, false, true, true, false},
                s.outputs().get(1).booleans());
    }

    @Test
    void whileLoops() {
        List<Tensor> start = List.of(Tensor.scalar(1), Tensor.scalar(0, DType.INT32));
        Function<List<Tensor>, Tensor> small = v -> v.get(0).less(100);
        UnaryOperator<List<Tensor>> doubled =
                v -> List.of(v.get(0).times(2), v.get(1).plus(Tensor.scalar(1, DType.INT32)));
        List<Tensor> free = Ops.whileLoop(small, doubled, start, null);
        assertEquals(128, free.get(0).scalar());
        assertEquals(7, free.get(1).ints()[0]);
        List<Tensor> bound = Ops.whileLoop(small, doubled, start, 20);
        assertEquals(128, bound.get(0).scalar());
        assertEquals(7, bound.get(1).ints()[0]);
        assertEquals(16, Ops.whileLoop(small, doubled, start, 4).get(0).scalar());
        Compiled f = Compiled.of((Tensor x) -> Gradients.of(
                Ops.whileLoop(small, v -> List.of(Ops.square(v.get(0))), List.of(x), 6)
                        .get(0),
                x));
        assertEquals(8 * Math.pow(2, 7), f.run(Tensor.scalar(2)).scalar(), 1e-3);
        assertEquals(
                "while_loop: in a compiled function the number of steps must have a bound. Give maximumIterations, or compile with"
                        + " runEagerly(true).",
                assertThrows(
                                KerataException.class,
                                () -> Compiled.of((Tensor x) -> Ops.whileLoop(small, doubled, List.of(x, x), null)
                                                .get(0))
                                        .run(Tensor.scalar(1)))
                        .getMessage());
    }

    @Test
    void variablesAreReadWhereTheLoopStands() {
        Variable v = Variable.of("v", Tensor.scalar(2));
        Compiled f = Compiled.of((Tensor x) -> {
            v.assign(v.plus(1));
            Tensor y = Ops.scan(
                            (c, in) -> new Scan(List.of(c.get(0).times(v).plus(in.get(0))), List.of()),
                            List.of(Tensor.scalar(1)),
                            List.of(x))
                    .carry()
                    .get(0);
            v.assign(y);
            return y;
        });
        assertEquals(9 + 3 + 1, f.run(Tensor.of(new float[] {1, 1})).scalar());
        assertEquals(13, v.scalar());
    }

    @Test
    void unknownAxes() {
        Tensor x = new Placeholder("x", new Spec(DType.FLOAT32, Shape.of(5, Shape.UNKNOWN, 3))).output();
        Variable w = Variable.of("w", Tensors.uniform(1, -1, 1, 3, 3));
        Scan s = Ops.scan(
                (c, in) -> {
                    Tensor h = in.get(0).matmul(w).plus(c.get(0));
                    return new Scan(List.of(h), List.of(h));
                },
                List.of(x.get(0)),
                List.of(x));
        assertEquals("(5, None, 3)", s.outputs().get(0).shape().toString());
        assertEquals("(None, 3)", s.carry().get(0).shape().toString());
        OpNode n = (OpNode) s.outputs().get(0).node();
        Tensor data = Tensors.uniform(2, -1, 1, 5, 2, 3);
        List<Tensor> again = Op.replay(n, List.of(data.get(0), data, w));
        assertEquals(Shape.of(5, 2, 3), again.get(1).shape());
        assertArrayEquals(
                data.get(0).matmul(w).plus(data.get(0)).floats(),
                again.get(1).get(0).floats(),
                1e-5f);
    }
}
