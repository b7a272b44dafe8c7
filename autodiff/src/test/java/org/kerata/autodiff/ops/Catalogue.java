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
            Comparisons.class,
            Control.class,
            Convolutions.class,
            Counts.class,
            CrossEntropies.class,
            Cumulative.class,
            Decompositions.class,
            Diagonals.class,
            Distributions.class,
            Elementwise.class,
            FloatingPoint.class,
            Hyperbolics.class,
            Integers.class,
            LinearAlgebra.class,
            Lookups.class,
            Matrices.class,
            Moving.class,
            NanReductions.class,
            Normalizations.class,
            PiecewiseActivations.class,
            Pooling.class,
            Quantiles.class,
            Randoms.class,
            Recurrences.class,
            Rearranging.class,
            Reductions.class,
            Resizing.class,
            RowNormalizations.class,
            Scatters.class,
            Segments.class,
            Shaping.class,
            SmoothActivations.class,
            Sorting.class,
            Statistics.class,
            Sliding.class,
            Structure.class,
            Trigonometry.class);

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
                        new ArithmeticTest(),
                        new AttentionsTest(),
                        new ComparisonsTest(),
                        new ControlTest(),
                        new ConvolutionsTest(),
                        new CountsTest(),
                        new ConstantsTest(),
                        new CrossEntropiesTest(),
                        new CumulativeTest(),
                        new DiagonalsTest(),
                        new DistributionsTest(),
                        new ElementwiseTest(),
                        new ExponentialsTest(),
                        new FloatingPointTest(),
                        new IntegersTest(),
                        new KerasActivationsTest(),
                        new MatricesTest(),
                        new NormalizationsTest(),
                        new PoolingTest(),
                        new ProductsTest(),
                        new RandomsTest(),
                        new RecurrencesTest(),
                        new ReductionsTest(),
                        new RowNormalizationsTest(),
                        new ResizingTest(),
                        new ScattersTest(),
                        new SortingTest(),
                        new SlidingTest(),
                        new StacksTest(),
                        new StatisticsTest(),
                        new StructureTest(),
                        new TrigonometryTest(),
                        new TypesTest())
                .flatMap(t -> t.cases());
    }
}
