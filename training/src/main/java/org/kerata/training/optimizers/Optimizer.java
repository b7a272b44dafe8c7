package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
import org.kerata.training.optimizers.schedules.Schedules;
import org.slf4j.LoggerFactory;

/**
 * How weights follow their gradients. A subclass makes its slots in {@link #makeSlots} and says in {@link #step} what a step does to one
 * weight; clipping, weight decay, accumulation, averages and constraints are done here, in Keras's order. Keras: {@code
 * keras.optimizers.Optimizer}.
 *
 * <p>State (the number of steps, the learning rate, the slots) is in variables. Options cannot be changed once these exist, except for the
 * learning rate.
 */
public abstract class Optimizer extends Configurable {

    /**
     * Far below any slot's useful values, and so far above the denormal numbers, which slow processors down, that what is left of a fading
     * slot (a few units in the last place of this) gives no denormal product with a learning rate either.
     */
    private static final double SETTLE = 1e-25;

    private static final Kind<Object> RATE = Kind.of(
            "a number of 0 or more, or a schedule",
            v -> v instanceof LearningRateSchedule
                    ? v
                    : v instanceof Number n
                            ? (n.doubleValue() >= 0 ? (Object) n.doubleValue() : null)
                            : v instanceof Map ? Schedules.NAMES.read(v) : null,
            v -> v instanceof LearningRateSchedule s
                    ? (Object) Schedules.NAMES.write(s)
                    : (Object) (double) ((Double) v).floatValue());

    private final Option<String> name = option("name", STRING, defaultName());
    private final Option<Object> learningRate = required("learning_rate", RATE);
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
    private final Set<Variable> withoutDecay = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Variable> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Variable> warned = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Pattern withoutDecayNames;
    private @Nullable Variable rate;
    private @Nullable List<Variable> weights;
    private Slot averages = Slot.NONE;
    private Slot accumulators = Slot.NONE;

    /** An optimizer with this learning rate. */
    protected Optimizer(double learningRate) {
        this.learningRate.set(learningRate);
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
        if (weights != null && schedule() != null) {
            throw new ConfigException(className() + ": learningRate follows a schedule, so it cannot be set to "
                    + learningRate + " any more. Make the optimizer with a number.");
        }
        with(this.learningRate, learningRate);
        Variable v = rate;
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
        requireOneClip();
        return this;
    }

    /** The largest norm that all gradients together may have; none by default. Excludes the other two ways of clipping. */
    public Optimizer globalClipnorm(double globalClipnorm) {
        with(this.globalClipnorm, globalClipnorm);
        requireOneClip();
        return this;
    }

