package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Loops and branches through the harness of all ops. */
class ControlTest implements OpContract {
    private static List<Tensor> all(Scan s) {
        List<Tensor> out = new ArrayList<>(s.carry());
        out.addAll(s.outputs());
        return out;
    }

    /** x (steps, batch, features), h, W, U, b. */
    static List<Tensor> recurrent(List<Tensor> in, boolean reverse) {
        Tensor w = in.get(2);
        Tensor u = in.get(3);
        Tensor b = in.get(4);
        return all(Ops.scan(
                (carry, x) -> {
                    Tensor h = Ops.tanh(
                            x.get(0).matmul(w).plus(carry.get(0).matmul(u)).plus(b));
                    return new Scan(List.of(h), List.of(h));
                },
                List.of(in.get(1)),
                List.of(in.get(0)),
                in.get(0).shape().intDim(0),
                reverse));
    }

    static Tensor[] recurrentInputs(int steps, int batch, int features, int units) {
        return new Tensor[] {
            Tensors.uniform(1, -1, 1, steps, batch, features),
            Tensors.uniform(2, -1, 1, batch, units),
            Tensors.uniform(3, -0.5, 0.5, features, units),
            Tensors.uniform(4, -0.3, 0.3, units, units),
            Tensors.uniform(5, -1, 1, units)
        };
    }

    private static List<Tensor> lstm(List<Tensor> in) {
        return all(Ops.scan(
                (c, x) -> {
                    List<Tensor> z =
                            Ops.split(x.get(0).matmul(in.get(3)).plus(c.get(0).matmul(in.get(4))), 4, -1);
                    Tensor state = Ops.sigmoid(z.get(1))
                            .times(c.get(1))
                            .plus(Ops.sigmoid(z.get(0)).times(Ops.tanh(z.get(2))));
                    Tensor h = Ops.sigmoid(z.get(3)).times(Ops.tanh(state));
                    return new Scan(List.of(h, state), List.of(h));
                },
                List.of(in.get(1), in.get(2)),
                List.of(in.get(0))));
    }

    private static List<Tensor> masked(List<Tensor> in) {
        return all(Ops.scan(
                (c, x) -> {
                    Tensor h = Ops.tanh(c.get(0).matmul(in.get(3)).plus(x.get(0)));
                    return new Scan(List.of(Ops.where(x.get(1), h, c.get(0))), List.of(c.get(0)));
                },
                List.of(in.get(1)),
                List.of(in.get(0), in.get(2))));
    }

    private static List<Tensor> withoutTensors(List<Tensor> in) {
        return all(Ops.scan(
                (c, none) -> {
                    Tensor h = Ops.sin(c.get(0).matmul(in.get(1)));
                    return new Scan(List.of(h), List.of(h.sum()));
                },
                List.of(in.get(0)),
                List.of(),
                5,
                false));
    }

    private static List<Tensor> nested(List<Tensor> in) {
        return all(Ops.scan(
                (c, row) -> {
                    Scan inner = Ops.scan(
                            (d, v) -> {
                                Tensor h = Ops.tanh(d.get(0).matmul(in.get(2)).times(v.get(0)));
                                return new Scan(List.of(h), List.of(h));
                            },
                            List.of(c.get(0)),
                            List.of(row.get(0)));
                    return new Scan(
                            inner.carry(), List.of(inner.outputs().get(0).sum(0)));
                },
                List.of(in.get(1)),
                List.of(in.get(0))));
    }

