package org.kerata.training.callbacks;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.kerata.training.metrics.Direction;
import org.slf4j.LoggerFactory;

/** A figure in the logs that a callback watches, and what counts as an improvement of it. */
final class Monitor {

    private final String callback;
    private final String figure;
    private Direction direction = Direction.UNKNOWN;
    private double minDelta;
    private boolean settled;

    Monitor(Callback callback, String figure) {
        this.callback = callback.getClass().getSimpleName();
        this.figure = figure;
    }

    /** Sets the direction: {@code "min"}, {@code "max"} or {@code "auto"}. */
    void mode(String mode) {
        direction = switch (mode) {
            case "min" -> Direction.DOWN;
            case "max" -> Direction.UP;
            case "auto" -> Direction.UNKNOWN;
            default ->
                throw new ConfigException(
                        callback + ": mode must be one of \"auto\", \"min\", \"max\". Received: \"" + mode + "\".");
        };
        settled = direction != Direction.UNKNOWN;
    }

    /** By how much a figure must be better. */
    void minDelta(double minDelta) {
        this.minDelta = Math.abs(minDelta);
    }

    String figure() {
        return figure;
    }

    /** The figure; null, with a warning, if it is not there. */
    @Nullable
    Double in(Logs logs, Callback owner) {
        if (!settled) {
            direction = resolve(owner);
            settled = true;
        }
        if (!logs.has(figure)) {
            LoggerFactory.getLogger(Monitor.class)
                    .warn(
                            "{}: there is no \"{}\" to watch. Available: {}.",
                            callback,
                            figure,
                            String.join(", ", logs.asMap().keySet()));
            return null;
        }
        return logs.get(figure);
    }

    private Direction resolve(Callback owner) {
        String metric = figure.startsWith("val_") ? figure.substring(4) : figure;
        Direction d = metric.equals("loss") ? Direction.DOWN : owner.model().direction(metric);
        if (d == null || d == Direction.UNKNOWN) {
            throw new ConfigException(callback + ": whether \"" + figure
                    + "\" should rise or fall is not known. Say mode(\"max\") or mode(\"min\").");
        }
        return d;
    }

    /** Whether a figure is better than another by more than the least difference. */
    boolean isBetter(double now, @Nullable Double reference) {
        if (reference == null) {
            return true;
        }
        return direction == Direction.UP ? now - minDelta > reference : now + minDelta < reference;
    }
}
