package org.kerata.autodiff.ops;

/**
 * A given number of windows over one axis: window o goes from {@code floor(o · input / output)} to {@code ceil((o + 1) · input / output)},
 * so that all are of one size or one more.
 *
 * @param input the length of the axis
 * @param output how many windows there are
 */
record AdaptiveWindows(int input, int output) {
    static AdaptiveWindows of(int input, int output) {
        return new AdaptiveWindows(input, output);
    }

    int start(int o) {
        return (int) ((long) o * input / output);
    }

    private int end(int o) {
        return (int) (((o + 1L) * input + output - 1) / output);
    }

    /** The smaller of the sizes. */
    int small() {
        return (input + output - 1) / output;
    }

    private boolean isBig(int o) {
        return end(o) - start(o) > small();
    }

    /** Whether there are windows of one more. */
    boolean hasBig() {
        for (int o = 0; o < output; o++) {
            if (isBig(o)) {
                return true;
            }
        }
        return false;
    }

    /** The means. */
    Taps mean() {
        Taps.Builder b = new Taps.Builder(input, output);
        for (int o = 0; o < output; o++) {
            for (int i = start(o); i < end(o); i++) {
                b.tap(i, 1.0 / (end(o) - start(o)));
            }
            b.next();
        }
        return b.build();
    }

    /** Where the windows stand among all windows of the smaller size and, behind them, all of the larger. */
    Taps picks() {
        int smalls = input - small() + 1;
        int[] places = new int[output];
        for (int o = 0; o < output; o++) {
            places[o] = isBig(o) ? smalls + start(o) : start(o);
        }
        return Taps.picking(hasBig() ? 2 * smalls - 1 : smalls, places);
    }
}
