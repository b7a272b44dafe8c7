package org.kerata.training.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.TrainingModel;
import org.kerata.training.metrics.Direction;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.SGD;

/** A model whose only weight counts how often it was asked for. */
final class StubModel implements TrainingModel {
    /** What a file of weights has in it if it is damaged. */
    static final String DAMAGED = "damaged";

    final SGD optimizer = new SGD(0.5);
    Optimizer used = optimizer;
    boolean stopping;
    boolean finite = true;
    float weight;
    final List<Path> saved = new ArrayList<>();

    @Nullable
    String json = "{}";

    final Map<String, Tensor> byPath = new LinkedHashMap<>();
    int startEpoch = -1;
    List<long[]> random = List.of();
    String content = "";
    final List<String> restored = new ArrayList<>();
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
        return used;
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
        if (file.isAbsolute()) {
            try {
                Files.writeString(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void restoreWeights(Path file) {
        try {
            String text = Files.readString(file);
            if (text.equals(DAMAGED)) {
                throw new KerataException("The file is damaged.");
            }
            restored.add(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<long[]> randomStates() {
        return random;
    }

    @Override
    public void randomStates(List<long[]> states) {
        random = states;
    }

    @Override
    public void swapAverages() {
        optimizer.swapAverages();
    }

    @Override
    public void resetAverages() {
        optimizer.resetAverages();
    }

    @Override
    public String toJson() {
        if (json == null) {
            throw new KerataException("The model cannot be saved.");
        }
        return json;
    }

    @Override
    public Map<String, Tensor> weightsByPath() {
        return byPath;
    }

    @Override
    public void startAtEpoch(int epoch) {
        startEpoch = epoch;
    }

    @Override
    public boolean weightsAreFinite() {
        return finite;
    }
}
