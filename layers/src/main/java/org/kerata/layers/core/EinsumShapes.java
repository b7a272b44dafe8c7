package org.kerata.layers.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;

/**
 * The weights that an equation of {@link EinsumDense} asks for.
 *
 * @param kernel the kernel's shape
 * @param inputs the product of the kernel's axes that are summed over
 * @param outputs the product of its other axes
 * @param bias the bias's shape; null for none
 */
record EinsumShapes(
        Shape kernel, long inputs, long outputs, @Nullable Shape bias) {
    private static final Pattern FORM =
            Pattern.compile("(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

    /** The three parts of an equation, and on which side of the letters other axes stand, if any may. */
    record Equation(String input, String kernel, String output, boolean left, boolean right) {
        /**
         * Reads an equation.
         *
         * @return null if it has another form
         */
        static @Nullable Equation read(String text) {
            Matcher m = FORM.matcher(text);
            if (!m.matches()) {
                return null;
            }
            boolean left = m.group(1) != null;
            boolean right = m.group(3) != null;
            boolean same = left == (m.group(5) != null) && right == (m.group(7) != null) && !(left && right);
            return same ? new Equation(m.group(2), m.group(4), m.group(6), left, right) : null;
        }
    }

    /**
     * The shapes for an input.
     *
     * @param output the lengths of the output's letters behind the first axis, -1 where the input's counts; with an ellipsis on the left,
     *     of all its letters
     * @param biasAxes the output's letters that the bias has axes for; null for no bias
     */
    static EinsumShapes of(Equation e, @Nullable String biasAxes, Shape input, Shape output) {
        int others = input.rank() - e.input.length();
        if (others < 0 || (others > 0 && !e.left && !e.right)) {
            throw new ShapeException(
                    "The equation names " + e.input.length() + " axes of the input. Received: shape " + input + ".");
        }
        if (biasAxes != null) {
            biasAxes.chars().filter(c -> e.output.indexOf(c) < 0).findFirst().ifPresent(c -> {
                throw new ConfigException(
                        "biasAxes names '" + (char) c + "', which the output \"" + e.output + "\" does not have.");
            });
        }
        List<Long> lengths = outputs(e, input, output, others);
        List<Long> kernel = new ArrayList<>();
        long in = 1;
        long out = 1;
        for (char c : e.kernel.toCharArray()) {
            int at = e.output.indexOf(c);
            int from = e.input.indexOf(c);
            if (at < 0 && from < 0) {
                throw new ConfigException("The kernel's axis '" + c + "' must be one of the input \"" + e.input
                        + "\" or of the output \"" + e.output + "\".");
            }
            long n = at >= 0 ? lengths.get(at) : input.dim(from + (e.left ? others : 0));
            kernel.add(n);
            in *= at >= 0 ? 1 : n;
            out *= at >= 0 ? n : 1;
        }
        return new EinsumShapes(shape(kernel), in, out, biasAxes == null ? null : bias(e, biasAxes, lengths, others));
    }

    /** The length of each of the output's letters. */
    private static List<Long> outputs(Equation e, Shape input, Shape output, int others) {
        // With other axes on the left, the first of them is the batch; else the first letter is.
        int given = e.left && others > 0 ? 0 : 1;
        if (output.rank() != e.output.length() - given) {
            throw new ShapeException(
                    "outputShape " + output + " must have an entry for each of the " + (e.output.length() - given)
                            + " axes of the output \"" + e.output + "\"" + (given == 1 ? " but the first." : "."));
        }
        List<Long> out = new ArrayList<>();
        for (int i = 0; i < e.output.length(); i++) {
            char c = e.output.charAt(i);
            int from = e.input.indexOf(c);
            if (from < 0 && e.kernel.indexOf(c) < 0) {
                throw new ConfigException("The output's axis '" + c + "' must be one of the input \"" + e.input
                        + "\" or of the kernel \"" + e.kernel + "\".");
            }
            long own = from < 0 ? Shape.UNKNOWN : input.dim(from + (e.left ? others : 0));
            long wanted = i < given ? own : output.dim(i - given);
            if (wanted != Shape.UNKNOWN && own != Shape.UNKNOWN && wanted != own) {
                throw new ShapeException("Axis '" + c + "' is " + own + " in the input and " + wanted
                        + " in outputShape. Received: shape " + input + ".");
            }
            out.add(wanted == Shape.UNKNOWN ? own : wanted);
        }
        return out;
    }

    /** From the first letter with a bias on: those with one as long as the output, the others 1. */
    private static Shape bias(Equation e, String axes, List<Long> lengths, int others) {
        List<Long> out = new ArrayList<>();
        for (int i = 0; i < e.output.length(); i++) {
            boolean has = axes.indexOf(e.output.charAt(i)) >= 0;
            if (has || !out.isEmpty()) {
                out.add(has ? lengths.get(i) : 1L);
            }
        }
        for (int i = 0; i < others && !e.left; i++) {
            out.add(1L);
        }
        return shape(out);
    }

    private static Shape shape(List<Long> dims) {
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }
}
