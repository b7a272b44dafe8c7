package org.kerata.benchmarks;

import java.io.IOException;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.optimizers.Adam;

/** Kerata on a workload, through the API that applications use. */
public final class Workloads {
    private Workloads() {}

    /** Takes part in a benchmark; the argument names the workload. */
    public static void main(String[] args) throws IOException {
        Workload w = Workload.valueOf(args[0]);
        Harness.serve(w.training ? new Training(w) : new Inference(w), w.training);
        System.exit(0);
    }

    static long trainable(Model model) {
        return model.trainableWeights().stream().mapToLong(Variable::size).sum();
    }

    /** A step is forward, backward and update from Java arrays to the loss. */
    private static final class Training implements Task {
        private final Workload workload;
        private final Model model;
        private final Batch[] batches;

        Training(Workload w) {
            workload = w;
            model = w.model();
            model.compile(new Adam(1e-3), w.loss());
            batches = Batch.of(w);
        }

        @Override
        public long parameters() {
            return trainable(model);
        }

        @Override
        public double step(int index) {
            Batch b = batches[index];
            if (workload.vocabulary() > 0) {
                Tensor words = Tensor.of(b.words(), workload.shape());
                return model.trainOnBatch(words, Tensor.of(b.labels(), workload.batch, 1))
                        .loss();
            }
            return model.trainOnBatch(b.inputs(), b.labels());
        }
    }

    /** A step is from a Java array to the output as a Java array. */
    private static final class Inference implements Task {
        private final Model model;
        private final Batch[] batches;
        private final long[] shape;

        Inference(Workload w) {
            model = w.model();
            batches = Batch.of(w);
            shape = w.shape();
        }

        @Override
        public long parameters() {
            return trainable(model);
        }

        @Override
        public double step(int index) {
            return model.predictOnBatch(Tensor.of(batches[index].inputs(), shape))
                    .floats()[0];
        }
    }
}
