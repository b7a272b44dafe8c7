package org.kerata.benchmarks.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Session;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One op, or one op with its gradient, as a program of its own: what it costs from slot to slot. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpBenchmark {
    /** Which op. */
    @Param({"matmul", "dense", "softmax", "tanh", "gelu", "sum", "broadcast", "comparison", "transpose", "dropout"})
    public String op = "matmul";

    /** Whether its gradient is computed too. */
    @Param({"false", "true"})
    public boolean gradient;

    private Session session;

    /** Compiles the op. */
    @Setup
    public void compile() {
        List<Spec> specs = new ArrayList<>();
        specs.add(spec(1024, 1024));
        if (op.equals("matmul") || op.equals("dense")) {
            specs.add(spec(1024, 1024));
        }
        if (op.equals("dense") || op.equals("broadcast")) {
            specs.add(spec(1024));
        }
        Compiled f = Compiled.ofList(in -> {
            Tensor y = apply(in);
            List<Tensor> out = new ArrayList<>(List.of(y));
            if (gradient && y.dtype().isFloating()) {
                out.addAll(Gradients.of(y, in));
            }
            return out;
        });
        session = f.open(specs);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < specs.size(); i++) {
            var slot = session.argument(i).asFloatBuffer();
            for (int k = 0; k < slot.capacity(); k++) {
                slot.put(k, (float) (random.nextDouble() * 2 - 1));
            }
        }
    }

    private Tensor apply(List<Tensor> in) {
        Tensor x = in.get(0);
        return switch (op) {
            case "matmul" -> x.matmul(in.get(1));
            case "dense" -> Ops.relu(x.matmul(in.get(1)).plus(in.get(2)));
            case "softmax" -> Ops.softmax(x, -1);
            case "tanh" -> Ops.tanh(x);
            case "gelu" -> Ops.gelu(x, false);
            case "sum" -> x.sum(0);
            case "broadcast" -> x.times(in.get(1)).plus(1);
            case "comparison" -> Ops.where(x.greater(0), x, x.times(0.1));
            case "transpose" -> x.transpose().plus(0.5);
            case "dropout" -> Ops.where(x.greater(0.5), Ops.zerosLike(x), x.times(2));
            default -> throw new IllegalArgumentException(op);
        };
    }

    private static Spec spec(long... shape) {
        return new Spec(DType.FLOAT32, Shape.of(shape));
    }

    /** Runs it. */
    @Benchmark
    public void run() {
        session.run();
    }
}
