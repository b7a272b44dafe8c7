package org.kerata.autodiff;

import org.kerata.autodiff.catalogue.ActivationOps;
import org.kerata.autodiff.catalogue.ArithmeticOps;
import org.kerata.autodiff.catalogue.AttentionOps;
import org.kerata.autodiff.catalogue.ColorOps;
import org.kerata.autodiff.catalogue.ComparisonOps;
import org.kerata.autodiff.catalogue.ConstantOps;
import org.kerata.autodiff.catalogue.ControlOps;
import org.kerata.autodiff.catalogue.ConvolutionOps;
import org.kerata.autodiff.catalogue.CrossEntropyOps;
import org.kerata.autodiff.catalogue.CtcOps;
import org.kerata.autodiff.catalogue.DefaultOps;
import org.kerata.autodiff.catalogue.DiagonalOps;
import org.kerata.autodiff.catalogue.ElementwiseOps;
import org.kerata.autodiff.catalogue.FilterOps;
import org.kerata.autodiff.catalogue.FormatOps;
import org.kerata.autodiff.catalogue.FourierOps;
import org.kerata.autodiff.catalogue.ImageOps;
import org.kerata.autodiff.catalogue.LinearAlgebraOps;
import org.kerata.autodiff.catalogue.LookupOps;
import org.kerata.autodiff.catalogue.NormalizationOps;
import org.kerata.autodiff.catalogue.PartOps;
import org.kerata.autodiff.catalogue.ProductOps;
import org.kerata.autodiff.catalogue.RandomOps;
import org.kerata.autodiff.catalogue.RecurrentOps;
import org.kerata.autodiff.catalogue.ReductionOps;
import org.kerata.autodiff.catalogue.ScatterOps;
import org.kerata.autodiff.catalogue.ShapeOps;
import org.kerata.autodiff.catalogue.SlidingOps;
import org.kerata.autodiff.catalogue.SortOps;
import org.kerata.autodiff.catalogue.StackOps;
import org.kerata.autodiff.catalogue.WarpOps;
import org.kerata.autodiff.catalogue.WindowOps;

/**
 * The operations on tensors, under Keras's names. What each computes, its gradient and its kernels stand in the families of
 * {@link org.kerata.autodiff.ops}. Operands of arithmetic and comparisons are broadcast as in NumPy and brought to a common type as in
 * Keras.
 *
 * <ul>
 *   <li>{@link ArithmeticOps}: arithmetic, and what brings operands to a common type.
 *   <li>{@link ComparisonOps}: comparisons, truth values and bits.
 *   <li>{@link ElementwiseOps}: exponentials and their kin, trigonometric and hyperbolic functions.
 *   <li>{@link ActivationOps}: activations.
 *   <li>{@link ReductionOps}: sums, extremes and other reductions.
 *   <li>{@link SortOps}: order, ranks, and places in sorted tensors.
 *   <li>{@link ShapeOps}: the same elements under other shapes.
 *   <li>{@link PartOps}: parts of tensors, and tensors put together.
 *   <li>{@link StackOps}: the same under the names NumPy has for certain axes.
 *   <li>{@link SlidingOps}: elements moved around axes, windows, and slices whose place is a tensor.
 *   <li>{@link DiagonalOps}: diagonals of matrices.
 *   <li>{@link LookupOps}: elements by their indices.
 *   <li>{@link ScatterOps}: elements put at indices, and rows by segment.
 *   <li>{@link ConstantOps}: constants.
 *   <li>{@link WindowOps}: windows of signals.
 *   <li>{@link ProductOps}: products of vectors, matrices and tensors.
 *   <li>{@link LinearAlgebraOps}: norms, factorisations and solutions of linear equations.
 *   <li>{@link FourierOps}: Fourier transforms; a complex tensor is a pair of real ones.
 *   <li>{@link ConvolutionOps}: convolutions and pooling, channels last.
 *   <li>{@link ImageOps}: images in other sizes.
 *   <li>{@link ColorOps}: colours of images.
 *   <li>{@link FilterOps}: filters of images, and how alike images are.
 *   <li>{@link WarpOps}: images under another geometry.
 *   <li>{@link CtcOps}: labels of which it is not known at which step of a sequence each stands.
 *   <li>{@link NormalizationOps}: normalisation and cross-entropies.
 *   <li>{@link AttentionOps}: attention.
 *   <li>{@link RecurrentOps}: recurrences along sequences.
 *   <li>{@link RandomOps}: random draws. A key is an {@code int64} tensor of seed and counter.
 *   <li>{@link ControlOps}: loops and branches.
 *   <li>{@link DefaultOps}: Keras's default arguments, and some that are seldom given.
 *   <li>{@link FormatOps}: convolutions and pooling, channels first.
 *   <li>{@link CrossEntropyOps}: cross-entropies of probabilities.
 * </ul>
 */
public final class Ops extends CrossEntropyOps {
    private Ops() {}
}
