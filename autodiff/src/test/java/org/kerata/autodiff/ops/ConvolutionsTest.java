package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Convolutions.Convolution;
import org.kerata.autodiff.ops.Convolutions.Transposed;

class ConvolutionsTest implements OpContract {
    private static final List<Integer> ONE = List.of(1, 1);

    @Override
    public Stream<OpCase> cases() {
        Convolution twice = new Convolution(List.of(2, 2), ONE, 1, Padding.SAME);
        Stream<OpCase> golden = new GoldenFile("convolutions")
                .two("1d", conv(Padding.VALID, List.of(1)))
                .two("1d_same_stride", conv(Padding.SAME, List.of(3)))
                .two("1d_dilated", conv(Padding.SAME, List.of(1), 2))
                .two("2d", conv(Padding.VALID, ONE))
                .two("2d_same_stride", conv(Padding.SAME, List.of(2, 3)))
                .two("2d_valid_stride", conv(Padding.VALID, List.of(2, 2)))
                .two("2d_dilated", conv(Padding.VALID, ONE, 2, 3))
                .two("2d_groups", (x, k) -> Ops.conv(x, k, twice.groups(3)))
                .two("2d_1x1_stride", conv(Padding.SAME, List.of(2, 2)))
                .two("3d", conv(Padding.SAME, List.of(1, 2, 2)))
                .two("depthwise_1d", depthwise(Padding.SAME, List.of(1)))
                .two("depthwise_2d", depthwise(Padding.VALID, ONE))
                .two("depthwise_2d_same_stride", depthwise(Padding.SAME, List.of(2, 2)))
                .two("depthwise_2d_dilated", depthwise(Padding.VALID, ONE, 2, 2))
                .two("transpose_2d", transposed(Padding.SAME, List.of(2, 2)))
                .cases();
        return Stream.of(golden, goldenToo(), more()).flatMap(c -> c);
    }

    private static Stream<OpCase> goldenToo() {
        List<Integer> none = List.of();
        return new GoldenFile("convolutions_more")
                .two("transpose_1d", transposed(Padding.VALID, List.of(2)))
                .two("transpose_1d_same", transposed(Padding.SAME, List.of(3)))
                .two("transpose_1d_stride_beyond_kernel", transposed(Padding.VALID, List.of(3)))
                .two("transpose_1d_stride_beyond_kernel_same", transposed(Padding.SAME, List.of(3)))
                .two("transpose_1d_dilated", transposed(Padding.VALID, List.of(1), 2))
                .two("transpose_1d_dilated_same", transposed(Padding.SAME, List.of(1), 3))
                .two("transpose_1d_more", transposed(Padding.VALID, List.of(3), List.of(1)))
                .two("transpose_1d_more_same", transposed(Padding.SAME, List.of(3), List.of(2)))
                .two("transpose_1d_more_same_odd", transposed(Padding.SAME, List.of(2), List.of(0)))
                .two("transpose_1d_more_same_short", transposed(Padding.SAME, List.of(3), List.of(2)))
                .two("transpose_2d_oblong", transposed(Padding.SAME, List.of(2, 1), none))
                .two("transpose_2d_more", transposed(Padding.SAME, List.of(2, 3), List.of(1, 2)))
                .two("transpose_2d_dilated", transposed(Padding.SAME, ONE, 2, 3))
                .two("transpose_3d", transposed(Padding.SAME, List.of(2, 1, 2), none))
                .two("transpose_3d_valid", transposed(Padding.VALID, List.of(1, 2, 3), none))
                .two("causal_plain", conv(Padding.CAUSAL, List.of(1)))
                .two("causal_stride", conv(Padding.CAUSAL, List.of(3)))
                .two("causal_dilated", conv(Padding.CAUSAL, List.of(1), 3))
                .two("1d_groups", (x, k) -> Ops.conv(x, k, new Convolution(List.of(2), List.of(1), 3, Padding.SAME)))
                .two(
                        "3d_groups_valid",
                        (x, k) -> Ops.conv(x, k, new Convolution(List.of(1, 1, 1), List.of(1, 1, 1), 2, Padding.VALID)))
                .two("3d_dilated", conv(Padding.VALID, List.of(1, 1, 1), 2, 1, 3))
                .two("depthwise_1d_stride", depthwise(Padding.SAME, List.of(2)))
                .two("depthwise_1d_dilated", depthwise(Padding.VALID, List.of(1), 2))
                .cases();
    }

