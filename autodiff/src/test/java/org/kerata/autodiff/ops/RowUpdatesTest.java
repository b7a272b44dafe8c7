package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.harness.Close;

/** Updates by the gradients of lookups, row by row, against updates by the whole gradient. */
class RowUpdatesTest {
    private static final int ROWS = 300;

    private final Engine.Kernels kernels = Engine.kernels();
    private final int slices = Engine.slices();
    private final int threads = Engine.threads();

    @AfterEach
    void restore() {
        Engine.kernels(kernels);
        Engine.slices(slices);
        Engine.threads(threads);
    }

    /** A table that is looked up, squared and updated, with its slots. */
    private static final class Table {
        final List<Variable> state = new ArrayList<>();
        final Compiled step;

        <A> Table(Op<A> rule, A settings, int slots, int width, boolean whole) {
            this(rule, settings, slots, 0, width, whole, 0.01);
        }

        <A> Table(Op<A> rule, A settings, int slots, double slot, int width, boolean whole, double... numbers) {
            float[] start = new float[ROWS * width];
            Random random = new Random(3);
            for (int i = 0; i < start.length; i++) {
                start[i] = random.nextFloat() - 0.5f;
            }
            state.add(Variable.of("w", Tensor.of(start, ROWS, width)));
            for (int i = 0; i < slots; i++) {
                state.add(Variable.of("slot_" + i, Ops.full(Shape.of(ROWS, width), slot, DType.FLOAT32)));
            }
            step = Compiled.of((Tensor ids) -> {
                Variable w = state.get(0);
                Tensor loss = Ops.square(lookUp(w, ids).minus(0.3)).sum();
                Tensor g = Gradients.of(loss, w);
                Tensor[] scalars =
                        Arrays.stream(numbers).mapToObj(Tensor::scalar).toArray(Tensor[]::new);
                List<Tensor> next =
                        Updates.update(rule, settings, state, whole ? Ops.stopGradient(g.times(1)) : g, scalars);
                for (int i = 0; i < state.size(); i++) {
                    state.get(i).assign(next.get(i));
                }
                return Updates.check(w);
            });
        }

        float run(int... ids) {
            return step.run(Tensor.of(ids)).scalar();
        }
    }

    private static Tensor lookUp(Tensor table, Tensor ids) {
        return Lookups.GATHER.apply(new Lookups.Along(0, false), table, ids);
    }

    /** Some rows often, some once, most never; other ones at each step. */
    private static int[] ids(int step, int n) {
        Random random = new Random(step);
        int[] ids = new int[n];
        for (int i = 0; i < n; i++) {
            ids[i] = i % 3 == 0 ? 7 : random.nextInt(ROWS / 3) + step % 2 * ROWS / 2;
        }
        return ids;
    }

    private static <A> void sameAsWhole(Op<A> rule, A settings, int slots) {
        sameAsWhole(rule, settings, slots, 0, 0.01);
    }

    private static <A> void sameAsWhole(Op<A> rule, A settings, int slots, double slot, double... numbers) {
        boolean fast = Engine.kernels() == Engine.Kernels.FAST;
        for (int width : fast ? new int[] {1, 3, 64, 100, 512, 700, 1100} : new int[] {3}) {
            Table rows = new Table(rule, settings, slots, slot, width, false, numbers);
            Table whole = new Table(rule, settings, slots, slot, width, true, numbers);
            for (int step = 0; step < 6; step++) {
                assertEquals(0, rows.run(ids(step, 41)));
                whole.run(ids(step, 41));
                if (step == 3) {
                    rows.run(ids(9, 5));
                    whole.run(ids(9, 5));
                }
            }
            for (int i = 0; i <= slots; i++) {
                Close.within(4e-6)
                        .check(
                                rule.name() + ", width " + width + ", state " + i,
                                whole.state.get(i),
                                rows.state.get(i));
            }
        }
    }

    @Test
    void areThoseOfTheWholeGradient() {
        Updates.Adam adam = new Updates.Adam(0.9, 0.999, 1e-7);
        for (Engine.Kernels k : Engine.Kernels.values()) {
            Engine.kernels(k);
            sameAsWhole(Updates.ADAM, adam, 2);
            sameAsWhole(Updates.AMSGRAD, adam, 3);
            sameAsWhole(Updates.DESCENT, NoAttributes.NONE, 0);
            sameAsWhole(Updates.MOMENTUM, new Updates.Momentum(0.9, false), 1);
            sameAsWhole(Updates.MOMENTUM, new Updates.Momentum(0.9, true), 1);
            sameAsWhole(Updates.RMSPROP, new Updates.Rmsprop(0.9, 1e-7), 1);
            sameAsWhole(MomentUpdates.ADAMAX, adam, 2);
            sameAsWhole(MomentUpdates.NADAM, adam, 2, 0, 0.01, 0.002, 30);
            sameAsWhole(MomentUpdates.LION, new MomentUpdates.Lion(0.9, 0.99), 1);
            sameAsWhole(MomentUpdates.SCHEDULE_FREE, adam, 2, 0.2, 0.01, 30, 0.25);
            AccumulationUpdates.Adagrad adagrad = new AccumulationUpdates.Adagrad(1e-7);
            sameAsWhole(AccumulationUpdates.ADAGRAD, adagrad, 1, 0, 0.01);
            sameAsWhole(AccumulationUpdates.ADAGRAD, adagrad, 1, 0.1, 0.01);
            sameAsWhole(AccumulationUpdates.ADADELTA, new AccumulationUpdates.Adadelta(0.9, 1e-4), 2);
            sameAsWhole(AccumulationUpdates.FTRL, new AccumulationUpdates.Ftrl(0.5, 1e-2, 0, 0, 0), 2, 0.1, 0.05);
            sameAsWhole(AccumulationUpdates.FTRL, new AccumulationUpdates.Ftrl(0.3, 0, 0.1, 0.2, 1), 2, 0.1, 0.05);
        }
    }

