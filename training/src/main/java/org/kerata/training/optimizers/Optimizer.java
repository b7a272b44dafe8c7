package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Configurable;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * How weights follow their gradients. A subclass makes its slots in {@link #makeSlots} and says in {@link #step} what a step does to one
 * weight; clipping, weight decay, accumulation, averages and constraints are done here, in Keras's order. Keras: {@code
 * keras.optimizers.Optimizer}.
 *
 * <p>State (the number of steps, the learning rate, the slots) is in variables. Options cannot be changed once these exist, except for the
 * learning rate.
 */
public abstract class Optimizer extends Configurable {

    private final Option<String> name = option("name", STRING, defaultName());
    private final Option<Object> learningRate = required("learning_rate", LearningRate.KIND);
    private final Option<Double> weightDecay = optional("weight_decay", DOUBLE);
    private final Option<Double> clipnorm = optional("clipnorm", Kind.real("above 0", d -> d > 0));
    private final Option<Double> globalClipnorm = optional("global_clipnorm", Kind.real("above 0", d -> d > 0));
    private final Option<Double> clipvalue = optional("clipvalue", Kind.real("above 0", d -> d > 0));
    private final Option<Boolean> useEma = option("use_ema", BOOL, false);
    private final Option<Double> emaMomentum =
            option("ema_momentum", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.99);
    private final Option<Integer> emaOverwriteFrequency = optional("ema_overwrite_frequency", Kind.positiveInteger());
    private final Option<Double> lossScaleFactor = optional("loss_scale_factor", Kind.real("above 0", d -> d > 0));
    private final Option<Integer> gradientAccumulationSteps =
            optional("gradient_accumulation_steps", Kind.integer("at least 2", n -> n >= 2));

    private final Variable iterations = Variable.zeros("iteration", DType.INT64, Shape.SCALAR, false);
    private final List<Variable> slots = new ArrayList<>();
    private final GradientCheck check = new GradientCheck(className());
    private final LearningRate rate = new LearningRate(learningRate);
    private final WeightDecay decay = new WeightDecay(this::weightDecayOf);
    private final Clipping clipping = new Clipping(clipnorm, globalClipnorm, clipvalue);
    private final WeightAverages averages = new WeightAverages(emaMomentum, emaOverwriteFrequency);
    private @Nullable GradientAccumulation accumulation;
    private List<Variable> ruleSlots = List.of();
    private Map<Variable, String> paths = Map.of();
    private boolean built;

    /** An optimizer with this learning rate. */
    protected Optimizer(double learningRate) {
        this.learningRate.set(learningRate);
    }

    /** An optimizer whose learning rate follows from the number of steps. */
    protected Optimizer(LearningRateSchedule schedule) {
        this.learningRate.set(schedule);
    }

    private String defaultName() {
        return Names.snakeCase(className());
    }

    /** What a step does to one weight. */
    protected interface Rule {
        /** Assigns the weight and its slots. */
        void update(Variable weight, Tensor gradient);
    }

    /**
     * A variable for each weight.
     *
     * @param of by weight
     */
    protected record Slot(Map<Variable, Variable> of) {
        static final Slot NONE = new Slot(Map.of());

        /** The weight's variable. */
        public Variable of(Variable weight) {
            Variable v = of.get(weight);
            if (v == null) {
                throw new KerataException(
                        "An optimizer was applied to the weight \"" + weight.name() + "\", for which it has no state.");
            }
            return v;
        }
    }

    // ---- options ----

    /** Names the optimizer. */
    public Optimizer name(String name) {
        return with(this.name, name);
    }

    /** The learning rate; may be changed at any time, except in place of a schedule. */
    public Optimizer learningRate(double learningRate) {
        if (built && rate.isScheduled()) {
            throw new ConfigException(className() + ": learningRate follows a schedule, so it cannot be set to "
                    + learningRate + " any more. Make the optimizer with a number.");
        }
        with(this.learningRate, learningRate);
        Variable v = rate.variableOrNull();
        if (v != null) {
            v.assign(Tensor.scalar(learningRate));
        }
        return this;
    }

    /** A learning rate that follows from the number of steps. */
    public Optimizer learningRate(LearningRateSchedule schedule) {
        beforeChange("a schedule of learningRate");
        return with(this.learningRate, schedule);
    }

