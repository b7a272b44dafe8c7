package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.activation.ReLU;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.convolutional.DepthwiseConv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Add;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.merging.Multiply;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.AveragePooling2D;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.regularization.Dropout;

/** Random graphs of layers and ops give the same outputs, gradients and state however they are computed. */
class RandomGraphTest {
    private final Random random;

    RandomGraphTest() {
        this.random = new Random();
    }

    private Functional graph(long seed) {
        random.setSeed(seed);
        Kerata.setRandomSeed(seed);
        Input a = new Input(9, 7, 3).name("a");
        Input b = new Input(9, 7, 2).name("b");
        List<Tensor> maps =
                new ArrayList<>(List.of(new Conv2D(4, 3).padding("same").apply(a), new Conv2D(4, 1).apply(b)));
        Conv2D shared = new Conv2D(4, 3).padding("same").activation("tanh");
        for (int i = 0; i < 8; i++) {
            Tensor x = pick(maps);
            maps.add(
                    switch (random.nextInt(11)) {
                        case 0 -> shared.apply(x);
                        case 1 -> new BatchNormalization().apply(x);
                        case 2 -> new ReLU().apply(x);
                        case 3 -> new Add().apply(x, pick(maps));
                        case 4 -> new Multiply().apply(x, Ops.sigmoid(pick(maps)));
                        case 5 -> x.plus(pick(maps)).times(0.5);
                        case 6 -> new Conv2D(4, 1).useBias(false).apply(new Concatenate().apply(x, pick(maps)));
                        case 7 ->
                            new DepthwiseConv2D(3)
                                    .padding("same")
                                    .activation("relu")
                                    .apply(x);
                        case 8 -> new Dropout(0.3).apply(x);
                        case 9 -> new MaxPooling2D(3).strides(1).padding("same").apply(x);
                        default ->
                            new AveragePooling2D(2).strides(1).padding("same").apply(x);
                    });
        }
        Tensor pooled = new GlobalAveragePooling2D().apply(maps.get(maps.size() - 1));
        Tensor other = new GlobalAveragePooling2D().apply(maps.get(maps.size() - 2));
        return Model.of(
                List.of(a, b),
                List.of(
                        new Dense(3).apply(pooled),
                        new Dense(2).activation("softmax").apply(other)));
    }

    private Tensor pick(List<Tensor> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Outputs, gradients of inputs and weights, and the weights afterwards. */
    private static List<Tensor> step(Functional m, List<Tensor> x, Mode mode) {
        List<Tensor> out = new ArrayList<>(Compiled.ofList(in -> {
                    List<Tensor> ys = m.applyAll(in, Call.start(mode));
                    Tensor loss = ys.get(0)
                            .times(ys.get(0))
                            .sum()
                            .plus(ys.get(1).times(ys.get(1)).sum());
                    List<Tensor> wanted = new ArrayList<>(in);
                    wanted.addAll(m.trainableWeights());
                    List<Tensor> all = new ArrayList<>(ys);
                    all.addAll(Gradients.of(loss, wanted));
                    return all;
                })
                .runAll(x));
        out.addAll(m.getWeights());
        return out;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void givesTheSameHoweverItIsComputed(long seed) {
        Engine.Kernels kernels = Engine.kernels();
        int slices = Engine.slices();
        try {
            List<Tensor> x =
                    List.of(Tensors.uniform(seed, -1, 1, 6, 9, 7, 3), Tensors.uniform(seed + 100, -1, 1, 6, 9, 7, 2));
            for (Mode mode : Mode.values()) {
                Engine.kernels(Engine.Kernels.REFERENCE);
                List<Tensor> expected = step(graph(seed), x, mode);
                Engine.kernels(Engine.Kernels.FAST);
                for (int s : new int[] {1, 2, 4}) {
                    Engine.slices(s);
                    List<Tensor> got = step(graph(seed), x, mode);
                    for (int i = 0; i < expected.size(); i++) {
                        Close.within(3e-4)
                                .check(
                                        "seed " + seed + " " + mode + " slices " + s + " result " + i,
                                        expected.get(i),
                                        got.get(i));
                    }
                }
                if (mode == Mode.INFERENCE) {
                    List<Tensor> eager = graph(seed).applyAll(x);
                    Close.within(3e-4).check("eager", expected.get(0), eager.get(0));
                    Close.within(3e-4).check("eager", expected.get(1), eager.get(1));
                }
            }
        } finally {
            Engine.kernels(kernels);
            Engine.slices(slices);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void aGraphMadeOfTheSameLayersIsTheSame(long seed) {
        Functional m = graph(seed);
        Input a = new Input(9, 7, 3);
        Input b = new Input(9, 7, 2);
        Functional again = Model.of(List.of(a, b), m.applyAll(List.of(a, b)));
        assertEquals(m.weights(), again.weights());
        assertEquals(
                List.of("input_layer", "input_layer_1", "functional"),
                again.layers().stream().map(Layer::name).toList());
        List<Tensor> x = List.of(Tensors.uniform(1, -1, 1, 2, 9, 7, 3), Tensors.uniform(2, -1, 1, 2, 9, 7, 2));
        Close.within(1e-6)
                .check("nested", m.applyAll(x).get(0), again.applyAll(x).get(0));
    }
}