    /** Sums stay where there is no gradient, so that only what was looked up is touched. */
    @Test
    void passOverSumsThatStay() {
        Table t = new Table(AccumulationUpdates.ADAGRAD, new AccumulationUpdates.Adagrad(1e-7), 1, 0.1, 3, false, 0.01);
        t.run(1, 2);
        float[] before = t.state.get(1).floats();
        assertTrue(before[3] > 0.1f && before[6] > 0.1f);
        t.run(4);
        float[] after = t.state.get(1).floats();
        for (int i = 0; i < after.length; i++) {
            assertEquals(i / 3 == 4, after[i] > before[i], "element " + i);
        }
    }

    @Test
    void goInPlaceRowByRow() {
        Table t = new Table(Updates.ADAM, new Updates.Adam(0.9, 0.999, 1e-7), 2, 64, false);
        String listing = t.step.describe(List.of(new org.kerata.autodiff.graph.Spec(DType.INT32, Shape.of(40))));
        assertTrue(listing.contains("rows(adam)"), listing);
        assertTrue(!listing.contains("assign") && !listing.contains("scatter"), listing);
    }

    @Test
    void giveTheSameBitsForAnyCut() {
        float[] first = null;
        for (int s : new int[] {1, 2, 3, 7}) {
            Engine.slices(s);
            Engine.threads(s);
            Table t = new Table(Updates.ADAM, new Updates.Adam(0.9, 0.999, 1e-7), 2, 2000, false);
            for (int step = 0; step < 4; step++) {
                t.run(ids(step, 300));
            }
            float[] w = t.state.get(0).floats();
            if (first != null) {
                assertArrayEquals(first, w);
            }
            first = w;
        }
    }

    @Test
    void seeSlotsThatSomebodyElseHasWritten() {
        Table rows = new Table(Updates.MOMENTUM, new Updates.Momentum(0.9, false), 1, 8, false);
        Table whole = new Table(Updates.MOMENTUM, new Updates.Momentum(0.9, false), 1, 8, true);
        for (Table t : List.of(rows, whole)) {
            t.run(ids(1, 12));
            t.state.get(1).assign(Ops.full(Shape.of(ROWS, 8), 0.25, DType.FLOAT32));
            t.run(ids(2, 12));
            t.run(ids(3, 12));
        }
        assertArrayEquals(whole.state.get(0).floats(), rows.state.get(0).floats(), 1e-6f);
    }

    @Test
    void noticeWeightsThatAreNotFinite() {
        Table t = new Table(Updates.DESCENT, NoAttributes.NONE, 0, 5, false);
        assertEquals(0, t.run(1, 2));
        float[] w = t.state.get(0).floats();
        w[5 * 200] = Float.NaN;
        t.state.get(0).assign(Tensor.of(w, ROWS, 5));
        assertTrue(Float.isNaN(t.run(1, 2)));
        assertTrue(Float.isNaN(t.run(1, 2)));
        w[5 * 200] = 1;
        t.state.get(0).assign(Tensor.of(w, ROWS, 5));
        assertEquals(0, t.run(1, 2));
        w[5 * 2] = Float.POSITIVE_INFINITY;
        t.state.get(0).assign(Tensor.of(w, ROWS, 5));
        assertTrue(Float.isNaN(t.run(1, 2)));
    }

    @Test
    void changeNothingIfANumberIsOutOfRange() {
        Table t = new Table(Updates.ADAM, new Updates.Adam(0.9, 0.999, 1e-7), 2, 5, false);
        t.run(1, 2);
        float[] before = t.state.get(0).floats();
        KerataException e = assertThrows(KerataException.class, () -> t.run(4, 300));
        assertEquals(
                "take: index 300 at position [1] is out of range. Expected 0 to 299, axis 0 having length 300.",
                e.getMessage());
        assertArrayEquals(before, t.state.get(0).floats());
        KerataException own = assertThrows(
                KerataException.class,
                () -> Lookups.ROW_NUMBERS
                        .apply(new Lookups.Table(4, false), Tensor.of(new int[][] {{1, 2}, {-1, 0}}))
                        .ints());
        assertEquals(
                "take: index -1 at position [1, 0] is out of range. Expected 0 to 3, axis 0 having length 4.",
                own.getMessage());
    }