    private static Stream<OpCase> more() {
        return Stream.of(
                big("3 × 3", conv(Padding.SAME, ONE), Shape.of(9, 13, 15, 8), Shape.of(3, 3, 8, 16)),
                big("5 × 5, strides", conv(Padding.SAME, List.of(2, 2)), Shape.of(9, 17, 15, 8), Shape.of(5, 5, 8, 16)),
                big("3 × 3, no padding", conv(Padding.VALID, ONE), Shape.of(5, 14, 15, 16), Shape.of(3, 3, 16, 8)),
                big("1 × 1", conv(Padding.VALID, ONE), Shape.of(7, 15, 17, 16), Shape.of(1, 1, 16, 24)),
                big("one image", conv(Padding.SAME, ONE), Shape.of(1, 33, 31, 8), Shape.of(3, 3, 8, 8)),
                big("one channel", conv(Padding.VALID, ONE), Shape.of(11, 28, 28, 1), Shape.of(3, 3, 1, 8)),
                big("odd channels", conv(Padding.SAME, List.of(1, 2)), Shape.of(7, 13, 14, 5), Shape.of(3, 2, 5, 7)),
                big(
                        "groups",
                        (x, k) -> Ops.conv(x, k, new Convolution(ONE, ONE, 4, Padding.SAME)),
                        Shape.of(9, 15, 13, 16),
                        Shape.of(3, 3, 4, 24)),
                big("dilation", conv(Padding.SAME, ONE, 2, 3), Shape.of(9, 15, 13, 8), Shape.of(3, 3, 8, 8)),
                big("depthwise", depthwise(Padding.SAME, ONE), Shape.of(9, 17, 15, 24), Shape.of(3, 3, 24, 1)),
                big(
                        "depthwise, strides and multiplier",
                        depthwise(Padding.SAME, List.of(2, 2)),
                        Shape.of(9, 17, 15, 24),
                        Shape.of(3, 3, 24, 2)),
                big("1-D", conv(Padding.SAME, List.of(2)), Shape.of(9, 203, 8), Shape.of(5, 8, 16)),
                big("3-D", conv(Padding.SAME, List.of(1, 2, 1)), Shape.of(3, 7, 9, 8, 4), Shape.of(3, 3, 2, 4, 8)),
                big("causal", conv(Padding.CAUSAL, List.of(1), 4), Shape.of(9, 203, 8), Shape.of(3, 8, 16)),
                big("causal, one row", conv(Padding.CAUSAL, List.of(1), 8), Shape.of(1, 1003, 8), Shape.of(3, 8, 8)),
                big("depthwise 1-D", depthwise(Padding.SAME, List.of(1)), Shape.of(9, 203, 24), Shape.of(5, 24, 1)),
                big(
                        "depthwise 1-D, causal, strides and multiplier",
                        depthwise(Padding.CAUSAL, List.of(2)),
                        Shape.of(9, 803, 16),
                        Shape.of(3, 16, 2)),
                big("transposed 1-D", transposed(Padding.SAME, List.of(2)), Shape.of(9, 101, 16), Shape.of(7, 32, 16)),
                big(
                        "transposed",
                        transposed(Padding.SAME, List.of(2, 2)),
                        Shape.of(9, 8, 9, 16),
                        Shape.of(3, 3, 8, 16)),
                big(
                        "transposed, longer",
                        transposed(Padding.SAME, List.of(2, 2), ONE),
                        Shape.of(9, 8, 9, 16),
                        Shape.of(4, 3, 8, 16)),
                big(
                        "transposed 3-D",
                        transposed(Padding.VALID, List.of(2, 1, 2)),
                        Shape.of(5, 5, 6, 4, 8),
                        Shape.of(3, 3, 2, 8, 8)),
                OpCase.of(
                        "conv of no images",
                        in -> List.of(Ops.conv(in.get(0), in.get(1), new Convolution(ONE, ONE, 1, Padding.SAME))),
                        Tensors.normal(1, 0, 5, 5, 2),
                        Tensors.normal(2, 3, 3, 2, 4)),
                OpCase.of(
                        "transposed conv of no images",
                        in -> List.of(transposed(Padding.SAME, List.of(2, 2)).of(in.get(0), in.get(1))),
                        Tensors.normal(1, 0, 5, 5, 2),
                        Tensors.normal(2, 3, 3, 4, 2)),
                OpCase.of(
                        "conv then bias and relu",
                        in -> List.of(
                                Ops.relu(Ops.conv(in.get(0), in.get(1), new Convolution(ONE, ONE, 1, Padding.SAME))
                                        .plus(in.get(2)))),
                        Tensors.distinct(3, 2, 5, 4, 3),
                        Tensors.normal(4, 3, 3, 3, 5),
                        Tensors.normal(5, 5)));
    }

