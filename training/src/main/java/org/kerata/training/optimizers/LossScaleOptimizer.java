package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Multiplies the loss by a scale, so that gradients do not become too small for their type, and divides the gradients again. The scale halves,
 * and the step is left out, when a gradient is not finite; it doubles after a number of steps without that. Keras: {@code
 * keras.optimizers.LossScaleOptimizer}.
 */
public final class LossScaleOptimizer extends WrappingOptimizer {
    private final Option<Optimizer> innerOptimizer =
            required("inner_optimizer", Kind.named(() -> Optimizers.NAMES, Optimizer.class));
    private final Option<Double> initialScale = option("initial_scale", DOUBLE, 32768.0);
    private final Option<Integer> dynamicGrowthSteps = option("dynamic_growth_steps", Kind.positiveInteger(), 2000);
    private @Nullable Variable steps;
    private @Nullable Variable scale;

    /** For configs. */
    LossScaleOptimizer() {
        tolerate("dynamic", true);
    }

    /** Around an optimizer, whose own factor of the loss is taken away. */
    public LossScaleOptimizer(Optimizer innerOptimizer) {
        this();
        with(this.innerOptimizer, innerOptimizer);
        innerOptimizer.takeLossScale(null);
    }

    /** Where the scale begins; 2 to the power of 15 by default. */
    public LossScaleOptimizer initialScale(double scale) {
        return with(this.initialScale, scale);
    }

    /** After how many steps with finite gradients the scale doubles; 2000 by default. */
    public LossScaleOptimizer dynamicGrowthSteps(int steps) {
        return with(this.dynamicGrowthSteps, steps);
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        innerOptimizer.get().takeLossScale(null);
    }

    /** The optimizer within. */
    public Optimizer innerOptimizer() {
        return innerOptimizer.get();
    }

    @Override
    List<Optimizer> inner() {
        return List.of(innerOptimizer.get());
    }

    @Override
    public Map<String, Optimizer> within() {
        return Map.of("inner_optimizer", innerOptimizer.get());
    }

    @Override
    public double learningRate() {
        return innerOptimizer.get().learningRate();
    }

    @Override
    public LossScaleOptimizer learningRate(double learningRate) {
        innerOptimizer.get().learningRate(learningRate);
        return this;
    }

    @Override
    public LossScaleOptimizer learningRate(LearningRateSchedule schedule) {
        innerOptimizer.get().learningRate(schedule);
        return this;
    }

    @Override
    public Variable iterations() {
        return innerOptimizer.get().iterations();
    }

    /** The factor, too: Keras has the scale instead. */
    @Override
    boolean isWithin(String key) {
        return key.equals("loss_scale_factor") || super.isWithin(key);
    }

    /** The scale; may be asked for before there are weights. */
    private Variable scale() {
        Variable v = scale;
        if (v == null) {
            v = Variable.of("dynamic_scale", Tensor.scalar(initialScale.get()), false);
            scale = v;
        }
        return v;
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        steps = slot("step_counter", Tensor.scalar(0, DType.INT64));
        slot(scale());
        innerOptimizer.get().build(weights);
    }

    @Override
    public Tensor scaleLoss(Tensor loss) {
        return loss.times(scale().cast(loss.dtype()));
    }

    @Override
    public void apply(List<? extends @Nullable Tensor> gradients, List<Variable> weights) {
        build(weights);
        Optimizer inner = innerOptimizer.get();
        Tensor zero = Tensor.scalar(0);
        Tensor back = Ops.reciprocal(scale());
        List<@Nullable Tensor> unscaled = new ArrayList<>();
        for (Tensor g : gradients) {
            if (g != null) {
                zero = zero.plus(g.times(0).sum().cast(DType.FLOAT32)); // NaN if anything is not finite
            }
            unscaled.add(g == null ? null : Gradients.scaled(g, back.cast(g.dtype())));
        }
        Tensor finite = Ops.isFinite(zero);
        List<Variable> touched = new ArrayList<>(weights);
        touched.addAll(inner.variables());
        Provisional.change(finite, touched, () -> inner.apply(unscaled, weights));
        rescale(finite);
    }

    private void rescale(Tensor finite) {
        Variable n = Objects.requireNonNull(steps);
        Tensor due = n.equal(dynamicGrowthSteps.get() - 1);
        Tensor counted = Ops.where(due, Ops.zerosLike(n), n.plus(1));
        n.assign(Ops.where(finite, counted, Ops.zerosLike(n)));
        Tensor grown = Ops.where(due, scale().times(2), scale());
        scale().assign(Ops.where(finite, grown, scale().times(0.5)));
    }
}