    /** By which share of the learning rate weights, biases too, shrink at each step; none by default. */
    public Optimizer weightDecay(double weightDecay) {
        return with(this.weightDecay, weightDecay);
    }

    /** The largest norm that the gradient of a weight may have; none by default. Excludes the other two ways of clipping. */
    public Optimizer clipnorm(double clipnorm) {
        with(this.clipnorm, clipnorm);
        clipping.requireOne(className());
        return this;
    }

    /** The largest norm that all gradients together may have; none by default. Excludes the other two ways of clipping. */
    public Optimizer globalClipnorm(double globalClipnorm) {
        with(this.globalClipnorm, globalClipnorm);
        clipping.requireOne(className());
        return this;
    }

    /** The largest value that an element of a gradient may have; none by default. Excludes the other two ways of clipping. */
    public Optimizer clipvalue(double clipvalue) {
        with(this.clipvalue, clipvalue);
        clipping.requireOne(className());
        return this;
    }

    /** Whether a moving average of the weights is kept, which takes their place at the end of {@code fit}; false by default. */
    public Optimizer useEma(boolean useEma) {
        return with(this.useEma, useEma);
    }

    /** How slowly the average follows, 0 to 1; 0.99 by default. */
    public Optimizer emaMomentum(double emaMomentum) {
        return with(this.emaMomentum, emaMomentum);
    }

    /** After how many steps each time the average takes the weights' place during training; never by default. */
    public Optimizer emaOverwriteFrequency(int steps) {
        return with(this.emaOverwriteFrequency, steps);
    }

    /** By what the loss is multiplied before the gradients are taken, and the gradients divided; none by default. */
    public Optimizer lossScaleFactor(double factor) {
        return with(this.lossScaleFactor, factor);
    }

    /** Over how many steps gradients are averaged before weights change, 2 or more; without it, they change at each step. */
    public Optimizer gradientAccumulationSteps(int steps) {
        return with(this.gradientAccumulationSteps, steps);
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        clipping.requireOne(className());
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        Variable v = rate.variableOrNull();
        if (v != null) {
            out.put("learning_rate", v.doubleScalar());
        }
        return out;
    }

    @Override
    protected void beforeChange(String option) {
        if (built && !option.equals("learningRate")) {
            throw new ConfigException(
                    className() + ": " + option + " cannot be changed once the optimizer has state for its weights.");
        }
    }

    /**
     * Leaves these weights out of weight decay: those given, and those in whose names one of the words (regular expressions) occurs.
     *
     * @throws ConfigException if the optimizer has been used
     */
    public final void excludeFromWeightDecay(List<Variable> weights, List<String> words) {
        beforeChange("the exclusion from weight decay");
        decay.leaveOut(weights, words);
    }

    // ---- state ----

    /** The name. */
    public final String name() {
        return name.get();
    }

    /** The learning rate that the next step has. */
    public double learningRate() {
        return rate.at(iterations).doubleScalar();
    }

    /** How often {@link #apply} has run; {@code int64}. */
    public Variable iterations() {
        return iterations;
    }

    /** Whether the slots exist. */
    public final boolean isBuilt() {
        return built;
    }

    /** All state, in Keras's order: iterations, the learning rate unless there is a schedule, averages, accumulators, slots. */
    public List<Variable> variables() {
        List<Variable> all = new ArrayList<>();
        all.add(iterations);
        if (!rate.isScheduled()) {
            all.add(rate.variable());
        }
        all.addAll(slots);
        return all;
    }

    /** Optimizers within this one that have state of their own, by where Keras's files have it a second time; none by default. */
    public Map<String, Optimizer> within() {
        return Map.of();
    }

    /**
     * Says where weights are in a model, as Keras does: {@code "encoder/dense/kernel"}. To be called before {@link #build}; without it, a
     * weight is known by its name.
     */
    public void locate(Map<Variable, String> paths) {
        this.paths = paths;
    }

    /** Where a weight is in its model. */
    protected final String path(Variable weight) {
        return paths.getOrDefault(weight, weight.name());
    }

