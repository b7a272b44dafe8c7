package org.kerata.autodiff.internal.kernels;

/**
 * What the gates of recurrent cells do to blocks of floats, as loops that C2 turns into vector code. tanh is a quotient of polynomials,
 * {@code x · p(x²) / q(x²)} with p of degree 6 and q of degree 3, fitted for the least greatest relative error up to 9, where tanh is 1 in
 * single precision: within 5 units in the last place, NaN for NaN.
 */
public final class GateLoops {
    private static final float END = 9f;
    private static final float P1 = 0.13084011f;
    private static final float P2 = 0.0031039566f;
    private static final float P3 = 1.1154313e-05f;
    private static final float P4 = -2.0225244e-08f;
    private static final float P5 = 5.2779565e-11f;
    private static final float P6 = -8.4887304e-14f;
    private static final float Q1 = 0.46417338f;
    private static final float Q2 = 0.02449518f;
    private static final float Q3 = 0.0002546146f;

    private GateLoops() {}

    /** Small enough to become part of the loops. */
    private static float tanh(float v) {
        float x = Math.max(-END, Math.min(END, v));
        float s = x * x;
        float high = Math.fma(Math.fma(Math.fma(P6, s, P5), s, P4), s, P3);
        float p = Math.fma(Math.fma(Math.fma(high, s, P2), s, P1), s, 1f);
        float q = Math.fma(Math.fma(Math.fma(Q3, s, Q2), s, Q1), s, 1f);
        return x * p / q;
    }

    private static float sigmoid(float v) {
        return Math.fma(0.5f, tanh(0.5f * v), 0.5f);
    }

    /** {@code x = tanh(x)}. */
    public static void tanh(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = tanh(x[i]);
        }
    }

    /** {@code x = tanh(x + b)}. */
    public static void tanhOfSum(float[] x, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = tanh(x[i] + b[i]);
        }
    }

    /** {@code x = σ(x + b)}. */
    public static void sigmoidOfSum(float[] x, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = sigmoid(x[i] + b[i]);
        }
    }

    /** {@code x = tanh(x + r · b)}: the candidate of a gated recurrent unit. */
    public static void candidate(float[] x, float[] r, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = tanh(Math.fma(r[i], b[i], x[i]));
        }
    }

    /** {@code h = z · h + (1 - z) · fresh}. */
    public static void mix(float[] h, float[] z, float[] fresh, int n) {
        for (int i = 0; i < n; i++) {
            h[i] = z[i] * h[i] + (1f - z[i]) * fresh[i];
        }
    }

    /** {@code c = f · c + i · g}: the cell of long short-term memory. */
    public static void cell(float[] c, float[] f, float[] in, float[] g, int n) {
        for (int i = 0; i < n; i++) {
            c[i] = f[i] * c[i] + in[i] * g[i];
        }
    }

    /** {@code h = o · tanh(c)}. */
    public static void output(float[] h, float[] o, float[] c, int n) {
        for (int i = 0; i < n; i++) {
            h[i] = o[i] * tanh(c[i]);
        }
    }

    /**
     * Back through the output of long short-term memory, {@code t = tanh(c)}: o becomes the gradient behind the sigmoid, and dc gains what
     * comes through h.
     */
    public static void outputGradient(float[] o, float[] dc, float[] t, float[] dh, int n) {
        for (int i = 0; i < n; i++) {
            float gate = o[i];
            dc[i] += dh[i] * gate * (1f - t[i] * t[i]);
            o[i] = dh[i] * t[i] * gate * (1f - gate);
        }
    }

    /** Back through the input gate and the candidate, which become their gradients. */
    public static void inputGradient(float[] in, float[] g, float[] dc, int n) {
        for (int i = 0; i < n; i++) {
            float gate = in[i];
            float fresh = g[i];
            in[i] = dc[i] * fresh * gate * (1f - gate);
            g[i] = dc[i] * gate * (1f - fresh * fresh);
        }
    }

    /** Back through the forget gate, which becomes its gradient; dc becomes that of the cell before. */
    public static void forgetGradient(float[] f, float[] dc, float[] before, int n) {
        for (int i = 0; i < n; i++) {
            float gate = f[i];
            f[i] = dc[i] * before[i] * gate * (1f - gate);
            dc[i] = dc[i] * gate;
        }
    }

    /**
     * Back through the mix of a gated recurrent unit: the candidate becomes the gradient behind its tanh, z that behind its sigmoid, and dh
     * what reaches the state before directly.
     */
    public static void mixGradient(float[] z, float[] fresh, float[] dh, float[] before, int n) {
        for (int i = 0; i < n; i++) {
            float gate = z[i];
            float candidate = fresh[i];
            float d = dh[i];
            fresh[i] = d * (1f - gate) * (1f - candidate * candidate);
            z[i] = d * (before[i] - candidate) * gate * (1f - gate);
            dh[i] = d * gate;
        }
    }

    /** Back through the reset gate: it becomes the gradient behind its sigmoid, and the product that it multiplied becomes its gradient. */
    public static void resetGradient(float[] r, float[] product, float[] dcandidate, int n) {
        for (int i = 0; i < n; i++) {
            float gate = r[i];
            float p = product[i];
            r[i] = dcandidate[i] * p * gate * (1f - gate);
            product[i] = dcandidate[i] * gate;
        }
    }

    /** {@code x = x + y}. */
    public static void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] += y[i];
        }
    }
}
