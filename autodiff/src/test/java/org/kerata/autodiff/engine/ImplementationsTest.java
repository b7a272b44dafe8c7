package org.kerata.autodiff.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Pooling;

/** The cliffs: a small change of a layout sends oneDNN to an implementation that is ten times as slow. The names tell. */
class ImplementationsTest {
    private final int slices = Engine.slices();

    @AfterEach
    void restore() {
        Engine.slices(slices);
    }

    private final List<Variable> weights = new ArrayList<>();

    private Variable weight(long... shape) {
        Variable v = Variable.of("w" + weights.size(), Perceptron.random(weights.size(), 0.1, shape));
        weights.add(v);
        return v;
    }

    private static Convolutions.Convolution convolution(int strides, Padding padding) {
        return new Convolutions.Convolution(List.of(strides, strides), List.of(1, 1), 1, padding);
    }

    private Tensor unit(Tensor x, Variable kernel, Variable gamma, Variable beta, int strides) {
        Tensor y = Ops.conv(x, kernel, convolution(strides, Padding.SAME));
        return Ops.relu(Normalizations.BATCH_NORM
                .apply(new Normalizations.BatchNorm(1e-3), List.of(y, gamma, beta))
                .get(0));
    }

    private Compiled step() {
        Variable first = weight(3, 3, 16, 32);
        Variable gamma = weight(32);
        Variable beta = weight(32);
        Variable second = weight(3, 3, 32, 32);
        Variable gamma2 = weight(32);
        Variable beta2 = weight(32);
        Variable third = weight(1, 1, 32, 48);
        Variable dense = weight(48, 10);
        return Compiled.of((Tensor x, Tensor labels) -> {
            Tensor h = unit(unit(x, first, gamma, beta, 2), second, gamma2, beta2, 1);
            h = Ops.conv(h, third, convolution(1, Padding.VALID));
            h = Ops.maxPool(h, new Pooling.Pool(List.of(2, 2), List.of(2, 2), Padding.VALID));
            Tensor loss = Ops.sparseSoftmaxCrossEntropy(labels, h.mean(1, 2).matmul(dense))
                    .mean();
            List<Tensor> gradients = Gradients.of(loss, weights);
            for (int i = 0; i < weights.size(); i++) {
                weights.get(i).assignSub(gradients.get(i).times(0.01));
            }
            return loss;
        });
    }

