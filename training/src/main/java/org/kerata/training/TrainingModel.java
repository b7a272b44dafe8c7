package org.kerata.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.training.metrics.Direction;
import org.kerata.training.optimizers.Optimizer;

/** A model in training, as callbacks see it. */
public interface TrainingModel extends Savable {
    /** The name. */
    String name();

    /** Asks {@code fit} to end after the step it is taking. From any thread. */
    void stopTraining();

    /** Whether somebody has asked {@code fit} to end. */
    boolean isStopping();

    /**
     * Lets {@code fit} begin with this epoch, from 0, instead of the one it was asked to begin with, and with the order of samples that this
     * epoch has. For callbacks, before the first epoch.
     */
    void startAtEpoch(int epoch);

    /** Copies of all weights, in Keras's order. */
    List<Tensor> getWeights();

    /** Copies of all weights by their paths, as in Keras's {@code Variable.path}, layer by layer. */
    Map<String, Tensor> weightsByPath();

    /**
     * Sets all weights, in Keras's order.
     *
     * @throws org.kerata.autodiff.ShapeException if their number or a shape differs
     */
    void setWeights(List<Tensor> weights);

    /** The seeds and counters from which layers draw random numbers, layer by layer. */
    List<long[]> randomStates();

    /**
     * Sets what {@link #randomStates} gave.
     *
     * @throws org.kerata.autodiff.ConfigException if their number or sizes differ
     */
    void randomStates(List<long[]> states);

    /** The optimizer that the model was compiled with. */
    Optimizer optimizer();

    /** Exchanges the weights with their averages, if the optimizer keeps such. */
    void swapAverages();

    /** Sets the averages of the weights to the weights as they are. */
    void resetAverages();

    /** Whether more of a figure in the logs is better; null if there is no metric of this name. */
    @Nullable
    Direction direction(String figure);

    /** Whether all weights were finite after the last training step. */
    boolean weightsAreFinite();
}