    /** Makes the slots for these weights; nothing if they exist. */
    public final void build(List<Variable> weights) {
        if (built) {
            return;
        }
        if (!rate.isScheduled()) {
            rate.variable();
        }
        if (useEma.get()) {
            averages.keep(weights, slots(weights, "average").get(0));
        }
        if (gradientAccumulationSteps.isSet()) {
            accumulation = new GradientAccumulation(
                    gradientAccumulationSteps.get(),
                    slots(weights, "gradient_accumulator").get(0));
        }
        int others = slots.size();
        makeSlots(weights);
        ruleSlots = List.copyOf(slots.subList(others, slots.size()));
        check.admit(weights);
        built = true;
    }

    /** Makes the slots with {@link #slots}. */
    protected abstract void makeSlots(List<Variable> weights);

    /** Makes variables full of zeros for each weight, one for each name, those of a weight side by side. */
    protected final List<Slot> slots(List<Variable> weights, String... names) {
        return slots(
                weights, Stream.of(names).map(n -> new Start(n, Ops::zerosLike)).toList());
    }

    /**
     * How slots begin.
     *
     * @param name the end of their names
     * @param value of a weight
     */
    protected record Start(String name, UnaryOperator<Tensor> value) {
        /** With the same number everywhere. */
        static Start at(double value, String name) {
            return new Start(name, w -> Ops.fullLike(w, value));
        }
    }

    /** Makes variables for each weight, one for each start, those of a weight side by side. */
    protected final List<Slot> slots(List<Variable> weights, List<Start> starts) {
        List<Slot> out =
                starts.stream().map(s -> new Slot(new IdentityHashMap<>())).toList();
        for (Variable w : weights) {
            for (int i = 0; i < starts.size(); i++) {
                Start start = starts.get(i);
                // The value at this moment, also where the first step is being traced.
                Tensor value = start.value().apply(w.readNow());
                out.get(i).of().put(w, slot(w.name() + "_" + start.name(), value));
            }
        }
        return out;
    }

    /** Makes a variable that belongs to no weight, or is not like it. */
    protected final Variable slot(String name, Tensor start) {
        return slot(Variable.of(name, start, false));
    }

    /** Takes a variable into the state. */
    final Variable slot(Variable v) {
        slots.add(v);
        return v;
    }

    /** How often weights have changed: the iterations, divided by the steps of accumulation. {@code int64}. */
    protected final Tensor updates() {
        Integer steps = gradientAccumulationSteps.orNull();
        Tensor now = iterations.read();
        return steps == null ? now : Ops.floorDivide(now, Tensor.scalar(steps, DType.INT64));
    }

    /** Which change of weights a step makes, from 1; {@code float32}. */
    protected final Tensor now() {
        return updates().plus(1).cast(DType.FLOAT32);
    }

    /** A number to the power of a tensor. */
    protected static Tensor power(double base, Tensor exponent) {
        return Ops.power(Tensor.scalar(base), exponent);
    }

    /** 1 less what is left of a mean's first value after so many steps: a mean is divided by it, as if it had begun with the first one. */
    protected static Tensor correction(double beta, Tensor steps) {
        return power(beta, steps).unaryMinus().plus(1);
    }

    // ---- steps ----

    /** The loss as it must be differentiated. */
    public Tensor scaleLoss(Tensor loss) {
        Double factor = lossScaleFactor.orNull();
        return factor == null ? loss : loss.times(factor);
    }

    private Tensor unscaled(Tensor gradient) {
        Double factor = lossScaleFactor.orNull();
        return factor == null ? gradient : Gradients.scaled(gradient, Tensor.scalar(1 / factor, gradient.dtype()));
    }

    /** By what the loss is multiplied; null for nothing. */
    final @Nullable Double lossScale() {
        return lossScaleFactor.orNull();
    }

    /** Leaves the scale of the loss to an optimizer around this one. */
    final void takeLossScale(@Nullable Double factor) {
        if (!Objects.equals(factor, lossScaleFactor.orNull())) {
            with(lossScaleFactor, factor);
        }
    }

    /** By which share of the learning rate a weight shrinks at each step; null for none. */
    protected @Nullable Double weightDecayOf(Variable weight) {
        return weightDecay.orNull();
    }