    @Test
    void noHotPrimitiveIsAReferenceOrAnIm2col() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return;
        }
        Engine.slices(2);
        List<Spec> specs =
                List.of(new Spec(DType.FLOAT32, Shape.of(16, 32, 32, 16)), new Spec(DType.INT32, Shape.of(16)));
        String program = step().program(specs).describe();
        int primitives = 0;
        for (String line : program.split("\n")) {
            String[] columns = line.trim().split("\\s{2,}");
            boolean heavy = line.matches("\\s+(conv|matmul|max_pool|batch_norm|pack).*");
            if (heavy) {
                primitives++;
                assertTrue(columns.length > 2, line);
                assertTrue(
                        !columns[1].startsWith("ref") && !columns[1].startsWith("gemm"),
                        "slow implementation: " + line);
            }
        }
        assertTrue(primitives >= 18, program);
    }

    /** Forward and backward of what layers over one and three axes, transposed and pooling ones are made of. */
    @Test
    void neitherOverOneOrThreeAxesNorTransposed() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return;
        }
        Engine.slices(2);
        List<Integer> one = List.of(1);
        List<Integer> ones = List.of(1, 1, 1);
        Convolutions.Convolution causal = new Convolutions.Convolution(one, List.of(4), 1, Padding.CAUSAL);
        Convolutions.Convolution half = new Convolutions.Convolution(List.of(2), one, 1, Padding.SAME);
        Convolutions.Convolution plain = new Convolutions.Convolution(one, one, 1, Padding.SAME);
        Convolutions.Convolution volume = new Convolutions.Convolution(ones, ones, 1, Padding.SAME);
        Convolutions.Transposed twice = new Convolutions.Transposed(List.of(2), one, Padding.SAME);
        Convolutions.Transposed twice2 = new Convolutions.Transposed(List.of(2, 2), List.of(1, 1), Padding.SAME);
        Shape line = Shape.of(16, 128, 32);
        notSlow((x, k) -> Ops.conv(x, k, causal), line, Shape.of(3, 32, 32));
        notSlow((x, k) -> Ops.conv(x, k, half), line, Shape.of(7, 32, 16));
        notSlow((x, k) -> Ops.conv(x, k, half), Shape.of(16, 128, 1), Shape.of(7, 1, 32));
        notSlow((x, k) -> Ops.depthwiseConv(x, k, plain), line, Shape.of(5, 32, 1));
        notSlow((x, k) -> Ops.convTranspose(x, k, twice), Shape.of(16, 64, 16), Shape.of(7, 32, 16));
        notSlow((x, k) -> Ops.convTranspose(x, k, twice2), Shape.of(16, 14, 14, 64), Shape.of(3, 3, 32, 64));
        notSlow((x, k) -> Ops.conv(x, k, volume), Shape.of(4, 12, 12, 12, 16), Shape.of(3, 3, 3, 16, 16));
        Pooling.Pool lines = new Pooling.Pool(List.of(3), List.of(2), Padding.SAME);
        Pooling.Pool volumes = new Pooling.Pool(List.of(2, 2, 2), List.of(2, 2, 2), Padding.VALID);
        notSlow((x, k) -> Ops.maxPool(x, lines).plus(Ops.averagePool(x, lines)), line, Shape.of(1));
        notSlow(
                (x, k) -> Ops.maxPool(x, volumes).plus(Ops.averagePool(x, volumes)),
                Shape.of(4, 12, 12, 12, 16),
                Shape.of(1));
        notSlow(
                (x, k) -> Ops.adaptiveMaxPool(x, 7, 7).plus(Ops.adaptiveAveragePool(x, 7, 7)),
                Shape.of(16, 28, 28, 16),
                Shape.of(1));
    }

    private static void notSlow(Compiled.Function2 f, Shape x, Shape kernel) {
        Compiled step = Compiled.ofList(in -> {
            Tensor y = f.of(in.get(0), in.get(1));
            return Gradients.of(y.times(y).sum(), in);
        });
        String program = step.program(List.of(new Spec(DType.FLOAT32, x), new Spec(DType.FLOAT32, kernel)))
                .describe();
        int primitives = 0;
        for (String line : program.split("\n")) {
            String[] columns = line.trim().split("\\s{2,}");
            if (line.matches("\\s+(conv|max_pool|average_pool).*")) {
                primitives++;
                assertTrue(columns.length > 2, line);
                assertTrue(columns[1].matches("(jit|brg|brdgmm).*"), "slow implementation: " + line);
            }
        }
        assertTrue(primitives >= 3, program);
    }

    @Test
    void primitivesComputeWhatPortableKernelsDo() {
        Engine.slices(2);
        Tensor x = Perceptron.random(99, 1, 4, 16, 16, 16);
        Tensor labels = Tensor.of(new int[] {1, 2, 3, 4});
        Compiled fast = step();
        List<float[]> start = weights.stream().map(Tensor::floats).toList();
        float loss = fast.run(x, labels).scalar();
        List<float[]> after = weights.stream().map(Tensor::floats).toList();
        for (int i = 0; i < weights.size(); i++) {
            weights.get(i).assign(Tensor.of(start.get(i), weights.get(i).shape().dims()));
        }
        Engine.kernels(Engine.Kernels.REFERENCE);
        try {
            assertEquals(fast.run(x, labels).scalar(), loss, 1e-5);
            for (int i = 0; i < weights.size(); i++) {
                float[] expected = weights.get(i).floats();
                for (int k = 0; k < expected.length; k++) {
                    assertEquals(expected[k], after.get(i)[k], 2e-6);
                }
            }
        } finally {
            Engine.kernels(Engine.Kernels.FAST);
        }
    }
}
