package org.kerata.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Network;
import org.kerata.training.metrics.Direction;
import org.kerata.training.optimizers.Optimizer;

/**
 * A network with what is known of its training, as callbacks and files see it. Its weights are read under the read lock and changed under
 * the write lock.
 */
abstract class ModelInTraining implements TrainingModel {
    final Network network;
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    final Wholeness wholeness;
    volatile @Nullable Compilation compilation;

    /** Whether what was compiled has been given up, as the layers changed. */
    volatile boolean forgotten;

    volatile boolean stopping;

    /** The epoch that a callback has {@code fit} begin with; -1 if none did. */
    volatile int startEpoch = -1;

    /** Whether the weights were finite after the last step. */
    volatile boolean finite = true;

    ModelInTraining(Network network) {
        this.network = network;
        this.wholeness = new Wholeness(network.name());
    }

    @Override
    public final String name() {
        return network.name();
    }

    @Override
    public final void stopTraining() {
        stopping = true;
    }

    @Override
    public final boolean isStopping() {
        return stopping;
    }

    @Override
    public final void startAtEpoch(int epoch) {
        if (epoch < 0) {
            throw new ConfigException("startAtEpoch: the epoch must be at least 0. Received: " + epoch + ".");
        }
        startEpoch = epoch;
    }

    @Override
    public final List<Tensor> getWeights() {
        lock.readLock().lock();
        try {
            List<Tensor> out = new ArrayList<>();
            for (Variable v : network.weights()) {
                out.add(Ops.identity(v));
            }
            Tensor.evaluate(out);
            return out;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public final Map<String, Tensor> weightsByPath() {
        List<Variable> all = network.weights();
        List<Tensor> values = getWeights();
        Map<Variable, String> paths = WeightPaths.of(network);
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            out.put(paths.getOrDefault(all.get(i), all.get(i).name()), values.get(i));
        }
        return out;
    }

    @Override
    public final void setWeights(List<Tensor> weights) {
        lock.writeLock().lock();
        try {
            List<Variable> own = network.weights();
            if (own.size() != weights.size()) {
                throw new ShapeException("setWeights: the model \"" + network.name() + "\" has " + own.size()
                        + " weights. Received: " + weights.size() + ".");
            }
            for (int i = 0; i < own.size(); i++) {
                own.get(i).assign(weights.get(i));
            }
            wholeness.restored();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public final List<long[]> randomStates() {
        return whileStill(() -> new RandomStates(network).get());
    }

    @Override
    public final void randomStates(List<long[]> states) {
        RandomStates own = new RandomStates(network);
        if (!own.fit(states)) {
            throw new ConfigException("randomStates: the model \"" + network.name() + "\" draws random numbers from "
                    + own.get().size() + " states. Received: " + states.size() + ", or others.");
        }
        alone(() -> own.set(states));
    }

    /** Does something while no step changes a weight: writes a file, for instance. */
    public final <T> T whileStill(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Sets weights, all or most of them, while nobody reads them; afterwards they count as whole. */
    public final void restore(Runnable assignments) {
        alone(() -> {
            assignments.run();
            wholeness.restored();
        });
    }

    @Override
    public final void save(Path file) {
        savable().save(file);
    }

    @Override
    public final String toJson() {
        return savable().toJson();
    }

    @Override
    public final void requireSavable() {
        savable().requireSavable();
    }

    @Override
    public final void saveWeights(Path file) {
        savable().saveWeights(file);
    }

    @Override
    public final void restoreWeights(Path file) {
        savable().restoreWeights(file);
    }

    private Savable savable() {
        if (network instanceof Savable s) {
            return s;
        }
        throw new KerataException("The network \"" + network.name() + "\" cannot be saved; a Model can.");
    }

    /** How the network was compiled; an error if it has not been. */
    final Compilation compiled(String who) {
        Compilation c = compilation;
        if (c == null) {
            throw new KerataException(who + ": the model \"" + network.name() + "\" has not been compiled"
                    + (forgotten ? " since its layers changed" : "") + ". Call compile first.");
        }
        return c;
    }

    @Override
    public final Optimizer optimizer() {
        return compiled("optimizer").how().optimizer();
    }

    @Override
    public final void swapAverages() {
        alone(() -> optimizer().swapAverages());
    }

    @Override
    public final void resetAverages() {
        alone(() -> optimizer().resetAverages());
    }

    /** Does something while nobody reads weights. */
    private void alone(Runnable work) {
        lock.writeLock().lock();
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public final @Nullable Direction direction(String figure) {
        Compilation c = compilation;
        return c == null ? null : c.direction(figure);
    }

    @Override
    public final boolean weightsAreFinite() {
        return finite;
    }
}
