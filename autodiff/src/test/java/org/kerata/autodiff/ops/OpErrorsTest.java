package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.harness.OpHarness;

/** What ops say about tensors that do not fit. */
class OpErrorsTest {
    private static final List<Integer> ONE = List.of(1, 1);

    @Test
    void arithmetic() {
        refused(
                "add: Shapes (2, 3) and (2,) cannot be broadcast together: axis -1 is 3 and 2. They must be equal, or one of them 1.",
                () -> Ops.ones(2, 3).plus(Ops.ones(2)));
        refused(
                "add: Operands must have one element type. Received: float32 and int32.",
                () -> Arithmetic.ADD.apply(NoAttributes.NONE, Ops.ones(2), ints(1, 2)));
        refused(
                "sqrt: The input must be of a floating-point type. Received: int32 (2,). Put a cast before it.",
                () -> Arithmetic.SQRT.apply(NoAttributes.NONE, ints(1, 2)));
        assertEquals(
                "clip: the lower bound must not be above the upper one. Received: 2.0 and 1.0.",
                assertThrows(ConfigException.class, () -> Ops.clip(Ops.ones(2), 2, 1))
                        .getMessage());
    }

    @Test
    void comparisons() {
        refused(
                "where: The condition must be bool. Received: float32 (2,).",
                () -> Comparisons.WHERE.apply(NoAttributes.NONE, Ops.ones(2), Ops.ones(2), Ops.ones(2)));
        refused(
                "logical_and: Operands must be bool. Received: float32 (2,).",
                () -> Comparisons.LOGICAL_AND.apply(NoAttributes.NONE, Ops.ones(2), Ops.ones(2)));
    }

    @Test
    void reductions() {
        refused(
                "Axis 2 does not exist in shape (2, 3) with 2 axes.",
                () -> Ops.ones(2, 3).sum(2));
        refused("Axis -2 is given twice for shape (2, 3).", () -> Ops.ones(2, 3).sum(0, -2));
        refused(
                "max: Axis 0 of shape (0, 3) is empty, so it has no extreme.",
                () -> Ops.ones(0, 3).max(0));
        refused(
                "argmax: Axis 1 of shape (3, 0) is empty, so it has no extreme.",
                () -> Ops.ones(3, 0).argMax(1));
        refused(
                "any: The input must be bool. Received: float32 (2,).",
                () -> Reductions.ANY.apply(new Reductions.Axes(List.of(0), false), Ops.ones(2)));
    }

    @Test
    void products() {
        refused(
                "matmul: The inner axes must be equal: (2, 3) has 3, (2, 3) has 2.",
                () -> Ops.ones(2, 3).matmul(Ops.ones(2, 3)));
    }

    @Test
    void convolutions() {
        Convolutions.Convolution plain = new Convolutions.Convolution(ONE, ONE, 1, Padding.VALID);
        refused(
                "conv: Over 2 spatial axes, input and kernel must have 4 axes each. Received: input (5, 5, 3) and kernel (3, 3, 3, 8).",
                () -> Ops.conv(Ops.ones(5, 5, 3), Ops.ones(3, 3, 3, 8), plain));
        refused(
                "conv: The input has 4 channels, the kernel is for 3. Received: input (1, 5, 5, 4) and kernel (3, 3, 3, 8), whose axes are "
                        + "(…, channels / groups, filters).",
                () -> Ops.conv(Ops.ones(1, 5, 5, 4), Ops.ones(3, 3, 3, 8), plain));
        refused(
                "conv: The input has 4 channels, the kernel is for 6 (3 in each of 2 groups). Received: input (1, 5, 5, 4) and kernel "
                        + "(3, 3, 3, 8), whose axes are (…, channels / groups, filters).",
                () -> Ops.conv(Ops.ones(1, 5, 5, 4), Ops.ones(3, 3, 3, 8), plain.groups(2)));
        refused(
                "conv: The 7 filters cannot be divided among 2 groups. Received: kernel (3, 3, 2, 7).",
                () -> Ops.conv(Ops.ones(1, 5, 5, 4), Ops.ones(3, 3, 2, 7), plain.groups(2)));
        refused(
                "conv: A window of 5 (3 with dilation 2) does not fit into an axis of length 4. Use padding \"same\" or a larger input.",
                () -> Ops.conv(
                        Ops.ones(1, 4, 9, 3),
                        Ops.ones(3, 3, 3, 8),
                        new Convolutions.Convolution(ONE, List.of(2, 2), 1, Padding.VALID)));
        refused(
                "conv: Input and kernel must have one element type. Received: float32 and float64.",
                () -> Ops.conv(Ops.ones(1, 5, 5, 3), Ops.ones(3, 3, 3, 8).cast(DType.FLOAT64), plain));
        refused(
                "depthwise_conv: The input has 4 channels, the kernel is for 3. Received: input (1, 5, 5, 4) and kernel (3, 3, 3, 2), whose "
                        + "axes are (…, channels, multiplier).",
                () -> Ops.depthwiseConv(Ops.ones(1, 5, 5, 4), Ops.ones(3, 3, 3, 2), plain));
    }

    @Test
    void pooling() {
        Pooling.Pool pool = new Pooling.Pool(List.of(2, 2), List.of(2, 2), Padding.VALID);
        refused(
                "max_pool: Over 2 spatial axes, the input must have 4 axes. Received: (5, 5, 3).",
                () -> Ops.maxPool(Ops.ones(5, 5, 3), pool));
        refused(
                "average_pool: A window of 2 does not fit into an axis of length 1. Use padding \"same\" or a larger input.",
                () -> Ops.averagePool(Ops.ones(1, 1, 5, 3), pool));
    }