    @Test
    void knowTheGradientsOfLookups() {
        Variable w = Variable.of("w", Ops.ones(4, 2));
        Tensor a = Tensor.of(new int[][] {{0, 1}, {3, 1}});
        Tensor b = Tensor.of(new int[] {2, 1});
        Tensor once = lookUp(w, a).sum();
        Gradients.Rows rows = Gradients.rows(Gradients.of(once, w));
        assertNotNull(rows);
        assertArrayEquals(new int[] {0, 1, 3, 1}, rows.numbers().ints());
        assertEquals(Shape.of(4, 2), rows.gradients().shape());
        Tensor twice = lookUp(w, a).sum().plus(Ops.square(Ops.take(w, b, 0)).sum());
        Tensor g = Gradients.of(twice, w);
        Gradients.Rows both = Gradients.rows(g);
        assertNotNull(both);
        assertArrayEquals(
                new int[] {0, 1, 3, 1, 2, 1}, sortedAlike(both.numbers().ints()));
        assertArrayEquals(new float[] {1, 1, 4, 4, 2, 2, 1, 1}, g.floats());
        Tensor mixed = lookUp(w, a).sum().plus(w.sum());
        assertNull(Gradients.rows(Gradients.of(mixed, w)));
        Variable wide = Variable.of("wide", Ops.ones(2, 4));
        assertNull(Gradients.rows(Gradients.of(Ops.take(wide, b, 1).sum(), wide)));
    }

    /** The gradients of what was transposed behind the lookup come as they are, with the numbers in their order. */
    @Test
    void rowsOfATransposedLookupAreNotMovedBack() {
        Variable w = Variable.of("w", Ops.ones(5, 2));
        Tensor a = Tensor.of(new int[][] {{0, 1, 4}, {3, 1, 2}});
        Tensor weights = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2, 1);
        Tensor g = Gradients.of(lookUp(w, a).transpose(1, 0, 2).times(weights).sum(), w);
        Gradients.Rows rows = Gradients.rows(g);
        assertNotNull(rows);
        assertArrayEquals(new int[] {0, 3, 1, 1, 4, 2}, rows.numbers().ints());
        assertArrayEquals(new float[] {1, 1, 7, 7, 6, 6, 2, 2, 5, 5}, g.floats());
        assertArrayEquals(
                new float[] {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6},
                rows.gradients().floats());
    }

    /** Rows that change places are looked up where they go: no copy of them is moved. */
    @Test
    void transposedLookupsAreLookedUpInTheirNewOrder() {
        Tensor table = Tensor.of(new float[][] {{0, 1}, {2, 3}, {4, 5}});
        Tensor numbers = Tensor.of(new int[][] {{0, 1, 2}, {2, 0, 1}});
        Compiled c = Compiled.of((t, n) -> Ops.take(t, n, 0).transpose(1, 0, 2));
        assertEquals(Shape.of(3, 2, 2), c.run(table, numbers).shape());
        assertArrayEquals(
                new float[] {0, 1, 4, 5, 2, 3, 0, 1, 4, 5, 2, 3},
                c.run(table, numbers).floats());
        String program = c.describe(table, numbers);
        assertFalse(program.contains("(3, 2, 2) <- (2, 3, 2)"), program);
        Compiled apart = Compiled.of((t, n) -> Ops.take(t, n, 0).transpose(0, 2, 1));
        assertArrayEquals(
                new float[] {0, 2, 4, 1, 3, 5, 4, 0, 2, 5, 1, 3},
                apart.run(table, numbers).floats());
    }

    @Test
    void stayRowsWhenScaled() {
        Variable w = Variable.of("w", Ops.ones(4, 2));
        Tensor g = Gradients.of(
                Ops.square(lookUp(w, Tensor.of(new int[] {0, 3, 0}))).sum(), w);
        Tensor half = Gradients.scaled(g, Tensor.scalar(0.5));
        assertNotNull(Gradients.rows(half));
        assertArrayEquals(new float[] {2, 2, 0, 0, 0, 0, 1, 1}, half.floats());
        assertEquals(2 * 16 + 2 * 4, Gradients.squares(g).scalar());
        assertEquals(10, Gradients.squares(half).scalar());
        Tensor dense = g.plus(1);
        assertArrayEquals(
                new float[] {10, 10, 2, 2, 2, 2, 6, 6},
                Gradients.scaled(dense, Tensor.scalar(2)).floats());
        assertEquals(2 * (25 + 1 + 1 + 9), Gradients.squares(dense).scalar());
    }

    /** Which of two lookups comes first does not matter. */
    private static int[] sortedAlike(int[] numbers) {
        if (numbers[0] == 2) {
            return new int[] {numbers[2], numbers[3], numbers[4], numbers[5], numbers[0], numbers[1]};
        }
        return numbers;
    }

    @Test
    void ofNothingChangeNothingButWhatFades() {
        Table t = new Table(Updates.MOMENTUM, new Updates.Momentum(0.5, false), 1, 2, false);
        t.run(1, 1);
        float before = t.state.get(1).floats()[2];
        t.run();
        assertEquals(before / 2, t.state.get(1).floats()[2], 1e-7f);
    }
}
