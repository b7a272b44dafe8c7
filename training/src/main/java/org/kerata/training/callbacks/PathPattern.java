package org.kerata.training.callbacks;

import java.nio.file.Path;
import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kerata.autodiff.ConfigException;

/** A path with places for figures, as in Python's {@code str.format}: {@code "run/{epoch:02d}-{val_loss:.3f}.keras"}. */
final class PathPattern {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(?::([^{}]*))?\\}");
    private static final Pattern SPEC = Pattern.compile("(0?)(\\d*)(?:\\.(\\d+))?([dfeg]?)");

    private final String callback;
    private final String pattern;

    PathPattern(String callback, String pattern) {
        this.callback = callback;
        this.pattern = pattern;
    }

    boolean endsWith(String ending) {
        return pattern.endsWith(ending);
    }

    /** The path with these figures in their places; whole numbers are given as such. */
    Path with(Map<String, ? extends Number> figures) {
        Matcher m = PLACE.matcher(pattern);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            String name = m.group(1);
            Number figure = figures.get(name);
            if (figure == null) {
                throw new ConfigException(callback + ": the path \"" + pattern + "\" asks for \"" + name
                        + "\", which there is not. Available: " + new TreeMap<>(figures).keySet() + ".");
            }
            String spec = m.group(2) == null ? "" : m.group(2);
            m.appendReplacement(out, Matcher.quoteReplacement(format(figure, spec)));
        }
        return Path.of(m.appendTail(out).toString());
    }

    private String format(Number figure, String spec) {
        Matcher m = SPEC.matcher(spec);
        if (!m.matches()) {
            throw wrong(spec, figure);
        }
        boolean whole = figure instanceof Integer || figure instanceof Long;
        String type = m.group(4).isEmpty() ? (whole ? "d" : m.group(3) == null ? "" : "g") : m.group(4);
        if (type.isEmpty()) {
            return figure.toString();
        }
        String width = m.group(2).isEmpty() ? "" : m.group(1) + m.group(2);
        String precision = m.group(3) == null ? "" : "." + m.group(3);
        Object value = type.equals("d") ? (Object) figure.longValue() : (Object) figure.doubleValue();
        try {
            if (type.equals("d") && !whole) {
                throw wrong(spec, figure);
            }
            return String.format(Locale.ROOT, "%" + width + precision + type, value);
        } catch (IllegalFormatException e) {
            throw wrong(spec, figure);
        }
    }

    private ConfigException wrong(String spec, Number figure) {
        return new ConfigException(
                callback + ": the path \"" + pattern + "\" has the format \"" + spec + "\", which does not suit "
                        + figure + ". Use one such as \"02d\" for whole numbers, \".3f\" for others.");
    }
}
