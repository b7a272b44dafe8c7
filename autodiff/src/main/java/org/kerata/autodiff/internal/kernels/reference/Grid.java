package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Window;

/** The windows over up to three spatial axes; axes that are not there have length 1. */
final class Grid {
    private static final int AXES = 3;

    private final int batch;
    private final Window[] windows = new Window[AXES];

    /** What is done where a window touches the input; all three are counted in places, without channels. */
    interface Visit {
        /** One touched place: of the output, of the window, of the input. */
        void at(int output, int tap, int input);
    }

    private Grid(int batch) {
        this.batch = batch;
        Arrays.fill(windows, Window.of(1, 1, 1, 1, Padding.VALID));
    }

    static Grid of(Shape input, List<Integer> sizes, List<Integer> strides, List<Integer> dilation, Padding padding) {
        Grid g = new Grid(input.intDim(0));
        int n = sizes.size();
        for (int i = 0; i < n; i++) {
            g.windows[AXES - n + i] =
                    Window.of(input.dim(i + 1), sizes.get(i), strides.get(i), dilation.get(i), padding.along(i));
        }
        return g;
    }

    /** Visits every touched place of every window, windows in row-major order, places within a window in row-major order. */
    void forEach(Visit visit) {
        Window a = windows[0];
        Window b = windows[1];
        Window c = windows[2];
        int output = 0;
        for (int n = 0; n < batch; n++) {
            for (int i = 0; i < a.output(); i++) {
                for (int j = 0; j < b.output(); j++) {
                    for (int k = 0; k < c.output(); k++) {
                        window(visit, n, i, j, k, output++);
                    }
                }
            }
        }
    }

    private void window(Visit visit, int n, int i, int j, int k, int output) {
        Window a = windows[0];
        Window b = windows[1];
        Window c = windows[2];
        int tap = 0;
        for (int p = 0; p < a.size(); p++) {
            for (int q = 0; q < b.size(); q++) {
                for (int r = 0; r < c.size(); r++, tap++) {
                    int x = a.at(i, p);
                    int y = b.at(j, q);
                    int z = c.at(k, r);
                    if (a.isInside(x) && b.isInside(y) && c.isInside(z)) {
                        visit.at(output, tap, ((n * a.input() + x) * b.input() + y) * c.input() + z);
                    }
                }
            }
        }
    }
}
