package org.kerata.training;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.data.Columns;
import org.kerata.training.losses.MeanSquaredError;
import org.kerata.training.optimizers.SGD;

/** A network of one weight, y = w · x from w = 1, on which steps can be counted by hand. */
abstract class OneWeight {
    final Dense dense = new Dense(1).useBias(false).kernelInitializer("ones");
    final Chain network = new Chain(1, dense);
    final Trainer trainer = new Trainer(network);

    static Columns column(float... values) {
        return Columns.of(Tensor.of(values, values.length, 1));
    }

    final float weight() {
        return network.getWeights().get(0).scalar();
    }

    final void compile(double learningRate) {
        trainer.compile(new Compile().optimizer(new SGD(learningRate)).loss(new MeanSquaredError()));
    }

    static Fit quiet() {
        return new Fit().verbose(0).shuffle(false);
    }
}
