package org.kerata.training.optimizers;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Momentum of matrices, made nearly orthogonal: all directions are followed alike. Embeddings, weights of layers left out and all that is no
 * matrix follow {@link AdamW}; the last layer of a model should, too. Jordan, "Muon", 2024; Liu et al., "Muon is Scalable for LLM Training",
 * 2025. Keras: {@code keras.optimizers.Muon}.
 */
public final class Muon extends FluentOptimizer<Muon> {
    private static final double TINY = 1e-7;

    private final Option<Double> adamBeta1 = option("adam_beta_1", DOUBLE, 0.9);
    private final Option<Double> adamBeta2 = option("adam_beta_2", DOUBLE, 0.999);
    private final Option<Double> epsilon = option("epsilon", DOUBLE, 1e-7);
    private final Option<List<String>> excludeLayers = option("exclude_layers", words(), List.of());
    private final Option<Double> a = option("muon_a", DOUBLE, 3.4445);
    private final Option<Double> b = option("muon_b", DOUBLE, -4.7750);
    private final Option<Double> c = option("muon_c", DOUBLE, 2.0315);
    private final Option<Double> adamLrRatio = option("adam_lr_ratio", DOUBLE, 1.0);
    private final Option<Double> momentum = option("momentum", DOUBLE, 0.95);
    private final Option<Integer> nsSteps = option("ns_steps", INT, 5);
    private final Option<Boolean> nesterov = option("nesterov", BOOL, true);
    private final Option<Boolean> excludeEmbeddings = option("exclude_embeddings", BOOL, true);
    private final Option<Double> adamWeightDecay = nullable("adam_weight_decay", DOUBLE, 0.004);
    private final Option<Double> rmsRate = nullable("rms_rate", DOUBLE, 0.2);
    private Slot momentums = Slot.NONE;
    private Slot velocities = Slot.NONE;

    /** With the learning rate 0.001. */
    public Muon() {
        this(0.001);
    }

    /** With this learning rate. */
    public Muon(double learningRate) {
        super(learningRate);
        weightDecay(0.004);
    }

    /** With a learning rate that follows from the number of steps. */
    public Muon(LearningRateSchedule schedule) {
        super(schedule);
        weightDecay(0.004);
    }

    private static Kind<List<String>> words() {
        return Kind.of(
                "a list of regular expressions",
                v -> v instanceof List<?> l && l.stream().allMatch(x -> x instanceof String)
                        ? l.stream()
                                .map(x -> Pattern.compile((String) x).pattern())
                                .toList()
                        : null,
                l -> l);
    }

    /** How slowly the mean of gradients follows where Adam is used; 0.9 by default. */
    public Muon adamBeta1(double beta1) {
        return with(adamBeta1, beta1);
    }

    /** How slowly the mean of squares follows where Adam is used; 0.999 by default. */
    public Muon adamBeta2(double beta2) {
        return with(adamBeta2, beta2);
    }

    /** Added to the root of the mean of squares where Adam is used; 1e-7 by default. */
    public Muon epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** Regular expressions, one of which is found in the paths of weights that follow Adam; none by default. */
    public Muon excludeLayers(List<String> words) {
        return with(excludeLayers, words);
    }

    /** Whether weights with "embedding" in their paths follow Adam; true by default. */
    public Muon excludeEmbeddings(boolean exclude) {
        return with(excludeEmbeddings, exclude);
    }

    /** The first factor of the polynomial that makes a matrix orthogonal; 3.4445 by default. */
    public Muon muonA(double a) {
        return with(this.a, a);
    }

    /** The second factor of the polynomial, of the third power; -4.775 by default. */
    public Muon muonB(double b) {
        return with(this.b, b);
    }

    /** The third factor of the polynomial, of the fifth power; 2.0315 by default. */
    public Muon muonC(double c) {
        return with(this.c, c);
    }

    /** What part of the learning rate Adam has; 1 by default. */
    public Muon adamLrRatio(double ratio) {
        return with(adamLrRatio, ratio);
    }

    /** How much of momentum stays; 0.95 by default. */
    public Muon momentum(double momentum) {
        return with(this.momentum, momentum);
    }

    /** How often the polynomial is applied; 5 by default. */
    public Muon nsSteps(int steps) {
        return with(nsSteps, steps);
    }

    /** Whether the gradient counts as taken where momentum leads; true by default. */
    public Muon nesterov(boolean nesterov) {
        return with(this.nesterov, nesterov);
    }

    /** By which share of the learning rate weights that follow Adam shrink at each step; 0.004 by default. */
    public Muon adamWeightDecay(@Nullable Double weightDecay) {
        return with(adamWeightDecay, weightDecay);
    }

    /** How large the root of a step's mean square is, about, before the learning rate; 0.2 by default, null for as it comes. */
    public Muon rmsRate(@Nullable Double rate) {
        return with(rmsRate, rate);
    }

    private boolean followsAdam(Variable w) {
        String path = path(w);
        return w.shape().rank() != 2
                || (excludeEmbeddings.get() && path.toLowerCase(Locale.ROOT).contains("embedding"))
                || excludeLayers.get().stream()
                        .anyMatch(p -> Pattern.compile(p).matcher(path).find());
    }

    @Override
    protected @Nullable Double weightDecayOf(Variable w) {
        return followsAdam(w) ? adamWeightDecay.orNull() : super.weightDecayOf(w);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        momentums = new Slot(new IdentityHashMap<>());
        velocities = new Slot(new IdentityHashMap<>());
        for (Variable w : weights) {
            Tensor zeros = Ops.zeros(w.shape(), w.dtype());
            momentums.of().put(w, slot(w.name() + "_momentum", zeros));
            if (followsAdam(w)) {
                velocities.of().put(w, slot(w.name() + "_velocity", zeros));
            }
        }
    }

    @Override
    protected Rule step(Tensor lr) {
        Updates.Adam adam = new Updates.Adam(adamBeta1.get(), adamBeta2.get(), epsilon.get());
        Tensor alpha = lr.times(adamLrRatio.get())
                .times(Ops.sqrt(correction(adam.beta2(), now())))
                .div(correction(adam.beta1(), now()));
        return (w, g) -> {
            Variable m = momentums.of(w);
            if (followsAdam(w)) {
                update(Updates.ADAM, adam, List.of(w, m, velocities.of(w)), g, alpha);
            } else {
                m.assign(settled(m.plus(g.plus(m.times(momentum.get() - 1)))));
                Tensor ahead = nesterov.get() ? g.plus(m.times(momentum.get())) : m;
                w.assign(w.minus(orthogonal(ahead).times(lr.times(size(w)).cast(w.dtype()))));
            }
        };
    }

    /** How large steps are for the learning rate 1: as large as Adam's, which are so for any shape. */
    private double size(Variable w) {
        Double rate = rmsRate.orNull();
        return rate == null
                ? 1
                : Math.sqrt((double) Math.max(w.shape().dim(0), w.shape().dim(1))) * rate;
    }

    /** A matrix with about the same directions, all about as long: Newton's and Schulz's iteration, steep at 0. */
    private Tensor orthogonal(Tensor g) {
        boolean tall = g.shape().dim(0) > g.shape().dim(1);
        Tensor x = tall ? g.transpose() : g;
        x = x.div(Ops.sqrt(Ops.square(x).sum()).plus(TINY));
        for (int i = 0; i < nsSteps.get(); i++) {
            Tensor square = x.matmul(x.transpose());
            Tensor mixed = square.times(b.get()).plus(square.times(c.get()).matmul(square));
            x = x.times(a.get()).plus(mixed.matmul(x));
        }
        return tall ? x.transpose() : x;
    }
}
