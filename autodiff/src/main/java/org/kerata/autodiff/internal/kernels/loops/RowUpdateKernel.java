package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.MultiPointwise;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * An optimizer's step on some rows of a weight. Rows are updated that were looked up, with the sum of their gradients in the order of the
 * lookups, and those whose slots are not all zero, with a gradient of zero; for the others the step would change nothing. A rule that does
 * nothing without a gradient, whatever the slots are, updates only what was looked up.
 *
 * <p>Which slots are zero is found by looking through them once, and again whenever somebody else has written them.
 */
public final class RowUpdateKernel implements Kernel {
    private final MultiPointwise rule;
    private final FloatBuffer[] from;
    private final FloatBuffer[] to;
    private final Variable @Nullable [] watched;
    private final RowChains chains;
    private final FloatBuffer[] scalars;
    private final FloatBuffer checks;
    private final int lo;
    private final int hi;
    private final int part;
    private final boolean resting;
    private final boolean fading;
    private final int[] chosen;
    private final boolean[] live;
    private final boolean[] ignored;
    private final long[] versions;
    private boolean known;
    private float check;

    /**
     * For rows {@code lo} to {@code hi} of the weight.
     *
     * @param rule the step on blocks of weight, slots, gradient and numbers
     * @param from the weight's and the slots' rows
     * @param to where they go
     * @param watched the variables whose memory both are; null if they are not
     * @param numbers the rows that were looked up, of the whole weight
     * @param rows the gradient of each
     * @param scalars the single numbers of the rule
     * @param checks becomes 0 and more zeros, or NaN if the weight's rows are not finite
     * @param part the length of a row
     */
    public RowUpdateKernel(
            MultiPointwise rule,
            FloatBuffer[] from,
            FloatBuffer[] to,
            Variable @Nullable [] watched,
            IntBuffer numbers,
            FloatBuffer rows,
            FloatBuffer[] scalars,
            FloatBuffer checks,
            int lo,
            int hi,
            int part) {
        this.rule = rule;
        this.from = from;
        this.to = to;
        this.watched = watched;
        this.chains = new RowChains(numbers, rows, lo, hi, part);
        this.scalars = scalars;
        this.checks = checks;
        this.lo = lo;
        this.hi = hi;
        this.part = part;
        this.resting = rests(rule, from.length, scalars.length, 0);
        this.fading = !resting || !rests(rule, from.length, scalars.length, 1);
        this.chosen = new int[Math.max(1, Worker.BLOCK / part)];
        this.live = new boolean[hi - lo];
        this.ignored = new boolean[fading ? 0 : hi - lo];
        this.versions = new long[from.length];
    }

    /** Whether the rule leaves a weight and its slots alone that have these values when the gradient is zero. */
    private static boolean rests(MultiPointwise rule, int state, int scalars, float slots) {
        float[][] blocks = new float[state + 1 + scalars][Worker.BLOCK];
        Arrays.fill(blocks[0], 1);
        for (int i = 1; i < state; i++) {
            Arrays.fill(blocks[i], slots);
        }
        for (int i = 0; i < scalars; i++) {
            Arrays.fill(blocks[state + 1 + i], 1);
        }
        rule.run(blocks, 1);
        boolean same = blocks[0][0] == 1;
        for (int i = 1; i < state; i++) {
            same &= blocks[i][0] == slots;
        }
        return same;
    }

    @Override
    public void run(Worker w) {
        int state = from.length;
        float[][] r = w.registers(state + scalars.length + 3);
        float[][] blocks = new float[state + 1 + scalars.length][];
        System.arraycopy(r, 0, blocks, 0, blocks.length);
        float[] lanes = r[blocks.length];
        float[] row = r[blocks.length + 1];
        Arrays.fill(lanes, 0);
        if (isChanged()) {
            look(blocks, lanes);
        }
        for (int i = 0; i < scalars.length; i++) {
            Arrays.fill(blocks[state + 1 + i], scalars[i].get(0));
        }
        chains.open();
        int count = 0;
        for (int i = 0; i < live.length; i++) {
            if (live[i] || chains.has(i)) {
                chosen[count++] = i;
                if (count == chosen.length) {
                    update(count, blocks, row, lanes);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            update(count, blocks, row, lanes);
        }
        chains.close(fading ? live : ignored);
        for (float lane : lanes) {
            check += lane;
        }
        for (int i = 0; i < checks.capacity(); i++) {
            checks.put(i, i == 0 ? check : 0);
        }
    }

    /** Whether somebody else has written the weight or a slot since the last run: each run counts as one write. */
    private boolean isChanged() {
        if (watched == null) {
            return true;
        }
        boolean changed = !known;
        for (int i = 0; i < versions.length; i++) {
            long now = watched[i].version();
            changed |= now != versions[i] + 1;
            versions[i] = now;
        }
        return changed;
    }

    /** Copies what is not in place, finds the rows with slots that are not zero, and checks all of the weight. */
    private void look(float[][] blocks, float[] lanes) {
        check = 0;
        int size = (hi - lo) * part;
        Arrays.fill(live, !resting);
        for (int i = 0; i < from.length; i++) {
            float[] block = blocks[i];
            for (int at = 0; at < size; at += Worker.BLOCK) {
                int n = Math.min(Worker.BLOCK, size - at);
                from[i].get(at, block, 0, n);
                if (watched == null) {
                    to[i].put(at, block, 0, n);
                }
                if (i == 0) {
                    addZeros(block, lanes, n);
                } else if (fading) {
                    markLive(block, at, n);
                }
            }
        }
        known = true;
    }

    private void markLive(float[] slot, int at, int n) {
        for (int i = 0; i < n; i++) {
            if (slot[i] != 0) {
                int row = (at + i) / part;
                live[row] = true;
                i = (row + 1) * part - at - 1;
            }
        }
    }

    private static void addZeros(float[] w, float[] lanes, int n) {
        for (int i = 0; i < n; i++) {
            lanes[i] += w[i] * 0f;
        }
    }

    /** Updates the first of the chosen rows: as many as fit into a block, or one row in several blocks. */
    private void update(int count, float[][] blocks, float[] row, float[] lanes) {
        int all = count * part;
        int state = from.length;
        for (int at = 0; at < all; at += Worker.BLOCK) {
            int n = Math.min(Worker.BLOCK, all - at);
            int width = Math.min(part, n);
            for (int k = 0; k < count; k++) {
                chains.sum(chosen[k], at, width, blocks[state], k * part, row);
            }
            for (int k = 0; k < count; ) {
                int end = sideBySide(k, count);
                for (int i = 0; i < state; i++) {
                    to[i].get(chosen[k] * part + at, blocks[i], k * part, (end - k - 1) * part + width);
                }
                k = end;
            }
            rule.run(blocks, n);
            for (int k = 0; k < count; ) {
                int end = sideBySide(k, count);
                for (int i = 0; i < state; i++) {
                    to[i].put(chosen[k] * part + at, blocks[i], k * part, (end - k - 1) * part + width);
                }
                k = end;
            }
            addZeros(blocks[0], lanes, n);
        }
    }

    /** Where the chosen rows end that lie side by side, beginning with the one in this place. */
    private int sideBySide(int first, int count) {
        int end = first + 1;
        while (end < count && chosen[end] == chosen[end - 1] + 1) {
            end++;
        }
        return end;
    }
}