    @Test
    void refusesTransposedConvolutionsThatDoNotFit() {
        Transposed twice = new Transposed(List.of(2, 2), ONE, Padding.SAME);
        fails(
                () -> Ops.convTranspose(Ops.ones(1, 4, 4, 3), Ops.ones(3, 3, 3, 5), twice),
                "conv_transpose: The input has 3 channels, the kernel is for 5. Received: input (1, 4, 4, 3) and kernel (3, 3, 3, 5), whose"
                        + " axes are (…, filters, channels).");
        fails(
                () -> Ops.convTranspose(Ops.ones(1, 4, 3), Ops.ones(3, 3, 3), twice),
                "conv_transpose: Over 2 spatial axes, input and kernel must have 4 axes each. Received: input (1, 4, 3) and kernel (3, 3,"
                        + " 3).");
        fails(
                () -> Ops.convTranspose(
                        Ops.ones(1, 4, 4, 3),
                        Ops.ones(3, 3, 5, 3),
                        new Transposed(List.of(2, 2), ONE, Padding.SAME, List.of(2, 0))),
                "conv_transpose: The output's padding must be less than the strides. Received: [2, 0] with strides [2, 2].");
        fails(
                () -> new Transposed(List.of(2), List.of(1), Padding.CAUSAL),
                "conv_transpose: The padding must be valid or same. Received: CAUSAL.");
    }

    @Test
    void paddingMayBeGiven() {
        Tensor x = Tensors.normal(1, 2, 5, 7, 3);
        Tensor kernel = Tensors.normal(2, 3, 2, 3, 4);
        Padding padding = Padding.given(List.of(1, 0), List.of(2, 3));
        Tensor expected = Ops.conv(
                Ops.pad(x, new int[][] {{0, 0}, {1, 2}, {0, 3}, {0, 0}}, 0),
                kernel,
                new Convolution(List.of(2, 1), ONE, 1, Padding.VALID));
        Tensor received = Ops.conv(x, kernel, new Convolution(List.of(2, 1), ONE, 1, padding));
        Close.within(1e-5).check("conv", expected, received);
        fails(
                () -> Ops.conv(x, Ops.ones(9, 1, 3, 1), new Convolution(ONE, ONE, 1, padding)),
                "conv: A window of 9 does not fit into an axis of length 8 (with its padding). Use padding \"same\" or a larger input.");
    }

    private static void fails(Executable code, String message) {
        assertEquals(message, assertThrows(ShapeException.class, code).getMessage());
    }

    private static OpCase big(String name, Compiled.Function2 f, Shape x, Shape kernel) {
        return OpCase.big(
                        "conv " + name,
                        in -> List.of(f.of(in.get(0), in.get(1))),
                        Tensors.normal(1, x.dims()),
                        Tensors.normal(2, kernel.dims()))
                .within(3e-5);
    }

    private static Compiled.Function2 conv(Padding padding, List<Integer> strides, Integer... dilation) {
        return (x, k) -> Ops.conv(x, k, settings(padding, strides, dilation));
    }

    private static Compiled.Function2 depthwise(Padding padding, List<Integer> strides, Integer... dilation) {
        return (x, k) -> Ops.depthwiseConv(x, k, settings(padding, strides, dilation));
    }

    private static Compiled.Function2 transposed(Padding padding, List<Integer> strides, Integer... dilation) {
        Convolution c = settings(padding, strides, dilation);
        return (x, k) -> Ops.convTranspose(x, k, new Transposed(strides, c.dilation(), padding));
    }

    private static Compiled.Function2 transposed(Padding padding, List<Integer> strides, List<Integer> outputPadding) {
        List<Integer> ones = Collections.nCopies(strides.size(), 1);
        return (x, k) -> Ops.convTranspose(x, k, new Transposed(strides, ones, padding, outputPadding));
    }

    private static Convolution settings(Padding padding, List<Integer> strides, Integer... dilation) {
        int n = strides.size();
        List<Integer> spread = dilation.length == 0
                ? Collections.nCopies(n, 1)
                : dilation.length == n ? List.of(dilation) : Collections.nCopies(n, dilation[0]);
        return new Convolution(strides, spread, 1, padding);
    }
}
