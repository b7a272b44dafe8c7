package org.kerata.training.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.optimizers.schedules.ExponentialDecay;

/** Optimizers around others; their numbers are in {@link OptimizerGoldenTest}. */
class WrappingOptimizerTest {
    private static Variable weight(String name) {
        return Variable.of(name, Tensor.of(new float[] {1, 2}));
    }

    private static Tensor gradient(float... values) {
        return Tensor.of(values);
    }

    private static void assertMessage(String expected, Executable e) {
        assertEquals(expected, assertThrows(ConfigException.class, e).getMessage());
    }

    @Test
    void theScaleOfTheLossIsReadAtEachStepOfAProgram() {
        LossScaleOptimizer o =
                new LossScaleOptimizer(new SGD(0.5)).initialScale(8).dynamicGrowthSteps(1);
        Variable w = weight("w");
        // The loss is scaled before there is any state, as in a training step.
        Compiled step = Compiled.of((Tensor x) -> {
            Tensor scaled = o.scaleLoss(x.sum());
            o.apply(List.of(Ops.fullLike(x, 1).times(scaled)), List.of(w));
            return scaled;
        });
        assertEquals(8, step.run(gradient(1, 0)).scalar());
        assertEquals(16, step.run(gradient(1, 0)).scalar());
        assertArrayEquals(new float[] {0, 1}, w.floats());
        assertEquals(
                Float.POSITIVE_INFINITY, step.run(gradient(Float.MAX_VALUE, 0)).scalar());
        assertArrayEquals(new float[] {0, 1}, w.floats());
        assertEquals(2, o.iterations().scalar());
        assertEquals(16, step.run(gradient(1, 0)).scalar());
    }

    @Test
    void theLearningRateIsThatOfTheOptimizerWithin() {
        SGD inner = new SGD(0.5).lossScaleFactor(4);
        LossScaleOptimizer o = new LossScaleOptimizer(inner);
        assertSame(inner, o.innerOptimizer());
        assertEquals(3, inner.scaleLoss(Tensor.scalar(3)).scalar());
        assertEquals(0.5, o.learningRate());
        assertEquals(0.25, o.learningRate(0.25).learningRate());
        assertEquals(0.25, inner.learningRate());
        assertEquals(0.1, o.learningRate(new ExponentialDecay(0.1, 1, 0.5)).learningRate(), 1e-7);
    }

    @Test
    void configsOfOlderVersionsAreTakenWithTheirDefaults() {
        Map<String, @Nullable Object> config = new LinkedHashMap<>(new LossScaleOptimizer(new Adam()).config());
        assertEquals(
                List.of("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"),
                List.copyOf(config.keySet()));
        config.put("weight_decay", null);
        config.put("use_ema", false);
        config.put("ema_momentum", 0.99);
        config.put("dynamic", true);
        Map<String, Object> written = Map.of("class_name", "LossScaleOptimizer", "config", config);
        Optimizer read = Optimizers.NAMES.read(written);
        assertEquals(new LossScaleOptimizer(new Adam()).config(), read.config());
        config.put("use_ema", true);
        assertMessage(
                "LossScaleOptimizer: useEma belongs to the optimizer within. Set it there before it is wrapped.",
                () -> Optimizers.NAMES.read(written));
        config.put("use_ema", false);
        config.put("dynamic", false);
        assertTrue(assertThrows(ConfigException.class, () -> Optimizers.NAMES.read(written))
                .getMessage()
                .startsWith("LossScaleOptimizer: unknown option \"dynamic\"."));
    }

