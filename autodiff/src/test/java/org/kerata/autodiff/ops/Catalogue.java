package org.kerata.autodiff.ops;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.harness.OpCase;

/** All ops that are declared, and all cases that are tested. */
final class Catalogue {
    static final List<Class<?>> FAMILIES = List.of(
            Activations.class,
            Arithmetic.class,
            Attentions.class,
            Colors.class,
            Comparisons.class,
            Control.class,
            Convolutions.class,
            Correlation.class,
            Counts.class,
            CrossEntropies.class,
            Ctc.class,
            Cumulative.class,
            Decompositions.class,
            Diagonals.class,
            Distributions.class,
            Elementwise.class,
            Filters.class,
            FloatingPoint.class,
            Fourier.class,
            Framing.class,
            Hyperbolics.class,
            Integers.class,
            LinearAlgebra.class,
            Margins.class,
            Lookups.class,
            Matrices.class,
            Moving.class,
            NanReductions.class,
            Normalizations.class,
            Patching.class,
            PiecewiseActivations.class,
            Pooling.class,
            Quantiles.class,
            Randoms.class,
            Rearranging.class,
            Recurrences.class,
            Reductions.class,
            Rescaling.class,
            Resizing.class,
            RowNormalizations.class,
            Sampling.class,
            Scatters.class,
            Segments.class,
            Shaping.class,
            ShortTimeFourier.class,
            Sliding.class,
            SmoothActivations.class,
            Sorting.class,
            Statistics.class,
            Structure.class,
            Trigonometry.class,
            Warping.class);

    private Catalogue() {}

    /** The ops by the names of their constants, such as {@code Arithmetic.ADD}. */
    static Map<String, Op<?>> ops() {
        Map<String, Op<?>> out = new LinkedHashMap<>();
        for (Class<?> family : FAMILIES) {
            for (Field f : family.getDeclaredFields()) {
                if (Modifier.isStatic(f.getModifiers()) && f.getType() == Op.class) {
                    try {
                        f.setAccessible(true);
                        out.put(family.getSimpleName() + "." + f.getName(), (Op<?>) f.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
        return out;
    }

    /** The cases of all families. */
    static Stream<OpCase> cases() {
        return Stream.of(
                        new ActivationsTest(),
                        new ArgumentsTest(),
                        new ArithmeticTest(),
                        new AttentionsTest(),
                        new ColorsTest(),
                        new ComparisonsTest(),
                        new ConstantsTest(),
                        new ControlTest(),
                        new ConvolutionsTest(),
                        new CorrelationTest(),
                        new CountsTest(),
                        new CrossEntropiesTest(),
                        new CtcTest(),
                        new CumulativeTest(),
                        new DiagonalsTest(),
                        new DistributionsTest(),
                        new ElementwiseTest(),
                        new ExponentialsTest(),
                        new FiltersTest(),
                        new FloatingPointTest(),
                        new FourierTest(),
                        new FramingTest(),
                        new IntegersTest(),
                        new KerasActivationsTest(),
                        new MatricesTest(),
                        new NormalizationsTest(),
                        new PatchingTest(),
                        new PoolingTest(),
                        new ProductsTest(),
                        new RandomsTest(),
                        new RecurrencesTest(),
                        new ReductionsTest(),
                        new ResizingTest(),
                        new RowNormalizationsTest(),
                        new SamplingTest(),
                        new ScattersTest(),
                        new SlidingTest(),
                        new SortingTest(),
                        new StacksTest(),
                        new StatisticsTest(),
                        new StructureTest(),
                        new TrigonometryTest(),
                        new TypesTest(),
                        new WarpingTest())
                .flatMap(t -> t.cases());
    }
}
