package org.kerata.training.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.training.optimizers.schedules.ExponentialDecay;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

class OptimizerTest {
    private static Variable weight(float... values) {
        return Variable.of("w", Tensor.of(values));
    }

    static Stream<Optimizer> all() {
        return Stream.of(
                new SGD().momentum(0.9),
                new RMSprop().momentum(0.9).centered(true),
                new Adam().amsgrad(true).useEma(true),
                new AdamW(),
                new Adagrad().initialAccumulatorValue(0),
                new Adadelta(),
                new Adamax(),
                new Nadam(),
                new Ftrl(),
                new Lion(),
                new Lamb(),
                new Muon(),
                new LossScaleOptimizer(new SGD().momentum(0.9)),
                new MultiOptimizer(new OptimizerMap(new Adam())),
                new ScheduleFreeAdamW());
    }

    /**
     * Gradients that vanish, then 3,000 steps without any: no slot, and no product with a learning rate, may end
     * among the numbers that slow processors down.
     */
    @ParameterizedTest
    @MethodSource("all")
    void slotsNeverBecomeDenormal(Optimizer optimizer) {
        Variable w = weight(1, -1, 0.5f, 0);
        Compiled step = Compiled.of((Tensor g) -> {
            optimizer.apply(List.of(g), List.of(w));
            return w;
        });
        step.run(Tensor.of(new float[] {1, -2, 1e-3f, 0}));
        Tensor zero = Ops.zeros(4);
        for (int i = 0; i < 3000; i++) {
            step.run(zero);
            if (i % 100 == 0) {
                for (Variable v : optimizer.variables()) {
                    for (float x : v.floats()) {
                        float product = Math.abs(x) * 1e-3f;
                        assertTrue(
                                x == 0 || product >= Float.MIN_NORMAL,
                                v.name() + " is " + x + " after " + i + " steps");
                    }
                }
            }
        }
    }

    @Test
    void minimisesInALoopOfItsOwn() {
        Variable w = weight(3, -2);
        Adam adam = new Adam(0.1);
        for (int i = 0; i < 200; i++) {
            adam.apply(List.of(Gradients.of(Ops.square(w).sum(), w)), List.of(w));
        }
        assertArrayEquals(new float[2], w.floats(), 1e-2f);
        assertEquals(200, adam.iterations().scalar());
    }

    @Test
    void constraintsHoldAfterEachStep() {
        Variable w = weight(0.1f, 1);
        Constraint nonNegative = new Constraint() {
            @Override
            public Tensor apply(Tensor weight) {
                return Ops.maximum(weight, Tensor.scalar(0));
            }
        };
        Constraints.hold(w, nonNegative);
        new SGD(1).apply(List.of(Tensor.of(new float[] {0.5f, 0.5f})), List.of(w));
        assertArrayEquals(new float[] {0, 0.5f}, w.floats());
    }

    @Test
    void learningRateMayChangeAtAnyTime() {
        Variable w = weight(1);
        SGD sgd = new SGD(0.5);
        Compiled step = Compiled.of((Tensor g) -> {
            sgd.apply(List.of(g), List.of(w));
            return w;
        });
        assertEquals(0.5f, step.run(Tensor.of(new float[] {1})).scalar());
        sgd.learningRate(0.25);
        assertEquals(0.25, sgd.learningRate());
        assertEquals(0.25f, step.run(Tensor.of(new float[] {1})).scalar());
        assertEquals(0.25, sgd.config().get("learning_rate"));
    }