    /**
     * What a step does, given its learning rate: scalars are computed here, once; the rule is then applied to each weight.
     *
     * <p>Values of slots end in {@link #settled}.
     */
    protected abstract Rule step(Tensor learningRate);

    /**
     * Takes a rule's step: assigns what becomes of a weight and its slots. The gradient of lookups is taken row by row.
     *
     * @param rule one of {@link Updates}
     * @param state the weight and its slots, as the rule wants them
     * @param numbers the learning rate and other single numbers
     */
    protected static <A> void update(Op<A> rule, A settings, List<Variable> state, Tensor gradient, Tensor... numbers) {
        Tensor[] cast = Stream.of(numbers).map(n -> n.cast(gradient.dtype())).toArray(Tensor[]::new);
        List<Tensor> next = Updates.update(rule, settings, state, gradient, cast);
        for (int i = 0; i < next.size(); i++) {
            state.get(i).assign(next.get(i));
        }
    }

    /** The same values, but for the tiny ones that would become denormal, which become 0. */
    protected static Tensor settled(Tensor slot) {
        return Updates.settled(slot);
    }

    /**
     * Takes a step: weights and slots change, then weights are forced to their constraints. Within a compiled function, the step happens
     * whenever that runs.
     *
     * @param gradients one for each weight; null where there is none, and the weight stays
     * @param weights the weights; at the first step, their slots are made
     */
    public void apply(List<? extends @Nullable Tensor> gradients, List<Variable> weights) {
        if (gradients.size() != weights.size()) {
            throw new ShapeException(className() + ": there must be a gradient for each weight. Received: "
                    + gradients.size() + " gradients and " + weights.size() + " weights.");
        }
        build(weights);
        try (Scope s = Scope.enter(name())) {
            List<Tensor> given = new ArrayList<>();
            List<Variable> changed = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                Tensor g = gradients.get(i);
                if (g == null) {
                    check.warnOfMissing(name(), weights.get(i));
                } else {
                    check.require(g, weights.get(i));
                    given.add(unscaled(g.cast(weights.get(i).dtype())));
                    changed.add(weights.get(i));
                }
            }
            if (changed.isEmpty()) {
                throw new KerataException(
                        className() + ": no weight has a gradient. Does the loss depend on the weights?");
            }
            take(given, changed);
            for (Variable w : changed) {
                Constraint c = Constraints.of(w);
                if (c != null) {
                    w.assign(c.apply(w));
                }
            }
            iterations.assignAdd(Tensor.scalar(1, DType.INT64));
        }
    }

    private void take(List<Tensor> gradients, List<Variable> changed) {
        GradientAccumulation a = accumulation;
        if (a == null) {
            update(gradients, changed);
        } else {
            a.take(iterations, gradients, changed, ruleSlots, means -> update(means, changed));
        }
        if (useEma.get()) {
            averages.follow(updates());
        }
    }

    private void update(List<Tensor> gradients, List<Variable> changed) {
        List<Tensor> clipped = clipping.clip(gradients);
        Tensor lr = rate.at(iterations);
        decay.shrink(changed, lr);
        Rule rule = step(lr);
        for (int i = 0; i < changed.size(); i++) {
            rule.update(changed.get(i), clipped.get(i));
        }
    }

    /**
     * Exchanges weights and their averages; for {@code SwapEMAWeights}.
     *
     * @throws ConfigException if no averages are kept
     */
    public void swapAverages() {
        requireAverages();
        averages.swap();
    }

    /**
     * Sets the averages to the weights as they are; for {@code SwapEMAWeights}.
     *
     * @throws ConfigException if no averages are kept
     */
    public void resetAverages() {
        requireAverages();
        averages.follow();
    }

    /** Whether averages of weights are kept. */
    boolean keepsAverages() {
        return averages.areKept();
    }

    private void requireAverages() {
        if (!keepsAverages()) {
            throw new ConfigException(className() + ": there are no averages of weights. "
                    + (useEma.get()
                            ? "They are kept from the first step of training on."
                            : "Make the optimizer with useEma(true)."));
        }
    }

    /** Puts the averages in the weights' place, if they are kept; {@code fit} does it at its end. */
    public void finalizeVariableValues() {
        averages.takeOver();
    }
}