    @Test
    void normalization() {
        refused(
                "batch_norm: Scale, offset and statistics must have shape (3,), one entry for each channel of (5, 3). Received: (5,).",
                () -> Ops.batchNorm(Ops.ones(5, 3), Ops.ones(5), Ops.ones(3), 1e-3));
    }

    @Test
    void crossEntropies() {
        refused(
                "sparse_softmax_cross_entropy: Labels must be int32 or int64. Received: float32 (5,).",
                () -> Ops.sparseSoftmaxCrossEntropy(Ops.ones(5), Ops.ones(5, 3)));
        refused(
                "sparse_softmax_cross_entropy: Labels must have the shape of the logits without the last axis. Received: labels (5, 1) and "
                        + "logits (5, 3).",
                () -> Ops.sparseSoftmaxCrossEntropy(ints(0, 1, 2, 0, 1).reshape(5, 1), Ops.ones(5, 3)));
        refused(
                "sigmoid_cross_entropy: Targets and predictions must have one shape and type. Received: float32 (5,) and float32 (5, 1).",
                () -> Ops.sigmoidCrossEntropy(Ops.ones(5), Ops.ones(5, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void labelsAndIndicesOutOfRangeAreNamed(Engine.Kernels kernels) {
        named(
                kernels,
                "take: index 7 at position [1, 0] is out of range. Expected -4 to 3, axis 0 having length 4.",
                () -> Ops.take(Ops.ones(4, 2), Tensor.of(new int[][] {{0, 1}, {7, 2}}), 0)
                        .floats());
        named(
                kernels,
                "Labels must be between 0 and 2, one for each of the 3 columns of the predictions. Received: -1 in row 2.",
                () -> Ops.sparseSoftmaxCrossEntropy(ints(0, 2, -1), Ops.ones(3, 3))
                        .floats());
    }

    private static void named(Engine.Kernels kernels, String message, Executable e) {
        KerataException found = OpHarness.under(kernels, 1, () -> assertThrows(KerataException.class, e));
        assertEquals(message, found.getMessage());
    }

    @Test
    void lookups() {
        refused(
                "take: Indices must be int32 or int64. Received: float32 (2,). Put a cast before them.",
                () -> Ops.take(Ops.ones(4, 2), Ops.ones(2), 0));
        refused(
                "take_along_axis: Indices must have the tensor's shape (4, 2) but for axis 0. Received: (2, 1).",
                () -> Ops.takeAlongAxis(Ops.ones(4, 2), ints(1, 2).reshape(2, 1), 0));
    }

    @Test
    void shapes() {
        refused(
                "reshape: Shape (2, 3) with 6 elements cannot become (4, None).",
                () -> Ops.ones(2, 3).reshape(4, -1));
        refused(
                "reshape: At most one axis may be -1. Received: (None, None).",
                () -> Ops.ones(2, 3).reshape(-1, -1));
        refused(
                "transpose: axis 0 is given twice for shape (2, 3).",
                () -> Ops.ones(2, 3).transpose(0, 0));
        refused(
                "broadcast_to: Shape (2, 3) cannot be stretched to (2, 1).",
                () -> Ops.broadcastTo(Ops.ones(2, 3), org.kerata.autodiff.Shape.of(2, 1)));
        refused(
                "squeeze: Axis 1 of shape (2, 3) must have length 1 to be dropped.",
                () -> Ops.squeeze(Ops.ones(2, 3), 1));
        refused(
                "expand_dims: There is no place 4 for a new axis in shape (2, 3) with 2 axes.",
                () -> Ops.expandDims(Ops.ones(2, 3), 4));
    }

    @Test
    void structure() {
        refused(
                "concatenate: All tensors must have equal axes but for axis 0. Received: (2, 3) and (2, 4).",
                () -> Ops.concatenate(List.of(Ops.ones(2, 3), Ops.ones(2, 4)), 0));
        refused("concatenate: at least one tensor is needed.", () -> Ops.concatenate(List.of(), 0));
        refused(
                "split: Axis 0 of shape (5, 2) cannot be cut into 2 equal parts.",
                () -> Ops.split(Ops.ones(5, 2), 2, 0));
        refused("split: There must be from 1 to 65536 parts. Received: 0.", () -> Ops.split(Ops.ones(5, 2), 0, 0));
        refused(
                "split: There must be from 1 to 65536 parts. Received: 2147483647.",
                () -> Ops.arraySplit(Ops.ones(5, 2), Integer.MAX_VALUE, 0));
        refused(
                "get_item: Index 3 is out of range for axis 0 of shape (3, 2).",
                () -> Ops.ones(3, 2).get(3));
        refused(
                "pad: Widths must be 0 or more. Received: -1 and 0.",
                () -> Ops.pad(Ops.ones(2), new int[][] {{-1, 0}}, 0));
        refused(
                "pad: Each of the 2 axes of shape (2, 3) needs a pair of widths. Received: 1.",
                () -> Ops.pad(Ops.ones(2, 3), new int[][] {{1, 0}}, 0));
        refused(
                "tile: Each of the 2 axes of shape (2, 3) needs a count. Received: [2].",
                () -> Ops.tile(Ops.ones(2, 3), 2));
        refused("slice: the step must not be 0.", () -> new Slice(null, null, 0));
    }

    @Test
    void gradients() {
        Tensor x = Ops.ones(3).plus(1);
        refused(
                "Gradients.of: only floating-point tensors have gradients. Received: int32 ().",
                () -> Gradients.of(x.argMax(0), x));
        assertEquals(
                "Gradients.of: the tensor depends on none of the 1 given. If its value was read before, take the gradients first or use "
                        + "Compiled.",
                assertThrows(
                                KerataException.class,
                                () -> Gradients.of(Ops.ones(3).sum(), x))
                        .getMessage());
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }

    private static Tensor ints(int... v) {
        return Tensor.of(v);
    }
}