    private static Stream<OpCase> golden() {
        return new GoldenFile("control")
                .with("scan", in -> recurrent(in, false))
                .with("scan_reverse", in -> recurrent(in, true))
                .with("lstm", ControlTest::lstm)
                .with("masked", ControlTest::masked)
                .with("without_xs", ControlTest::withoutTensors)
                .with("nested", ControlTest::nested)
                .with("map", in -> List.of(Ops.map(x -> Ops.exp(x).times(in.get(1)), in.get(0))))
                .with(
                        "fori",
                        in -> Ops.foriLoop(
                                1,
                                4,
                                (i, v) -> List.of(
                                        Ops.sin(v.get(0)).plus(i.cast(v.get(0).dtype()))),
                                in))
                .with(
                        "while",
                        in -> Ops.whileLoop(
                                v -> v.get(0).sum().less(50),
                                v -> List.of(v.get(0).times(1.5), v.get(1).plus(Tensor.scalar(1, DType.INT32))),
                                List.of(in.get(0), Tensor.scalar(0, DType.INT32)),
                                20))
                .with(
                        "cond",
                        in -> List.of(Ops.cond(
                                in.get(0).sum().greater(0),
                                () -> in.get(1).matmul(in.get(2)),
                                () -> Ops.sin(in.get(1)).times(2))))
                // Where the number of steps or the choice depends on elements, differences and other elements say
                // nothing.
                .skip("while", OpCase.Check.DIFFERENCES, OpCase.Check.VIEWS)
                .skip("cond_true", OpCase.Check.VIEWS)
                .skip("cond_false", OpCase.Check.VIEWS)
                .cases();
    }

    @Override
    public Stream<OpCase> cases() {
        return Stream.concat(golden(), own());
    }

