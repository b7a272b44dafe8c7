package org.kerata.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * What a layer keeps: its weights, with their penalties and constraints, and its random counters; those of the layers within count too. A
 * step to {@link Layer}.
 */
abstract sealed class WeightedLayer extends NamedLayer permits Layer {

    /** Models and inputs take none unless they need one: a declared input changes no draw. */
    private long ticket = this instanceof InputSource || this instanceof Network ? -1 : Seeds.next();

    private final List<Weight> trainableOwn = new ArrayList<>();
    private final List<Weight> otherOwn = new ArrayList<>();
    private final List<SeedGenerator> seeds = new ArrayList<>();

    private record Weight(
            Variable variable,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint) {}

    // ---- for use in subclasses ----

    /** Makes a trainable weight. */
    protected final Variable weight(String name, Shape shape, Initializer initializer) {
        return weight(name, shape, initializer, null, null);
    }

    /** Makes a trainable weight from a layer's options. */
    protected final Variable weight(
            String name,
            Shape shape,
            Option<Initializer> initializer,
            Option<Regularizer> regularizer,
            Option<Constraint> constraint) {
        return weight(name, shape, initializer.get(), regularizer.orNull(), constraint.orNull());
    }

    /** Makes a trainable weight with a penalty and a constraint. */
    protected final Variable weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint) {
        Weight w = new Weight(variable(name, shape, dtype(), initializer, true), regularizer, constraint);
        if (constraint != null) {
            Constraints.hold(w.variable, constraint);
        }
        trainableOwn.add(w);
        return w.variable;
    }

    /** Makes a weight that training does not change, such as a moving mean. */
    protected final Variable state(String name, Shape shape, Initializer initializer) {
        return state(name, shape, dtype(), initializer);
    }

    /** Makes a weight of some type that training does not change. */
    protected final Variable state(String name, Shape shape, DType type, Initializer initializer) {
        Weight w = new Weight(variable(name, shape, type, initializer, false), null, null);
        otherOwn.add(w);
        return w.variable;
    }

    /** Counts a weight of a layer within this one among this layer's own, as Keras does with variables that are attributes of both. */
    protected final Variable adopt(Variable v) {
        trainableOwn.add(new Weight(v, null, null));
        return v;
    }

    private Variable variable(String name, Shape shape, DType type, Initializer initializer, boolean trainable) {
        if (!shape.isKnown()) {
            throw new ShapeException("The weight \"" + name + "\" would have the shape " + shape
                    + ", of which every axis must be known. Give the input's axes when you declare it.");
        }
        WeightLimit.take(name, shape, type);
        long seed = Seeds.mix(ticket(), trainableOwn.size() * 64L + otherOwn.size());
        return FirstValues.variable(name, new Spec(type, shape), trainable, () -> initializer.apply(shape, type, seed));
    }

    private long ticket() {
        if (ticket < 0) {
            ticket = Seeds.next();
        }
        return ticket;
    }

    /** A source of random state; with no seed given it follows from {@link Seeds} and the layers' order. */
    protected final SeedGenerator seedGenerator(Option<Long> seed) {
        Long given = seed.orNull();
        SeedGenerator g = new SeedGenerator(given != null ? given : Seeds.mix(ticket(), -1L - seeds.size()));
        seeds.add(g);
        return g;
    }

    /** As if the layer had never been built. */
    final void forgetWeights() {
        trainableOwn.clear();
        otherOwn.clear();
        seeds.clear();
    }

    /** Adds the penalties on the weights of this layer alone. */
    final void addWeightPenalties(Call call) {
        for (Weight w : trainableOwn) {
            if (w.regularizer != null) {
                call.addLoss(w.regularizer.apply(w.variable));
            }
        }
    }

    // ---- what there is ----

    /** The random counters of this layer alone. */
    public final List<Variable> ownSeeds() {
        return seeds.stream().map(SeedGenerator::state).toList();
    }

    /** The weights of this layer alone, without those of layers within, in the order of weight files: trainable ones first. */
    public final List<Variable> ownWeights() {
        List<Variable> out = new ArrayList<>();
        trainableOwn.forEach(w -> out.add(w.variable));
        otherOwn.forEach(w -> out.add(w.variable));
        return out;
    }

    /** All weights, in Keras's order: its own trainable ones, its own others, then those of the layers within. */
    public final List<Variable> weights() {
        return List.copyOf(collect(false).keySet());
    }

    /** The weights that training changes now. */
    public final List<Variable> trainableWeights() {
        return chosen(true);
    }

    /** The weights that training does not change now. */
    public final List<Variable> nonTrainableWeights() {
        return chosen(false);
    }

    /** All state: the weights and the random counters. */
    public final List<Variable> variables() {
        return List.copyOf(collect(true).keySet());
    }

    private List<Variable> chosen(boolean changed) {
        List<Variable> out = new ArrayList<>();
        collect(false).forEach((v, t) -> {
            if ((t && trainable) == changed) {
                out.add(v);
            }
        });
        return out;
    }

    private Map<Variable, Boolean> collect(boolean withSeeds) {
        Map<Variable, Boolean> all = new LinkedHashMap<>();
        collect(all, withSeeds);
        return all;
    }

    private void collect(Map<Variable, Boolean> all, boolean withSeeds) {
        trainableOwn.forEach(w -> all.putIfAbsent(w.variable, trainable));
        otherOwn.forEach(w -> all.putIfAbsent(w.variable, false));
        if (withSeeds) {
            seeds.forEach(s -> all.putIfAbsent(s.state(), false));
        }
        for (WeightedLayer l : layersWithin()) {
            l.collect(all, withSeeds);
        }
    }

    /** The constraints of those weights that have one. */
    public final Map<Variable, Constraint> constraints() {
        Map<Variable, Constraint> all = new LinkedHashMap<>();
        collectConstraints(all);
        return Collections.unmodifiableMap(all);
    }

    private void collectConstraints(Map<Variable, Constraint> all) {
        for (Weight w : trainableOwn) {
            if (w.constraint != null) {
                all.put(w.variable, w.constraint);
            }
        }
        for (WeightedLayer l : layersWithin()) {
            l.collectConstraints(all);
        }
    }

    /** Copies of the weights' values, in the order of {@link #weights()}. */
    public List<Tensor> getWeights() {
        List<Tensor> out = new ArrayList<>();
        for (Variable v : weights()) {
            out.add(Tensor.of(v.value()));
        }
        return out;
    }

    /**
     * Gives the weights these values, in the order of {@link #weights()}; other element types are cast.
     *
     * @throws ShapeException if there are more or fewer, or a shape differs; nothing is changed then
     */
    public void setWeights(List<? extends Tensor> values) {
        List<Variable> own = weights();
        if (values.size() != own.size()) {
            throw new ShapeException(at() + " has " + own.size() + " weights"
                    + (isBuilt() ? "" : ", since it is not built yet") + ". Received: " + values.size() + " values.");
        }
        for (int i = 0; i < own.size(); i++) {
            if (!own.get(i).shape().equals(values.get(i).shape())) {
                throw new ShapeException(at() + ": weight " + i + " (\""
                        + own.get(i).name() + "\") has shape " + own.get(i).shape() + ". Received: shape "
                        + values.get(i).shape() + ".");
            }
        }
        for (int i = 0; i < own.size(); i++) {
            own.get(i).assign(values.get(i).cast(own.get(i).dtype()));
        }
    }

    /** How many numbers the weights hold. */
    public final long countParams() {
        long n = 0;
        for (Variable v : weights()) {
            n += v.size();
        }
        return n;
    }
}