    @Test
    void sharedOptionsAreSetWithin() {
        LossScaleOptimizer scaling = new LossScaleOptimizer(new Adam());
        assertMessage(
                "LossScaleOptimizer: clipnorm belongs to the optimizer within. Set it there before it is wrapped.",
                () -> scaling.clipnorm(1));
        assertMessage(
                "LossScaleOptimizer: lossScaleFactor belongs to the optimizer within. Set it there before it is wrapped.",
                () -> scaling.lossScaleFactor(2));
        assertMessage(
                "LossScaleOptimizer: the exclusion from weight decay belongs to the optimizer within. Set it there before it is wrapped.",
                () -> scaling.excludeFromWeightDecay(List.of(), List.of("bias")));
        assertMessage(
                "LossScaleOptimizer: innerOptimizer must be given.",
                () -> Optimizers.NAMES.make("loss_scale_optimizer").learningRate());
        MultiOptimizer several = new MultiOptimizer(new OptimizerMap(new Adam()));
        assertMessage(
                "MultiOptimizer: globalClipnorm belongs to the optimizer within. Set it there before it is wrapped.",
                () -> several.globalClipnorm(1));
        String noRate =
                "MultiOptimizer: there is no one learning rate. Ask optimizers() for each optimizer, and read or set it there.";
        assertMessage(noRate, several::learningRate);
        assertMessage(noRate, () -> several.learningRate(0.1));
        assertMessage(noRate, () -> several.learningRate(new ExponentialDecay(0.1, 1, 0.5)));
    }

    @Test
    void weightsAreDividedByTheirPaths() {
        SGD first = new SGD(1);
        SGD second = new SGD(0.5);
        SGD third = new SGD(0.25).lossScaleFactor(3);
        OptimizerMap map = new OptimizerMap(third).put("encoder/.*", first).put("decoder/kernel", second);
        assertSame(first, map.of("encoder/dense/kernel"));
        assertSame(second, map.of("decoder/kernel"));
        assertSame(third, map.of("decoder/kernel/more"));
        assertSame(third, map.of("an/encoder/kernel"));
        MultiOptimizer o = new MultiOptimizer(map).lossScaleFactor(2);
        assertEquals(List.of(first, second, third), o.optimizers());
        Variable a = weight("kernel");
        Variable b = weight("kernel");
        Variable c = weight("kernel");
        Map<Variable, String> paths = new IdentityHashMap<>(Map.of(a, "encoder/kernel", b, "decoder/kernel", c, "c"));
        o.locate(paths);
        assertEquals(6, o.scaleLoss(Tensor.scalar(3)).scalar());
        o.apply(List.of(gradient(2, 0), gradient(2, 0), gradient(2, 0)), List.of(a, b, c));
        assertArrayEquals(new float[] {0, 2}, a.floats());
        assertArrayEquals(new float[] {0.5f, 2}, b.floats());
        assertArrayEquals(new float[] {0.75f, 2}, c.floats());
        assertEquals(
                List.of("optimizers/sgd", "optimizers/sgd_1", "optimizers/sgd_2"),
                List.copyOf(o.within().keySet()));
        assertEquals(2 + 3 * 2, o.variables().size());
        Optimizer again = Optimizers.NAMES.read(Optimizers.NAMES.write(o));
        assertEquals(o.config(), again.config());
        assertEquals(1, o.iterations().scalar());
        assertTrue(assertThrows(KerataException.class, () -> o.apply(List.of(gradient(1, 1)), List.of(weight("new"))))
                .getMessage()
                .startsWith("MultiOptimizer: the weight \"new\" float32 (2,) is not among those"));
    }

    @Test
    void mapsThatMakeNoSenseAreRefused() {
        OptimizerMap map = new OptimizerMap(new Adam()).put("a.*", new SGD()).put(".*b", new SGD());
        assertMessage(
                "OptimizerMap: several expressions match the weight \"ab\": [a.*, .*b]. Make them exclude each other.",
                () -> map.of("ab"));
        assertMessage("OptimizerMap: \"a.*\" has an optimizer already.", () -> map.put("a.*", new SGD()));
        assertMessage(
                "OptimizerMap: the optimizers must be single ones. Received: MultiOptimizer.",
                () -> map.put("c", new MultiOptimizer(map)));
        assertTrue(assertThrows(ConfigException.class, () -> map.put("(", new SGD()))
                .getMessage()
                .startsWith("OptimizerMap: \"(\" is no regular expression: Unclosed group."));
        assertFalse(map.of("none").isBuilt());
    }
}
