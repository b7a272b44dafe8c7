package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Hash;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Randoms;

/** Random draws, word by word. */
public final class RandomReference {
    private static final double UNIT = 0x1p-24;

    private RandomReference() {}

    public static void uniform(Randoms.Draw a, Host[] in, Host[] out) {
        for (int i = 0; i < out[0].size; i++) {
            out[0].d[i] = Hash.uniform(word(in[0], a.salt(), i));
        }
    }

    /** The method of Box and Muller: two even numbers, the first from above 0 to 1, are a radius and an angle. */
    public static void normal(Randoms.Draw a, Host[] in, Host[] out) {
        double[] y = out[0].d;
        for (int i = 0; i < y.length; i += 2) {
            double u = ((word(in[0], a.salt(), i) >>> 8) + 1) * UNIT;
            double angle = 2 * Math.PI * Hash.uniform(word(in[0], a.salt(), i + 1));
            double radius = Math.sqrt(-2 * Math.log(u));
            y[i] = radius * Math.cos(angle);
            if (i + 1 < y.length) {
                y[i + 1] = radius * Math.sin(angle);
            }
        }
    }

    public static void integers(Randoms.DrawInt a, Host[] in, Host[] out) {
        for (int i = 0; i < out[0].size; i++) {
            out[0].l[i] = a.low() + Hash.below(word(in[0], a.salt(), i), a.high() - a.low());
        }
    }

    /** Fisher and Yates: from the back, each place swaps with one of those not beyond it. */
    public static void permutation(Randoms.Order a, Host[] in, Host[] out) {
        long[] y = out[0].l;
        for (int i = 0; i < y.length; i++) {
            y[i] = i;
        }
        for (int i = y.length - 1; i > 0; i--) {
            int k = (int) Hash.below(word(in[0], a.salt(), i), i + 1);
            long kept = y[i];
            y[i] = y[k];
            y[k] = kept;
        }
    }

    private static int word(Host key, int salt, int i) {
        return Hash.word(key.l[0], key.l[1], salt, i);
    }
}
