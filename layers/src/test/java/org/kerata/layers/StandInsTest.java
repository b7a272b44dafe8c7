package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.activation.Softmax;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.convolutional.DepthwiseConv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Add;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.AveragePooling2D;
import org.kerata.layers.pooling.GlobalMaxPooling2D;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.layers.reshaping.Permute;
import org.kerata.layers.reshaping.Reshape;
import org.kerata.layers.reshaping.ZeroPadding2D;

/** Output shapes with unknown axes are those that real data gives. */
class StandInsTest {
    private static Layer random(Random r) {
        String padding = r.nextBoolean() ? "same" : "valid";
        int k = 1 + r.nextInt(4);
        int s = 1 + r.nextInt(3);
        return switch (r.nextInt(11)) {
            case 0 -> new Conv2D(5, k).strides(s).padding(padding);
            case 1 -> new Conv2D(5, k).dilationRate(s).padding(padding);
            case 2 -> new DepthwiseConv2D(k).strides(s).depthMultiplier(2).padding(padding);
            case 3 -> new MaxPooling2D(k).strides(s).padding(padding);
            case 4 -> new AveragePooling2D(k).padding(padding);
            case 5 -> new ZeroPadding2D(k, s);
            case 6 -> new BatchNormalization();
            case 7 -> new Dense(7);
            case 8 -> new Permute(2, 3, 1);
            case 9 -> new GlobalMaxPooling2D();
            default -> new Reshape(-1, 3);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void areWhatDataGives(long seed) {
        Random r = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Layer l = random(r);
            int height = 12 + r.nextInt(20);
            int width = 12 + r.nextInt(20);
            boolean tall = r.nextBoolean();
            Shape open = Shape.of(-1, tall ? -1 : height, -1, 6);
            Shape inferred = l.computeOutputShape(open);
            Shape real = l.apply(Ops.ones(2, height, width, 6)).shape();
            Shape larger = l.apply(Ops.ones(5, tall ? height + 7 : height, width + 9, 6))
                    .shape();
            assertEquals(real.rank(), inferred.rank());
            for (int axis = 0; axis < real.rank(); axis++) {
                boolean varies = real.dim(axis) != larger.dim(axis);
                if (inferred.dim(axis) != Shape.UNKNOWN) {
                    assertEquals(real.dim(axis), inferred.dim(axis), l + " " + open + " to " + inferred);
                    assertEquals(false, varies, l + " " + open + " to " + inferred);
                }
            }
            assertEquals(Shape.UNKNOWN, inferred.dim(0));
        }
    }

    @Test
    void whatDoesNotVaryIsKnown() {
        assertEquals(
                "(None, None)",
                new Flatten().computeOutputShape(Shape.of(-1, -1, 3)).toString());
        assertEquals(
                "(None, 6)",
                new Flatten().computeOutputShape(Shape.of(-1, 2, 3)).toString());
        assertEquals(
                "(None, 5)",
                new GlobalMaxPooling2D()
                        .computeOutputShape(Shape.of(-1, -1, -1, 5))
                        .toString());
        assertEquals(
                "(None, None, 8)",
                new Dense(8).computeOutputShape(Shape.of(-1, -1, 3)).toString());
        assertEquals(
                "(2, None, 3)",
                new Softmax().computeOutputShape(Shape.of(2, -1, 3)).toString());
        assertEquals(
                "[(None, None, 4)]",
                new Add()
                        .computeOutputShapes(List.of(Shape.of(-1, -1, 4), Shape.of(-1, 1, 4)))
                        .toString());
        assertEquals(
                "[(None, None, 7)]",
                new Concatenate()
                        .computeOutputShapes(List.of(Shape.of(-1, -1, 4), Shape.of(-1, -1, 3)))
                        .toString());
    }

    @Test
    void aRankThatVariesIsRefused() {
        Layer odd = new Layer() {
            @Override
            public String className() {
                return "Odd";
            }

            @Override
            protected Tensor call(Tensor x, Call call) {
                return x.shape().dim(0) > 5 ? Ops.expandDims(x, 1) : x;
            }
        };
        assertEquals(
                "Layer \"odd\" (Odd): The number of the output's axes depends on an axis that is not known: 2 or 3.",
                assertThrows(ShapeException.class, () -> odd.computeOutputShape(Shape.of(-1, 4)))
                        .getMessage());
    }
}
