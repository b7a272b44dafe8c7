package org.kerata.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kerata.Model;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Session;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;

/**
 * The oneDNN primitives of a workload alone, in the same slices on the same workers, with nothing around them: no copies, no pointwise
 * loops, no update. What no step built of these primitives can beat. The workload {@code peak} is one large product of matrices.
 */
public final class Floor {
    private static final int PEAK_SIZE = 2048;

    private Floor() {}

    /** Takes part in a benchmark; the argument names the workload, or is {@code peak}. */
    public static void main(String[] args) throws IOException {
        Harness.serve(args[0].equals("peak") ? peak() : of(Workload.valueOf(args[0])), false);
        System.exit(0);
    }

    private static Task of(Workload w) {
        Model model = w.model();
        List<Spec> specs = new ArrayList<>();
        specs.add(new Spec(w.vocabulary() > 0 ? DType.INT32 : DType.FLOAT32, Shape.of(w.shape(w.batch))));
        Compiled function;
        if (w.training) {
            specs.add(new Spec(DType.INT32, Shape.of(w.batch)));
            function = Compiled.of((Tensor x, Tensor labels) -> {
                Tensor output =
                        model.applyAll(List.of(x), Call.start(Mode.TRAINING)).get(0);
                Tensor logits = output.node().inputs().get(0);
                List<Variable> weights = model.trainableWeights();
                Tensor loss = loss(w, labels, logits).mean();
                List<Tensor> gradients = Gradients.of(loss, weights);
                for (int i = 0; i < weights.size(); i++) {
                    weights.get(i).assign(gradients.get(i));
                }
                return loss;
            });
        } else {
            function = Compiled.of((Tensor x) ->
                    model.applyAll(List.of(x), Call.start(Mode.INFERENCE)).get(0));
        }
        return task(function.openPrimitives(specs), Workloads.trainable(model));
    }

    private static Tensor loss(Workload w, Tensor labels, Tensor logits) {
        return w.isBinary()
                ? Ops.sigmoidCrossEntropy(Ops.expandDims(labels, 1), logits)
                : Ops.sparseSoftmaxCrossEntropy(labels, logits);
    }

    private static Task peak() {
        Spec square = new Spec(DType.FLOAT32, Shape.of(PEAK_SIZE, PEAK_SIZE));
        return task(Compiled.of((Tensor a, Tensor b) -> a.matmul(b)).openPrimitives(List.of(square, square)), 0);
    }

    private static Task task(Session session, long parameters) {
        return new Task() {
            @Override
            public long parameters() {
                return parameters;
            }

            @Override
            public double step(int index) {
                session.run();
                return 0;
            }
        };
    }
}
