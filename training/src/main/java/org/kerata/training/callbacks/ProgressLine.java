package org.kerata.training.callbacks;

import java.util.Locale;
import org.kerata.training.Logs;

/** The line that shows how far training is, as Keras draws it. */
final class ProgressLine {
    private static final int WIDTH = 20;
    private static final double SECOND = 1e9;

    private final long target;
    private final boolean coloured;
    private final long start;
    private long afterFirstStep = -1;

    /**
     * A line.
     *
     * @param target how many steps there are; -1 if not known
     * @param coloured whether it may use bold and colours
     * @param start when the first step began, in nanoseconds
     */
    ProgressLine(long target, boolean coloured, long start) {
        this.target = target;
        this.coloured = coloured;
        this.start = start;
    }

    /** Remembers when the first step was done: it compiles, so it does not count for the pace. */
    void stepped(long step, long now) {
        if (step == 1 && afterFirstStep < 0) {
            afterFirstStep = now;
        }
    }

    /** The bar, the time and the figures after so many steps. */
    String bar(long step, Logs logs, boolean last, long now) {
        StringBuilder s = new StringBuilder();
        if (target > 0) {
            String count = count(step);
            s.append(bold(count)).append(' ');
            int done = (int) (WIDTH * step / target);
            if (done > 0) {
                s.append(colour(32, "━".repeat(done)));
            }
            s.append(coloured ? colour(37, "━".repeat(WIDTH - done)) : " ".repeat(WIDTH - done));
        } else {
            s.append(String.format(Locale.ROOT, "%7d/Unknown", step));
        }
        double pace = pace(step, now);
        boolean remaining = target > 0 && !last;
        s.append(' ').append(bold(remaining ? duration(pace * (target - step)) : elapsed(now)));
        s.append(perStep(pace)).append(figures(logs));
        return s.toString();
    }

    /** The line of an epoch that has ended. */
    String summary(long step, Logs logs, long now) {
        return count(step) + " - " + elapsed(now) + " -" + perStep(pace(step, now)) + figures(logs);
    }

    private String count(long step) {
        long of = target > 0 ? target : step;
        int digits = Long.toString(of).length();
        return String.format(Locale.ROOT, "%" + digits + "d/%d", step, of);
    }

    private String elapsed(long now) {
        return Math.round((now - start) / SECOND) + "s";
    }

    private double pace(long step, long now) {
        if (step == 0) {
            return 0;
        }
        return afterFirstStep >= 0 && step > 1
                ? (now - afterFirstStep) / SECOND / (step - 1)
                : (now - start) / SECOND / step;
    }

    private static String duration(double seconds) {
        long s = (long) seconds;
        if (s > 3600) {
            return String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s % 3600 / 60, s % 60);
        }
        return s > 60 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60) : s + "s";
    }

    private static String perStep(double seconds) {
        if (seconds >= 1 || seconds == 0) {
            return String.format(Locale.ROOT, " %.0fs/step", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, " %.0fms/step", seconds * 1e3)
                : String.format(Locale.ROOT, " %.0fus/step", seconds * 1e6);
    }

    private static String figures(Logs logs) {
        StringBuilder s = new StringBuilder();
        logs.forEach((name, v) -> s.append(" - ")
                .append(name)
                .append(": ")
                .append(String.format(Locale.ROOT, Math.abs(v) > 1e-3 ? "%.4f" : "%.4e", v)));
        return s.toString();
    }

    private String bold(String text) {
        return coloured ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String colour(int code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