    /** The largest value that an element of a gradient may have; none by default. Excludes the other two ways of clipping. */
    public Optimizer clipvalue(double clipvalue) {
        with(this.clipvalue, clipvalue);
        requireOneClip();
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

    private void requireOneClip() {
        int given = (clipnorm.isSet() ? 1 : 0) + (globalClipnorm.isSet() ? 1 : 0) + (clipvalue.isSet() ? 1 : 0);
        if (given > 1) {
            throw new ConfigException(
                    className() + ": only one of clipnorm, clipvalue and globalClipnorm can be set. Received: clipnorm="
                            + clipnorm.orNull() + ", clipvalue=" + clipvalue.orNull() + ", globalClipnorm="
                            + globalClipnorm.orNull() + ".");
        }
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        requireOneClip();
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        Variable v = rate;
        if (v != null) {
            out.put("learning_rate", v.doubleScalar());
        }
        return out;
    }

    @Override
    protected void beforeChange(String option) {
        if (weights != null && !option.equals("learningRate")) {
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
        withoutDecay.clear();
        withoutDecay.addAll(weights);
        withoutDecayNames = words.isEmpty() ? null : Pattern.compile(String.join("|", words));
    }

    // ---- state ----

    /** The name. */
    public final String name() {
        return name.get();
    }

    /** The learning rate that the next step has. */
    public final double learningRate() {
        return currentRate().doubleScalar();
    }

    /** How often {@link #apply} has run; {@code int64}. */
    public final Variable iterations() {
        return iterations;
    }

    /** Whether the slots exist. */
    public final boolean isBuilt() {
        return weights != null;
    }

    /** All state, in Keras's order: iterations, the learning rate unless there is a schedule, averages, accumulators, slots. */
    public final List<Variable> variables() {
        List<Variable> all = new ArrayList<>();
        all.add(iterations);
        if (schedule() == null) {
            all.add(rateVariable());
        }
        all.addAll(slots);
        return all;
    }

    /** Makes the slots for these weights; nothing if they exist. */
    public final void build(List<Variable> weights) {
        if (this.weights != null) {
            return;
        }
        if (schedule() == null) {
            rateVariable();
        }
        if (useEma.get()) {
            averages = slots(weights, "average").get(0);
        }
        if (gradientAccumulationSteps.isSet()) {
            accumulators = slots(weights, "gradient_accumulator").get(0);
        }
        makeSlots(weights);
        this.weights = List.copyOf(weights);
        known.addAll(weights);
    }

    /** Makes the slots with {@link #slots}. */
    protected abstract void makeSlots(List<Variable> weights);

    /** Makes variables full of zeros for each weight, one for each name, those of a weight side by side. */
    protected final List<Slot> slots(List<Variable> weights, String... names) {
        List<Slot> out = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            out.add(new Slot(new IdentityHashMap<>()));
        }
        for (Variable w : weights) {
            for (int i = 0; i < names.length; i++) {
                Variable v = Variable.zeros(w.name() + "_" + names[i], w.dtype(), w.shape(), false);
                out.get(i).of().put(w, v);
                slots.add(v);
            }
        }
        return out;
    }

    private @Nullable LearningRateSchedule schedule() {
        return learningRate.get() instanceof LearningRateSchedule s ? s : null;
    }

    private Variable rateVariable() {
        Variable v = rate;
        if (v == null) {
            v = Variable.of("learning_rate", Tensor.scalar((Double) learningRate.get()), false);
            rate = v;
        }
        return v;
    }

    /** The learning rate at this step, a scalar. */
    private Tensor currentRate() {
        LearningRateSchedule s = schedule();
        return s == null ? rateVariable().read() : s.at(iterations.cast(DType.FLOAT32));
    }

    /** How often weights have changed: the iterations, divided by the steps of accumulation. {@code int64}. */
    protected final Tensor updates() {
        Integer steps = gradientAccumulationSteps.orNull();
        Tensor now = iterations.read();
        return steps == null ? now : Ops.floorDivide(now, Tensor.scalar(steps, DType.INT64));
    }

    // ---- steps ----

    /** The loss as it must be differentiated. */
    public final Tensor scaleLoss(Tensor loss) {
        Double factor = lossScaleFactor.orNull();
        return factor == null ? loss : loss.times(factor);
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
     */
    protected static <A> void update(
            Op<A> rule, A settings, List<Variable> state, Tensor gradient, Tensor learningRate) {
        Tensor rate = learningRate.cast(gradient.dtype());
        List<Tensor> next = Updates.update(rule, settings, state, gradient, rate);
        for (int i = 0; i < next.size(); i++) {
            state.get(i).assign(next.get(i));
        }
    }

    /** The same values, but for the tiny ones that would become denormal, which become 0. */
    protected static Tensor settled(Tensor slot) {
        return slot.dtype() == DType.FLOAT32 ? slot.plus(SETTLE).minus(SETTLE) : slot;
    }

    /**
     * Takes a step: weights and slots change, then weights are forced to their constraints. Within a compiled function, the step happens
     * whenever that runs.
     *
     * @param gradients one for each weight; null where there is none, and the weight stays
     * @param weights the weights; at the first step, their slots are made
     */
    public final void apply(List<? extends @Nullable Tensor> gradients, List<Variable> weights) {
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
                    warnOfMissing(weights.get(i));
                } else {
                    given.add(checked(g, weights.get(i)));
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

    private Tensor checked(Tensor gradient, Variable weight) {
        if (!known.contains(weight)) {
            throw new KerataException(
                    className() + ": the weight \"" + weight.name() + "\" " + weight.spec()
                            + " is not among those the optimizer was built for. Compile the model again, or make a new optimizer.");
        }
        if (!gradient.shape().equals(weight.shape())) {
            throw new ShapeException(className() + ": the gradient of \"" + weight.name() + "\" must have its shape "
                    + weight.shape() + ". Received: " + gradient.shape() + ".");
        }
        Double factor = lossScaleFactor.orNull();
        Tensor g = gradient.cast(weight.dtype());
        return factor == null ? g : Gradients.scaled(g, Tensor.scalar(1 / factor, g.dtype()));
    }

    private void warnOfMissing(Variable weight) {
        if (warned.add(weight)) {
            LoggerFactory.getLogger(Optimizer.class)
                    .warn(
                            "{}: the weight \"{}\" {} has no gradient, so it does not change. Does the loss depend on it?",
                            name(),
                            weight.name(),
                            weight.shape());
        }
    }

    private void take(List<Tensor> gradients, List<Variable> changed) {
        Integer steps = gradientAccumulationSteps.orNull();
        if (steps == null) {
            update(gradients, changed);
        } else {
            accumulate(gradients, changed, steps);
        }
        if (useEma.get()) {
            average();
        }
    }

    private void update(List<Tensor> gradients, List<Variable> changed) {
        List<Tensor> clipped = clip(gradients);
        Tensor lr = currentRate();
        decay(changed, lr);
        Rule rule = step(lr);
        for (int i = 0; i < changed.size(); i++) {
            rule.update(changed.get(i), clipped.get(i));
        }
    }

    /** Computes the update at each step and keeps it at every n-th one, so that the step is the same program each time. */
    private void accumulate(List<Tensor> gradients, List<Variable> changed, int steps) {
        Tensor due =
                Ops.mod(iterations.plus(1), Tensor.scalar(steps, DType.INT64)).equal(0);
        List<Tensor> sums = new ArrayList<>();
        List<Tensor> means = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            Tensor sum = gradients.get(i).plus(accumulators.of(changed.get(i)));
            sums.add(sum);
            means.add(sum.div(steps));
        }
        List<Variable> touched = new ArrayList<>(changed);
        touched.addAll(slots);
        touched.removeAll(averages.of().values());
        touched.removeAll(accumulators.of().values());
        List<Tensor> before = touched.stream().map(Variable::read).toList();
        update(means, changed);
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).assign(Ops.where(due, touched.get(i), before.get(i)));
        }
        for (int i = 0; i < changed.size(); i++) {
            Tensor sum = sums.get(i);
            accumulators.of(changed.get(i)).assign(Ops.where(due, Ops.zerosLike(sum), sum));
        }
    }