    private static Stream<OpCase> own() {
        return Stream.of(
                OpCase.of("scan of a recurrent step", in -> recurrent(in, false), recurrentInputs(5, 3, 4, 3)),
                OpCase.of("scan backwards", in -> recurrent(in, true), recurrentInputs(4, 2, 3, 5)),
                OpCase.of(
                        "scan with several carries",
                        in -> all(Ops.scan(
                                (c, x) -> {
                                    Tensor a = c.get(0).times(x.get(0)).plus(Ops.sin(c.get(1)));
                                    Tensor b = c.get(1).plus(a.times(x.get(1).mean()));
                                    return new Scan(List.of(b, a), List.of(a, c.get(0), x.get(1)));
                                },
                                List.of(in.get(0), in.get(1)),
                                List.of(in.get(2), in.get(3)))),
                        Tensors.uniform(1, -1, 1, 3),
                        Tensors.uniform(2, -1, 1, 3),
                        Tensors.uniform(3, -1, 1, 4, 3),
                        Tensors.uniform(4, -1, 1, 4, 2, 3)),
                OpCase.of(
                        "scan without a carry, whose captured tensor is used twice",
                        in -> List.of(Ops.map(x -> Ops.exp(x.times(in.get(1))).plus(in.get(1)), in.get(0))),
                        Tensors.uniform(1, -1, 1, 4, 3),
                        Tensors.uniform(2, -1, 1, 3)),
                OpCase.of(
                        "scan in a scan",
                        in -> all(Ops.scan(
                                (c, x) -> {
                                    Scan inner = Ops.scan(
                                            (d, y) -> {
                                                Tensor n = Ops.tanh(
                                                        d.get(0).times(y.get(0)).plus(c.get(0)));
                                                return new Scan(List.of(n), List.of(n.times(in.get(1))));
                                            },
                                            List.of(c.get(0)),
                                            List.of(x.get(0)));
                                    return new Scan(inner.carry(), inner.outputs());
                                },
                                List.of(in.get(1)),
                                List.of(in.get(0)))),
                        Tensors.uniform(1, -1, 1, 3, 2, 4),
                        Tensors.uniform(2, -1, 1, 4)),
                OpCase.of(
                        "fori_loop",
                        in -> Ops.foriLoop(
                                2,
                                6,
                                (i, c) -> List.of(
                                        c.get(0)
                                                .times(Ops.cast(i, c.get(0).dtype()))
                                                .plus(c.get(1)),
                                        Ops.sin(c.get(1))),
                                in),
                        Tensors.uniform(1, -1, 1, 3),
                        Tensors.uniform(2, -1, 1, 3)),
                cond("true", 1),
                cond("false", -1),
                OpCase.of(
                        "cond in a scan",
                        in -> all(Ops.scan(
                                (c, x) -> {
                                    Tensor n = Ops.cond(
                                            x.get(0).sum().greater(0),
                                            () -> c.get(0).times(x.get(0)),
                                            () -> Ops.sin(c.get(0).plus(in.get(2))));
                                    return new Scan(List.of(n), List.of(n));
                                },
                                List.of(in.get(0)),
                                List.of(in.get(1)))),
                        Tensors.uniform(1, -1, 1, 3),
                        Tensors.uniform(2, -1, 1, 5, 3),
                        Tensors.uniform(3, -1, 1, 3)),
                OpCase.big(
                        "scan whose rows meet, big",
                        in -> all(Ops.scan(
                                (c, x) -> {
                                    Tensor mean = c.get(0).mean(0);
                                    Tensor n = Ops.tanh(c.get(0)
                                            .minus(mean)
                                            .matmul(in.get(2))
                                            .plus(x.get(0)));
                                    return new Scan(List.of(n, c.get(1).plus(1)), List.of(n.times(c.get(1)), c.get(0)));
                                },
                                List.of(in.get(0), Tensor.scalar(0.5)),
                                List.of(in.get(1)))),
                        Tensors.uniform(1, -1, 1, 40, 96),
                        Tensors.uniform(2, -1, 1, 6, 40, 96),
                        Tensors.uniform(3, -0.2, 0.2, 96, 96)),
                OpCase.big(
                        "scan with a counter and a mask, big",
                        in -> all(Ops.scan(
                                (c, x) -> {
                                    Tensor n = Ops.tanh(c.get(0)
                                            .matmul(in.get(2))
                                            .plus(x.get(0))
                                            .times(in.get(3)));
                                    Tensor i = c.get(1);
                                    return new Scan(
                                            List.of(Ops.where(i.less(4), n, c.get(0)), i.plus(1)),
                                            List.of(n.matmul(in.get(2)), i, Ops.softmax(n, -1)));
                                },
                                List.of(in.get(0), Tensor.scalar(0, DType.INT32)),
                                List.of(in.get(1)))),
                        Tensors.uniform(1, -1, 1, 40, 96),
                        Tensors.uniform(2, -1, 1, 6, 40, 96),
                        Tensors.uniform(3, -0.2, 0.2, 96, 96),
                        Tensors.uniform(4, -0.2, 0.2, 40, 96)),
                OpCase.big(
                        "scan whose batch is as long as its matrix is wide, big",
                        in -> recurrent(in, false),
                        recurrentInputs(6, 64, 64, 64)),
                OpCase.big(
                        "cond, big",
                        in -> Ops.condAll(
                                in.get(0).sum().greater(0),
                                () -> List.of(in.get(0).matmul(in.get(1)), in.get(1)),
                                () -> List.of(Ops.exp(in.get(0)), Ops.tanh(in.get(1)))),
                        Tensors.uniform(1, -1, 1, 96, 96),
                        Tensors.uniform(2, -1, 1, 96, 96)),
                OpCase.big(
                        "scan of a recurrent step, big", in -> recurrent(in, false), recurrentInputs(20, 24, 64, 80)),
                OpCase.big("scan backwards, big", in -> recurrent(in, true), recurrentInputs(20, 24, 64, 80)));
    }

    private static OpCase cond(String name, double sign) {
        return OpCase.of(
                        "cond " + name,
                        in -> Ops.condAll(
                                in.get(2).sum().greater(0),
                                () -> List.of(in.get(0).times(in.get(1)), in.get(1)),
                                () -> List.of(Ops.exp(in.get(0)), Ops.sin(in.get(1)))),
                        Tensors.uniform(1, -1, 1, 2, 3),
                        Tensors.uniform(2, -1, 1, 2, 3),
                        Tensor.of(new float[] {(float) sign}))
                .without(OpCase.Check.VIEWS);
    }

    @Test
    void eagerAndCompiledAgree() {
        Tensor[] in = recurrentInputs(5, 3, 4, 3);
        List<Tensor> eager = recurrent(List.of(in), false);
        List<Tensor> compiled = Compiled.ofList(x -> recurrent(x, false)).runAll(List.of(in));
        for (int i = 0; i < eager.size(); i++) {
            assertArrayEquals(compiled.get(i).floats(), eager.get(i).floats());
        }
    }
}