    @Test
    void schedulesAreReadAtEachStep() {
        Variable w = weight(1);
        SGD sgd = new SGD(new ExponentialDecay(0.5, 1, 0.5));
        Compiled step = Compiled.of((Tensor g) -> {
            sgd.apply(List.of(g), List.of(w));
            return w;
        });
        assertEquals(0.5f, step.run(Tensor.of(new float[] {1})).scalar());
        assertEquals(0.25f, step.run(Tensor.of(new float[] {1})).scalar());
        assertEquals(0.125, sgd.learningRate());
        assertEquals(1, sgd.variables().size());
        assertEquals(
                "SGD: learningRate follows a schedule, so it cannot be set to 0.1 any more. Make the optimizer with a number.",
                assertThrows(ConfigException.class, () -> sgd.learningRate(0.1)).getMessage());
        assertEquals(
                3,
                new SGD()
                        .learningRate(
                                LearningRateSchedule.of("steps", s -> s.times(2).plus(3)))
                        .learningRate());
    }

    @Test
    void everyOptimizerIsMadeWithARateOrASchedule() {
        LearningRateSchedule schedule = new ExponentialDecay(0.5, 1, 0.5);
        for (Optimizer o : List.of(
                new SGD(schedule),
                new RMSprop(schedule),
                new Adam(schedule),
                new AdamW(schedule),
                new Adagrad(schedule),
                new Adadelta(schedule),
                new Adamax(schedule),
                new Nadam(schedule),
                new Ftrl(schedule),
                new Lion(schedule),
                new Lamb(schedule),
                new Adafactor(schedule),
                new ScheduleFreeAdamW(schedule))) {
            assertEquals(0.5, o.learningRate());
            Optimizer later = Optimizers.NAMES.make(o.className()).learningRate(schedule);
            assertEquals(later.config(), o.config());
        }
    }

    @Test
    void weightsWithoutGradientStay() {
        Variable a = weight(1);
        Variable b = weight(1);
        Optimizer o = new SGD(1).weightDecay(0.5);
        o.apply(Arrays.asList(Tensor.of(new float[] {0}), null), List.of(a, b));
        assertEquals(0.5f, a.scalar());
        assertEquals(1f, b.scalar());
        assertEquals(
                "SGD: no weight has a gradient. Does the loss depend on the weights?",
                assertThrows(KerataException.class, () -> o.apply(Arrays.asList(null, null), List.of(a, b)))
                        .getMessage());
    }

    @Test
    void mistakesAreNamed() {
        assertEquals(
                "Adam: only one of clipnorm, clipvalue and globalClipnorm can be set. Received: clipnorm=1.0, clipvalue=0.5,"
                        + " globalClipnorm=null.",
                assertThrows(ConfigException.class, () -> new Adam().clipnorm(1).clipvalue(0.5))
                        .getMessage());
        assertEquals(
                "SGD: momentum must be between 0 and 1. Received: 1.5.",
                assertThrows(ConfigException.class, () -> new SGD().momentum(1.5))
                        .getMessage());
        assertEquals(
                "SGD: gradientAccumulationSteps must be at least 2. Received: 1.",
                assertThrows(ConfigException.class, () -> new SGD().gradientAccumulationSteps(1))
                        .getMessage());
        assertTrue(assertThrows(ConfigException.class, () -> Optimizers.NAMES.make("adm"))
                .getMessage()
                .startsWith("Unknown optimizer \"adm\". Did you mean \"adam\"? Known: "));
        Variable w = weight(1);
        Adam used = new Adam();
        used.apply(List.of(Ops.ones(1)), List.of(w));
        assertEquals(
                "Adam: beta1 cannot be changed once the optimizer has state for its weights.",
                assertThrows(ConfigException.class, () -> used.beta1(0.5)).getMessage());
        assertEquals(
                "Adam: the weight \"w\" float32 (2,) is not among those the optimizer was built for. Compile the model again, or make a"
                        + " new optimizer.",
                assertThrows(KerataException.class, () -> used.apply(List.of(Ops.ones(2)), List.of(weight(1, 2))))
                        .getMessage());
        assertEquals(
                "Adam: the gradient of \"w\" must have its shape (1,). Received: (2,).",
                assertThrows(ShapeException.class, () -> used.apply(List.of(Ops.ones(2)), List.of(w)))
                        .getMessage());
        assertFalse(new Adam().isBuilt());
    }
}
