package org.kerata.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.BrokenStateException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Op;
import org.kerata.layers.core.Dense;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.optimizers.Optimizer;

/** A step that fails while it writes weights: nothing uses them before they are set. */
class WholenessTest {
    private static final String REFUSED =
            ": a step failed while it was writing the weights of \"%s\", so they may be half written."
                    + " Set them with setWeights, from a checkpoint or from another model, and go on.";

    private final AtomicBoolean failing = new AtomicBoolean();
    private final Op<Void> update = Op.<Void>named("update")
            .shapes((in, a) -> List.of(in.get(0)))
            .multiPointwise(a -> (blocks, n) -> {
                if (failing.get()) {
                    throw new IllegalStateException("out of luck");
                }
                for (int i = 0; i < n; i++) {
                    blocks[0][i] -= blocks[1][i];
                }
            })
            .definition((in, a) -> List.of(in.get(0).minus(in.get(1))))
            .build();

    /** Takes the whole gradient away, in a loop of its own. */
    private final class Descent extends Optimizer {
        Descent() {
            super(1);
        }

        @Override
        protected void makeSlots(List<Variable> weights) {}

        @Override
        protected Rule step(Tensor learningRate) {
            return (w, g) -> w.assign(update.apply(null, List.of(w, g)).get(0));
        }
    }

    private final Dense dense = new Dense(1).useBias(false).kernelInitializer("ones");
    private final Chain network = new Chain(1, dense);
    private final Trainer trainer = new Trainer(network);
    private final Tensor one = Tensor.of(new float[] {1}, 1, 1);
    private final Batch batch = Batch.of(one, Tensor.of(new float[] {0}, 1, 1));

    private void assertRefused(String who, Runnable work) {
        KerataException e = assertThrows(BrokenStateException.class, work::run);
        assertEquals(who + String.format(REFUSED, network.name()), e.getMessage());
    }

    @Test
    void halfWrittenWeightsAreRefusedUntilTheyAreSet() {
        trainer.compile(new Compile().optimizer(new Descent()).loss("mse"));
        trainer.trainOnBatch(batch, null);
        assertEquals(-1, network.getWeights().get(0).scalar());

        failing.set(true);
        BrokenStateException e = assertThrows(BrokenStateException.class, () -> trainer.trainOnBatch(batch, null));
        assertEquals("out of luck", e.getCause().getMessage());
        failing.set(false);

        Columns x = Columns.of(one);
        assertRefused("trainOnBatch", () -> trainer.trainOnBatch(batch, null));
        assertRefused("fit", () -> trainer.fit(x, x, new Fit().verbose(0)));
        assertRefused("evaluate", () -> trainer.evaluate(x, x, new Evaluate().verbose(0)));
        assertRefused("predict", () -> trainer.predict(x, new Predict()));

        trainer.setWeights(List.of(Tensor.of(new float[] {3}, 1, 1)));
        assertEquals(9, trainer.trainOnBatch(batch, null).loss(), 1e-6);
        assertEquals(-3, network.getWeights().get(0).scalar());
    }
}
