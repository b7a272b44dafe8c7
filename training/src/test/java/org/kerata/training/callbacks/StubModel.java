package org.kerata.training.callbacks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.training.TrainingModel;
import org.kerata.training.metrics.Direction;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.SGD;

/** A model whose only weight counts how often it was asked for. */
final class StubModel implements TrainingModel {
    final SGD optimizer = new SGD(0.5);
    boolean stopping;
    boolean finite = true;
    float weight;
    final List<Path> saved = new ArrayList<>();
    final List<Path> savedWeights = new ArrayList<>();

    @Nullable
    Direction direction;

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public void stopTraining() {
        stopping = true;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public List<Tensor> getWeights() {
        return new ArrayList<>(List.of(Tensor.scalar(weight)));
    }

    @Override
    public void setWeights(List<Tensor> weights) {
        weight = weights.get(0).scalar();
    }

    @Override
    public Optimizer optimizer() {
        return optimizer;
    }

    @Override
    public @Nullable Direction direction(String figure) {
        return direction;
    }

    @Override
    public void save(Path file) {
        saved.add(file);
    }

    @Override
    public void requireSavable() {}

    @Override
    public void saveWeights(Path file) {
        savedWeights.add(file);
    }

    @Override
    public boolean weightsAreFinite() {
        return finite;
    }
}
