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
        Harness.serve(task(w, Batch.of(w)), w.training);
        System.exit(0);
    }

    /** The workload on these batches. */
    static Task task(Workload w, Batch... batches) {
        return w.training ? new Training(w, batches) : new Inference(w, batches);
    }

    static long trainable(Model model) {
        return model.trainableWeights().stream().mapToLong(Variable::size).sum();
    }

    /** A step is forward, backward and update from Java arrays to the loss. */
    private static final class Training implements Task {
        private final Workload workload;
        private final Model model;
        private final Batch[] batches;

        Training(Workload w, Batch... batches) {
            workload = w;
            model = w.model();
            model.compile(new Adam(1e-3), w.loss());
            this.batches = batches;
        }

        @Override
        public long parameters() {
            return trainable(model);
        }

        @Override
        public double step(int index) {
            Batch b = batches[index];
            if (workload.vocabulary() > 0) {
                Tensor words = Tensor.of(b.words(), workload.shape(b.samples()));
                return model.trainOnBatch(words, Tensor.of(b.labels(), b.samples(), 1))
                        .loss();
            }
            return model.trainOnBatch(b.inputs(), b.labels());
        }
    }

    /** A step is from a Java array to the output as a Java array. */
    private static final class Inference implements Task {
        private final Workload workload;
        private final Model model;
        private final Batch[] batches;

        Inference(Workload w, Batch... batches) {
            workload = w;
            model = w.model();
            this.batches = batches;
        }

        @Override
        public long parameters() {
            return trainable(model);
        }

        @Override
        public double step(int index) {
            Batch b = batches[index];
            return model.predictOnBatch(Tensor.of(b.inputs(), workload.shape(b.samples())))
                    .floats()[0];
        }
    }
}