    private List<Tensor> clip(List<Tensor> gradients) {
        Double each = clipnorm.orNull();
        Double all = globalClipnorm.orNull();
        Double value = clipvalue.orNull();
        if (each != null) {
            return gradients.stream().map(g -> clipNorm(g, each)).toList();
        }
        if (all != null) {
            return clipTogether(gradients, all);
        }
        return value == null
                ? gradients
                : gradients.stream().map(g -> Ops.clip(g, -value, value)).toList();
    }

    private static Tensor clipNorm(Tensor g, double most) {
        Tensor norm = Ops.sqrt(Gradients.squares(g));
        Tensor limit = Tensor.scalar(most, g.dtype());
        return Gradients.scaled(g, limit.div(Ops.maximum(norm, limit)));
    }

    private static List<Tensor> clipTogether(List<Tensor> gradients, double most) {
        Tensor squares = null;
        for (Tensor g : gradients) {
            Tensor s = Gradients.squares(g);
            squares = squares == null ? s : squares.plus(s);
        }
        if (squares == null) {
            return gradients;
        }
        Tensor norm = Ops.sqrt(squares);
        // Infinite norms give NaN, as in Keras: a gradient that overflowed must not look like a small one.
        Tensor scale = Ops.minimum(Ops.reciprocal(norm), Tensor.scalar(1 / most, norm.dtype()))
                .times(most)
                .plus(norm.minus(norm));
        return gradients.stream().map(g -> Gradients.scaled(g, scale)).toList();
    }

    private void decay(List<Variable> changed, Tensor lr) {
        Double share = weightDecay.orNull();
        if (share == null) {
            return;
        }
        Tensor factor = lr.times(share);
        for (Variable w : changed) {
            Pattern p = withoutDecayNames;
            if (!withoutDecay.contains(w) && (p == null || !p.matcher(w.name()).find())) {
                w.assign(w.minus(w.times(factor.cast(w.dtype()))));
            }
        }
    }

    private void average() {
        Tensor momentum = updates().notEqual(0).cast(DType.FLOAT32).times(emaMomentum.get());
        Integer frequency = emaOverwriteFrequency.orNull();
        Tensor due = frequency == null
                ? null
                : Ops.mod(updates().plus(1), Tensor.scalar(frequency, DType.INT64))
                        .equal(0);
        for (Map.Entry<Variable, Variable> e : ordered(averages)) {
            Variable w = e.getKey();
            Variable a = e.getValue();
            Tensor m = momentum.cast(w.dtype());
            a.assign(settled(m.times(a).plus(m.unaryMinus().plus(1).times(w))));
            if (due != null) {
                w.assign(Ops.where(due, a, w));
            }
        }
    }

    private List<Map.Entry<Variable, Variable>> ordered(Slot slot) {
        List<Variable> all = weights;
        return all == null
                ? List.of()
                : all.stream().map(w -> Map.entry(w, slot.of(w))).toList();
    }

    /** Puts the averages in the weights' place, if they are kept; {@code fit} does it at its end. */
    public final void finalizeVariableValues() {
        if (!averages.of().isEmpty()) {
            for (Map.Entry<Variable, Variable> e : ordered(averages)) {
                e.getKey().assign(e.getValue());
            }
        }
    }
}
